using System.CommandLine;
using Glm.Arrays.Storage;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Display.Views;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Training;
using Glm.Training.Processes;

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
            Description =
                "File (.npz) that receives the arrays ids (text) and vectors (float32 [N, width]), in the order of the FASTA; or .parquet "
                + "with the columns id and embedding (lists of float32).",
            HelpName = "vectors.npz",
            Required = true,
        };
        var verb = new Command(command.Name, "Turns the proteins of a FASTA file into vectors.") { proteins };
        CommandOption[] offered =
        [
            EmbedCommand.With,
            EmbedCommand.From,
            HomologyData.Search,
            EmbedCommand.SaveSpace,
            .. LanguageModelData.All,
        ];
        var read = CatalogueVerb.AddOptions(verb, offered);
        verb.Options.Add(output);
        verb.SetAction(
            (parsed, _) =>
                RecordedRun.RunSharedAsync(parsed, parsed.GetValue(output)!, () =>
                    CatalogueVerb.WithArgumentsAsync(
                        command,
                        read.Select(item => KeyValuePair.Create(item.Name, item.Value(parsed))),
                        (arguments, host, progress) => Run(parsed.GetValue(proteins)!, parsed.GetValue(output)!, arguments, host, progress)
                    )
                )
        );
        return verb;
    }

    private static int Run(string fasta, string output, CommandArguments arguments, TerminalHost host, IProgress<ProgressReport>? progress)
    {
        var isLeading = TrainingProcesses.Rank == 0;
        if (isLeading)
            StoredFile.RequireWritable(output); // before minutes of work
        var with = arguments.Get(EmbedCommand.With, host);
        if (ProteinLanguageModelFile.IsOne(with))
            return RunModel(with, fasta, output, arguments, host, isLeading ? progress : null);
        if (!isLeading)
            return 0; // nothing here takes long enough to share
        Protein[] proteins = [.. FastaReader.Enumerate(fasta, progress, host.Cancellation)];
        var vectors = EmbedCommand.Embed(proteins, arguments, host, space: null, progress, host.Cancellation).Of(proteins);
        EmbeddingFile.Write(output, vectors);
        Console.Out.WriteLine(LineText.Harmless(ProteinVectorsView.Create(vectors).Plain));
        return 0;
    }

    /// <summary>Vectors of a language model keep all their digits; the model has rules of its own for gaps and stops.</summary>
    private static int RunModel(
        string path,
        string fasta,
        string output,
        CommandArguments arguments,
        TerminalHost host,
        IProgress<ProgressReport>? progress
    )
    {
        EmbedCommand.Check(arguments, host, path);
        Protein[] proteins = [.. FastaReader.EnumerateWithGaps(fasta, progress, host.Cancellation)];
        var summary = LanguageModelData.With(path, arguments, host, cachesByDefault: true, embedder =>
        {
            var (vectors, remarks) = SharedEmbedding.Embed(embedder, proteins, progress, host.Cancellation);
            if (TrainingProcesses.Rank == 0)
                EmbeddingFile.Write(output, [.. proteins.Select(protein => protein.Id)], vectors, embedder.Width);
            return ProteinVectorsView.Create(proteins.Length, embedder.Width, embedder.Name, remarks);
        });
        Console.Out.WriteLine(LineText.Harmless(summary.Plain));
        return 0;
    }
}
