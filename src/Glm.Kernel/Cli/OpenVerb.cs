using System.CommandLine;
using System.Globalization;
using Glm.Interactive.Bundles;
using Glm.Interactive.Display.Progress;
using Glm.Kernel.CSharp;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Running;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary><c>glm open BUNDLE</c>: unpacks a bundle, checks it, and brings its variables back in a notebook to go on with.</summary>
internal static class OpenVerb
{
    private const string Continue = "continue.ipynb";

    public static Command Create()
    {
        var bundle = new Argument<string>("BUNDLE") { Description = "The .zip, as bundle writes it." };
        var folder = new Option<string?>("--folder")
        {
            Description = "A new folder for it; by default the bundle's name, in the current folder.",
            HelpName = "folder",
        };
        var verb = new Command("open", "Unpacks a bundle, checks every file, and makes a notebook that has its variables.")
        {
            bundle,
            folder,
        };
        verb.SetAction(
            (parsed, _) =>
                CatalogueVerb.WithTerminalAsync(host => RunAsync(parsed.GetValue(bundle)!, parsed.GetValue(folder), host.Cancellation))
        );
        return verb;
    }

    private static async Task<int> RunAsync(string path, string? folder, CancellationToken cancellation)
    {
        using var log = ProgressLog.OfErrors();
        var opened = BundleReader.Open(path, folder ?? Path.GetFileNameWithoutExtension(path), cancellation: cancellation);
        var (folderShown, home) = (opened.Folder, Path.GetDirectoryName(opened.Notebook)!);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Unpacked {opened.Files.Count} files, {opened.Files.Sum(file => file.Bytes) / 1e6:0.0} MB, to {folderShown}; each is as "
                    + $"it was packed."
            )
        );
        foreach (var absent in opened.Absent)
            Console.WriteLine(
                $"Not in it: {LineText.Shown(absent.Name, 80)}. {LineText.Shown(absent.Reason, 300)}"
                    + (absent.Address is { } address ? $" It may be had from {LineText.Shown(address, 300)}" : "")
            );
        Console.WriteLine($"Run it again:  glm run {opened.Notebook} --html again.html");
        if (opened.Session is not { } session)
            return 0;
        var notebook = Path.Combine(home, Continue);
        await File.WriteAllTextAsync(notebook, NotebookOf($"#!glm restore {Path.GetFileName(session)}"), cancellation)
            .ConfigureAwait(false);
        var (error, shown) = await RestoreAsync(notebook, log, cancellation).ConfigureAwait(false);
        if (error is not null)
            throw new GlmException($"The files are there, but the session cannot be restored: {LineText.Shown(error, 400)}");
        Console.WriteLine(LineText.Harmless(shown));
        Console.WriteLine($"Go on with it: open {notebook}, whose first cell is  #!glm restore {Path.GetFileName(session)}");
        return 0;
    }

    /// <summary>Runs the notebook that restores the session, and keeps what it shows.</summary>
    /// <returns>Why it failed, null where it did not; and what it showed.</returns>
    private static async Task<(string? Error, string Shown)> RestoreAsync(string path, ProgressLog log, CancellationToken cancellation)
    {
        NativeTorch.Ensure();
        LostErrors.SurviveThreads();
        var notebook = NotebookDocument.Read(path);
        using var cells = Workbench.CreateRunner((host, _) => log.Begin(new ProgressRenderer(host)));
        var run = await new NotebookRunner(cells).RunAsync(notebook, new NotebookRunOptions(), cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        notebook.Write(path);
        // A cell's output is the console's as long as its engine lives.
        var shown = notebook.Cells.SelectMany(cell => cell.Outputs).Select(output => MultilineText.Join(output?["data"]?["text/plain"]));
        return (run.Error?.Message, shown.LastOrDefault() ?? "");
    }

    private static string NotebookOf(string line) =>
        $$"""
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": null,
               "id": "restore",
               "metadata": {},
               "outputs": [],
               "source": [
                "{{line}}"
               ]
              }
             ],
             "metadata": {
              "kernelspec": {
               "display_name": "C# with glm",
               "language": "C#",
               "name": "glm"
              }
             },
             "nbformat": 4,
             "nbformat_minor": 5
            }

            """.ReplaceLineEndings("\n");
}
