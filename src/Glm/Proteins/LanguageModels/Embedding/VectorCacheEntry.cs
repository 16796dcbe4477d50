namespace Glm.Proteins.LanguageModels.Embedding;

/// <summary>The vectors of one model, layer and pooling in a cache.</summary>
/// <param name="Key">What they have in common; null where the folder does not say.</param>
/// <param name="Name">Of their folder.</param>
/// <param name="Vectors">How many, of which some may occur twice; null where another version wrote them.</param>
/// <param name="Bytes">Of their files.</param>
/// <param name="LastUsed">In UTC.</param>
public sealed record VectorCacheEntry(VectorOrigin? Key, string Name, long? Vectors, long Bytes, DateTime LastUsed);
