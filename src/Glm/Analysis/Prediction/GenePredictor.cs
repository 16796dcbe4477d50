using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Glm.Analysis.Baselines;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Prediction;

/// <summary>
/// Hides each gene in its window, predicts it from the others, and says how well the gene fits what was expected of it.
/// </summary>
/// <remarks>
/// The four predictions of the head and their likelihoods are a density over labels: a Gaussian around each prediction, as wide as
/// predictions are off in the median. The surprise of a gene is log2 of the rank of its own label among those of all genes of the set by
/// this density. Labels, masks and distances are those of the publication (Hwang et al. 2024).
/// </remarks>
public static class GenePredictor
{
    /// <summary>More genes than these are sampled evenly to rank a gene among.</summary>
    private const int MostRivals = 20_000;

    /// <summary>A prediction that hits everything exactly still needs a Gaussian.</summary>
    private const double LeastBandwidth = 1e-6;

    /// <summary>Predicts with a model.</summary>
    /// <param name="model">Borrowed, and not to be used by others meanwhile. One that nothing has trained is allowed, and named.</param>
    /// <param name="data">Windows with features and labels as the model's transform makes them.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Windows.</param>
    /// <param name="cancellation">Polled between windows.</param>
    /// <exception cref="GlmException">There is nothing to predict, or the data do not fit the model.</exception>
    public static GenePredictions Predict(
        GlmModel model,
        IWindowData data,
        GenePredictionOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (data.FeatureWidth != model.Config.FeatureWidth)
            throw new GlmException(
                $"{data.Source}: feature rows have {data.FeatureWidth} numbers; this model reads {model.Config.FeatureWidth}. Use the "
                    + $"protein vectors that the model was made for."
            );
        return Predict(new GlmPredictor(model), data, learnFrom: null, options, progress, cancellation) with
        {
            IsUntrained = model.LabelPca is null,
            TrainedOn = model.TrainedOn.KnownOf(data),
        };
    }

    /// <summary>Predicts with anything that predicts masked genes.</summary>
    /// <param name="predictor">A model or a baseline.</param>
    /// <param name="data">Windows with labels.</param>
    /// <param name="learnFrom">Windows of the same label space from which the predictor learns; null for those of the data.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Windows.</param>
    /// <param name="cancellation">Polled between windows.</param>
    /// <exception cref="GlmException">There is nothing to predict, or the predictor does not fit the labels.</exception>
    public static GenePredictions Predict(
        IBaseline predictor,
        IWindowData data,
        WindowSelection? learnFrom = null,
        GenePredictionOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new GenePredictionOptions();
        options.Validate();
        if (data.Transform.LabelCount == 0)
            throw new GlmException(
                $"{data.Source}: the windows have no labels to predict. Make the dataset with a label PCA, which a feature transform fits."
            );
        if (learnFrom is not null && !learnFrom.Data.Transform.HasSameLabels(data.Transform))
            throw new GlmException(
                $"{learnFrom.Data.Source} and {data.Source} have labels of different spaces, which cannot be compared. Make both datasets "
                    + $"with one feature transform."
            );
        var hidden = HiddenGenes.Of(data, options, cancellation);
        var scoring = options.Scoring;
        var whole = new TrainingWindows(WindowSelection.All(data), scoring.LabelLimit);
        IBaseline[] baselines =
        [
            new ChanceBaseline(),
            new FourRandomGenesBaseline(options.Seed),
            new CorpusMeanBaseline(),
            new WindowMeanBaseline(),
            new NeighbourCopyBaseline(),
        ];
        var fitted = predictor.Fit(learnFrom is null ? whole : new TrainingWindows(learnFrom, scoring.LabelLimit), progress, cancellation);
        PredictorScores[] scores =
        [
            .. baselines.Select(baseline => new PredictorScores(
                baseline.Name,
                baseline.Fit(whole, progress, cancellation),
                data.LabelWidth
            )),
            new PredictorScores(predictor.Name, fitted, data.LabelWidth),
        ];
        var made = new Made(fitted.PredictionsPerGene, data.LabelWidth);
        Hide(data, hidden, options, scores, fitted, made, progress, cancellation);
        return Judge(data, made, hidden, options, scores, progress, cancellation);
    }

