namespace Glm.Analysis.Synteny;

/// <summary>How similar two proteins are when aligned from end to end.</summary>
/// <param name="Score">BLOSUM62 score less gap penalties; higher is more similar.</param>
/// <param name="Matches">Columns with the same residue on both sides.</param>
/// <param name="Columns">Columns in all, gaps and overhanging ends included; at least the longer length.</param>
public readonly record struct ProteinAlignment(double Score, int Matches, int Columns)
{
    /// <summary>Share of columns with the same residue, 0 to 1.</summary>
    public double Identity => Columns == 0 ? 0 : (double)Matches / Columns;
}
