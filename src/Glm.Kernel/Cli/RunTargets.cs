using Glm.Kernel.Notebooks;
using Glm.Kernel.Printing;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>What a run writes, full paths; null for what was not asked for.</summary>
/// <param name="Notebook">The notebook with its outputs.</param>
/// <param name="Html">The report.</param>
/// <param name="Pdf">The report for paper.</param>
/// <param name="Figures">A folder of pictures.</param>
/// <param name="Result">What is left for a comparison of several runs.</param>
internal sealed record RunTargets(string? Notebook, string? Html, string? Pdf, string? Figures, string? Result = null)
{
    /// <summary>The files and folders with the options that ask for them.</summary>
    public IEnumerable<(string Option, string Path)> All =>
        new[] { ("--output", Notebook), ("--html", Html), ("--pdf", Pdf), ("--figures", Figures), ("--point-result", Result) }
            .Where(target => target.Item2 is not null)
            .Select(target => (target.Item1, target.Item2!));

    /// <summary>Checks what was asked for before anything runs: an hour's work must not end at a folder that cannot be written.</summary>
    /// <exception cref="GlmException">A name has the wrong ending, a folder stands in the way, or there is no browser.</exception>
    public static RunTargets Of(string? notebook, string? html, string? pdf, string? figures, string? result)
    {
        if (pdf is not null)
            ChromiumBrowser.Require("--pdf");
        return new RunTargets(
            File(notebook, ".ipynb"),
            File(html, ".html", ".htm"),
            File(pdf, ".pdf"),
            figures is null ? null : Folder(figures),
            result
        );
    }

    /// <summary>
    /// Where one of several runs writes: in a folder named as the file, "report/steps=100.html" for "report.html", and in a folder of its
    /// own among the figures.
    /// </summary>
    public RunTargets For(GridPoint point, string result)
    {
        return new RunTargets(
            Beside(Notebook),
            Beside(Html),
            Beside(Pdf),
            Figures is null ? null : Path.Combine(Figures, point.FileName),
            result
        );

        string? Beside(string? file) =>
            file is null ? null : Path.Combine(Path.ChangeExtension(file, null), point.FileName + Path.GetExtension(file));
    }

    private static string? File(string? path, params string[] extensions)
    {
        if (path is null)
            return null;
        var full = Path.GetFullPath(path);
        if (!extensions.Contains(Path.GetExtension(full), StringComparer.OrdinalIgnoreCase))
            throw new GlmException($"{path}: the file's name must end in {extensions[0]}.");
        if (Directory.Exists(full))
            throw new GlmException($"{path} is a folder; name a file.");
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    private static string Folder(string path)
    {
        var full = Path.GetFullPath(path);
        if (System.IO.File.Exists(full))
            throw new GlmException($"{path} is a file; name a folder.");
        Directory.CreateDirectory(full);
        return full;
    }
}
