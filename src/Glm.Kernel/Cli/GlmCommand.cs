using System.CommandLine;
using System.CommandLine.Help;
using Glm.Interactive.Hosting;
using Glm.Kernel.Notebooks;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>The program <c>glm</c>. Every verb has a file of its own and one line in <see cref="Verbs"/>.</summary>
internal static class GlmCommand
{
    /// <summary>Exit code of a failure.</summary>
    public const int Failed = 1;

    /// <summary>Exit code of a run that Ctrl-C ended: 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    private static Command[] Verbs =>
    [
        RunVerb.Create(),
        InferVerb.Create(),
        KernelVerb.Create(),
        InstallVerb.Create(),
        UninstallVerb.Create(),
        .. Standalone.Select(name => CatalogueVerb.Create(CommandCatalogue.Standard.Find(name)!)),
    ];

    /// <summary>The commands of #!glm that make sense without a notebook's earlier cells.</summary>
    private static readonly string[] Standalone = ["simulate", "load", "doctor"];

    public static async Task<int> InvokeAsync(string[] args)
    {
        // Not a RootCommand: its name would be the assembly's.
        var root = new Command("glm", "Genomic language models in notebooks: runs #!glm commands and C# without a notebook server.") { new HelpOption(), new VersionOption() };
        foreach (var verb in Verbs)
            root.Subcommands.Add(verb);
        if (args is ["--version"])
        {
            Console.Out.WriteLine($"glm {Provenance.VersionOf("Glm.Kernel")}");
            return 0;
        }
        try
        {
            // Signals are the verbs' own business: a run that is told to stop saves what there is.
            var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
            return await root.Parse(args).InvokeAsync(configuration).ConfigureAwait(false);
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
            await Console.Error.WriteLineAsync($"glm: {failure.Message}").ConfigureAwait(false);
            return Failed;
        }
    }
}
