using Glm.Kernel.Outputs;

namespace Glm.Kernel.CSharp;

/// <summary>The outcome of running C#.</summary>
/// <param name="HasValue">True where the code ends with an expression without semicolon whose type is not void, or returned
/// something.</param>
/// <param name="Value">The value of that expression; may be null.</param>
/// <param name="StaticType">The compiler's type of that expression, for example "int?"; null where there is none.</param>
/// <param name="Error">Why it failed; null where it did not.</param>
public sealed record CellResult(bool HasValue, object? Value, string? StaticType, CellError? Error)
{
    internal static CellResult Nothing { get; } = new(false, null, null, null);

    internal static CellResult Failed(CellError error) => new(false, null, null, error);
}