    /// <summary>Predicts every wanted gene, window by window.</summary>
    private static void Hide(
        IWindowData data,
        HiddenGenes hidden,
        GenePredictionOptions options,
        PredictorScores[] scores,
        IMaskedGenePredictor predictor,
        Made made,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var windows = hidden.Wanted.GroupBy(place => place.Window).ToList();
        var count = new ProgressCount(progress, "predict", windows.Count, "windows", cancellation);
        foreach (var genes in windows)
        {
            var rows = WindowRows.From(data, [genes.Key]);
            int[] positions = [.. genes.Select(place => place.Position)];
            // Copies of the window that hide every n-th of its genes: with one gene per pass each sees all others.
            var copies = (positions.Length + options.MaskedPerPass - 1) / options.MaskedPerPass;
            MaskedWindow[] masked =
            [
                .. Enumerable
                    .Range(0, copies)
                    .Select(copy =>
                    {
                        var isMasked = new bool[rows.Length];
                        for (var i = copy; i < positions.Length; i += copies)
                            isMasked[positions[i]] = true;
                        return new MaskedWindow(rows, 0, isMasked, data.Window(genes.Key), genes.Key, options.Scoring.LabelLimit);
                    }),
            ];
            var labels = LabelRanking.OfWindow(masked[0], options.Distance);
            var (predictions, likelihoods) = made.Predict(predictor, masked, positions.Length, data.Source);
            var done = 0;
            foreach (var copy in masked)
            {
                foreach (var score in scores.AsSpan(0, scores.Length - 1))
                    score.Predict(copy, labels);
                scores[^1]
                    .Judge(
                        copy,
                        labels,
                        predictions.AsSpan(done * made.PerGene, copy.Masked.Count * made.PerGene),
                        predictor is ILikelihoodPredictor
                            ? likelihoods.AsSpan(done * made.Candidates, copy.Masked.Count * made.Candidates)
                            : []
                    );
                foreach (var position in copy.Masked)
                    made.Places.Add(new HiddenGenes.Place(genes.Key, position));
                done += copy.Masked.Count;
            }
            count.Add(1);
        }
    }

    private static GenePredictions Judge(
        IWindowData data,
        Made made,
        HiddenGenes hidden,
        GenePredictionOptions options,
        PredictorScores[] scores,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var stride = (hidden.All.Count + MostRivals - 1) / MostRivals;
        HiddenGenes.Place[] rivals = [.. hidden.All.Where((_, i) => i % stride == 0)];
        var rivalLabels = Labels(data, rivals, options, cancellation);
        var own = Labels(data, made.Places, options, cancellation);
        var genes = made.Places.Count;
        foreach (var score in scores)
            score.BeginRanks(genes);
        var density = new LabelDensity(rivalLabels, options.Distance, data.LabelWidth, Bandwidth(made, own, options));
        var found = new PredictedGene[genes];
        var count = new ProgressCount(progress, "rank", genes, "genes", cancellation);
        foreach (var block in Enumerable.Range(0, genes).Chunk(256))
        {
            Parallel.ForEach(block, new ParallelOptions { CancellationToken = cancellation }, gene =>
            {
                foreach (var score in scores)
                    score.Rank(gene, rivalLabels, own.Label(gene));
                found[gene] = Found(data, made, gene, density, rivals, rivalLabels, own.Label(gene), options.Top) with
                {
                    WindowCredit = scores[^1].Credits[gene],
                };
            });
            count.Add(block.Length);
        }
        var (groups, description) = BaselineComparer.Group(
            [.. found.Select(gene => new MaskedGene(gene.GenomeId, gene.ScaffoldId, gene.Position - 1))],
            drawsGenomes: true
        );
        return new GenePredictions(
            data.Source,
            [.. Enumerable.Range(0, genes).OrderBy(gene => Order(made.Places[gene])).Select(gene => found[gene])],
            [.. scores.Select(score => score.Summarise(groups, options.Scoring))],
            GroupBootstrap.OfMean([.. found.Select(gene => gene.Rank == 1 ? 1.0 : 0)], groups, seed: options.Seed),
            GroupBootstrap.OfMean([.. found.Select(gene => gene.Surprise)], groups, seed: options.Seed),
            rivals.Length,
            hidden.LeftOut,
            description,
            options
        );

        (int Scaffold, int Place) Order(HiddenGenes.Place place) =>
            (data.ScaffoldOf(place.Window), data.Window(place.Window).Start + place.Position);
    }

