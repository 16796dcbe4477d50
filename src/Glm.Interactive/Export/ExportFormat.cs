namespace Glm.Interactive.Export;

/// <summary>The kinds of file that results are written to.</summary>
public enum ExportFormat
{
    /// <summary>A table as text: a header line, tabs between cells.</summary>
    Tsv,

    /// <summary>A table in columns, compressed.</summary>
    Parquet,

    /// <summary>One NumPy array.</summary>
    Npy,

    /// <summary>Named tensors.</summary>
    SafeTensors,
}
