using Glm.Analysis.Baselines;
using Glm.Analysis.Probes;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Analysis.Ablation;

/// <summary>
/// Asks what a triplet loss over functions of genes was worth: a model that learned with it and one that learned the same without it are
/// compared on the genomes that neither learned from. To have both: <c>using var without = model.Merge();
/// Trainer.Train(model, data, options, function: labels); Trainer.Train(without, data, options);</c>.
/// </summary>
public static class TripletAblator
{
    /// <summary>Compares two models on what a training run holds out, with the run's masks.</summary>
    /// <param name="with">That learned with the triplet loss. Borrowed; not to be used by others meanwhile.</param>
    /// <param name="without">That learned without it, from the same weights. Borrowed likewise.</param>
    /// <param name="data">What both learned from.</param>
    /// <param name="function">The labels, of all genes of the data's scaffolds.</param>
    /// <param name="training">Options of the run: they decide what is held out and hidden.</param>
    /// <param name="progress">What is being predicted and read.</param>
    /// <param name="cancellation">Polled between batches.</param>
    /// <exception cref="GlmException">Nothing is held out, the labels are of another set, or no gene on one of the sides has
    /// one.</exception>
    public static TripletAblation Compare(
        GlmModel with,
        GlmModel without,
        GeneDataset data,
        GeneLabels function,
        TrainingOptions training,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        training.Validate();
        var options = BaselineOptions.Of(training);
        var (split, places, known, asked) = Sides(data, function, training);
        var (scores, masked, windows) = BaselineComparer.Predict(
            [new GlmPredictor(with), new GlmPredictor(without)],
            new WindowSelection(data, []),
            new WindowSelection(data, split.Evaluation),
            options,
            progress,
            cancellation
        );
        var (maskedUnits, maskedWords) = BaselineComparer.Group(masked, drawsGenomes: true);
        var (units, words) = BaselineComparer.Group([.. asked.Select(gene => places.At(gene))], drawsGenomes: true);
        var (context, proteins) = Transfer(with);
        var (contextWithout, _) = Transfer(without);
        var mostFrequent = known
            .SelectMany(gene => function.PerGene[gene].Distinct(StringComparer.Ordinal))
            .CountBy(label => label)
            .MaxBy(label => label.Value)
            .Key;
        var frequent = Array.ConvertAll(asked, gene => function.PerGene[gene].Contains(mostFrequent, StringComparer.Ordinal) ? 1.0 : 0);
        var labels = known.SelectMany(gene => function.PerGene[gene]).ToHashSet(StringComparer.Ordinal);
        AblationFigure[] figures =
        [
            Figure(AblationMeasure.Transfer, AblationRival.Without, context, contextWithout, units),
            Figure(AblationMeasure.Transfer, AblationRival.Protein, context, proteins, units),
            Figure(AblationMeasure.Transfer, AblationRival.Frequent, context, frequent, units),
            Masked(AblationMeasure.Accuracy, score => score.Credits),
            Masked(AblationMeasure.PseudoAccuracy, score => score.ClosestCredits),
            Masked(AblationMeasure.SquaredError, score => score.Errors),
        ];
        var corrected = MultipleTesting.Holm(Array.ConvertAll(figures, figure => figure.Difference.PValue));
        return new TripletAblation(
            function.Name,
            data.Source,
            training.TripletWeight ?? TrainingOptions.DefaultTripletWeight,
            known.Length,
            labels.Count,
            asked.Length,
            (double)asked.Count(gene => function.PerGene[gene].Any(labels.Contains)) / asked.Length,
            words,
            windows,
            masked.Count,
            maskedWords,
            [.. figures.Zip(corrected, (figure, p) => figure with { HolmP = p })]
        );

        // 1 for each asked gene whose nearest known one shares a function, in context and by protein vectors.
        (double[] Context, double[] Proteins) Transfer(GlmModel model)
        {
            int[] items = [.. known, .. asked];
            var vectors = GeneVectors.Read(
                model,
                data,
                places.Groups,
                items,
                [model.Config.Layers],
                masked: false,
                progress,
                cancellation
            );
            return (Right(vectors.Contextual[0], vectors.HiddenWidth), Right(vectors.ContextFree, vectors.ProteinWidth));
        }

        double[] Right(float[] vectors, int width)
        {
            int[] rows = [.. Enumerable.Range(0, known.Length + asked.Length)];
            var nearest = NearestKnown.Of(vectors, width, rows[..known.Length], rows[known.Length..], cancellation);
            return
            [
                .. asked.Select(
                    (gene, i) =>
                        function.PerGene[gene].Intersect(function.PerGene[known[nearest[i]]], StringComparer.Ordinal).Any() ? 1.0 : 0
                ),
            ];
        }

        AblationFigure Masked(AblationMeasure measure, Func<PredictorScores, IReadOnlyList<double>> of) =>
            Figure(measure, AblationRival.Without, [.. of(scores[0])], [.. of(scores[1])], maskedUnits);

        AblationFigure Figure(AblationMeasure measure, AblationRival rival, double[] own, double[] other, int[] groups) =>
            new(
                measure,
                rival,
                GroupBootstrap.OfMean(own, groups, options.Resamples, options.Seed),
                GroupBootstrap.OfMean(other, groups, options.Resamples, options.Seed),
                GroupBootstrap.DifferenceOfMeans(own, other, groups, options.Resamples, options.Seed),
                double.NaN
            );
    }

