using System.CommandLine;
using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Display.Views;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>
/// <c>glm load PATH…</c>: what <c>#!glm load</c> would make of files, with everything that it would leave out. Exit code 0 only if nothing
/// was unreadable.
/// </summary>
internal static class LoadVerb
{
    public static Command Create()
    {
        var command = StandardCommands.Catalogue.Find("load")!;
        var paths = new Argument<string[]>("PATH")
        {
            Description =
                "Genome files, folders or .zip archives of them, patterns, a contig map, or - for what comes through a pipe. "
                + "Several are loaded as one set.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = new System.CommandLine.Option<bool>("--json")
        {
            Description = "One JSON object: the counts, and everything that was left out.",
        };
        var genes = new System.CommandLine.Option<bool>("--genes")
        {
            Description = "With --json, also every gene: 'items' in the order of the scaffolds.",
        };
        var verb = new Command(command.Name, command.Summary) { paths };
        var read = CatalogueVerb.AddOptions(verb, command);
        verb.Options.Add(json);
        verb.Options.Add(genes);
        verb.SetAction(
            (parsed, _) =>
                CatalogueVerb.WithArgumentsAsync(
                    command,
                    read.Select(item => KeyValuePair.Create(item.Name, item.Value(parsed))),
                    (arguments, host, progress) =>
                        Run(parsed.GetValue(paths)!, arguments, host, progress, parsed.GetValue(json), parsed.GetValue(genes))
                )
        );
        return verb;
    }

    private static int Run(
        string[] paths,
        CommandArguments arguments,
        TerminalHost host,
        IProgress<ProgressReport>? progress,
        bool json,
        bool genes
    )
    {
        if (genes && !json)
            throw new GlmException("glm load: --genes lists genes as JSON. Add --json.");
        var options = LoadCommand.OptionsOf(arguments, host);
        if (LoadCommand.CorpusOf(arguments, host) is { } folder)
            return RunCorpus(paths, folder, options, LoadCommand.IsVerified(arguments, host), host, progress, json, genes);
        if (paths.Length == 0)
            throw new GlmException("glm load: PATH is missing. Name a file, or open a corpus with --corpus FOLDER.");
        if (LoadCommand.IsVerified(arguments, host))
            throw new GlmException("glm load: --verify checks a corpus, and none is named. Add --corpus FOLDER.");
        var set = ScaffoldFiles.LoadAll(paths, options, progress, host.Cancellation);
        Console.Out.WriteLine(json ? LoadJson.Of(set, genes) : LineText.Harmless(ScaffoldSetView.Create(set).Plain));
        return ExitCode(set.Ledger);
    }

    private static int RunCorpus(
        string[] paths,
        string folder,
        LoadOptions options,
        bool verify,
        TerminalHost host,
        IProgress<ProgressReport>? progress,
        bool json,
        bool genes
    )
    {
        if (genes)
            throw new GlmException("glm load: --genes lists the genes of files that are loaded, and not of a corpus. Leave out --corpus.");
        var addition = paths.Length == 0 ? null : CorpusFiles.AddAll(folder, paths, options, progress, host.Cancellation);
        using var corpus = Corpus.Open(folder);
        if (verify)
            corpus.Verify(progress, host.Cancellation);
        Console.Out.WriteLine(json ? LoadJson.Of(corpus, addition) : LineText.Harmless(CorpusView.Create(corpus, addition, verify).Plain));
        return ExitCode(addition?.Ledger ?? LoadLedger.Empty);
    }

    private static int ExitCode(LoadLedger ledger)
    {
        var unreadable = ledger.Unreadable.Select(file => LineText.Shown(Path.GetFileName(file.File))).ToList();
        if (unreadable.Count == 0)
            return 0;
        const int MostNamed = 8;
        var more = unreadable.Count > MostNamed ? $" and {unreadable.Count - MostNamed} more" : "";
        Console.Error.WriteLine(
            $"glm: {unreadable.Count} {(unreadable.Count == 1 ? "file" : "files")} could not be read: "
                + $"{string.Join(", ", unreadable.Take(MostNamed))}{more}."
        );
        return GlmTool.Failed;
    }
}
