using Glm.Genomes;

namespace Glm.Analysis.Prediction;

/// <summary>A real gene whose label is near to what was predicted. Immutable; its texts are untrusted.</summary>
/// <param name="Gene">The first gene that codes for the protein.</param>
/// <param name="GenomeId">Its genome.</param>
/// <param name="Lineage">Of that genome; null where unknown.</param>
/// <param name="Candidate">The nearest of the predictions, from 0, the likeliest.</param>
/// <param name="Similarity">The cosine of that prediction and the label, -1 to 1.</param>
public sealed record PredictedProtein(Gene Gene, string GenomeId, Lineage? Lineage, int Candidate, double Similarity);
