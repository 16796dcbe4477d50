using System.Diagnostics;
using System.Globalization;
using Glm.Analysis.Ablation;
using Glm.Analysis.Attention;
using Glm.Analysis.Baselines;
using Glm.Analysis.Benchmark;
using Glm.Analysis.Dark;
using Glm.Analysis.Embeddings;
using Glm.Analysis.Evaluation;
using Glm.Analysis.Families;
using Glm.Analysis.FineTuning;
using Glm.Analysis.Functions;
using Glm.Analysis.Homologs;
using Glm.Analysis.Influence;
using Glm.Analysis.Neighbourhood;
using Glm.Analysis.Operons;
using Glm.Analysis.Paralogs;
using Glm.Analysis.Prediction;
using Glm.Analysis.Probes;
using Glm.Analysis.Sets;
using Glm.Analysis.Synteny;
using Glm.Analysis.Taxonomy;
using Glm.Analysis.Variance;
using Glm.Arrays;
using Glm.Corpora;
using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Modeling.Functions;
using Glm.Modeling.Sets;
using Glm.Proteins;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Proteins.LanguageModels.Scores;
using Glm.Runtime;
using Glm.Training;
using Glm.Training.FineTuning;
using Microsoft.Data.Analysis;
using Plotly.NET;
using TorchSharp;
using static Glm.Interactive.Display.Markup.Html;

namespace Glm.Interactive.Results;