    /// <summary>The labelled genes of training windows and of held-out ones.</summary>
    /// <summary>Refuses before any training what could not be compared after it.</summary>
    /// <param name="data">That is to be trained on.</param>
    /// <param name="function">Labels of all genes of its scaffolds.</param>
    /// <param name="training">How.</param>
    /// <exception cref="GlmException">The labels are of another set, nothing is held out, or either side has no label.</exception>
    public static void Check(GeneDataset data, GeneLabels function, TrainingOptions training) => Sides(data, function, training);

    private static (EvaluationSplit Split, GenePlaces Places, int[] Known, int[] Asked) Sides(
        GeneDataset data,
        GeneLabels function,
        TrainingOptions training
    )
    {
        function.CheckFits(data.Scaffolds);
        var split = EvaluationSplit.Of(data, training);
        if (split.Evaluation.Length == 0)
            throw new GlmException(
                $"{data.Source}: nothing is held out, so nothing can be compared on unseen genes. Use a larger "
                    + $"{Setting.Of(nameof(TrainingOptions.EvaluationFraction), 0.1)}."
            );
        var places = new GenePlaces(data);
        var (known, asked) = (Labelled(split.Training), Labelled(split.Evaluation));
        if (known.Length == 0 || asked.Length == 0)
            throw new GlmException(
                $"{data.Source}: {known.Length} genes of training windows and {asked.Length} of held-out ones have labels "
                    + $"{LineText.Quoted(function.Name)}; a transfer of functions needs both. Hold out other genomes "
                    + $"({Setting.Of(nameof(TrainingOptions.Seed))}, {Setting.Of(nameof(TrainingOptions.EvaluationFraction))})."
            );
        return (split, places, known, asked);

        int[] Labelled(int[] windows) =>
            [
                .. windows
                    .SelectMany(window => Enumerable.Range(places.Groups.FirstGenes[window], data.LengthOf(window)))
                    .Where(gene => function.PerGene[gene].Count > 0)
                    .Distinct(),
            ];
    }

    /// <summary>Where the genes of a set lie.</summary>
    private sealed class GenePlaces
    {
        private readonly MaskedGene[] _places;

        public GenePlaces(GeneDataset data)
        {
            Groups = new ProbeGroups(data.Scaffolds, engine: null, progress: null, CancellationToken.None);
            _places =
            [
                .. data.Scaffolds.Scaffolds.SelectMany(scaffold =>
                    Enumerable.Range(0, scaffold.Genes.Count).Select(place => new MaskedGene(scaffold.GenomeId, scaffold.Id, place))
                ),
            ];
        }

        public ProbeGroups Groups { get; }

        public MaskedGene At(int gene) => _places[gene];
    }
}
