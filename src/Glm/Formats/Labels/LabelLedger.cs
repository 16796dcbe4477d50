namespace Glm.Formats.Labels;

/// <summary>What became of the rows of a table of labels. Immutable by convention. All text comes from files and is untrusted.</summary>
/// <param name="File">The table as the caller named it.</param>
/// <param name="Format">What it was read as, for example "eggNOG-mapper annotations".</param>
/// <param name="IdColumn">The column of the ids.</param>
/// <param name="LabelColumn">The column of the labels; empty for a list of ids, all of which get the name of the labels.</param>
public sealed record LabelLedger(string File, string Format, string IdColumn, string LabelColumn)
{
    /// <summary>Rows of the table, without its header.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows whose id names a gene, whether they have a label or not.</summary>
    public required int RowsMatched { get; init; }

    /// <summary>Rows without a label: the cell is empty, "-" or "NA".</summary>
    public required int RowsWithoutLabel { get; init; }

    /// <summary>By what the rows named their genes, the key of most rows first; keys of no row are left out.</summary>
    public required IReadOnlyList<(GeneKey Key, int Rows)> Keys { get; init; }

    /// <summary>Ids that name no gene.</summary>
    public required LabelExamples UnmatchedIds { get; init; }

    /// <summary>Ids that may mean several genes and so label none.</summary>
    public required LabelExamples AmbiguousIds { get; init; }

    /// <summary>Genes without a label.</summary>
    public required LabelExamples UnlabelledGenes { get; init; }
}
