namespace Glm.Statistics;

/// <summary>Vectors of equal width by row number, in memory or in a file.</summary>
public interface IVectorRows
{
    /// <summary>What made the vectors, for example "composition" or a file name.</summary>
    string Source { get; }

    /// <summary>Number of rows.</summary>
    int Count { get; }

    /// <summary>Numbers per row.</summary>
    int Width { get; }

    /// <summary>The vector of a row, [Width].</summary>
    ReadOnlySpan<Half> this[int row] { get; }
}
