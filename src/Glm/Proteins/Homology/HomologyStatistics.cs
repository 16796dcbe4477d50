namespace Glm.Proteins.Homology;

/// <summary>
/// How probable scores of local alignments are by chance, for BLOSUM62 with gap costs 11 and 1, without correction for composition. The
/// same figures as BLAST+'s blastp with <c>-comp_based_stats 0</c>: Karlin-Altschul statistics with the finite-size correction of Park,
/// Sheetlin, Ma, Madden and Spouge (2012), whose constants these are. Immutable.
/// </summary>
/// <param name="databaseResidues">Residues of all targets of the search together, at least 1.</param>
public sealed class HomologyStatistics(long databaseResidues)
{
    // Of the published table for BLOSUM62: the row of gap costs 11 and 1, and of it without gaps.
    private const double Lambda = 0.267;
    private const double K = 0.041;
    private const double A = 1.9;
    private const double Alpha = 42.602800;
    private const double Sigma = 43.636200;
    private const double UngappedA = 0.7916;
    private const double UngappedAlpha = 4.964660;

    private const double GapCost = 12;
    private const double B = 2 * GapCost * (UngappedA - A);
    private const double Beta = 2 * GapCost * (UngappedAlpha - Alpha);
    private const double Tau = 2 * GapCost * (UngappedAlpha - Sigma);

    private static readonly double LogK = Math.Log(K);

    /// <summary>The normalised score, independent of matrix and gap costs.</summary>
    /// <param name="score">Sum over the columns of an alignment, in half bits.</param>
    public static double BitScore(int score) => ((Lambda * score) - LogK) / Math.Log(2);

    /// <summary>The number of alignments at least as good that a search of this size finds by chance.</summary>
    /// <param name="score">Sum over the columns of an alignment, in half bits.</param>
    /// <param name="queryLength">Residues of the query, at least 1.</param>
    /// <param name="targetLength">Residues of the target, at least 1.</param>
    public double EValue(int score, int queryLength, int targetLength)
    {
        // An alignment of this score takes up a stretch of either protein whose length has a mean and a variance, so it cannot begin near
        // the ends: what is left of the rectangle of beginnings.
        var mean = (A * score) + B;
        var deviation = Math.Sqrt(Math.Max(2 * Alpha / Lambda, (Alpha * score) + Beta));
        var covariance = Math.Max(2 * Sigma / Lambda, (Sigma * score) + Tau);
        var (queryRoom, queryFits) = Room(queryLength - mean, deviation);
        var (targetRoom, targetFits) = Room(targetLength - mean, deviation);
        var area = (queryRoom * targetRoom) + (covariance * queryFits * targetFits);
        return area * K * Math.Exp(-Lambda * score) * ((double)databaseResidues / targetLength);
    }

    private static (double Room, double Fits) Room(double length, double deviation)
    {
        var standardised = length / deviation;
        var fits = NormalTail(-standardised);
        return ((length * fits) + (deviation * Math.Exp(-0.5 * standardised * standardised) / Math.Sqrt(2 * Math.PI)), fits);
    }

    /// <summary>Probability that a standard normal variable exceeds a value; relative error below 1.2e-7 (a Chebyshev fit).</summary>
    private static double NormalTail(double value)
    {
        var x = Math.Abs(value) / Math.Sqrt(2);
        var t = 1 / (1 + (0.5 * x));
        ReadOnlySpan<double> coefficients =
        [
            -1.26551223,
            1.00002368,
            0.37409196,
            0.09678418,
            -0.18628806,
            0.27886807,
            -1.13520398,
            1.48851587,
            -0.82215223,
            0.17087277,
        ];
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
            sum = (sum * t) + coefficients[i];
        var tail = 0.5 * t * Math.Exp(sum - (x * x));
        return value >= 0 ? tail : 1 - tail;
    }
}
