using System.Numerics.Tensors;
using Glm.Analysis.Baselines;
using Glm.Analysis.Prediction;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Paralogs;

/// <summary>
/// Asks which of several candidates fits a neighbourhood: hides the gene that stands there and ranks all genes of its family, of all
/// genomes, by the density that the prediction gives to them.
/// </summary>
/// <remarks>
/// With a partner, both are hidden, as in the publication (ModA and ModC), and a second score lets the model see the partner. Baselines
/// know nothing of the own genome: they take the gene that belongs to the most similar partner, or to the most similar genome, of another
/// one. The orientation of labels is left out: candidates lie on either strand, and the place has one.
/// </remarks>
public static class ParalogMatcher
{
    /// <summary>A prediction that hits everything exactly still needs a Gaussian.</summary>
    private const double LeastBandwidth = 1e-6;

    /// <summary>Ranks with a model.</summary>
    /// <param name="model">Borrowed, and not to be used by others meanwhile.</param>
    /// <param name="data">Windows with features and labels as the model's transform makes them.</param>
    /// <param name="options">What competes.</param>
    /// <param name="progress">Places.</param>
    /// <param name="cancellation">Polled between windows.</param>
    /// <exception cref="GlmException">There is nothing to choose, or the data do not fit the model.</exception>
    public static ParalogResult Run(
        GlmModel model,
        IWindowData data,
        ParalogOptions options,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (data.FeatureWidth != model.Config.FeatureWidth)
            throw new GlmException(
                $"{LineText.Shown(data.Source)}: feature rows have {data.FeatureWidth} numbers; this model reads "
                    + $"{model.Config.FeatureWidth}. Use the protein vectors that the model was made for."
            );
        return Run(new GlmPredictor(model), data, options, learnFrom: null, progress, cancellation) with
        {
            IsUntrained = model.LabelPca is null,
            TrainedOn = model.TrainedOn.KnownOf(data),
        };
    }

    /// <summary>Ranks with anything that predicts masked genes.</summary>
    /// <param name="predictor">A model or a baseline.</param>
    /// <param name="data">Windows with labels.</param>
    /// <param name="options">What competes.</param>
    /// <param name="learnFrom">Windows from which the predictor learns; null for those of the data.</param>
    /// <param name="progress">Places.</param>
    /// <param name="cancellation">Polled between windows.</param>
    /// <exception cref="GlmException">There is nothing to choose, or the predictor does not fit the labels.</exception>
    public static ParalogResult Run(
        IBaseline predictor,
        IWindowData data,
        ParalogOptions options,
        WindowSelection? learnFrom = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options.Validate();
        if (data.Transform.LabelCount == 0)
            throw new GlmException(
                $"{LineText.Shown(data.Source)}: the windows have no labels to predict. Make the dataset with a label PCA, which a "
                    + "feature transform fits."
            );
        var places = ParalogPlaces.Of(data, options, cancellation);
        var limit = new BaselineOptions().LabelLimit;
        var fitted = predictor.Fit(new TrainingWindows(learnFrom ?? WindowSelection.All(data), limit), progress, cancellation);
        var vectors = ParalogVectors.Read(data, places, limit, cancellation);
        var labels = LabelRanking.Of([.. vectors.Labels], vectors.LabelWidth, options.Distance);
        var count = new ProgressCount(
            progress,
            "hide paralogs",
            places.Queries.Count * (options.Partner is null ? 1 : 2),
            "places",
            cancellation
        );
        var guesses = new ParalogGuesses(vectors, places, labels, options);
        var scores = new List<(string Name, bool IsBaseline, ParalogRank[] Ranks)>();
        var best = new int[places.Queries.Count];
        foreach (var shown in options.Partner is null ? (bool[])[false] : [false, true])
        {
            var made = Predict(fitted, data, places, limit, shown, count);
            var name = options.Partner is null ? predictor.Name : $"{predictor.Name}, {(shown ? "partner seen" : "both hidden")}";
            scores.Add((name, false, Rank(made, places, labels, vectors.LabelWidth, options, shown ? null : best, cancellation)));
        }
        foreach (var (name, ranks) in guesses.All(cancellation))
            scores.Add((name, true, ranks));
        int[] groups = [.. places.Queries.Select(query => vectors.GenomeOf[query.Candidate])];
        return new ParalogResult(
            data.Source,
            [.. places.Queries.Select((query, i) => Choice(data, places, query, scores[0].Ranks[i], best[i]))],
            Summarise(scores, groups, options, cancellation),
            places.Candidates.Length,
            vectors.Answers,
            groups.Distinct().Count(),
            places.Left,
            options
        );
    }

