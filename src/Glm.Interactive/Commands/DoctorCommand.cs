using System.Net;
using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm doctor</c>: the state of this machine and process.</summary>
public sealed class DoctorCommand : GlmCommand
{
    public override string Name => "doctor";

    public override string Summary =>
        "Reports which libtorch was loaded and from where, what this machine offers, and how to fix what fails.";

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("#!glm doctor", "Examines this process.", "GlmDoctor.Examine()")];

    public override Task RunAsync(CommandContext context)
    {
        context.Display(Show(GlmDoctor.Examine()));
        return Task.CompletedTask;
    }

    internal static MimeBundle Show(DoctorReport report)
    {
        var html = new StringBuilder(
            $"<div class=\"glm-doctor\"><p><b>{(report.IsHealthy ? "All is well." : "Something is wrong.")}</b></p><table>"
        );
        foreach (var finding in report.Findings)
        {
            var mark =
                finding.IsFailure ? "✗"
                : finding.Remedy is null ? "✓"
                : "•";
            var remedy = finding.Remedy is { } text ? $"<br><i>{WebUtility.HtmlEncode(text)}</i>" : "";
            html.Append(
                $"<tr><td>{mark}</td><td style=\"text-align:left\">{WebUtility.HtmlEncode(finding.Topic)}</td><td "
                    + $"style=\"text-align:left\">{WebUtility.HtmlEncode(finding.Value)}{remedy}</td></tr>"
            );
        }
        return new MimeBundle(report.ToString(), html.Append("</table></div>").ToString());
    }
}
