using Glm.Genomes;

namespace Glm.Analysis.Dark;

/// <summary>An annotated gene near a dark one in context. Immutable.</summary>
/// <param name="Gene">The gene; its text is untrusted.</param>
/// <param name="GenomeId">Its genome. Untrusted text.</param>
/// <param name="Labels">What it is labelled. Untrusted text.</param>
/// <param name="Cosine">Of their vectors in context, -1 to 1.</param>
public sealed record DarkNeighbour(Gene Gene, string GenomeId, IReadOnlyList<string> Labels, double Cosine);
