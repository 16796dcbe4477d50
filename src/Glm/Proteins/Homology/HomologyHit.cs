namespace Glm.Proteins.Homology;

/// <summary>A local alignment of two proteins that is better than chance. Positions count residues from 0; ends are exclusive.</summary>
/// <param name="Query">Number of the query, from 0.</param>
/// <param name="Target">Number of the target, from 0.</param>
/// <param name="BitScore">Normalised score: independent of matrix, gap costs and database.</param>
/// <param name="EValue">Number of alignments at least as good that a search of this size finds by chance; 0 or more.</param>
/// <param name="Matches">Columns with the same residue on both sides.</param>
/// <param name="Columns">Columns in all, gaps included; at least 1.</param>
/// <param name="QueryStart">First aligned residue of the query.</param>
/// <param name="QueryEnd">Behind the last aligned residue of the query.</param>
/// <param name="TargetStart">First aligned residue of the target.</param>
/// <param name="TargetEnd">Behind the last aligned residue of the target.</param>
public readonly record struct HomologyHit(
    int Query,
    int Target,
    float BitScore,
    double EValue,
    int Matches,
    int Columns,
    int QueryStart,
    int QueryEnd,
    int TargetStart,
    int TargetEnd
)
{
    /// <summary>By query, then from the highest bit score down, then by target.</summary>
    internal static Comparison<HomologyHit> InOrder { get; } =
        static (a, b) =>
            a.Query != b.Query ? a.Query.CompareTo(b.Query)
            : a.BitScore != b.BitScore ? b.BitScore.CompareTo(a.BitScore)
            : a.Target.CompareTo(b.Target);

    /// <summary>Share of columns with the same residue, 0 to 1.</summary>
    public double Identity => (double)Matches / Columns;

    /// <summary>Share of the query's residues between the ends of the alignment, 0 to 1.</summary>
    /// <param name="queryLength">Residues of the query.</param>
    public double QueryCoverage(int queryLength) => (double)(QueryEnd - QueryStart) / queryLength;

    /// <summary>Share of the target's residues between the ends of the alignment, 0 to 1.</summary>
    /// <param name="targetLength">Residues of the target.</param>
    public double TargetCoverage(int targetLength) => (double)(TargetEnd - TargetStart) / targetLength;
}
