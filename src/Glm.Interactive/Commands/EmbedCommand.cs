using Glm.Analysis.Embeddings;
using Glm.Arrays.Storage;
using Glm.Corpora;
using Glm.Features;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Proteins.Families;
using Glm.Proteins.Homology;
using Glm.Proteins.LanguageModels.Models;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm embed</c>: proteins become vectors.</summary>
public sealed class EmbedCommand : GlmCommand
{
    private const string Families = "families";
    private const string Composition = "composition";

    /// <summary>The options that make vectors of sequences, wherever those come from.</summary>
    public static readonly Option<string> With = CommandOption
        .File(
            "--with",
            "families (whom a protein resembles), composition (its sequence alone), a protein language model (ESM-2 or "
                + "ProtT5: a .pt, .bin or .safetensors file, or a folder), a variable with an embedder of your own, or vectors "
                + "made elsewhere: .embs.pkl, .npz, .h5, .parquet, .safetensors, a folder of .pt files, or .npy with .ids.txt."
        )
        .WithDefault(Families) with
    {
        Choices = [Families, Composition],
    };

    /// <inheritdoc cref="With"/>
    public static readonly Option<string?> From = CommandOption.File(
        "--from",
        "With families, what they are families of: genomes, proteins, a corpus, a model's folder, a saved space (families.npz), or a "
            + "variable with a model or vectors; by default the proteins themselves."
    );

    /// <inheritdoc cref="With"/>
    public static readonly Option<string?> SaveSpace = CommandOption.File(
        "--save-space",
        "With families, file (.npz) that receives their space, so that others embed their genomes in it; a saved model has it along."
    );

    private static readonly Option<string?> NormalizerFile = CommandOption.File(
        "--normalizer",
        "Mean and deviation of the embedder (norm.pkl); by default fitted to these vectors."
    );

    private static readonly Option<string?> Near = CommandOption.Text(
        "--near",
        "A protein, by its id, whose nearest neighbours are listed, by the cosine of their vectors."
    ) with
    {
        ValueName = "ID",
    };

    private static readonly Option<string?> Color = CommandOption.Text(
        "--color",
        "What the colours of the drawn proteins show: a rank, genome, scaffold, strand, family, operon, product or name of the first gene "
            + "of each; by default class, family or operon, where there are several."
    ) with
    {
        Choices = EmbeddingMapper.ColorColumns(EmbeddingLevel.Gene),
    };

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

    public override IReadOnlyList<CommandOption> Options { get; } =
    [With, From, HomologyData.Search, SaveSpace, .. LanguageModelData.All, Near, Color, NormalizerFile, Scaffolds, CorpusFolder, As];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions =>
        [
            ["--corpus", "--scaffolds"],
            ["--corpus", "--near"],
            ["--corpus", "--color"],
        ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm embed",
            "Embeds by the families among the loaded genomes, which needs no download.",
            "var proteins = FamilyVectors.Embed(scaffolds);"
        ),
        new(
            "#!glm embed --from reference-corpus",
            "Embeds by the families of other genomes, as for a model that was trained on them.",
            "var engine = HomologyEngines.Auto; using var embedder = new FamilyEmbedder(FamilySpaces.Open(\"reference-corpus\", engine), "
                + "engine); var proteins = embedder.Embed(scaffolds);"
        ),
        new(
            "#!glm embed --corpus my-corpus",
            "Embeds the proteins of a corpus that have no vector yet.",
            "CorpusFiles.EmbedFamilies(\"my-corpus\", HomologyEngines.Auto);"
        ),
        new(
            "#!glm embed --with composition",
            "Embeds each protein by its sequence alone.",
            "var proteins = new CompositionEmbedder().Embed(scaffolds);"
        ),
        new(
            "#!glm embed --with esm2_t33_650M_UR50D.pt",
            "Embeds with a protein language model, ESM-2 here.",
            "using var esm = ProteinLanguageModelFile.Open(\"esm2_t33_650M_UR50D.pt\"); "
                + "var proteins = new LanguageModelEmbedder(esm).Embed(scaffolds);"
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
        if (context.Get(Color) is { } column)
            ProteinColors.Of(scaffolds, [.. scaffolds.ProteinsInOrder().Select(protein => protein.Id)], column); // before hours of work
        var vectors = OwnEmbedder(context) is { } own
            ? own.Embed(scaffolds.ProteinsInOrder(), context.Progress("embed"), context.Cancellation)
            : Embed(
                scaffolds.ProteinsInOrder(),
                context.Arguments,
                context,
                SpaceOfVariable(context),
                context.Progress("embed"),
                context.Cancellation
            );
        if (normalizer is not null)
            vectors = vectors.With(normalizer);
        vectors.CheckCovers(scaffolds);
        context.Publish(vectors);
        var colors = ProteinColors.Of(scaffolds, vectors.Ids, context.Get(Color));
        int[] lengths = [.. vectors.Ids.Select(id => scaffolds.Proteins.TryGetValue(id, out var protein) ? protein.Sequence.Length : 0)];
        context.Display(ProteinVectorsView.Create(vectors, lengths, context.Get(Near), colors));
        return Task.CompletedTask;
    }

