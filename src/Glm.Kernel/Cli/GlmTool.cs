using System.CommandLine;
using System.CommandLine.Help;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Kernel.Notebooks;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>The program <c>glm</c>. Every verb has a file of its own and one line in <see cref="Verbs"/>.</summary>
internal static class GlmTool
{
    /// <summary>Exit code of a failure.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of a run that Ctrl-C ended: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>Exit code of a run that the system told to end: 128 + SIGTERM.</summary>
    public const int ToldToEnd = 143;

    private static Command[] Verbs =>
        [
            RunVerb.Create(),
            VerifyVerb.Create(),
            BundleVerb.Create(),
            OpenVerb.Create(),
            TrainVerb.Create(),
            InferVerb.Create(),
            InspectVerb.Create(),
            LoadVerb.Create(),
            EmbedVerb.Create(),
            ProteinSetVerb.Create(),
            KernelVerb.Create(),
            InstallVerb.Create(),
            UninstallVerb.Create(),
            .. Standalone.Select(name => CatalogueVerb.Create(StandardCommands.Catalogue.Find(name)!)),
        ];

    /// <summary>The commands of #!glm that make sense without a notebook's earlier cells.</summary>
    private static readonly string[] Standalone = ["simulate", "runs", "cache", "doctor"];

    public static async Task<int> InvokeAsync(string[] args)
    {
        // Not a RootCommand: its name would be the assembly's.
        var root = new Command("glm", "Genomic language models in notebooks: runs #!glm commands and C# without a notebook server.")
        {
            new HelpOption(),
            new VersionOption(),
        };
        foreach (var verb in Verbs)
            root.Subcommands.Add(verb);
        if (args is ["--version"])
        {
            Console.Out.WriteLine($"glm {Provenance.VersionOf("Glm.Kernel")}");
            return 0;
        }
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(Complaint(parsed)).ConfigureAwait(false);
            return Failed;
        }
        try
        {
            // Signals are the verbs' own business: a run that is told to stop saves what it has.
            var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (GlmException mistake)
        {
            await Console.Error.WriteLineAsync($"glm: {mistake.Message}").ConfigureAwait(false);
            return Failed;
        }
        catch (InternalErrorException defect)
        {
            await Console.Error.WriteLineAsync($"glm: {defect.Message}").ConfigureAwait(false);
            return Failed;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"glm: {LineText.Shown(failure.Message, 1000)}").ConfigureAwait(false);
            return Failed;
        }
    }

    /// <summary>What is wrong with a command line, in one line.</summary>
    private static string Complaint(ParseResult parsed)
    {
        var verb = parsed.CommandResult.Command;
        var where = verb.Subcommands.Count > 0 ? verb.Name : $"glm {verb.Name}";
        var help = $"{where} --help shows how it is used.";
        if (verb.Subcommands.Count > 0)
        {
            if (parsed.UnmatchedTokens is not [var word, ..])
                return $"{where}: a verb is missing. {help}";
            var near = NearestName.Of(word, verb.Subcommands.Select(known => known.Name)) is { } guess ? $" Did you mean '{guess}'?" : "";
            return $"{where}: there is no verb {LineText.Quoted(word)}.{near} {help}";
        }
        if (
            verb.Arguments.FirstOrDefault(argument =>
                argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 }
            ) is
            { } missing
        )
            return $"{where}: {missing.Name} is missing. {help}";
        if (parsed.UnmatchedTokens is [var stray, ..])
        {
            var near =
                NearestName.Of(stray, verb.Options.Select(option => option.Name)) is { } guess && stray.StartsWith('-')
                    ? $" Did you mean {guess}?"
                    : "";
            return $"{where}: {LineText.Quoted(stray)} is not understood.{near} {help}";
        }
        return $"{where}: {LineText.Shown(parsed.Errors[0].Message, 300)} {help}";
    }
}
