namespace Glm.Analysis.Benchmark;

/// <summary>The thresholds that tell pairs apart best, as sentence-transformers and DGEB choose them.</summary>
internal static class PairThresholds
{
    /// <summary>Accuracy and F1 at their best thresholds, which lie halfway between two scores that follow each other.</summary>
    /// <param name="scores">[pairs], the larger, the likelier.</param>
    /// <param name="positive">[pairs].</param>
    /// <param name="sign">Of the threshold: -1 where scores are negative distances.</param>
    public static IEnumerable<(string Name, double Value)> Of(double[] scores, bool[] positive, int sign)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        var (all, found) = (positive.Count(true), 0);
        var (accuracy, accuracyAt) = (0d, -1d);
        var (f1, precision, recall, f1At) = (0d, 0d, 0d, 0d);
        for (var i = 0; i + 1 < order.Length; i++)
        {
            found += positive[order[i]] ? 1 : 0;
            var seen = i + 1;
            var halfway = sign * (scores[order[i]] + scores[order[i + 1]]) / 2;
            var right = (double)(found + (scores.Length - all) - (seen - found)) / scores.Length;
            if (right > accuracy)
                (accuracy, accuracyAt) = (right, halfway);
            if (found == 0)
                continue;
            var (p, r) = ((double)found / seen, (double)found / all);
            if (2 * p * r / (p + r) is var now && now > f1)
                (f1, precision, recall, f1At) = (now, p, r, halfway);
        }
        return
        [
            ("accuracy", accuracy),
            ("accuracy_threshold", accuracyAt),
            ("f1", f1),
            ("f1_threshold", f1At),
            ("precision", precision),
            ("recall", recall),
        ];
    }
}