    /// <summary>Vectors of proteins, as the options of a line say.</summary>
    /// <param name="proteins">With distinct ids.</param>
    /// <param name="arguments">The line.</param>
    /// <param name="source">Finds paths.</param>
    /// <param name="space">Where families are to lie; null for the file that <see cref="From"/> names, or the proteins' own.</param>
    /// <param name="progress">Null for nobody to report to.</param>
    /// <param name="cancellation">Stops.</param>
    public static ProteinVectors Embed(
        IReadOnlyList<Protein> proteins,
        CommandArguments arguments,
        IOptionSource source,
        FamilySpace? space,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var with = arguments.Get(With, source);
        Check(arguments, source, with);
        if (with == Composition)
            return new CompositionEmbedder().Embed(proteins, progress, cancellation);
        if (ProteinLanguageModelFile.IsOne(with))
            return LanguageModelData.With(with, arguments, source, cachesByDefault: true, embedder =>
                embedder.Embed(proteins, progress, cancellation)
            );
        if (with != Families)
            return EmbeddingFile.Read(with).For(proteins);
        var engine = HomologyData.Engine(arguments.Get(HomologyData.Search, source));
        ProteinVectors vectors;
        if ((space ?? SpaceOf(arguments, source, engine, progress, cancellation)) is { } given)
            using (var embedder = new FamilyEmbedder(given, engine))
                vectors = embedder.Embed(proteins, progress, cancellation);
        else
            vectors = FamilyVectors.Embed(proteins, engine, options: null, progress, cancellation);
        Save(arguments, source, vectors);
        return vectors;
    }

    private static Task EmbedCorpus(CommandContext context, string folder, Normalizer? normalizer)
    {
        var with = context.Get(With);
        // A corpus goes on as it began.
        if (!context.Arguments.Has(With))
            using (var before = Corpus.Open(folder))
                with = before.Vectors?.Source == Composition ? Composition : with;
        Check(context.Arguments, context, with);
        if (with is Families or Composition && normalizer is not null)
            throw new GlmException(
                $"#!glm embed: --normalizer applies to vectors of a language model or from a file; one is fitted to those of "
                    + $"{with}. Remove it, or name a model or a file with --with."
            );
        var (without, remarks) = ((int?)null, (IReadOnlyList<string>)[]);
        if (OwnEmbedder(context) is { } own)
            CorpusFiles.Embed(folder, own, context.Progress("embed"), context.Cancellation, normalizer);
        else if (with == Families)
            without = EmbedFamilies(context, folder);
        else if (with == Composition)
            CorpusFiles.Embed(folder, new CompositionEmbedder(), context.Progress("embed"), context.Cancellation);
        else if (ProteinLanguageModelFile.IsOne(with))
            remarks = LanguageModelData.With(with, context.Arguments, context, cachesByDefault: false, embedder =>
            {
                CorpusFiles.Embed(folder, embedder, context.Progress("embed"), context.Cancellation, normalizer);
                return embedder.Remarks;
            });
        else
        {
            var vectors = EmbeddingFile.Read(with);
            CorpusFiles.Embed(folder, normalizer is null ? vectors : vectors.With(normalizer), context.Cancellation);
        }
        var corpus = Corpus.Open(folder);
        context.Publish(corpus, CorpusView.Variable);
        context.Display(CorpusView.Create(corpus, withoutHomolog: without, remarks: remarks));
        return Task.CompletedTask;
    }

