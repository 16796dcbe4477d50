namespace Glm.Interactive.Export;

/// <summary>The formats that results are exported to.</summary>
public enum ExportFormat
{
    /// <summary>A table as text: a header line, tabs between cells.</summary>
    Tsv,

    /// <summary>A table in columns, compressed.</summary>
    Parquet,

    /// <summary>Features of genomes as text, for genome browsers.</summary>
    Gff3,

    /// <summary>One NumPy array.</summary>
    Npy,

    /// <summary>Named tensors.</summary>
    SafeTensors,
}
