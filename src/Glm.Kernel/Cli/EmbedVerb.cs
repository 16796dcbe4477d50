using System.CommandLine;
using System.Runtime.ExceptionServices;
using Glm.Arrays.Storage;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary><c>glm embed FILE --out FILE</c>: the vectors of a protein FASTA as a file for Python.</summary>
internal static class EmbedVerb
{
    public static Command Create()
    {
        var command = StandardCommands.Catalogue.Find("embed")!;
        var proteins = new Argument<string>("FILE") { Description = "Protein FASTA, plain or compressed." };
        var output = new System.CommandLine.Option<string>("--out")
        {
            Description = "File (.npz) that receives the arrays ids (text) and vectors (float32 [N, width]), in the order of the FASTA.",
            HelpName = "vectors.npz",
            Required = true,
        };
        var verb = new Command(command.Name, "Turns the proteins of a FASTA file into vectors.") { proteins };
        CommandOption[] offered = [EmbedCommand.With, EmbedCommand.From, HomologyData.Search, EmbedCommand.SaveSpace];
        var read = CatalogueVerb.AddOptions(verb, offered);
        verb.Options.Add(output);
        verb.SetAction(
            (parsed, _) =>
                CatalogueVerb.WithTerminalAsync(host =>
                {
                    var session = new GlmSession();
                    var values = read.Select(item => KeyValuePair.Create(item.Name, item.Value(parsed)));
                    var arguments = CommandLine.Bind(command.Name, values, session.Catalogue).Arguments!;
                    using var log = ProgressLog.OfErrors();
                    var progress = Console.IsErrorRedirected ? null : log.Begin(display: null);
                    Exception? failure = null;
                    try
                    {
                        Run(parsed.GetValue(proteins)!, parsed.GetValue(output)!, arguments, host, progress);
                        return Task.FromResult(0);
                    }
                    catch (Exception exception)
                    {
                        failure = exception is GlmException mistake ? session.Spelled(mistake, command) : exception;
                        ExceptionDispatchInfo.Throw(failure);
                        throw;
                    }
                    finally
                    {
                        (progress as ICompletableProgress)?.Complete(failure);
                    }
                })
        );
        return verb;
    }

    private static void Run(
        string fasta,
        string output,
        CommandArguments arguments,
        TerminalHost host,
        IProgress<ProgressReport>? progress
    )
    {
        StoredFile.RequireWritable(output); // before minutes of work
        Protein[] proteins = [.. FastaReader.Enumerate(fasta, progress, host.Cancellation)];
        var with = arguments.Get(EmbedCommand.With, host);
        var vectors = EmbedCommand.Embed(proteins, with, space: null, arguments, host, progress, host.Cancellation);
        EmbeddingFile.Write(output, vectors);
        Console.Out.WriteLine(LineText.Harmless(ProteinVectorsView.Create(vectors).Plain));
    }
}
