using System.Globalization;
using Glm.Analysis.Probes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Variance;

/// <summary>
/// How much every family varies in context, beyond what its proteins explain, and whether those that vary most are mobile. Immutable by
/// convention.
/// </summary>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="FamiliesBy">What makes a family, in words. Untrusted text.</param>
/// <param name="Layer">The layer that was read.</param>
/// <param name="Families">By <see cref="FamilyVariance.Excess"/>, the largest first.</param>
/// <param name="Line">Contextual distance by protein distance, over all families.</param>
/// <param name="Rankings">gLM beyond sequence, gLM, and baselines.</param>
/// <param name="Terms">Words or labels by p, the smallest first.</param>
/// <param name="TermsOf">What the terms are, for example "words of products". Untrusted text.</param>
/// <param name="RareTerms">Terms of too few families to be tested.</param>
/// <param name="Dropped">Families that were left out, the largest first.</param>
/// <param name="Left">Genes that were not compared, by reason.</param>
/// <param name="Options">How it was done.</param>
public sealed record FamilyVarianceResult(
    string Source,
    string FamiliesBy,
    int Layer,
    IReadOnlyList<FamilyVariance> Families,
    RobustLine Line,
    IReadOnlyList<VarianceRanking> Rankings,
    IReadOnlyList<TermEnrichment> Terms,
    string TermsOf,
    int RareTerms,
    IReadOnlyList<DroppedLabel> Dropped,
    IReadOnlyDictionary<string, int> Left,
    FamilyVarianceOptions Options
)
{
    /// <summary>Occurrences of all compared families.</summary>
    public int Occurrences => Families.Sum(family => family.Occurrences);

    /// <summary>Compared families that have a product.</summary>
    public int Known => Families.Count(family => family.IsMobile is not null);

    /// <summary>Compared families whose products tell that they are mobile.</summary>
    public int Mobile => Families.Count(family => family.IsMobile == true);

    /// <summary>gLM beyond sequence.</summary>
    public VarianceRanking Own => Rankings[0];

    /// <summary>In words, what may be concluded.</summary>
    public string Conclusion
    {
        get
        {
            if (Known == 0)
                return "No family has a product, so that nothing tells which are mobile: the order stands alone.";
            if (double.IsNaN(Own.Auroc.Value))
                return $"{(Mobile == 0 ? "No" : "Every")} family with a product is mobile by {Words()}: the order stands alone.";
            var best = Rankings.Where(ranking => ranking.IsBaseline).MaxBy(ranking => ranking.Auroc.Value)!;
            var found = Own.Auroc.Low > 0.5 ? "puts mobile families first" : "does not put mobile families first beyond chance";
            var standing =
                best.Lead.Low > 0 ? "better than the best baseline,"
                : best.Lead.High < 0 ? "worse than the best baseline,"
                : "not told apart from the best baseline,";
            var p = Own.PValue < 0.0001 ? "p < 0.0001" : "p = " + Own.PValue.ToString("0.0000", CultureInfo.InvariantCulture);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Variance in context, beyond what proteins explain, {found} ({Mobile} of {Known} families with a product, by {Words()}): "
                    + $"AUROC {Own.Auroc}, {standing} {best.Name} ({best.Auroc}; difference {best.Lead}). The tail has "
                    + $"{Own.Fold.Value:0.0} times as many as expected [{Own.Fold.Low:0.0}, {Own.Fold.High:0.0}], {p}."
            );
        }
    }

    private string Words() => string.Join(", ", Options.MobileWords.Select(word => LineText.Quoted(word, 30)));
}
