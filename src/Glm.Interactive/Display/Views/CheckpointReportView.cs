using Glm.Arrays;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>What loading a checkpoint found, key by key, the problems first.</summary>
public static class CheckpointReportView
{
    public static MimeBundle Create(CheckpointReport report)
    {
        var rows = report
            .Entries.OrderBy(entry => entry.Status is CheckpointStatus.Loaded or CheckpointStatus.DeadWeight)
            .Select(entry => new
            {
                entry.Key,
                Status = entry.Status.ToString(),
                Found = Shape(entry.Found),
                Expected = Shape(entry.Expected),
            });
        var table = TableView.Create(rows);
        return new MimeBundle($"{report}\n{table.Plain}", $"<p>{Html.Encode(report.ToString(), 2000)}</p>{table.Parts[MimeBundle.Html]}");
    }

    private static string Shape(IReadOnlyList<long>? shape) => shape is null ? "" : $"[{string.Join(", ", shape)}]";
}
