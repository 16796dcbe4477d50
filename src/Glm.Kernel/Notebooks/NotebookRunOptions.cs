namespace Glm.Kernel.Notebooks;

/// <summary>How a notebook is run.</summary>
public sealed record NotebookRunOptions
{
    /// <summary>The longest a cell may run; null for no limit. A cell that takes longer is interrupted and counts as failed.</summary>
    public TimeSpan? CellTimeout { get; init; }

    /// <summary>Receives one short line per cell; null for none.</summary>
    public TextWriter? Log { get; init; }
}