    /// <summary>Ranks a gene's own label by the density of its predictions, and finds the real proteins to which they give most.</summary>
    private static PredictedGene Found(
        IWindowData data,
        Made made,
        int gene,
        LabelDensity density,
        HiddenGenes.Place[] rivals,
        LabelRanking rivalLabels,
        ReadOnlySpan<float> own,
        int top
    )
    {
        var place = made.Places[gene];
        var window = data.Window(place.Window);
        var predictions = made.PredictionsOf(gene);
        var likelihoods = made.LikelihoodsOf(gene);
        var similarities = new double[likelihoods.Length];
        for (var p = 0; p < similarities.Length; p++)
            similarities[p] = TensorPrimitives.CosineSimilarity(predictions.Slice(p * own.Length, own.Length), own);
        var rank = (rivals.Length + 1) / 2.0; // a guess
        List<PredictedProtein> nearest = [];
        if (!float.IsNaN(predictions[0]))
        {
            var densities = new double[rivals.Length];
            var centers = density.CentersOf(predictions);
            double[] logLikelihoods = Array.ConvertAll(likelihoods.ToArray(), likelihood => Math.Log(likelihood));
            density.LogOfAll(centers, logLikelihoods, densities);
            var ownDensity = density.Log(centers, logLikelihoods, own);
            rank = 1;
            for (var rival = 0; rival < rivals.Length; rival++)
                if (densities[rival] >= ownDensity && !rivalLabels.Label(rival).SequenceEqual(own))
                    rank += densities[rival] > ownDensity ? 1 : 0.5;
            nearest = Nearest(data, densities, rivals, rivalLabels, predictions, own.Length, top);
        }
        return new PredictedGene(
            HiddenGenes.GeneAt(data, place),
            window.Scaffold.Id,
            window.Scaffold.GenomeId,
            window.Start + place.Position + 1,
            window.Id
        )
        {
            Rank = rank,
            WindowCredit = 0,
            Likelihoods = Array.ConvertAll(likelihoods.ToArray(), likelihood => (double)likelihood),
            Similarities = similarities,
            Nearest = nearest,
        };
    }

    /// <param name="data">Where the genes are.</param>
    /// <param name="densities">[N] of the rivals; used up.</param>
    /// <param name="rivals">Their places.</param>
    /// <param name="labels">Their labels.</param>
    /// <param name="predictions">[P, K].</param>
    /// <param name="width">K.</param>
    /// <param name="top">How many different proteins.</param>
    private static List<PredictedProtein> Nearest(
        IWindowData data,
        double[] densities,
        HiddenGenes.Place[] rivals,
        LabelRanking labels,
        ReadOnlySpan<float> predictions,
        int width,
        int top
    )
    {
        var (found, proteins) = (new List<PredictedProtein>(top), new HashSet<string>(StringComparer.Ordinal));
        var left = densities.AsSpan();
        for (var seen = 0; found.Count < top && seen < densities.Length; seen++)
        {
            var rival = TensorPrimitives.IndexOfMax<double>(left);
            left[rival] = double.NegativeInfinity;
            var gene = HiddenGenes.GeneAt(data, rivals[rival]);
            if (!proteins.Add(gene.ProteinId))
                continue;
            var (best, similarity) = (0, double.NegativeInfinity);
            for (var p = 0; p < predictions.Length / width; p++)
                if (
                    TensorPrimitives.CosineSimilarity(predictions.Slice(p * width, width), labels.Label(rival)) is var cosine
                    && cosine > similarity
                )
                    (best, similarity) = (p, cosine);
            var genome = data.GenomeOf(rivals[rival].Window);
            found.Add(new PredictedProtein(gene, genome.Id, genome.Lineage, best, similarity));
        }
        return found;
    }

