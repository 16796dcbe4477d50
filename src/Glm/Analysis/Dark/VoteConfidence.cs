using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>
/// How likely a vote is right: a logistic regression on the share of votes, the cosines of the nearest and the farthest gene that voted,
/// and that of the nearest protein, learned from votes whose truth is known.
/// </summary>
internal sealed class VoteConfidence
{
    private const int Features = 4;

    private readonly ColumnMoments? _moments;
    private readonly LogisticRegression? _regression;
    private readonly double _constant;

    private VoteConfidence(ColumnMoments? moments, LogisticRegression? regression, double constant) =>
        (_moments, _regression, _constant) = (moments, regression, constant);

    /// <summary>Learns.</summary>
    /// <param name="votes">At least one.</param>
    /// <param name="proteinCosines">[votes].</param>
    /// <param name="isRight">[votes].</param>
    public static VoteConfidence Fit(LabelVote[] votes, double[] proteinCosines, bool[] isRight)
    {
        var right = isRight.Count(one => one);
        // Where all are right or all are wrong there is nothing to tell them by: the rule of succession.
        if (right == 0 || right == votes.Length)
            return new VoteConfidence(null, null, (right + 1.0) / (votes.Length + 2.0));
        var rows = Rows(votes, proteinCosines);
        var moments = ColumnMoments.Of<double>(rows, Features);
        var classes = Array.ConvertAll(isRight, one => one ? 1 : 0);
        return new VoteConfidence(moments, LogisticRegression.Fit(moments.Standardize<double>(rows), Features, classes, 2), 0);
    }

    /// <summary>[votes]: probabilities of being right.</summary>
    public double[] Of(LabelVote[] votes, double[] proteinCosines)
    {
        if (votes.Length == 0)
            return [];
        if (_regression is null)
            return [.. Enumerable.Repeat(_constant, votes.Length)];
        var probabilities = _regression.PredictProbabilities(_moments!.Standardize<double>(Rows(votes, proteinCosines)), votes.Length);
        return [.. Enumerable.Range(0, votes.Length).Select(i => probabilities[(2 * i) + 1])];
    }

    private static double[] Rows(LabelVote[] votes, double[] proteinCosines) =>
        [.. votes.SelectMany((vote, i) => new[] { vote.Share, vote.First, vote.Last, proteinCosines[i] })];
}
