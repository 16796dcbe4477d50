using Glm.Statistics;

namespace Glm.Proteins;

/// <summary>One vector per protein by row number, in memory or in a file. Raw: not yet z-scored.</summary>
public interface IProteinVectors : IVectorRows
{
    /// <summary>The normaliser that belongs to the embedder of these vectors; null to fit one to the vectors themselves.</summary>
    Normalizer? Normalizer { get; }
}
