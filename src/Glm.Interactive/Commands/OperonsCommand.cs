using Glm.Analysis.Homologs;
using Glm.Analysis.Influence;
using Glm.Analysis.Operons;
using Glm.Corpora;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm operons</c>: which neighbouring genes are in one operon, and what each kind of evidence is worth.</summary>
public sealed class OperonsCommand : GlmCommand
{
    private const string None = "none";

    private static readonly OperonOptions Standard = new();

    private static readonly Option<string?> Truth = CommandOption.File(
        "--truth",
        "Known operons: a table of genes and operons, of operons and their genes, or of labelled pairs; by default the operons that were "
            + "loaded with the scaffolds. Without any, nothing is tested."
    );

    private static readonly Option<string> Folds = CommandOption
        .Choice(
            "--folds",
            "What stays together when pairs are held out; cluster keeps operons and homologous pairs of genes together, random is as "
                + "published, and leaks.",
            ["operon", "scaffold", "genome", "cluster", "window", "random"]
        )
        .WithDefault("operon");

    private static readonly Option<int> FoldCount = CommandOption
        .Integer("--fold-count", "Number of folds.", min: 2, max: 100)
        .Fills(nameof(OperonOptions.FoldCount), Standard.FoldCount);

    private static readonly Option<string?> From = CommandOption.File(
        "--from",
        "Genomes to ask which neighbours stay together: files, a corpus, or a variable with scaffolds or a corpus; by default the other "
            + "genomes of the scaffolds. none asks no genome."
    ) with
    {
        Choices = [None],
    };

    private static readonly Option<string?> Predictor = CommandOption.File(
        "--predictor",
        "Predictor to apply, as --save wrote it or as it was published (operon_predictor.pkl); by default one is learned here."
    );

    private static readonly Option<string?> Save = CommandOption.File(
        "--save",
        "File to write the learned predictor to, for other genomes."
    );

    private static readonly Option<double> Threshold = CommandOption
        .Number(
            "--threshold",
            "Probability from which on two neighbours are predicted to be in one operon.",
            new NumericRange(0, 1, MinExclusive: true)
        )
        .Fills(nameof(OperonOptions.Threshold), Standard.Threshold);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines folds, draws and intervals.")
        .Fills(nameof(OperonOptions.Seed), Standard.Seed);

    private static readonly Option<int> Resamples = CommandOption
        .Integer("--resamples", "Resamples per interval.", min: 40, max: 100_000)
        .Fills(nameof(OperonOptions.Resamples), Standard.Resamples);

    private static readonly Option<string?> ScaffoldId = CommandOption.Text("--scaffold", "Scaffold to draw; by default the first.") with
    {
        Suggestions = RegionData.ScaffoldIds,
    };

    private static readonly Option<GlmModel?> Model = CommandOption.OptionalVariable<GlmModel>(
        "--model",
        "Model to read the genes with; by default the newest, where there are vectors of all proteins."
    );

    private static readonly Option<ProteinVectors?> Proteins = CommandOption.OptionalVariable<ProteinVectors>(
        "--proteins",
        "Vectors of the proteins, for the model; by default the newest."
    );

    private static readonly Option<bool> WithoutModel = CommandOption.Flag("--without-model", "Does without a model.");

    private static readonly Option<bool> Influence = CommandOption.Flag(
        "--influence",
        "Also reads what each gene tells the model of its neighbour, as #!glm influence does: about thirty times the passes."
    );

    private static readonly Option<string?> CorpusFolder = CommandOption.Folder(
        "--corpus",
        "Corpus on disk whose genomes to predict, with its vectors, instead of scaffolds and proteins in memory; it keeps no operons."
    );

    private static readonly Option<string> As = CommandOption.As("operons");

    public override string Name => "operons";

    public override string Summary =>
        "Predicts which neighbouring genes are in one operon, and shows what strand, distance, other genomes and gLM are worth for it.";

