using System.CommandLine;
using Glm.Analysis.Sets;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.Storage;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Proteins.Sets;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary><c>glm pst INPUT.graphfmt.h5 --with CKPT --out FILE</c>: what <c>pst predict</c> computes, as arrays for Python.</summary>
internal static class ProteinSetVerb
{
    public static Command Create()
    {
        var command = StandardCommands.Catalogue.Find("pst")!;
        var input = new Argument<string>("INPUT") { Description = "Graph-formatted file of PST (.graphfmt.h5), compressed or not." };
        var output = new System.CommandLine.Option<string>("--out")
        {
            Description =
                "File (.npz) that receives the float32 arrays ctx_ptn [proteins, width], attn [proteins, heads] where the model has a "
                + "decoder, genome [genomes, width], scaffold where some genome has several, and fragment where scaffolds were cut.",
            HelpName = "pst.npz",
            Required = true,
        };
        var verb = new Command(command.Name, "Reads a graph-formatted file with a protein set transformer.") { input };
        var read = CatalogueVerb.AddOptions(
            verb,
            [ProteinSetCommand.With, ProteinSetCommand.FragmentSize, ProteinSetCommand.FragmentOversized]
        );
        verb.Options.Single(option => option.Name == ProteinSetCommand.With.Name).Required = true;
        verb.Options.Add(output);
        verb.SetAction(
            (parsed, _) =>
                RecordedRun.RunAsync(parsed, parsed.GetValue(output)!, () =>
                    CatalogueVerb.WithArgumentsAsync(
                        command,
                        read.Select(item => KeyValuePair.Create(item.Name, item.Value(parsed))),
                        (arguments, host, progress) => Run(parsed.GetValue(input)!, parsed.GetValue(output)!, arguments, host, progress)
                    )
                )
        );
        return verb;
    }

    private static int Run(string input, string output, CommandArguments arguments, TerminalHost host, IProgress<ProgressReport>? progress)
    {
        StoredFile.RequireWritable(output); // before minutes of work
        using var model = ProteinSetCommand.Open(arguments.Get(ProteinSetCommand.With, host)!);
        foreach (var remark in model.Remarks)
            Console.Error.WriteLine(LineText.Harmless($"glm pst: {remark}"));
        var result = SetEmbedder.Run(
            model,
            GraphFile.Read(input),
            new SetEmbeddingOptions
            {
                FragmentSize = arguments.Get(ProteinSetCommand.FragmentSize, host),
                FragmentOversized = arguments.Get(ProteinSetCommand.FragmentOversized, host),
            },
            progress,
            host.Cancellation
        );
        Write(output, result);
        var text =
            $"{result.ProteinCount} proteins of {result.ScaffoldCount} scaffolds and {result.GenomeCount} genomes by {result.Model}: "
            + $"{result.Width} numbers each. Wrote {output}";
        Console.Out.WriteLine(LineText.Harmless(text));
        return 0;
    }

    private static void Write(string path, SetEmbeddings result)
    {
        var arrays = new List<NpzEntry>();
        void Add(string name, float[]? values, int width)
        {
            if (values is not null)
                arrays.Add(NpzEntry.Of(name, NdArray.From<float>(values, values.Length / width, width)));
        }
        Add("ctx_ptn", result.Context, result.Width);
        Add("attn", result.Pooling, result.Heads);
        Add("fragment", result.Fragments, result.Width);
        Add("scaffold", result.HasManyScaffolds ? result.Scaffolds : null, result.Width);
        Add("genome", result.Genomes, result.Width);
        NpzFile.Write(path, arrays);
    }
}