/// <summary>
/// The table of all objects that the notebook layer describes, shows and exports. Formatters, the variable list, <c>#!glm info</c>,
/// <c>#!glm export</c> and every message that names a type read it: a new type of result is one entry here.
/// </summary>
internal static class ResultTypes
{
    public static IReadOnlyList<ResultType> All { get; } =
    [
        // What the commands make, in the order of a day's work.
        new ResultType<ScaffoldSet>(ScaffoldSetView.Create)
        {
            Words = "scaffolds",
            Text = ScaffoldSetView.Text,
            Line = set =>
                $"{Count(set.Genomes.Count, "genome")}, {Count(set.Scaffolds.Count, "scaffold")}, {Count(set.GeneCount, "gene")}, "
                + $"{Count(set.Windows.Count, "window")} from {set.Source}",
            Table = set => set.ToDataFrame(),
        },
        new ResultType<LabelTable>(LabelTableView.Create)
        {
            Words = "labels of genes",
            Text = LabelTableView.Text,
            Line = table =>
                $"{Count(table.Counts.Count, "label")} called {Line(table.Labels.Name)}, {Number(table.Labels.LabelledGenes)} of "
                + $"{Count(table.GeneIds.Count, "gene")} labelled",
            Table = table => table.ToDataFrame(),
        },
        new ResultType<Corpus>(corpus => CorpusView.Create(corpus))
        {
            Words = "a corpus",
            Line = corpus =>
                $"{Count(corpus.WindowCount, "window")}, {Count(corpus.ProteinCount, "distinct protein")}, "
                + (corpus.MissingVectors == 0 ? "all with vectors" : $"{Number(corpus.MissingVectors)} without a vector")
                + (corpus.Vectors?.Origin is { } origin ? $" of {origin}" : "")
                + $" in {Path.GetFileName(Path.TrimEndingDirectorySeparator(corpus.Folder))}",
        },
        new ResultType<ProteinScores>(ProteinScoresView.Create)
        {
            Words = "scores of proteins",
            Text = ProteinScoresView.Text,
            Line = scores =>
                scores switch
                {
                    ProteinLikelihoods { Proteins: var proteins } => Count(proteins.Count, "protein"),
                    MutationScores { Mutations: var mutations } own => $"{Count(mutations.Count, "mutation")} of {own.Protein}",
                    _ => throw new UnreachableException(),
                } + $" scored by {scores.Model}",
            Table = scores => scores.ToDataFrame(),
        },
        new ResultType<VectorCacheOverview>(overview => VectorCacheView.Create(overview))
        {
            Words = "cached vectors",
            Text = VectorCacheView.Text,
            Line = VectorCacheView.Text,
        },
        new ResultType<SyntenyMap>(map => SyntenyView.Create(map))
        {
            Words = "a map of gene regions",
            Text = SyntenyView.Text,
            Line = map =>
                $"{Count(map.Tracks.Count, "region")}, {Count(map.Tracks.Sum(track => track.Region.Length), "gene")}, "
                + Count(map.Links.Count, "homologous pair"),
            Table = map => map.ToDataFrame(),
        },
        new ResultType<HomologSearchResult>(result => HomologSearchView.Create(result))
        {
            Words = "homologs",
            Text = result => HomologSearchView.Text(result),
            Line = result =>
                $"{Count(result.Hits.Count, "homolog")} of "
                + $"{(result.Queries.Count == 1 ? result.Queries[0] : Count(result.Queries.Count, "protein"))} in {result.Database}",
            Table = result => result.ToDataFrame(),
        },
        new ResultType<GeneFamilies>(families => GeneFamiliesView.Create(families))
        {
            Words = "gene families",
            Text = families => GeneFamiliesView.Text(families),
            Line = families =>
                $"{Count(families.Count, "family", "families")} of {Count(families.Order.GeneCount, "gene")} from {families.Source}",
            Table = families => families.ToDataFrame(),
        },
        new ResultType<RegionNeighbourhood>(RegionNeighbourhoodView.Create)
        {
            Words = "conserved neighbours",
            Text = RegionNeighbourhoodView.Text,
            Line = result =>
                $"{Count(result.Pairs.Count, "pair")} of {result.Region.Id}, {result.Pairs.Count(pair => pair.Genomes > 0)} conserved in "
                + $"some of {Count(result.ReferenceGenomes, "genome")}",
            Table = result => result.ToDataFrame(),
        },
        new ResultType<ProteinVectors>(vectors => ProteinVectorsView.Create(vectors))
        {
            Words = "protein vectors",
            Line = vectors =>
                $"{Count(vectors.Count, "protein")}, {vectors.Width} numbers each, by {vectors.Source}"
                + (vectors.Families is { } space ? $" of homologs that {space.Search} found" : ""),
            Arrays = vectors => [new("embeddings", NdArray.From<Half>(vectors.Values, vectors.Count, vectors.Width), vectors.Ids)],
        },
        new ResultType<GlmModel>(ModelView.Create)
        {
            Words = "a gLM model",
            Line = model =>
                $"{Count(model.Config.Layers, "layer")} of {model.Config.HiddenSize}, "
                + $"{model.Parameters.Layout.Count.ToString("N0", CultureInfo.InvariantCulture)} parameters",
        },
        new ResultType<TrainingHistory>(TrainingView.Create)
        {
            Words = "a training history",
            Text = TrainingView.Text,
            Line = history =>
                $"{Count(history.Steps.Count, "step")}, {Count(history.TrainingWindows, "training window")}, {Loss(history)}"
                + (history.Interrupted ? ", interrupted" : ""),
            Table = history => history.ToDataFrame(),
            Numbers = history =>
                [
                    Figures("loss", history.Steps, step => step.Loss),
                    Figures("learning_rate", history.Steps, step => step.LearningRate),
                    Figures("pseudo_accuracy", history.Steps, step => step.PseudoAccuracy),
                    Figures("absolute_accuracy", history.Steps, step => step.AbsoluteAccuracy),
                    .. history.Steps.Any(step => !double.IsNaN(step.TripletLoss))
                        ? new[] { Figures("triplet_loss", history.Steps, step => step.TripletLoss) }
                        : [],
                    Figures("evaluated loss", history.Evaluations, point => point.Loss),
                    Figures("evaluated pseudo_accuracy", history.Evaluations, point => point.PseudoAccuracy),
                    Figures("evaluated absolute_accuracy", history.Evaluations, point => point.AbsoluteAccuracy),
                ],
        },
        new ResultType<RunOverview>(RunOverviewView.Create)
        {
            Words = "an overview of training runs",
            Text = RunOverviewView.Text,
            Line = overview => $"{Count(overview.Runs.Count, "run")}, {Count(overview.Differences.Count, "option")} in which they differ",
            Table = overview => overview.ToDataFrame(),
            Measured = ["seconds"],
        },
        new ResultType<BaselineComparison>(BaselineComparisonView.Create)
        {
            Words = "a comparison with baselines",
            Text = BaselineComparisonView.Text,
            Line = comparison =>
                $"{Count(comparison.Scores.Count, "predictor")}, {Count(comparison.MaskedGenes, "masked gene")} of "
                + Count(comparison.HeldOutWindows, "held-out window"),
            Table = comparison => comparison.ToDataFrame(),
        },
        new ResultType<TripletAblation>(TripletAblationView.Create)
        {
            Words = "an ablation of the triplet loss",
            Text = TripletAblationView.Text,
            Line = ablation =>
                $"functions {Line(ablation.Function)} of {Count(ablation.AskedGenes, "held-out gene")}: "
                + $"{Percent(ablation.Of(AblationMeasure.Transfer).With.Value)} transferred with the triplet loss, "
                + $"{Percent(ablation.Of(AblationMeasure.Transfer).Other.Value)} without",
            Table = ablation => ablation.ToDataFrame(),
        },
        new ResultType<ModelEvaluation>(ModelEvaluationView.Create)
        {
            Words = "an evaluation",
            Text = ModelEvaluationView.Text,
            Line = evaluation =>
                $"{Count(evaluation.Comparison.Scores.Count, "predictor")}, {Count(evaluation.Comparison.MaskedGenes, "masked gene")} of "
                + $"{Count(evaluation.Genomes, "genome")}, {Percent(evaluation.Model.Accuracy.Value)} found by "
                + Line(evaluation.Model.Name),
            Table = evaluation => evaluation.ToDataFrame(),
        },
        new ResultType<GenePredictions>(GenePredictionsView.Create)
        {
            Words = "predictions of genes",
            Text = GenePredictionsView.Text,
            Line = predictions =>
                $"{Count(predictions.Genes.Count, "gene")} predicted by {Line(predictions.Predictor.Name)}, "
                + $"{Percent(predictions.Predictor.Accuracy.Value)} found in their windows",
            Table = predictions => predictions.ToDataFrame(),
        },
        // Before contextual embeddings, of which it is a kind.
        new ResultType<ProteinSetEmbeddings>(result => ProteinSetView.Create(result))
        {
            Words = "vectors of protein sets",
            Text = result => ProteinSetView.Text(result),
            Line = result =>
                $"{Count(result.AllGenomes.Count, "genome")}, {Count(result.Vectors.ScaffoldCount, "scaffold")}, "
                + $"{Count(result.GeneCount, "protein")} by {result.Vectors.Model}, {result.ContextualWidth} numbers each",
            Table = result => result.ToDataFrame(),
            Arrays = result =>
                [
                    new(
                        "genome",
                        NdArray.From<float>(result.Wholes!.Genomes, result.AllGenomes.Count, result.ContextualWidth),
                        result.AllGenomes.Select(genome => genome.Id)
                    ),
                    new("scaffold", NdArray.From<float>(result.Wholes.Scaffolds, result.Vectors.ScaffoldCount, result.ContextualWidth)),
                    new("ctx_ptn", NdArray.From<float>(result.Contextual, result.GeneCount, result.ContextualWidth)),
                    .. result.Vectors.Pooling is { } pooling
                        ? [new ResultArray("attn", NdArray.From<float>(pooling, result.GeneCount, result.Vectors.Heads))]
                        : Array.Empty<ResultArray>(),
                ],
        },
        new ResultType<ProteinSetTransformer>(ProteinSetModelView.Create)
        {
            Words = "a protein set transformer",
            Line = model =>
                $"{Count(model.Config.Layers, "layer")} of {model.Config.OutputWidth}, "
                + $"{model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)} parameters",
        },
        new ResultType<ContextEmbeddings>(ContextEmbeddingsView.Create)
        {
            Words = "contextual embeddings",
            Line = context =>
                $"{Count(context.GeneCount, "gene")}, {Count(context.Windows.Count, "window")}, layer {context.Layer}, "
                + $"{context.ContextualWidth} numbers each",
            Table = context => context.ToDataFrame(),
            Arrays = context =>
                [
                    new(
                        "contextual",
                        NdArray.From<float>(context.Contextual, context.GeneCount, context.ContextualWidth),
                        context.Windows.SelectMany(window => window.Genes).Select(gene => gene.Id)
                    ),
                    new(
                        "context_free",
                        NdArray.From<float>(
                            context.ContextFree,
                            context.GeneCount,
                            context.GeneCount == 0 ? 0 : context.ContextFree.Length / context.GeneCount
                        )
                    ),
                ],
        },
        new ResultType<AttentionResult>(attention => AttentionView.Create(attention))
        {
            Words = "attention",
            Text = attention => AttentionView.Text(attention),
            Line = attention =>
                $"{Count(attention.Layers, "layer")}, {Count(attention.Heads, "head")} each, {Count(attention.Length, "gene")} of "
                + attention.Window.Id,
            Arrays = attention =>
                [
                    new(
                        "attention",
                        NdArray.From<float>(attention.Values, attention.Layers, attention.Heads, attention.Length, attention.Length),
                        attention.Window.Genes.Select(gene => gene.Id)
                    ),
                ],
        },
        new ResultType<HeadProfiles>(HeadProfilesView.Create)
        {
            Words = "profiles of heads",
            Text = HeadProfilesView.Text,
            Line = profiles =>
                $"{Count(profiles.Heads.Count, "head")}: {string.Join(", ", profiles.Properties)}, "
                + $"{Count(profiles.PairsPerProperty[0], "pair")}",
            Table = profiles => profiles.ToDataFrame(),
        },
        new ResultType<InfluenceResult>(influence => InfluenceView.Create(influence))
        {
            Words = "influences of genes",
            Text = InfluenceView.Text,
            Line = influence =>
                $"{Count(influence.GeneCount, "gene")} of {Count(influence.Bands.Count, "stretch", "stretches")}, "
                + $"{Count(influence.Passes, "pass", "passes")} through the model"
                + Best(influence.Scores.Select(score => (score.Name, score.Figures[0].AveragePrecision.Value))),
            Table = influence => influence.ToDataFrame(),
            Arrays = influence => influence.ToArrays(),
        },
        new ResultType<EmbeddingMap>(EmbeddingMapView.Create)
        {
            Words = "an embedding map",
            Text = EmbeddingMapView.Text,
            Line = map =>
                $"{Count(map.Ids.Count, map.Level.ToString().ToLowerInvariant())} by {map.Method}, coloured by {map.ColorColumn}",
            Table = map => map.ToDataFrame(),
        },
        new ResultType<EmbeddingNeighbours>(EmbeddingNeighboursView.Create)
        {
            Words = "nearest neighbours",
            Text = EmbeddingNeighboursView.Text,
            Line = result =>
                $"{Count(result.Nearest.Count, result.Level.ToString().ToLowerInvariant())} nearest to {result.Of.Id}, by "
                + $"{result.Metric.ToString().ToLowerInvariant()} distance "
                + (result.Space == EmbeddingSpace.Context ? "in context" : "without context"),
            Table = result => result.ToDataFrame(),
        },
        new ResultType<TaxonomyResult>(TaxonomyView.Create)
        {
            Words = "a taxonomy result",
            Text = TaxonomyView.Text,
            Line = taxonomy =>
                $"{Count(taxonomy.Classes.Count, "taxon", "taxa")}, {Count(taxonomy.WindowsPerClass.Sum(), "window")}, "
                + $"{Count(taxonomy.FoldCount, "fold")}{string.Concat(taxonomy.Scores.Select(Accuracy))}",
            Table = taxonomy => taxonomy.ToDataFrame(),
        },
        new ResultType<TaxonomyAssignments>(TaxonomyAssignmentsView.Create)
        {
            Words = "assigned scaffolds",
            Text = TaxonomyAssignmentsView.Text,
            Line = assignments =>
                $"{Count(assignments.Scaffolds.Count, "scaffold")} to {Count(assignments.Classes.Count, "taxon", "taxa")}, "
                + $"{Number(assignments.Scaffolds.Count(scaffold => scaffold.IsUnlike))} unlike anything known",
            Table = assignments => assignments.ToDataFrame(),
        },
        new ResultType<OperonResult>(operons => OperonView.Create(operons))
        {
            Words = "operons",
            Text = OperonView.Text,
            Line = operons =>
                $"{Count(operons.Operons.Count(operon => operon.Genes.Count > 1), "operon")} by {operons.Predictor}, "
                + $"{Count(operons.Pairs.Count, "pair")} of neighbours"
                + (operons.Folds is null ? "" : $", {Number(operons.LabelledPairs)} labelled")
                + Best(operons.Scores.Select(score => (score.Name, score.AveragePrecision.Value))),
            Table = operons => operons.ToDataFrame(),
            Features = (operons, path) => OperonGff.Write(operons, path),
        },
        new ResultType<ParalogResult>(ParalogsView.Create)
        {
            Words = "choices among paralogs",
            Text = ParalogsView.Text,
            Line = paralogs =>
                $"{Count(paralogs.Choices.Count, "place")}, {Count(paralogs.Candidates, "candidate")}, mean reciprocal rank "
                + paralogs.Scores[0].ReciprocalRank,
            Table = paralogs => paralogs.ToDataFrame(),
        },
        new ResultType<DarkGeneResult>(DarkGenesView.Create)
        {
            Words = "dark genes",
            Text = DarkGenesView.Text,
            Line = dark => $"{Count(dark.Genes.Count, "dark gene")}, guesses of hidden genes right {dark.Scores[0].Accuracy}",
            Table = dark => dark.ToDataFrame(),
        },
        new ResultType<FamilyVarianceResult>(FamilyVarianceView.Create)
        {
            Words = "variance of families",
            Text = FamilyVarianceView.Text,
            Line = variance =>
                $"{Count(variance.Families.Count, "family", "families")} of {Count(variance.Occurrences, "gene")}, AUROC of mobile ones "
                + variance.Own.Auroc,
            Table = variance => variance.ToDataFrame(),
        },
        new ResultType<ProbeResult>(ProbeView.Create)
        {
            Words = "a probe",
            Text = ProbeView.Text,
            Line = probe =>
                $"{Count(probe.Genes.Count, "gene")}, {Count(probe.Classes.Count, "class", "classes")} of '{probe.Label}', "
                + $"{Count(probe.Folds.Count, "fold")}{(probe.Folds.Leaks ? " that leak" : "")}"
                + Best(probe.Scores.Select(score => (score.Name, score.AveragePrecision.Value))),
            Table = probe => probe.ToDataFrame(),
        },
        new ResultType<BenchmarkResult>(BenchmarkView.Create)
        {
            Words = "a benchmark",
            Text = BenchmarkView.Text,
            Line = benchmark =>
                $"{Count(benchmark.Tasks.Count, "task")} of {Count(benchmark.Genes, "gene")}, {Count(benchmark.Spaces.Count, "space")} of "
                + "vectors",
            Table = benchmark => benchmark.ToDataFrame(),
        },
        new ResultType<FineTuningOutput>(FineTuningView.Create)
        {
            Words = "a fine-tuned model, or its predictions",
            Text = FineTuningView.Text,
            Line = output =>
                output switch
                {
                    FineTuningResult result =>
                        $"{Count(result.Items.Count, FineTuningView.Noun(result.About))} of {Line(result.About.Label)}, "
                            + $"{result.About.Mode.ToString().ToLowerInvariant()}, {Count(result.Folds.Count, "fold")}"
                            + (result.Folds.Leaks ? " that leak" : ""),
                    FineTunedPredictions predictions =>
                        $"{Line(predictions.Model.Label)} of {Count(predictions.Items.Count, FineTuningView.Noun(predictions.Model))}",
                    _ => throw new UnreachableException(),
                },
            Table = output =>
                output switch
                {
                    FineTuningResult result => result.ToDataFrame(),
                    FineTunedPredictions predictions => predictions.ToDataFrame(),
                    _ => throw new UnreachableException(),
                },
        },
        new ResultType<FunctionOutput>(FunctionView.Create)
        {
            Words = "functions of genes, or how well they are predicted",
            Text = FunctionView.Text,
            Line = output =>
                output switch
                {
                    FunctionResult result =>
                        $"{Count(result.Genes.Count, "gene")}, {Count(result.Classes.Count, "label")} of '{Line(result.Label)}', "
                            + Count(result.Folds.Count, "fold")
                            + Best(result.Scores.Select(score => (score.Name, score.AveragePrecision.Value))),
                    FunctionPredictions predictions =>
                        $"{Count(predictions.Called.Count, "label")} of '{Line(predictions.Label)}' called of "
                            + $"{Number(predictions.GenesCalled)} of {Count(predictions.Genes, "gene")} by {Line(predictions.Model)}",
                    _ => throw new UnreachableException(),
                },
            Table = output =>
                output switch
                {
                    FunctionResult result => result.ToDataFrame(),
                    FunctionPredictions predictions => predictions.ToDataFrame(),
                    _ => throw new UnreachableException(),
                },
        },
        new ResultType<FunctionModel>(FunctionModelView.Create)
        {
            Words = "a model of functions",
            Line = model =>
                $"{Count(model.Config.Layers, "layer")} of {model.Config.HiddenSize}, {Count(model.Config.Labels.Count, "label")} of "
                + $"'{Line(model.Config.LabelName)}', {model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture)} parameters",
        },
        // Parts of results, and what a session holds besides.
        new ResultType<Scaffold>(scaffold => GeneMap.Create(scaffold))
        {
            Text = scaffold => GeneMap.Text(new GeneWindow(scaffold, 0, scaffold.Genes.Count)),
        },
        new ResultType<GeneWindow>(window => GeneMap.Create(window)) { Text = GeneMap.Text },
        new ResultType<Gene>(gene => KeyValueView.Create("", [.. GeneMap.Facts(gene, proteins: null)])),
        new ResultType<Lineage>(lineage => KeyValueView.Create("", Ranks(lineage))) { Text = lineage => lineage.ToString() },
        new ResultType<CheckpointReport>(CheckpointReportView.Create),
        new ResultType<DoctorReport>(DoctorView.Create) { Text = report => report.ToString() },
        new ResultType<CommandSession>(session => SessionView.Create(session.Objects, session.Catalogue.Vocabulary)),
        new ResultType<NdArray>(ArrayView.Create) { Text = ArrayView.Text },
        new ResultType<DataFrame>(TableView.Create) { Text = TableView.Text, Table = frame => frame },
        new ResultType<System.Data.DataTable>(TableView.Create) { Text = TableView.Text },
        new ResultType<System.Data.DataView>(TableView.Create) { Text = TableView.Text },
        new ResultType<torch.Tensor>(TensorView.Create) { Text = TensorView.Text },
        new ResultType<GenericChart>(PlotlyBlock.Create) { Text = PlotlyBlock.Text },
        new ResultType<MimeBundle>(bundle => bundle),
    ];

