using Glm.Analysis.Benchmark;
using Glm.Analysis.Operons;
using Glm.Formats.KnownOperons;
using Glm.Formats.Pairs;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm benchmark</c>: all tasks that the data allow, for vectors and a model, in one table.</summary>
public sealed class BenchmarkCommand : GlmCommand
{
    private const string NoLabels = "none";

    private static readonly BenchmarkOptions Standard = new();

    private static readonly Option<string?> Labels = CommandOption.Text(
        "--labels",
        "Labels of genes: a field that genes carry, or a variable with labels, as #!glm labels makes them; by default the newest labels, "
            + "else the first of cog, ec1, product and family that enough genes carry. none does without."
    ) with
    {
        Choices = [.. GeneFieldLabels.Fields, NoLabels],
    };

    private static readonly Option<string?> Truth = CommandOption.File(
        "--truth",
        "Known operons, as for #!glm operons; by default those that were loaded with the scaffolds."
    );

    private static readonly Option<string?> Pairs = CommandOption.File(
        "--pairs",
        "Partners to be found: a table of two ids; by default genes that alone have their label in each of two genomes."
    );

    private static readonly Option<string?> Distances = CommandOption.File(
        "--distances",
        "Evolutionary distances: a table of two ids and a number."
    );

    private static readonly Option<string?> Also = CommandOption.Text(
        "--also",
        "Further vectors of the proteins to compare: names of variables, separated by commas."
    );

    private static readonly Option<TaxonomicRank?> Rank = CommandOption.Choice<TaxonomicRank>(
        "--rank",
        "The rank of the taxonomy task; by default the widest at which two taxa have two genomes each."
    );

    private static readonly Option<int> MinCount = CommandOption
        .Integer("--min-count", "The fewest genes of a label; smaller ones are left out and counted.", min: 2)
        .Fills(nameof(BenchmarkOptions.MinCount), Standard.MinCount);

    private static readonly Option<int> FoldCount = CommandOption
        .Integer("--fold-count", "Number of folds.", min: 2, max: 100)
        .Fills(nameof(BenchmarkOptions.FoldCount), Standard.FoldCount);

    private static readonly Option<int> MaxQueries = CommandOption
        .Integer("--max-queries", "The most genes that a search asks for and that are clustered; an even sample of more.", min: 10)
        .Fills(nameof(BenchmarkOptions.MaxQueries), Standard.MaxQueries);

    private static readonly Option<int> Resamples = CommandOption
        .Integer("--resamples", "Resamples per interval.", min: 40, max: 100_000)
        .Fills(nameof(BenchmarkOptions.Resamples), Standard.Resamples);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines folds, samples, clusters, random vectors and intervals.")
        .Fills(nameof(BenchmarkOptions.Seed), Standard.Seed);

    private static readonly Option<GlmModel?> Model = CommandOption.OptionalVariable<GlmModel>(
        "--model",
        "Model to read the genes with; by default the newest."
    );

    private static readonly Option<bool> WithoutModel = CommandOption.Flag("--without-model", "Does without a model.");

    private static readonly Option<string?> Save = CommandOption.Folder(
        "--save",
        "Folder that receives the results as DGEB keeps submissions: a folder per model, a JSON file per task."
    );

    private static readonly Option<string?> Dataset = (
        CommandOption.Text("--dataset", "The task of DGEB whose genes these are; its file then bears its name.") with
        {
            Choices = DgebSubmission.Tasks,
        }
    );

    private static readonly Option<string> As = CommandOption.As("benchmark");

    public override string Name => "benchmark";

    public override string Summary =>
        "Compares vectors of proteins and a model's layers in every task that the data allow, beside baselines.";

