namespace Glm.Arrays.Parquet;

/// <summary>What a row of a Parquet column holds.</summary>
internal enum ParquetKind
{
    /// <summary>Anything that is not read here.</summary>
    Other,

    /// <summary>A text.</summary>
    Text,

    /// <summary>A floating-point number.</summary>
    Number,

    /// <summary>Floating-point numbers.</summary>
    List,
}
