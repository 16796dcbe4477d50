using Glm.Runtime;

namespace Glm.Analysis.Operons;

/// <summary>Everything that may tell operons, and the combinations of it that are worth a comparison.</summary>
internal sealed class OperonEvidence
{
    private readonly IReadOnlyList<GenePair> _pairs;
    private readonly PairConservation? _conservation;
    private readonly PairReading? _reading;
    private readonly PairFeatures _strand;
    private readonly PairFeatures? _attention;
    private readonly PairFeatures? _model;

    public OperonEvidence(IReadOnlyList<GenePair> pairs, PairConservation? conservation, PairReading? reading)
    {
        (_pairs, _conservation, _reading) = (pairs, conservation, reading);
        _strand = PairFeatures.OfStrand(pairs);
        Distance = PairFeatures.OfDistance(pairs);
        if (reading is not null)
            (_attention, _model) = OfModel(pairs, reading);
        Combinations = [.. Combine()];
    }

    /// <summary>The attention of every head, and with it how alike the vectors are.</summary>
    private static (PairFeatures Attention, PairFeatures Model) OfModel(IReadOnlyList<GenePair> pairs, PairReading reading)
    {
        var attention = new PairFeatures(
            OperonPredictor.Attention,
            [
                .. Enumerable
                    .Range(0, reading.Layers * reading.Heads)
                    .Select(channel => $"layer {channel / reading.Heads} head {channel % reading.Heads}"),
            ],
            reading.Attention
        );
        var likeness = new float[pairs.Count * 2];
        for (var i = 0; i < pairs.Count; i++)
            (likeness[2 * i], likeness[(2 * i) + 1]) = ((float)reading.Contextual.Cosine[i], (float)reading.ContextFree.Cosine[i]);
        var model = PairFeatures.Join(
            attention,
            new PairFeatures("likeness", ["cosine of contextual vectors", "cosine of protein vectors"], likeness)
        ) with
        {
            Name = PairFeatures.Model,
        };
        return (attention, model);
    }

    /// <summary>Distances; null where no gene has coordinates.</summary>
    public PairFeatures? Distance { get; }

    /// <summary>Features that a regression learns from, with what they are compared with.</summary>
    /// <param name="Features">Named by their parts.</param>
    /// <param name="Kind">Whether a model is among them.</param>
    /// <param name="Reference">The name of the score that they must beat; null for the first.</param>
    /// <param name="Standardize">False for the published recipe.</param>
    internal sealed record Combination(PairFeatures Features, OperonScoreKind Kind, string? Reference, bool Standardize = true);

    /// <summary>From the least to the most, each beside what it adds to.</summary>
    public IReadOnlyList<Combination> Combinations { get; }

    /// <summary>The features that a predictor reads.</summary>
    /// <exception cref="GlmException">Some of them are missing.</exception>
    public PairFeatures For(OperonPredictor predictor) =>
        Combinations.FirstOrDefault(combination => combination.Features.Name == predictor.Name)?.Features
        ?? throw new GlmException(
            $"The operon predictor reads {LineText.Shown(predictor.Name, 100)}, and there is "
                + $"{string.Join(", ", Combinations.Select(combination => combination.Features.Name).Take(4))}. "
                + (
                    predictor.Name.Contains(PairFeatures.Model, StringComparison.Ordinal) || predictor.Name == OperonPredictor.Attention
                        ? $"Give a model with {Setting.Of("Model")}"
                        : $"Name other genomes with {Setting.Of("From")}, or load files with coordinates"
                )
                + ", or use another predictor."
        );

    /// <summary>Probabilities that are learned from the genome alone: by distance, then with what other genomes say.</summary>
    public IReadOnlyList<OperonScore> WithoutLabels(int seed)
    {
        if (UnlabelledDistanceModel.Fit(_pairs, seed) is not { } model)
            return [];
        double[] byDistance = [.. _pairs.Select(model.Probability)];
        var score = new OperonScore(OperonAnalysis.Unlabelled, OperonScoreKind.Baseline, byDistance) { IsProbability = true };
        return _conservation is null || model.OperonicShare is <= 0 or >= 1
            ? [score]
            :
            [
                score,
                new OperonScore(
                    OperonAnalysis.UnlabelledConserved,
                    OperonScoreKind.Baseline,
                    _conservation.Revise(_pairs, byDistance, model.OperonicShare)
                )
                {
                    IsProbability = true,
                    Reference = OperonAnalysis.Unlabelled,
                },
            ];
    }