    public override Type Result => typeof(BenchmarkResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        Labels,
        Truth,
        Pairs,
        Distances,
        Also,
        Rank,
        MinCount,
        FoldCount,
        MaxQueries,
        HomologyData.Search,
        Resamples,
        Seed,
        Save,
        Dataset,
        Model,
        WithoutModel,
        SessionData.Scaffolds,
        SessionData.Proteins,
        As,
    ];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [WithoutModel.Name, Model.Name],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm benchmark",
            "Runs all tasks that operons, labels and lineages of the loaded genomes allow.",
            "var benchmark = ContextBenchmark.Run(scaffolds, proteins, model, new BenchmarkQuestions { Labels = "
                + "GeneFieldLabels.Of(scaffolds, \"product\"), Operons = OperonTruth.Of(scaffolds) });"
        ),
        new(
            "#!glm benchmark --labels family --without-model --save results",
            "Compares protein vectors alone, and writes JSON as DGEB keeps it.",
            "var families = new BenchmarkQuestions { Labels = GeneFieldLabels.Of(scaffolds, \"family\"), Operons = "
                + "OperonTruth.Of(scaffolds) }; "
                + "benchmark = ContextBenchmark.Run(scaffolds, proteins, questions: families); "
                + "DgebSubmission.Write(benchmark, \"results\");"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var set = context.Get(SessionData.Scaffolds);
        var proteins = context.Get(SessionData.Proteins);
        var options = new BenchmarkOptions
        {
            Rank = context.Get(Rank),
            MinCount = context.Get(MinCount),
            FoldCount = context.Get(FoldCount),
            MaxQueries = context.Get(MaxQueries),
            Resamples = context.Get(Resamples),
            Seed = context.Get(Seed),
        };
        if (context.Get(Dataset) is { } named && context.Get(Save) is null)
            throw new GlmException($"#!glm benchmark: --dataset {named} names a file, and none is written. Add --save FOLDER.");
        var model = context.Get(WithoutModel) ? null : context.Get(Model) ?? context.NewestOrNull<GlmModel>();
        if (model is not null && model.Config.ProteinWidth != proteins.Width && !context.Arguments.Has(Model))
            model = null; // the newest model is of other vectors
        if (model is not null)
            SessionData.CheckWindows(set, model);
        var questions = new BenchmarkQuestions
        {
            Labels = LabelsOf(context, set, options.MinCount),
            Operons = context.Get(Truth) is { } file
                ? OperonTruth.Of(set, OperonAnnotationReader.Read(file, context.Cancellation))
                : OperonTruth.Of(set),
            Partners = context.Get(Pairs) is { } pairs ? NamedPairReader.Read(set, pairs, context.Cancellation) : null,
            Distances = context.Get(Distances) is { } distances ? NamedPairReader.Read(set, distances, context.Cancellation) : null,
        };
        var result = ContextBenchmark.Run(
            set,
            proteins,
            model,
            questions,
            Others(context),
            options,
            HomologyData.Engine(context.Get(HomologyData.Search)),
            context.Progress("benchmark"),
            context.Cancellation
        );
        if (context.Get(Save) is { } folder)
            DgebSubmission.Write(result, folder, context.Get(Dataset));
        context.Publish(result);
        context.Display(BenchmarkView.Create(result));
        return Task.CompletedTask;
    }

    private static List<(string, ProteinVectors)> Others(CommandContext context)
    {
        var others = new List<(string, ProteinVectors)>();
        foreach (var name in (context.Get(Also) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!context.Host.TryGetVariable(name, out var value) || value is not ProteinVectors vectors)
                throw new GlmException(
                    $"#!glm benchmark: --also names {LineText.Quoted(name)}, which is no variable with vectors of proteins "
                        + "(ProteinVectors). Make it with #!glm embed --as NAME."
                );
            context.NoteUse(Also.Name, name, vectors);
            others.Add((name, vectors));
        }
        return others;
    }

    private static GeneLabels? LabelsOf(CommandContext context, ScaffoldSet set, int minCount)
    {
        var name = context.Get(Labels);
        if (name == NoLabels)
            return null;
        if (name is not null)
            return LabelData.Named(context, "benchmark", Labels.Name, name, set);
        return LabelData.Usual(context, set, minCount);
    }
}
