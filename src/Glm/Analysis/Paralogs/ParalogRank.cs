using Glm.Analysis.Baselines;

namespace Glm.Analysis.Paralogs;

/// <summary>
/// Where the right answer of a place stands among candidates: its own gene, or another of the very same label. Those that fit as well
/// stand before it or after it in any order.
/// </summary>
/// <param name="Better">Candidates that fit better.</param>
/// <param name="AsGood">Others that fit as well and are not the same.</param>
/// <param name="Same">Candidates of the own label, the own gene included.</param>
internal readonly record struct ParalogRank(int Better, int AsGood, int Same)
{
    /// <summary>The expected rank of the first that is right, from 1.</summary>
    public double Expected => Better + ((AsGood + Same + 1.0) / (Same + 1));

    /// <summary>The expected 1 / rank of the first that is right.</summary>
    public double Reciprocal
    {
        get
        {
            var (sum, later) = (0d, 1d); // the probability that none of the first is right
            for (var first = 1; first <= AsGood + 1; first++)
            {
                var here = later * Same / (AsGood + Same - first + 1.0);
                sum += here / (Better + first);
                later -= here;
            }
            return sum;
        }
    }

    /// <summary>Ranks the own gene.</summary>
    /// <param name="fits">[N], how well each candidate fits; equal labels fit equally well.</param>
    /// <param name="labels">Of the candidates.</param>
    /// <param name="own">Which is the own one.</param>
    public static ParalogRank Of(double[] fits, LabelRanking labels, int own)
    {
        var (better, asGood, same) = (0, 0, 0);
        var label = labels.Label(own);
        for (var i = 0; i < fits.Length; i++)
            if (i == own || labels.Label(i).SequenceEqual(label))
                same++;
            else if (fits[i] >= fits[own])
                (better, asGood) = fits[i] > fits[own] ? (better + 1, asGood) : (better, asGood + 1);
        return new ParalogRank(better, asGood, same);
    }

    /// <summary>The probability that a right one is among the first k.</summary>
    public double Recall(int k)
    {
        var none = 1d;
        for (var first = 1; first <= k - Better && none > 0; first++)
            none *= Math.Max(0, AsGood - first + 1.0) / Math.Max(1, AsGood + Same - first + 1.0);
        return 1 - none;
    }
}
