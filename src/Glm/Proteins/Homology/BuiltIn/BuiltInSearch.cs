namespace Glm.Proteins.Homology.BuiltIn;

/// <summary>
/// Homology search without another program: spaced seeds in a reduced alphabet, filtered by alignments without gaps, then exact local
/// alignment (BLOSUM62, gap costs 11 and 1) and BLAST's statistics without correction for composition. Safe for concurrent use.
/// </summary>
public sealed class BuiltInSearch : IHomologyEngine
{
    /// <inheritdoc/>
    public string Name => "built-in";

    /// <inheritdoc/>
    public string Settings => "10 seeds of weight 8 in 11 groups, BLOSUM62 11/1";

    /// <inheritdoc/>
    public IHomologyIndex Index(IProteinSource targets, HomologyOptions options, CancellationToken cancellation = default) =>
        BuiltInIndex.Open(targets, options, cancellation);
}
