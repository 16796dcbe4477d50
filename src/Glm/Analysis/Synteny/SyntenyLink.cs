using Glm.Proteins.Homology;

namespace Glm.Analysis.Synteny;

/// <summary>Two homologous genes on neighbouring tracks.</summary>
/// <param name="Track">The upper track, from 0; the other gene lies on the next one.</param>
/// <param name="Upper">The gene's index in the upper track's region, from 0.</param>
/// <param name="Lower">The gene's index in the lower track's region, from 0.</param>
/// <param name="Identity">Share of the longer protein's residues that are aligned with the same residue of the other, 0 to 1. Unlike the
/// identity of the alignment alone, it is low for two proteins that share one domain of several.</param>
public sealed record SyntenyLink(int Track, int Upper, int Lower, double Identity)
{
    /// <summary>The same of a local alignment.</summary>
    internal static double IdentityOf(in HomologyHit hit, int queryLength, int targetLength) =>
        (double)hit.Matches / Math.Max(queryLength, targetLength);
}
