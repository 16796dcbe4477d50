using Glm.Analysis.Synteny;

namespace Glm.Analysis.Dark;

/// <summary>A dark gene and the annotated ones nearest to it, each among its neighbours. Immutable.</summary>
/// <param name="GeneId">The dark gene. Untrusted text.</param>
/// <param name="Map">Its stretch on top, then those of the genes that voted.</param>
public sealed record DarkSurroundings(string GeneId, SyntenyMap Map);
