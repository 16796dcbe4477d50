namespace Glm.Analysis.Benchmark;

/// <summary>How good the first answers to one query are, as trec_eval computes it.</summary>
/// <param name="AveragePrecision">Over all that are relevant, found or not.</param>
/// <param name="Ndcg">Normalised discounted cumulative gain, each relevant answer worth 1.</param>
/// <param name="Recall">Share of the relevant ones that are among the answers.</param>
/// <param name="Precision">Share of the depth that is relevant.</param>
/// <param name="ReciprocalRank">1 / place of the first relevant one; 0 where there is none.</param>
internal readonly record struct RankedAnswers(double AveragePrecision, double Ndcg, double Recall, double Precision, double ReciprocalRank)
{
    /// <param name="isRelevant">Of each answer, the best first; at most as many as the depth.</param>
    /// <param name="relevant">How many there are to be found, at least 1.</param>
    /// <param name="depth">How many answers count.</param>
    public static RankedAnswers Of(ReadOnlySpan<bool> isRelevant, int relevant, int depth)
    {
        var (found, precision, gain, ideal, first) = (0, 0d, 0d, 0d, 0d);
        for (var i = 0; i < isRelevant.Length; i++)
        {
            if (!isRelevant[i])
                continue;
            found++;
            precision += (double)found / (i + 1);
            gain += 1 / Math.Log2(i + 2);
            if (first == 0)
                first = 1d / (i + 1);
        }
        for (var i = 0; i < Math.Min(relevant, depth); i++)
            ideal += 1 / Math.Log2(i + 2);
        return new RankedAnswers(precision / relevant, gain / ideal, (double)found / relevant, (double)found / depth, first);
    }
}
