using System.Globalization;
using System.Net;
using System.Text;
using Glm.Formats.Text;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Kernel.Documents;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Kernel.Notebooks;

/// <summary>
/// Several runs of one notebook side by side: the parameters in which they differ, how each ended, what its variables held at the end
/// where that differs, and the curves of their trainings in one chart. Self-contained, like every report; links lead to the runs' own.
/// </summary>
/// <param name="notebook">That was run.</param>
/// <param name="grid">Which runs were asked for.</param>
/// <param name="results">What each has left, in the order of the grid; null for a run that was not begun.</param>
/// <param name="started">When the first began.</param>
/// <param name="ended">When the last ended.</param>
public sealed class GridReport(
    NotebookDocument notebook,
    ParameterGrid grid,
    IReadOnlyList<PointResult?> results,
    DateTimeOffset started,
    DateTimeOffset ended
)
{
    private const string NotRun = "not run";

    private const int FigureLimit = 300;

    /// <summary>A line of text for each run.</summary>
    public IEnumerable<string> Lines =>
        grid.Points.Select(
            (point, i) =>
                $"{point.Label}: "
                + (
                    results[i] is not { } result ? NotRun
                    : result.Succeeded ? $"{result.Outcome}, {Seconds(result.Seconds)}"
                    : $"{result.Outcome}: {result.Error}"
                )
        );

    /// <summary>Writes the report; those of the runs are linked as they lie in the folder of the same name.</summary>
    /// <param name="path">Full path of the HTML file.</param>
    public void Write(string path) => TextFile.Replace(path, writer => writer.Write(Render(path)));

    /// <summary>The page.</summary>
    /// <param name="path">Where it will lie.</param>
    /// <param name="onPaper">Whether it is to be printed; then nothing is linked.</param>
    public string Render(string path, bool onPaper = false)
    {
        var name = Path.GetFileName(notebook.Path);
        var title = $"{Path.GetFileNameWithoutExtension(name)}: {grid.Points.Count} runs";
        var failed = results.Count(result => result is { Succeeded: false });
        var main = new StringBuilder();
        main.Append(CultureInfo.InvariantCulture, $"<section class=\"text\"><h1>{Encode(title)}</h1>\n<p>");
        main.Append(CultureInfo.InvariantCulture, $"{results.Count(result => result is { Succeeded: true })} succeeded");
        if (failed > 0)
            main.Append(CultureInfo.InvariantCulture, $", <span class=\"failed\">{failed} failed</span>");
        if (results.Contains(null))
            main.Append(CultureInfo.InvariantCulture, $", {results.Count(result => result is null)} {NotRun}");
        main.Append(".</p></section>\n");
        AppendTable(main, onPaper ? null : path);
        if (Curves() is { } curves)
            main.Append("<section class=\"text\"><h2>Trainings</h2></section>\n<div class=\"output\">")
                .Append(curves.Parts[MimeBundle.Html])
                .Append("</div>\n");
        return ReportPage.Render(
            title,
            [],
            main.ToString(),
            new Provenance([
                ("Notebook", name),
                ("SHA-256", notebook.Sha256),
                ("Started", Provenance.Stamp(started)),
                ("Ended", Provenance.Stamp(ended)),
                .. Provenance.OfThisMachine(),
            ]),
            onPaper
        );
    }

    private void AppendTable(StringBuilder main, string? path)
    {
        var figures = Differing();
        main.Append("<div class=\"output\"><table class=\"runs\"><thead><tr>");
        foreach (var head in (string[])[.. grid.Varied, "outcome", "time", .. figures])
            main.Append(CultureInfo.InvariantCulture, $"<th>{Encode(head)}</th>");
        main.Append("</tr></thead><tbody>\n");
        for (var i = 0; i < grid.Points.Count; i++)
        {
            var (point, result) = (grid.Points[i], results[i]);
            main.Append(result is { Succeeded: false } ? "<tr class=\"failed\">" : "<tr>");
            foreach (var name in grid.Varied)
                main.Append(CultureInfo.InvariantCulture, $"<td>{Encode(LineText.Shown(point.Values[name]))}</td>");
            main.Append(CultureInfo.InvariantCulture, $"<td>{Outcome(point, result, path)}</td>");
            main.Append(CultureInfo.InvariantCulture, $"<td>{(result is null ? "" : Seconds(result.Seconds))}</td>");
            foreach (var figure in figures)
                main.Append(CultureInfo.InvariantCulture, $"<td>{Encode(LineText.Shown(Figure(result, figure) ?? "", FigureLimit))}</td>");
            main.Append("</tr>\n");
        }
        main.Append("</tbody></table></div>\n");
        if (figures.Count == 0 && results.Any(result => result is not null))
            main.Append("<section class=\"text\"><p>No result of the notebook differs between the runs.</p></section>\n");
    }

    private static string Outcome(GridPoint point, PointResult? result, string? path)
    {
        if (result is null)
            return NotRun;
        var outcome = Encode(result.Outcome);
        if (path is not null)
        {
            var (folder, file) = (Path.GetFileNameWithoutExtension(path), point.FileName + Path.GetExtension(path));
            if (File.Exists(Path.Combine(Path.GetDirectoryName(path)!, folder, file)))
                outcome = $"<a href=\"{Uri.EscapeDataString(folder)}/{Uri.EscapeDataString(file)}\">{outcome}</a>";
        }
        return result.Error.Length == 0 ? outcome : $"{outcome}: {Encode(result.Error)}";
    }

    /// <summary>The variables, without the parameters, of which not all runs hold the same.</summary>
    private List<string> Differing()
    {
        var given = grid.Points[0].Values;
        return
        [
            .. results
                .OfType<PointResult>()
                .SelectMany(result => result.Figures)
                .Select(figure => figure.Name)
                .Distinct()
                .Where(name =>
                    !given.ContainsKey(name) && results.OfType<PointResult>().Select(result => Figure(result, name)).Distinct().Count() > 1
                ),
        ];
    }

    private static string? Figure(PointResult? result, string name) =>
        result?.Figures.FirstOrDefault(figure => figure.Name == name)?.Value;

    /// <summary>All trainings in one display; null if there is none.</summary>
    private MimeBundle? Curves()
    {
        var several = results.Any(result => result is { Trainings.Count: > 1 });
        var trainings = grid
            .Points.Zip(results)
            .SelectMany(pair =>
                (pair.Second?.Trainings ?? []).Select(training =>
                    training with
                    {
                        Name = several ? $"{pair.First.Label}: {training.Name}" : pair.First.Label,
                    }
                )
            )
            .ToArray();
        return trainings.Length == 0 ? null : RunOverviewView.Create(new RunOverview(trainings, []));
    }

    private static string Seconds(double seconds) =>
        seconds < 120
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
            : TimeSpan.FromSeconds(seconds).ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