    /// <summary>The user's embedder, where <see cref="With"/> names a variable with one; null otherwise.</summary>
    private static IProteinEmbedder? OwnEmbedder(CommandContext context)
    {
        if (
            context.Arguments.Written(With) is not { } name
            || Path.Exists(context.Get(With))
            || !context.Host.TryGetVariable(name, out var value)
            || value is not IProteinEmbedder embedder
        )
            return null;
        context.NoteUse(With.Name, name, embedder);
        Check(context.Arguments, context, name);
        return embedder;
    }

    /// <returns>How many of the proteins that got a vector have no homolog.</returns>
    private static int EmbedFamilies(CommandContext context, string folder)
    {
        var engine = HomologyData.Engine(context.Get(HomologyData.Search));
        var progress = context.Progress("embed");
        var space = SpaceOfVariable(context) ?? SpaceOf(context.Arguments, context, engine, progress, context.Cancellation);
        int without;
        if (space is null)
            without = CorpusFiles.EmbedFamilies(folder, engine, options: null, progress, context.Cancellation).WithoutHomolog;
        else
            using (var embedder = new FamilyEmbedder(space, engine))
            {
                CorpusFiles.Embed(folder, embedder, progress, context.Cancellation);
                without = embedder.WithoutHomolog;
            }
        using (var corpus = Corpus.Open(folder))
            Save(context.Arguments, context, corpus.Vectors);
        return without;
    }

    /// <summary>
    /// Refuses, before any work, what only families or language models have, and a file for a space that cannot be written.
    /// </summary>
    public static void Check(CommandArguments arguments, IOptionSource source, string with)
    {
        if (with != Families)
            foreach (var option in new CommandOption[] { From, HomologyData.Search, SaveSpace })
                if (arguments.Has(option))
                    throw new GlmException($"#!glm embed: {option.Name} is for families, not for {LineText.Quoted(with)}. Leave it out.");
        if (!ProteinLanguageModelFile.IsOne(with))
            foreach (var option in LanguageModelData.All)
                if (arguments.Has(option))
                    throw new GlmException(
                        $"#!glm embed: {option.Name} is for a protein language model, not for {LineText.Quoted(with)}. Leave it out."
                    );
        if (arguments.Get(SaveSpace, source) is { } save)
            StoredFile.RequireWritable(save);
    }

    /// <summary>Writes the space of some family codes where <see cref="SaveSpace"/> says so.</summary>
    private static void Save(CommandArguments arguments, IOptionSource source, IProteinVectors? vectors)
    {
        if (arguments.Get(SaveSpace, source) is { } save && vectors?.Families is { } space)
            FamilySpaceFile.Write(save, space);
    }

    /// <summary>The space that <see cref="From"/> names as a path; null where the option is not given.</summary>
    private static FamilySpace? SpaceOf(
        CommandArguments arguments,
        IOptionSource source,
        IHomologyEngine engine,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    ) => arguments.Get(From, source) is { } from ? FamilySpaces.Open(from, engine, progress, cancellation) : null;

    /// <summary>The space of a variable that <see cref="From"/> names: of a model that was trained in it, or of vectors.</summary>
    private static FamilySpace? SpaceOfVariable(CommandContext context)
    {
        if (
            context.Arguments.Written(From) is not { } name
            || Path.Exists(context.Get(From))
            || !context.Host.TryGetVariable(name, out var value)
        )
            return null;
        if (value is not null)
            context.NoteUse(From.Name, name, value);
        return value switch
        {
            FamilySpace space => space,
            GlmModel { Features.Families: { } space } => space,
            ProteinVectors { Families: { } space } => space,
            Corpus { Vectors.Families: { } space } => space,
            _ => throw new GlmException(
                $"#!glm embed: --from names the variable '{name}', and it has no family space. Name a model that was trained on family "
                    + $"codes, their vectors, or a file or folder."
            ),
        };
    }
}