    /// <summary>The entry of an object; null if it has none.</summary>
    public static ResultType? Of(object value) => All.FirstOrDefault(known => known.Type.IsInstanceOfType(value));

    /// <summary>The entry of just this type; null if it has none.</summary>
    public static ResultType? Of(Type type) => All.FirstOrDefault(known => known.Type == type);

    private static ResultArray Figures<T>(string name, IReadOnlyList<T> points, Func<T, double> figure) =>
        new(name, NdArray.From<double>(points.Select(figure).ToArray(), points.Count));

    private static string Loss(TrainingHistory history) =>
        history.Steps.Count == 0
            ? "no loss yet"
            : string.Create(CultureInfo.InvariantCulture, $"loss {history.Steps[0].Loss:0.####} to {history.Steps[^1].Loss:0.####}");

    /// <summary>The predictor with the highest average precision; nothing where none was scored.</summary>
    private static string Best(IEnumerable<(string Name, double AveragePrecision)> scores)
    {
        var scored = scores.Where(score => double.IsFinite(score.AveragePrecision)).ToArray();
        if (scored.Length == 0)
            return "";
        var (name, precision) = scored.MaxBy(score => score.AveragePrecision);
        return string.Create(CultureInfo.InvariantCulture, $", best average precision {precision:0.000} ({Line(name)})");
    }

    private static string Accuracy(RepresentationScore score) =>
        string.Create(CultureInfo.InvariantCulture, $", {score.Name} {100 * score.Accuracy:0.0}% right");

    private static (string, string)[] Ranks(Lineage lineage) =>
        [
            .. Enum.GetValues<TaxonomicRank>()
                .Where(rank => lineage[rank].Length > 0)
                .Select(rank => (rank.ToString().ToLowerInvariant(), lineage[rank])),
        ];
}
