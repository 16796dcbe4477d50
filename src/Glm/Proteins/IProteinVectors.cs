using Glm.Features;

namespace Glm.Proteins;

/// <summary>One vector per protein by row number, in memory or in a file. Raw: not yet z-scored.</summary>
public interface IProteinVectors
{
    /// <summary>What made the vectors, for example "composition" or a file name.</summary>
    string Source { get; }

    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>Numbers per protein.</summary>
    int Width { get; }

    /// <summary>The vector of a row, [Width].</summary>
    ReadOnlySpan<Half> this[int row] { get; }

    /// <summary>The normaliser that belongs to the embedder of these vectors; null to fit one to the vectors themselves.</summary>
    Normalizer? Normalizer { get; }
}
