using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm embed</c>: proteins become vectors.</summary>
public sealed class EmbedCommand : GlmCommand
{
    private const string Composition = "composition";

    private static readonly Option<string> With = CommandOption
        .File("--with", "composition (offline, weaker than ESM-2), or a file of vectors: .embs.pkl, .npz, or .npy with .ids.txt.")
        .WithDefault(Composition) with
    {
        Choices = [Composition],
    };

    private static readonly Option<string?> NormalizerFile = CommandOption.File(
        "--normalizer",
        "Mean and deviation of the embedder (norm.pkl); by default fitted to these vectors."
    );

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>(
        "--scaffolds",
        "Scaffolds whose proteins to embed."
    );

    private static readonly Option<string?> CorpusFolder = CommandOption.Folder(
        "--corpus",
        "Corpus on disk whose proteins to embed, instead of scaffolds in memory; a file of vectors must name proteins as the "
            + "corpus does in proteins.faa."
    );

    private static readonly Option<string> As = CommandOption.As("proteins");

    public override string Name => "embed";

    public override string Summary => "Turns the proteins of the scaffolds into vectors, or reads vectors made elsewhere.";

    public override Type Result => typeof(ProteinVectors);

    public override IReadOnlyList<CommandOption> Options { get; } = [With, NormalizerFile, Scaffolds, CorpusFolder, As];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions =>
        [
            ["--corpus", "--scaffolds"],
        ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm embed",
            "Embeds by composition, which needs no download.",
            "var proteins = new CompositionEmbedder().Embed(scaffolds);"
        ),
        new(
            "#!glm embed --corpus my-corpus",
            "Embeds the proteins of a corpus that have no vector yet.",
            "CorpusFiles.Embed(\"my-corpus\", new CompositionEmbedder());"
        ),
        new(
            "#!glm embed --with proteins.esm.embs.pkl --normalizer norm.pkl",
            "Reads ESM-2 vectors and the normaliser that the published gLM was trained with.",
            "var proteins = EmbeddingFile.Read(\"proteins.esm.embs.pkl\").With(FeatureTransformFile.ReadNormalizer(\"norm.pkl\"));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var normalizer = context.Get(NormalizerFile) is { } file ? FeatureTransformFile.ReadNormalizer(file) : null;
        if (context.Get(CorpusFolder) is { } folder)
            return EmbedCorpus(context, folder, normalizer);
        var scaffolds = context.Get(Scaffolds);
        var vectors =
            context.Get(With) == Composition
                ? new CompositionEmbedder().Embed(scaffolds, context.Progress("embed"), context.Cancellation)
                : EmbeddingFile.Read(context.Get(With));
        if (normalizer is not null)
            vectors = vectors.With(normalizer);
        vectors.CheckCovers(scaffolds);
        context.Publish(vectors);
        context.Display(ProteinVectorsView.Create(vectors));
        return Task.CompletedTask;
    }

    private static Task EmbedCorpus(CommandContext context, string folder, Normalizer? normalizer)
    {
        if (context.Get(With) == Composition)
        {
            if (normalizer is not null)
                throw new GlmException(
                    "#!glm embed: --normalizer applies to vectors from a file; one is fitted to composition vectors. Remove it, "
                        + "or name the file with --with."
                );
            CorpusFiles.Embed(folder, new CompositionEmbedder(), context.Progress("embed"), context.Cancellation);
        }
        else
        {
            var vectors = EmbeddingFile.Read(context.Get(With));
            CorpusFiles.Embed(folder, normalizer is null ? vectors : vectors.With(normalizer), context.Cancellation);
        }
        var corpus = Corpus.Open(folder);
        context.Publish(corpus, CorpusView.Variable);
        context.Display(CorpusView.Create(corpus));
        return Task.CompletedTask;
    }
}
