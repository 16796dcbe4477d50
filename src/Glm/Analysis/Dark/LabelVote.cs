namespace Glm.Analysis.Dark;

/// <summary>What some genes together say of another.</summary>
/// <param name="Label">Number of the label; -1 where nobody was asked.</param>
/// <param name="Share">Of the votes that it has, 0 to 1.</param>
/// <param name="First">Cosine of the nearest gene that votes.</param>
/// <param name="Last">Cosine of the farthest.</param>
internal readonly record struct LabelVote(int Label, double Share, double First, double Last)
{
    /// <summary>
    /// Each gene votes for all its labels with its cosine, or 0 where that is below 0. Of equal labels that of the nearest gene, then the
    /// first by number.
    /// </summary>
    /// <param name="nearest">The nearest first.</param>
    /// <param name="labelsOf">[candidates]: numbers of their labels.</param>
    public static LabelVote Of(NearestAnnotated.Found[] nearest, int[][] labelsOf)
    {
        if (nearest.Length == 0)
            return new LabelVote(-1, 0, -1, -1);
        var votes = new Dictionary<int, (double Votes, int Place)>();
        var total = 0.0;
        for (var place = 0; place < nearest.Length; place++)
        {
            var weight = Math.Max(0, (double)nearest[place].Cosine);
            total += weight;
            foreach (var label in labelsOf[nearest[place].Candidate])
                votes[label] = votes.TryGetValue(label, out var own) ? (own.Votes + weight, own.Place) : (weight, place);
        }
        var best = votes.OrderByDescending(vote => vote.Value.Votes).ThenBy(vote => vote.Value.Place).ThenBy(vote => vote.Key).First();
        return new LabelVote(best.Key, total > 0 ? best.Value.Votes / total : 0, nearest[0].Cosine, nearest[^1].Cosine);
    }
}
