using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Export;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm export</c>: a result becomes a file.</summary>
public sealed class ExportCommand : GlmCommand
{
    private static readonly Option<object> Variable = CommandOption
        .Variable<object>("--name", "C# variable to write; by default the newest scaffolds.")
        .Implicit();

    private static readonly Option<string> Out = CommandOption
        .File("--out", "File to write; .tsv and .parquet hold tables, .gff3 features, .npy and .safetensors arrays.")
        .Required();

    private static readonly Option<ExportFormat?> Format = CommandOption.Choice<ExportFormat>(
        "--format",
        "File format; by default the one that the file's ending names."
    );

    public override string Name => "export";

    public override string Summary => "Writes scaffolds, vectors, embeddings, attention or tables to a file that other programs read.";

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [Variable, Out, Format];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("#!glm export scaffolds --out genes.tsv", "Writes all genes as a table.", "Exporter.Write(scaffolds, \"genes.tsv\");"),
        new(
            "#!glm export proteins --out vectors.npy",
            "Writes protein vectors for NumPy, and their ids next to them.",
            "Exporter.Write(proteins, \"vectors.npy\");"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var value = context.Named(Variable) ?? context.Newest<ScaffoldSet>();
        var written = Exporter.Write(value, context.Get(Out), context.Get(Format));
        var size = string.Join(" × ", written.Shape.Select(count => Html.Number(count)));
        context.Display(
            HelpView.Create(
                "",
                $"Wrote {Path.GetFileName(written.Path)}: {written.Format.ToString().ToLowerInvariant()}, {size}, "
                    + $"{Html.Number(written.Bytes)} bytes."
            )
        );
        return Task.CompletedTask;
    }
}
