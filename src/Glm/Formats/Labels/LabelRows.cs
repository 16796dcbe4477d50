namespace Glm.Formats.Labels;

/// <summary>The rows of a table of labels, read one by one, once.</summary>
internal abstract class LabelRows
{
    /// <summary>
    /// Column names in file order; in formats without fixed columns they grow while rows are read. Null where the file names none, or
    /// <see cref="First"/> may name them.
    /// </summary>
    public abstract IReadOnlyList<string>? Columns { get; }

    /// <summary>The first row, where only the genes can tell whether it is a header; else null. It is among <see cref="Read"/>.</summary>
    public virtual LabelRow? First => null;

    /// <summary>The column of the labels where none is named; null for the only one beside the ids.</summary>
    public virtual string? StandardColumn => null;

    /// <summary>All rows.</summary>
    public abstract IEnumerable<LabelRow> Read(CancellationToken cancellation);

    /// <summary>The labels of a cell, which are trimmed, not empty, and not a word for nothing.</summary>
    /// <param name="cell">As it stands in the row.</param>
    /// <param name="column">The name of its column.</param>
    public virtual IEnumerable<string> LabelsOf(string cell, string column) => LabelCell.Split(cell, column);
}
