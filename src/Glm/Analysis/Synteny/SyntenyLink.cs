namespace Glm.Analysis.Synteny;

/// <summary>Two homologous genes on neighbouring tracks.</summary>
/// <param name="Track">The upper track, from 0; the other gene lies on the next one.</param>
/// <param name="Upper">The gene's index in the upper track's region, from 0.</param>
/// <param name="Lower">The gene's index in the lower track's region, from 0.</param>
/// <param name="Identity">Share of identical residues in a global alignment, 0 to 1.</param>
public sealed record SyntenyLink(int Track, int Upper, int Lower, double Identity);
