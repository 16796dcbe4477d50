using System.Globalization;
using Glm.Modeling;
using Glm.Statistics;

namespace Glm.Analysis.Influence;

/// <summary>What may be concluded from influences, in words.</summary>
internal static class InfluenceConclusion
{
    public static string Of(InfluenceResult result)
    {
        var sentences = new List<string>();
        if (result.IsUntrained)
            sentences.Add("Nothing has trained this model: what one gene says of another is that of random weights.");
        if (result.Scores.Count == 0)
        {
            sentences.Add(
                result.Truth is null
                    ? "No operon of these genes is known, so that nothing is known of what the influence is worth."
                    : "The known operons name no two kinds of pairs among these genes, so that nothing is known of what the influence is "
                        + "worth."
            );
            return string.Join(' ', sentences);
        }
        foreach (var group in (ReadOnlySpan<int>)[InfluenceResult.Neighbours, InfluenceResult.WithinWindows])
        {
            var pairs = result.PairGroups[group];
            var own = result.Scores[^1].Figures[group];
            if (double.IsNaN(own.AveragePrecision.Value))
                continue;
            var attention = result.Find(InfluenceScore.Attention)!.Figures[group];
            var best = result
                .Scores.Where(score => score.Name is not (InfluenceScore.Influence or InfluenceScore.Attention))
                .MaxBy(score => score.Figures[group].AveragePrecision.Value)!;
            sentences.Add(
                $"On {pairs.Pairs.ToString("N0", CultureInfo.InvariantCulture)} {pairs.Name} the influence has an average precision of "
                    + $"{own.AveragePrecision}, where a guess has {pairs.BaseRate.ToString("0.000", CultureInfo.InvariantCulture)}: "
                    + $"{Standing(attention.Lead)} attention ({attention.AveragePrecision}), and {Standing(best.Figures[group].Lead)} the "
                    + $"best score without a model, {best.Name} ({best.Figures[group].AveragePrecision})."
            );
        }
        if (result.TrainedOn.Count > 0)
            sentences.Add($"{KnownGenome.Told(result.TrainedOn)}; it saw no operon there, but it knows the order of their genes.");
        return string.Join(' ', sentences);
    }

    private static string Standing(PairedDifference lead) =>
        lead.Low > 0 ? "above"
        : lead.High < 0 ? "below"
        : "not told apart from";
}
