using System.Globalization;
using Glm.Statistics;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Embeddings;

/// <summary>Whether the vectors of one family are ordered more clearly in context than as proteins. Immutable by convention.</summary>
/// <param name="Genes">That were compared, each once.</param>
/// <param name="Genomes">That they are of.</param>
/// <param name="Classes">Different classes that colours give; 0 where there are none to tell apart.</param>
/// <param name="ClassOf">What the classes are, such as "class". Untrusted text.</param>
/// <param name="DealtBy">What was dealt anew to see what chance does: "genomes", or "genes" where genes of a genome are of several
/// classes.</param>
/// <param name="Scores">Contextual, context-free, and the mean of neighbouring proteins.</param>
public sealed record FamilyAxes(int Genes, int Genomes, int Classes, string ClassOf, string DealtBy, IReadOnlyList<FamilyAxesScore> Scores)
{
    /// <summary>In words, what may be concluded.</summary>
    public string Conclusion
    {
        get
        {
            var (own, proteins, mean) = (Scores[0], Scores[1], Scores[2]);
            if (double.IsNaN(own.Share.Value))
                return "All vectors in context are equal: there is nothing to compare.";
            var change =
                own.BeyondProteins.Low > 0 ? "more than"
                : own.BeyondProteins.High < 0 ? "less than"
                : "not told apart from";
            var text = double.IsNaN(proteins.Share.Value)
                ? $"The first two principal axes hold {Percent(own.Share)} of the variance in context; the vectors of its proteins "
                    + "are equal, so that all of it comes from the neighbours."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The first two principal axes hold {Percent(own.Share)} of the variance in context, {change} the "
                        + $"{Percent(proteins.Share)} of proteins ({Percent(mean.Share)} of the mean of neighbouring proteins; "
                        + $"{Percent(own.ByChance)} by chance)."
                );
            if (Classes < 2)
                return text;
            var told = own.SeparationP <= 0.05 ? "tell" : "do not tell";
            var best = Scores.Where(score => score.SeparationP <= 0.05).MaxBy(score => score.Separation.Value);
            return text
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $" Vectors in context {told} the {Classes} classes apart: {Percent(own.Separation)} of the variance lies between "
                        + $"them, by chance {Percent(own.SeparationByChance)} (p = {own.SeparationP:0.000}); of proteins "
                        + $"{Percent(proteins.Separation)}, of the mean of neighbouring proteins {Percent(mean.Separation)}."
                )
                + (best is { IsBaseline: true } ? $" No gLM is needed: {best.Name} separates more." : "");
        }
    }

    /// <summary>
    /// One row per space: space, share, share_by_chance, separation and separation_by_chance (each with _low and _high), beyond_proteins
    /// (likewise) and separation_p; null where there is none.
    /// </summary>
    public DataFrame ToDataFrame()
    {
        return new DataFrame([
            new StringDataFrameColumn("space", Scores.Select(score => score.Name)),
            .. Scores.Figure("share", score => score.Share),
            .. Scores.Figure("share_by_chance", score => score.ByChance),
            .. Scores.Difference("beyond_proteins", score => score.BeyondProteins),
            .. Scores.Figure("separation", score => score.Separation),
            .. Scores.Figure("separation_by_chance", score => score.SeparationByChance),
            Scores.Number("separation_p", score => score.SeparationP),
        ]);
    }

    private static string Percent(Estimate share) =>
        double.IsNaN(share.Value) ? "–"
        : double.IsNaN(share.Low) ? string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:0.0}%")
        : string.Create(CultureInfo.InvariantCulture, $"{100 * share.Value:0.0}% [{100 * share.Low:0.0}, {100 * share.High:0.0}]");
}