    /// <summary>[queries][P, K] and [queries][P]: what is predicted at each place, without orientation.</summary>
    private static (float[][] Predictions, float[][] Likelihoods) Predict(
        IMaskedGenePredictor predictor,
        IWindowData data,
        ParalogPlaces places,
        float limit,
        bool isPartnerShown,
        ProgressCount count
    )
    {
        var (predictions, likelihoods) = (new float[places.Queries.Count][], new float[places.Queries.Count][]);
        var (k, p) = (data.LabelWidth, predictor.PredictionsPerGene);
        foreach (var group in places.Queries.Index().GroupBy(query => places.Candidates[query.Item.Candidate].Window))
        {
            var rows = WindowRows.From(data, [group.Key]);
            foreach (var (number, query) in group)
            {
                var isMasked = new bool[rows.Length];
                isMasked[places.Candidates[query.Candidate].Position] = true;
                if (query.Partner >= 0 && !isPartnerShown)
                    isMasked[query.Partner] = true;
                var window = new MaskedWindow(rows, 0, isMasked, data.Window(group.Key), group.Key, limit);
                var (made, sure) = (new float[window.Masked.Count * p * k], new float[window.Masked.Count * p]);
                Array.Fill(sure, 1f / p);
                if (predictor is ILikelihoodPredictor certain)
                    certain.Predict([window], made, sure);
                else
                    predictor.Predict(window, made);
                var own = window.Masked.Index().First(place => place.Item == places.Candidates[query.Candidate].Position).Index;
                predictions[number] = made.AsSpan(own * p * k, p * k).ToArray();
                likelihoods[number] = sure.AsSpan(own * p, p).ToArray();
                if (!float.IsFinite(TensorPrimitives.Sum<float>(likelihoods[number])))
                    throw new GlmException(
                        $"{LineText.Shown(data.Source)}: what the model predicts on scaffold {LineText.Quoted(window.ScaffoldId)} is not "
                            + "a finite number. Load the model again, or embed the proteins again."
                    );
                for (var last = k - 1; last < predictions[number].Length; last += k)
                    predictions[number][last] = 0;
            }
            count.Add(group.Count());
        }
        return (predictions, likelihoods);
    }

    private static ParalogRank[] Rank(
        (float[][] Predictions, float[][] Likelihoods) made,
        ParalogPlaces places,
        LabelRanking labels,
        int width,
        ParalogOptions options,
        int[]? best,
        CancellationToken cancellation
    )
    {
        double[] off =
        [
            .. made
                .Predictions.Select(
                    (all, i) =>
                        LabelDensity.Squared(
                            LabelDensity.Centers(all.AsSpan(0, width), width, options.Distance),
                            labels.Label(places.Queries[i].Candidate),
                            options.Distance
                        )
                )
                .Where(double.IsFinite)
                .Order(),
        ];
        var density = new LabelDensity(
            labels,
            options.Distance,
            width,
            off.Length == 0 ? 1 : Math.Max(LeastBandwidth, off[off.Length / 2])
        );
        var ranks = new ParalogRank[places.Queries.Count];
        Parallel.For(0, ranks.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var densities = new double[labels.Count];
            if (!float.IsNaN(made.Predictions[i][0]))
                density.LogOfAll(
                    density.CentersOf(made.Predictions[i]),
                    Array.ConvertAll(made.Likelihoods[i], likelihood => Math.Log(likelihood)),
                    densities
                );
            ranks[i] = ParalogRank.Of(densities, labels, places.Queries[i].Candidate);
            if (best is not null)
                best[i] = TensorPrimitives.IndexOfMax<double>(densities);
        });
        return ranks;
    }

    private static ParalogScore[] Summarise(
        List<(string Name, bool IsBaseline, ParalogRank[] Ranks)> scores,
        int[] groups,
        ParalogOptions options,
        CancellationToken cancellation
    )
    {
        const int Figures = 4;
        double[][] values =
        [
            .. scores.SelectMany(score =>
                new[]
                {
                    Array.ConvertAll(score.Ranks, rank => rank.Recall(1)),
                    Array.ConvertAll(score.Ranks, rank => rank.Recall(5)),
                    Array.ConvertAll(score.Ranks, rank => rank.Recall(10)),
                    Array.ConvertAll(score.Ranks, rank => rank.Reciprocal),
                }
            ),
        ];
        var samples = GroupBootstrap.Sample(groups, weights => Array.ConvertAll(values, figure =>
                {
                    var (sum, total) = (0d, 0L);
                    for (var i = 0; i < figure.Length; i++)
                        (sum, total) = (sum + (weights[i] * figure[i]), total + weights[i]);
                    return sum / total;
                }), options.Resamples, options.Seed, cancellation);
        return
        [
            .. scores.Select(
                (score, i) =>
                    new ParalogScore(
                        score.Name,
                        score.IsBaseline,
                        samples[i * Figures].ToEstimate(),
                        samples[(i * Figures) + 1].ToEstimate(),
                        samples[(i * Figures) + 2].ToEstimate(),
                        samples[(i * Figures) + 3].ToEstimate(),
                        i == 0
                            ? new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN)
                            : samples[3].Minus(samples[(i * Figures) + 3])
                    )
            ),
        ];
    }

    private static ParalogChoice Choice(IWindowData data, ParalogPlaces places, ParalogPlaces.Query query, ParalogRank rank, int best)
    {
        var own = places.Candidates[query.Candidate];
        var window = data.Window(own.Window);
        return new ParalogChoice(
            HiddenGenes.GeneAt(data, own),
            query.Partner < 0 ? null : window.Scaffold.Genes[window.Start + query.Partner],
            window.Scaffold.GenomeId,
            window.Scaffold.Id,
            rank.Expected,
            HiddenGenes.GeneAt(data, places.Candidates[best]),
            data.Window(places.Candidates[best].Window).Scaffold.GenomeId
        );
    }
}
