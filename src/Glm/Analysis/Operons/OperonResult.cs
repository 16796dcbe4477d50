using Glm.Analysis.Attention;
using Glm.Genomes;
using Glm.Statistics;

namespace Glm.Analysis.Operons;

/// <summary>
/// Which neighbouring genes are in one operon: how well every score tells, on folds that do not leak, and what the best of them says of
/// every pair. Immutable by convention.
/// </summary>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="Pairs">Every pair of neighbours, scaffold by scaffold.</param>
/// <param name="Labels">[pairs], whether each is known to be in one operon; null where nothing is known.</param>
/// <param name="FoldOf">[pairs], the fold in which each labelled pair was held out, from 0; -1 for the others.</param>
/// <param name="Scores">Every score, baselines first.</param>
/// <param name="Predictor">The name of the score that predicts: the best that the evidence supports.</param>
/// <param name="Probabilities">[pairs], what it says of each pair; NaN where it says nothing.</param>
/// <param name="Operons">What follows from it; empty where the probabilities are missing.</param>
public sealed record OperonResult(
    string Source,
    IReadOnlyList<GenePair> Pairs,
    IReadOnlyList<bool?> Labels,
    IReadOnlyList<int> FoldOf,
    IReadOnlyList<OperonScore> Scores,
    string Predictor,
    double[] Probabilities,
    IReadOnlyList<PredictedOperon> Operons
)
{
    /// <summary>What is known of operons; null without labels.</summary>
    public OperonTruth? Truth { get; init; }

    /// <summary>How pairs were dealt to folds; null without labels.</summary>
    public Folds? Folds { get; init; }

    /// <summary>What was drawn anew for intervals: operons, or scaffolds or genomes where folds are of these and there are
    /// enough.</summary>
    public FoldGrouping IntervalUnit { get; init; } = FoldGrouping.Operon;

    /// <summary>How the probabilities were made and tested.</summary>
    public OperonOptions Options { get; init; } = new();

    /// <summary>Whether held-out probabilities are as good as their word; null without labels.</summary>
    public CalibrationCurve? Calibration { get; init; }

    /// <summary>How the attention of every head follows operons, over neighbours (<see cref="PairReading.Neighbours"/>) and within windows
    /// (<see cref="PairReading.WithinWindows"/>); empty without a model or without labels.</summary>
    public IReadOnlyList<HeadProfile> Heads { get; init; } = [];

    /// <summary>What the predictor learned, to be used on other genomes; null where it was not learned from labels.</summary>
    public OperonPredictor? Fitted { get; init; }

    /// <summary>What is missing, and why: one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What may be concluded, in words.</summary>
    public string Conclusion { get; init; } = "";

    /// <summary>Labelled pairs.</summary>
    public int LabelledPairs => Labels.Count(label => label is not null);

    /// <summary>Labelled pairs that are in one operon.</summary>
    public int OperonicPairs => Labels.Count(label => label == true);

    /// <summary>The share of operonic pairs among labelled ones: the average precision of a guess. NaN without labels.</summary>
    public double BaseRate => LabelledPairs == 0 ? double.NaN : (double)OperonicPairs / LabelledPairs;

    /// <summary>The same among pairs on one strand.</summary>
    public double SameStrandBaseRate
    {
        get
        {
            var (all, operonic) = (0, 0);
            for (var i = 0; i < Pairs.Count; i++)
                if (Pairs[i].IsSameStrand && Labels[i] is { } label)
                    (all, operonic) = (all + 1, operonic + (label ? 1 : 0));
            return all == 0 ? double.NaN : (double)operonic / all;
        }
    }

    /// <summary>The score of a name, or null.</summary>
    public OperonScore? Find(string name) => Scores.FirstOrDefault(score => score.Name == name);

    /// <summary>The pairs of one scaffold.</summary>
    public IEnumerable<int> PairsOf(Scaffold scaffold) =>
        Enumerable.Range(0, Pairs.Count).Where(pair => ReferenceEquals(Pairs[pair].Scaffold, scaffold));
}
