using System.Globalization;
using System.Text;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;

namespace Glm.Interactive.Display.Views;

/// <summary>How a result came to be: the commands that led to it, in order, with arcs from each to those that build on it.</summary>
public static class LineageView
{
    private const double RowHeight = 40;
    private const double Left = 90;
    private const double Width = 720;
    private const int MostFiles = 4;

    /// <param name="records">In the order in which they were run; the last one made the result. Their text is untrusted.</param>
    /// <param name="stale">What no longer follows from the session.</param>
    public static MimeBundle Create(IReadOnlyList<CommandRecord> records, IReadOnlyList<StaleValue> stale)
    {
        if (records.Count == 0)
            return HelpView.Create("", "C# made this value: no command is on record.");
        var before = records.Select((_, i) => RecordLineage.Before(records, i).ToArray()).ToArray();
        var plain = new StringBuilder();
        for (var i = 0; i < records.Count; i++)
            plain.Append(i > 0 ? "\n" : "").Append(Plain(records[i], i, before[i], stale));
        var last = records[^1].Runtime;
        var runtime =
            $"Glm.Interactive {last.Program}, TorchSharp {last.TorchSharp}, libtorch "
            + $"{(last.LibTorch.Length > 0 ? last.LibTorch : "not loaded")}, "
            + $"{last.Device}, {last.Threads} threads, .NET {last.DotNet}, {last.Processor}";
        plain.Append('\n').Append(Html.Line(runtime, 400));
        var html = new StringBuilder("<h4>How it came to be</h4>").Append(Picture(records, before).Inline(plain.ToString()));
        html.Append("<details><summary>Files, seeds and versions</summary><table class=\"glm-table\"><tr><th>command</th><th>file</th>")
            .Append("<th>bytes</th><th>SHA-256</th></tr>");
        foreach (var (number, record) in records.Index())
        foreach (var (way, file) in record.Inputs.Select(file => ("reads", file)).Concat(record.Outputs.Select(file => ("writes", file))))
            html.Append(
                CultureInfo.InvariantCulture,
                $"<tr><td>{number + 1} {way}</td><td>{Html.Encode(file.Path, 300)}</td><td>{Html.Number(file.Bytes)}</td>"
                    + $"<td><code>{Html.Encode(file.Sha256)}</code></td></tr>"
            );
        html.Append("</table><p>").Append(Html.Encode(runtime, 400)).Append("</p></details>");
        foreach (var value in stale.Where(value => records.Any(record => record.Makes.Any(made => made.Variable == value.Variable))))
            html.Append("<p>").Append(Html.Encode($"Stale: {value.Variable}, {value.Reason}", 300)).Append("</p>");
        return new MimeBundle(plain.ToString(), Html.View(Html.NewId(), html.ToString()));
    }

    private static string Plain(CommandRecord record, int number, int[] before, IReadOnlyList<StaleValue> stale)
    {
        var text = new StringBuilder($"{number + 1}  {Html.Line(record.Line, 200)}");
        if (before.Length > 0)
            text.Append($"\n     from {string.Join(", ", before.Select(i => i + 1))}");
        foreach (var use in record.Uses.Where(use => use.MadeBy is null))
            text.Append($"\n     uses {Html.Line(use.Variable, 60)}, which C# made");
        foreach (var file in record.Inputs.Take(MostFiles))
            text.Append($"\n     reads {Html.Line(file.Path, 200)}  {Html.Number(file.Bytes)} bytes  {Short(file.Sha256)}");
        if (record.Inputs.Count > MostFiles)
            text.Append($"\n     reads {record.Inputs.Count - MostFiles} more files");
        foreach (var made in record.Makes)
            text.Append(
                $"\n     makes {Html.Line(made.Variable, 60)}: {Html.Line(made.Summary, 200)}  {Short(made.Content.Sha256)}"
                    + (
                        stale.FirstOrDefault(value => value.Variable == made.Variable) is { } old
                            ? $"  (stale: {Html.Line(old.Reason, 200)})"
                            : ""
                    )
            );
        foreach (var file in record.Outputs.Take(MostFiles))
            text.Append($"\n     writes {Html.Line(file.Path, 200)}  {Html.Number(file.Bytes)} bytes  {Short(file.Sha256)}");
        if (record.Seeds.Count > 0)
            text.Append($"\n     seeds {Html.Line(string.Join(", ", record.Seeds.Select(seed => $"{seed.Key} {seed.Value}")), 200)}");
        return text.ToString();
    }

    private static Svg Picture(IReadOnlyList<CommandRecord> records, int[][] before)
    {
        var picture = new Svg(Width, RowHeight * records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            var y = RowHeight * (i + 0.5);
            foreach (var from in before[i])
            {
                var start = RowHeight * (from + 0.5);
                var reach = Math.Min(Left - 20, 12 + 9.0 * (i - from));
                picture
                    .Path(new SvgPath().MoveTo(Left - 10, start).CurveTo(Left - 10 - 2 * reach, (start + y) / 2, Left - 10, y))
                    .Fill("none")
                    .Stroke("currentColor")
                    .StrokeOpacity(0.5);
            }
            picture.Rect(Left - 14, y - 4, 8, 8, Palette.Category(0)).RoundCorners(4);
            picture.Text(Left, y - 3, $"{i + 1}  {records[i].Line}", size: 12);
            picture.Text(Left, y + 12, Second(records[i]), opacity: 0.75);
        }
        return picture;
    }

    private static string Second(CommandRecord record) =>
        record.Makes.Count > 0 ? $"{record.Makes[0].Variable}: {record.Makes[0].Summary}"
        : record.Outputs.Count > 0 ? $"writes {record.Outputs[0].Path}"
        : "";

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
