using System.Text;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Display.Views;

/// <summary>What the doctor found: a row per finding, marked as good, as a hint or as a failure, with its remedy.</summary>
public static class DoctorView
{
    private const int LongestText = 4000;

    /// <param name="report">May hold untrusted text, such as names of folders.</param>
    public static MimeBundle Create(DoctorReport report)
    {
        var html = new StringBuilder($"<p><b>{(report.IsHealthy ? "All is well." : "Something is wrong.")}</b></p>");
        html.Append("<table class=\"glm-table\"><tbody>");
        foreach (var finding in report.Findings)
        {
            var mark =
                finding.IsFailure ? "✗"
                : finding.Remedy is null ? "✓"
                : "•";
            var remedy = finding.Remedy is { } text ? $"<br><i>{Html.Encode(text, LongestText)}</i>" : "";
            html.Append($"<tr><td>{mark}</td><th>{Html.Encode(finding.Topic)}</th>");
            html.Append($"<td>{Html.Encode(finding.Value, LongestText)}{remedy}</td></tr>");
        }
        html.Append("</tbody></table>");
        return new MimeBundle(report.ToString(), Html.View(Html.NewId(), html.ToString()));
    }
}
