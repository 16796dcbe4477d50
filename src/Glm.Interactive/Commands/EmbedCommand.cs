using Glm.Features;
using Glm.Formats.Embeddings;
using Glm.Genomes;
using Glm.Interactive.Display;
using Glm.Interactive.Hosting;
using Glm.Proteins;
using Glm.Proteins.Composition;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm embed</c>: proteins become vectors.</summary>
public sealed class EmbedCommand : GlmCommand
{
    private const string Composition = "composition";

    public override string Name => "embed";

    public override string Summary => "Turns the proteins of the scaffolds into vectors, or reads vectors made elsewhere.";

    public override Type Result => typeof(ProteinVectors);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        CommandOption.File("--with", "composition (offline, weaker than ESM-2), or a file of vectors: .embs.pkl, .npz, or .npy with .ids.txt.", Composition) with { Choices = [Composition] },
        CommandOption.File("--normalizer", "Mean and deviation of the embedder (norm.pkl); left out, fitted to these vectors."),
        CommandOption.Variable<ScaffoldSet>("--scaffolds", "Whose proteins; left out, the scaffolds loaded last."),
        CommandOption.As("proteins"),
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("#!glm embed", "Embeds by composition, which needs no download.", "var proteins = new CompositionEmbedder().Embed(scaffolds);"),
        new("#!glm embed --with proteins.esm.embs.pkl --normalizer norm.pkl", "Reads ESM-2 vectors and the normaliser that the published gLM was trained with.", "var proteins = EmbeddingFile.Read(\"proteins.esm.embs.pkl\").With(FeatureTransformFile.ReadNormalizer(\"norm.pkl\"));"),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var scaffolds = context.Object<ScaffoldSet>("--scaffolds");
        var normalizer = context.PathOrNull("--normalizer") is { } file ? FeatureTransformFile.ReadNormalizer(file) : null;
        var vectors = context.Arguments.Text("--with") == Composition
            ? new CompositionEmbedder().Embed(scaffolds, context.Progress("embed"), context.Cancellation)
            : EmbeddingFile.Read(context.Path("--with"));
        if (normalizer is not null) vectors = vectors.With(normalizer);
        vectors.CheckCovers(scaffolds);
        context.Publish(vectors);
        context.Display(ProteinVectorsView.Create(vectors));
        return Task.CompletedTask;
    }
}