    /// <summary>Scores that nothing is learned for.</summary>
    public IEnumerable<OperonScore> Simple()
    {
        yield return new OperonScore("same strand", OperonScoreKind.Baseline, [.. _pairs.Select(pair => pair.IsSameStrand ? 1.0 : 0)]);
        if (Distance is not null)
            yield return new OperonScore(
                "same strand, nearest first",
                OperonScoreKind.Baseline,
                [.. _pairs.Select(pair => PairBaselines.NearestOnStrand(pair.IsSameStrand, pair.Distance))]
            );
    }

    /// <summary>Scores of one kind of vector that nothing is learned for.</summary>
    /// <param name="Measures">How alike two vectors are, by each measure.</param>
    /// <param name="WithDistance">Their likeness with strand and distance; null where no gene has coordinates.</param>
    internal sealed record ZeroShotScores(IReadOnlyList<OperonScore> Measures, OperonScore? WithDistance);

    /// <summary>What vectors say without having seen an operon, before and after context.</summary>
    public IEnumerable<ZeroShotScores> ZeroShot()
    {
        if (_reading is null)
            yield break;
        foreach (var (whose, likeness) in new[] { ("protein vectors", _reading.ContextFree), ("contextual vectors", _reading.Contextual) })
            yield return new ZeroShotScores(
                [
                    .. likeness.Measures.Select(measure => new OperonScore(
                        $"{whose}, {measure.Name}",
                        OperonScoreKind.ZeroShot,
                        measure.Scores
                    )),
                ],
                Distance is null
                    ? null
                    : new OperonScore(
                        $"{whose}, Bacformer's score",
                        OperonScoreKind.ZeroShot,
                        [.. _pairs.Select((pair, i) => PairBaselines.Bacformer(pair.IsSameStrand, pair.Distance, likeness.Cosine[i]))]
                    )
            );
    }

    /// <summary>What each gene tells the model of its neighbour, without having seen an operon; null where it was not read.</summary>
    public OperonScore? Influence() =>
        _reading?.Influence is { } influence
            ? new OperonScore(OperonAnalysis.Influence, OperonScoreKind.ZeroShot, influence) { Reference = DistanceOrStrand.Name }
            : null;

    /// <summary>What is missing and why, for the reader of a result.</summary>
    public IEnumerable<string> Missing()
    {
        if (Distance is null)
            yield return "No gene has coordinates: the baselines of distance are absent, and nothing can be compared with them.";
        if (_conservation is null)
            yield return "No other genome was asked which neighbours stay together: conserved neighbours are absent.";
        if (_reading is null)
            yield return "No model read the genes: its scores are absent.";
        var without = _pairs.Count(pair => !pair.HasProteins);
        if (without > 0 && (_reading is not null || _conservation is not null))
            yield return $"{without} pairs have a gene without a protein, a pseudogene most often: models and other "
                + $"genomes say nothing of them, "
                + $"and where a score says nothing a pair ranks last.";
    }

    private PairFeatures DistanceOrStrand => Distance is null ? _strand : PairFeatures.Join(_strand, Distance);

    private IEnumerable<Combination> Combine()
    {
        var plain = DistanceOrStrand;
        yield return new Combination(plain, OperonScoreKind.Baseline, null);
        var best = plain;
        if (_conservation is not null)
        {
            if (Distance is not null)
                yield return new Combination(PairFeatures.Join(_strand, _conservation.Features), OperonScoreKind.Baseline, plain.Name);
            best = PairFeatures.Join(plain, _conservation.Features);
            yield return new Combination(best, OperonScoreKind.Baseline, plain.Name);
        }
        if (_attention is null || _model is null)
            yield break;
        yield return new Combination(_attention, OperonScoreKind.Model, plain.Name, Standardize: false);
        yield return new Combination(PairFeatures.Join(plain, _model), OperonScoreKind.Model, plain.Name);
        if (best != plain)
            yield return new Combination(PairFeatures.Join(best, _model), OperonScoreKind.Model, best.Name);
    }
}