    public override Type Result => typeof(OperonResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        Truth,
        Folds,
        FoldCount,
        From,
        HomologyData.Search,
        Predictor,
        Save,
        Threshold,
        Seed,
        Resamples,
        ScaffoldId,
        RegionData.Genes,
        Model,
        Proteins,
        WithoutModel,
        Influence,
        SessionData.Scaffolds,
        CorpusFolder,
        As,
    ];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [WithoutModel.Name, Model.Name],
        [WithoutModel.Name, Proteins.Name],
        [WithoutModel.Name, Influence.Name],
        [Predictor.Name, Save.Name],
        [CorpusFolder.Name, SessionData.Scaffolds.Name],
        [CorpusFolder.Name, Proteins.Name],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm operons",
            "Tests every kind of evidence on the operons that were loaded, and predicts all operons.",
            "var known = OperonTruth.Of(scaffolds); var pairs = GenePairs.Of(scaffolds, known); var others = "
                + "PairConservation.Within(scaffolds, pairs); var reading = PairReader.Read(model, scaffolds, proteins, "
                + "model.TransformFor(proteins, withLabels: false), pairs, known); var operons = "
                + "OperonAnalysis.Run(scaffolds, pairs, known, "
                + "others, reading);"
        ),
        new(
            "#!glm operons --influence",
            "Also asks what each gene tells the model of its neighbour, without having seen an operon.",
            "var influence = InfluenceReader.Run(model, scaffolds, proteins, model.TransformFor(proteins), options: new InfluenceOptions "
                + "{ Reach = 1 }); var withInfluence = reading with { Influence = influence.OfPairs(pairs) }; var operons = "
                + "OperonAnalysis.Run(scaffolds, pairs, known, others, withInfluence);"
        ),
        new(
            "#!glm operons --truth data-samples/operons.tsv --from none --without-model --folds random",
            "Takes known operons from a file and the published folds, which put genes of one operon on both sides.",
            "var truth = OperonTruth.Of(scaffolds, OperonAnnotationReader.Read(\"data-samples/operons.tsv\")); var operons = "
                + "OperonAnalysis.Run(scaffolds, GenePairs.Of(scaffolds, truth), truth, options: new OperonOptions { Folds = "
                + "FoldGrouping.Random });"
        ),
        new(
            "#!glm operons --corpus my-corpus --truth data-samples/operons.tsv --without-model",
            "Predicts the operons of a corpus, by distance where it is known, and by what its other genomes have.",
            "var corpus = Corpus.Open(\"my-corpus\"); var genomes = corpus.ToScaffoldSet(); var labels = OperonTruth.Of(genomes, "
                + "OperonAnnotationReader.Read(\"data-samples/operons.tsv\")); var neighbours = GenePairs.Of(genomes, labels); "
                + "var operons = OperonAnalysis.Run(genomes, neighbours, labels, PairConservation.Within("
                + "GeneCatalogue.Open(corpus.Folder), neighbours));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        using var corpus = context.Get(CorpusFolder) is { } folder ? Corpus.Open(folder) : null;
        if (context.Get(Predictor) is null)
            corpus?.RequireGenes(); // without coordinates nothing is learned
        var progress = context.Progress("operons");
        var set = corpus?.ToScaffoldSet(progress, context.Cancellation) ?? context.Get(SessionData.Scaffolds);
        var options = new OperonOptions
        {
            Folds = Enum.Parse<FoldGrouping>(context.Get(Folds), ignoreCase: true),
            FoldCount = context.Get(FoldCount),
            Seed = context.Get(Seed),
            Threshold = context.Get(Threshold),
            Resamples = context.Get(Resamples),
        };
        var engine = HomologyData.Engine(context.Get(HomologyData.Search));
        var region = RegionData.Region(context, set, context.Get(ScaffoldId));
        region.Check(set); // what is wrong with the line is said before anything is computed
        var predictor = context.Get(Predictor) is { } path ? OperonPredictor.Read(path) : null;
        var truth = context.Get(Truth) is { } file
            ? OperonTruth.Of(set, OperonAnnotationReader.Read(file, context.Cancellation))
            : OperonTruth.Of(set);
        if (truth is null && context.Arguments.Has(Folds))
            throw new GlmException(
                $"--folds {context.Get(Folds)} says how known operons are held out, and none are known. Name them with "
                    + $"--truth FILE, or leave --folds out."
            );
        var pairs = GenePairs.Of(set, truth);
        var conservation = Conservation(context, set, corpus, pairs, engine, progress);
        var reading = Reading(context, set, corpus, pairs, truth, progress);
        var result = OperonAnalysis.Run(
            set,
            pairs,
            truth,
            conservation,
            reading,
            predictor,
            options,
            engine,
            progress,
            context.Cancellation
        );
        if (context.Get(Save) is { } target)
            (
                result.Fitted
                ?? throw new GlmException($"{target}: without known operons no predictor is learned. Name them with --truth FILE.")
            ).Write(target);
        context.Publish(result);
        context.Display(OperonView.Create(result, region));
        return Task.CompletedTask;
    }

    private static PairConservation? Conservation(
        CommandContext context,
        ScaffoldSet set,
        Corpus? corpus,
        IReadOnlyList<GenePair> pairs,
        IHomologyEngine engine,
        IProgress<ProgressReport> progress
    )
    {
        if (context.Get(From) == None || (!context.Arguments.Has(From) && set.Genomes.Count < 2))
            return null;
        // A corpus keeps the homologs that are found.
        using var genomes = corpus is null ? GeneCatalogue.Of(set) : GeneCatalogue.Open(corpus.Folder, progress, context.Cancellation);
        using var reference = HomologyData.Catalogue(context, From, progress);
        return reference is null
            ? PairConservation.Within(genomes, pairs, engine, progress, context.Cancellation)
            : PairConservation.Among(genomes, pairs, reference, engine, progress, context.Cancellation);
    }

    private static PairReading? Reading(
        CommandContext context,
        ScaffoldSet set,
        Corpus? corpus,
        IReadOnlyList<GenePair> pairs,
        OperonTruth? truth,
        IProgress<ProgressReport> progress
    )
    {
        if (context.Get(WithoutModel))
            return null;
        var isAsked = context.Arguments.Has(Model) || context.Arguments.Has(Proteins) || context.Get(Influence);
        var model = context.Get(Model) ?? (isAsked ? context.Newest<GlmModel>() : context.NewestOrNull<GlmModel>());
        if (model is null || Vectors(context, set, corpus, model, isAsked) is not { } proteins)
            return null;
        var transform = model.TransformFor(proteins, withLabels: false, progress, context.Cancellation);
        var reading = PairReader.Read(model, set, proteins, transform, pairs, truth, progress, context.Cancellation);
        if (!context.Get(Influence))
            return reading;
        var labelled = model.TransformFor(proteins, withLabels: true, progress, context.Cancellation);
        var influence = InfluenceReader.Run(
            model,
            set,
            proteins,
            labelled,
            options: new InfluenceOptions { Reach = 1 },
            progress: progress,
            cancellation: context.Cancellation
        );
        return reading with { Influence = influence.OfPairs(pairs) };
    }

    /// <summary>The vectors of all genes; null where some have none and a model is not asked for.</summary>
    private static ProteinVectors? Vectors(CommandContext context, ScaffoldSet set, Corpus? corpus, GlmModel model, bool isAsked)
    {
        if (corpus is not null)
        {
            if (!isAsked && (corpus.Vectors is null || corpus.MissingVectors > 0))
                return null;
            SessionData.Check(corpus, model);
            return corpus.ToProteinVectors(context.Cancellation);
        }
        var proteins = context.Get(Proteins) ?? (isAsked ? context.Newest<ProteinVectors>() : context.NewestOrNull<ProteinVectors>());
        var isCovered =
            proteins is not null && set.Scaffolds.SelectMany(scaffold => scaffold.Genes).All(gene => proteins.RowOf(gene.ProteinId) >= 0);
        return isAsked || isCovered ? proteins : null;
    }
}
