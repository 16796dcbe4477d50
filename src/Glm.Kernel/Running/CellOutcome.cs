using Glm.Kernel.Outputs;

namespace Glm.Kernel.Running;

/// <summary>How a cell ended.</summary>
/// <param name="Error">Null where it succeeded.</param>
/// <param name="Duration">From its first to its last segment.</param>
public sealed record CellOutcome(CellError? Error, TimeSpan Duration)
{
    public bool Succeeded => Error is null;

    public bool Interrupted => Error?.Name == CellError.Interrupted;
}
