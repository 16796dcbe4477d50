namespace Glm.Interactive.Provenance;

/// <summary>A value that a command used.</summary>
/// <param name="Variable">The C# variable that held it.</param>
/// <param name="Option">The option that stands for it; null where the command takes the newest without one.</param>
/// <param name="MadeBy">The <see cref="CommandRecord.Id"/> of the command that made it or changed it last; null for one that C#
/// made.</param>
/// <param name="Sha256">The content of one that C# made; null for others, whose record has it.</param>
/// <param name="IsNamed">Whether the line names it; otherwise it was the newest of its type.</param>
public sealed record UsedValue(string Variable, string? Option = null, string? MadeBy = null, string? Sha256 = null, bool IsNamed = false);
