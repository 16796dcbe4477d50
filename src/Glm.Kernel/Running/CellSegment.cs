namespace Glm.Kernel.Running;

/// <summary>A stretch of a cell: C#, one magic line, or a part in another language.</summary>
/// <param name="IsMagic">True for a line such as <c>#!glm load genomes</c>.</param>
/// <param name="Text">C#: the text after as many empty lines as there are lines before it in the cell, so that line numbers are the
/// cell's. Magic: the trimmed line.</param>
/// <param name="Line">The line of the cell, from 1, on which it starts.</param>
/// <param name="Body">The text of a part in another language, which follows its magic line; null for any other stretch.</param>
public sealed record CellSegment(bool IsMagic, string Text, int Line, string? Body = null);
