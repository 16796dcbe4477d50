namespace Glm.Formats.Labels;

/// <summary>How a table of labels is read. Immutable.</summary>
public sealed record GeneLabelOptions
{
    /// <summary>
    /// What the labels are called, such as "ec"; null for the name of their column, or of the file where columns have none.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// The column of the labels: its name, the case of which does not matter, or its number from 1; in GFF3 an attribute; in
    /// InterProScan's tables also an analysis such as "Pfam". Null where there is one column beside that of the ids.
    /// </summary>
    public string? Column { get; init; }

    /// <summary>The column of the ids, named in the same way; null for the one of which most rows name a gene.</summary>
    public string? Id { get; init; }
}