    /// <summary>Twice the variance of the Gaussians: the median squared distance of a gene's likeliest prediction to its label.</summary>
    private static double Bandwidth(Made made, LabelRanking own, GenePredictionOptions options)
    {
        var squared = Enumerable
            .Range(0, own.Count)
            .Select(gene => Off(made.PredictionsOf(gene)[..made.LabelWidth], own.Label(gene)))
            .Where(double.IsFinite)
            .Order()
            .ToArray();
        return squared.Length == 0 ? 1 : Math.Max(LeastBandwidth, squared[squared.Length / 2]);

        double Off(ReadOnlySpan<float> likeliest, ReadOnlySpan<float> label) =>
            LabelDensity.Squared(LabelDensity.Centers(likeliest, label.Length, options.Distance), label, options.Distance);
    }

    private static LabelRanking Labels(
        IWindowData data,
        IReadOnlyList<HiddenGenes.Place> places,
        GenePredictionOptions options,
        CancellationToken cancellation
    )
    {
        var labels = new float[places.Count * data.LabelWidth];
        foreach (var window in places.Index().GroupBy(place => place.Item.Window))
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = WindowRows.From(data, [window.Key]);
            var shown = new MaskedWindow(rows, 0, new bool[rows.Length], data.Window(window.Key), window.Key, options.Scoring.LabelLimit);
            foreach (var (index, place) in window)
                shown.CopyLabel(place.Position, labels.AsSpan(index * data.LabelWidth, data.LabelWidth));
        }
        return LabelRanking.Of(labels, data.LabelWidth, options.Distance);
    }

    /// <summary>Everything that was predicted, gene after gene.</summary>
    /// <param name="candidates">P.</param>
    /// <param name="labelWidth">K.</param>
    private sealed class Made(int candidates, int labelWidth)
    {
        private readonly List<float> _predictions = []; // [M, P, K]
        private readonly List<float> _likelihoods = []; // [M, P]

        public int Candidates => candidates;

        public int LabelWidth => labelWidth;

        public int PerGene => candidates * labelWidth;

        public List<HiddenGenes.Place> Places { get; } = [];

        public ReadOnlySpan<float> PredictionsOf(int gene) => CollectionsMarshal.AsSpan(_predictions).Slice(gene * PerGene, PerGene);

        public ReadOnlySpan<float> LikelihoodsOf(int gene) => CollectionsMarshal.AsSpan(_likelihoods).Slice(gene * candidates, candidates);

        /// <summary>Predicts the copies of a window, in one pass where the predictor can.</summary>
        public (float[] Predictions, float[] Likelihoods) Predict(
            IMaskedGenePredictor predictor,
            MaskedWindow[] copies,
            int genes,
            string source
        )
        {
            var predictions = new float[genes * PerGene];
            var likelihoods = new float[genes * candidates];
            if (predictor is ILikelihoodPredictor sure)
            {
                sure.Predict(copies, predictions, likelihoods);
                if (!float.IsFinite(TensorPrimitives.Sum<float>(predictions)) || !float.IsFinite(TensorPrimitives.Sum<float>(likelihoods)))
                    throw new GlmException(
                        $"{source}: what the model predicts of genes of scaffold '{copies[0].ScaffoldId}' is not a finite number: its "
                            + $"weights or the protein vectors hold NaN or infinity. Load the model again, or embed the proteins again."
                    );
            }
            else
            {
                Array.Fill(likelihoods, 1f / candidates);
                var done = 0;
                foreach (var copy in copies)
                {
                    predictor.Predict(copy, predictions.AsSpan(done * PerGene, copy.Masked.Count * PerGene));
                    done += copy.Masked.Count;
                }
            }
            _predictions.AddRange(predictions);
            _likelihoods.AddRange(likelihoods);
            return (predictions, likelihoods);
        }
    }
}
