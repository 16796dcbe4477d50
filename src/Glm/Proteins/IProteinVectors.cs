using Glm.Proteins.Families;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Statistics;

namespace Glm.Proteins;

/// <summary>One vector per protein by row number, in memory or in a file. Raw: not yet z-scored.</summary>
public interface IProteinVectors : IVectorRows
{
    /// <summary>The normaliser that belongs to the embedder of these vectors; null to fit one to the vectors themselves.</summary>
    Normalizer? Normalizer { get; }

    /// <summary>
    /// The space that the vectors lie in where they are family codes; null for all others. A model that was trained in one space can read
    /// nothing in another.
    /// </summary>
    FamilySpace? Families { get; }

    /// <summary>
    /// The language model that made the vectors, with layer and pooling; null where that is not known. A model that was trained on vectors
    /// of one origin can read nothing in another's.
    /// </summary>
    VectorOrigin? Origin => null;
}
