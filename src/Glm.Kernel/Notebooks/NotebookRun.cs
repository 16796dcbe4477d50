using Glm.Kernel.Outputs;

namespace Glm.Kernel.Notebooks;

/// <summary>How running a notebook ended.</summary>
/// <param name="Started">When the first cell began.</param>
/// <param name="Ended">When the last one ended.</param>
/// <param name="FailedCell">The number in brackets of the cell that failed, counted over code cells from 1; 0 where none did.</param>
/// <param name="FailedLine">The text of the line that failed; empty where unknown.</param>
/// <param name="Error">Why; null where all succeeded.</param>
public sealed record NotebookRun(DateTimeOffset Started, DateTimeOffset Ended, int FailedCell, string FailedLine, CellError? Error)
{
    public bool Succeeded => Error is null;

    public bool Interrupted => Error?.Name == CellError.Interrupted;
}
