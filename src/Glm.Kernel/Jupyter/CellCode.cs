namespace Glm.Kernel.Jupyter;

/// <summary>Code to run.</summary>
/// <param name="Code">The cell's text.</param>
/// <param name="Count">Its number in the session.</param>
/// <param name="CellId">Names the cell for as long as the notebook is open; null where the front end does not say.</param>
/// <param name="AllowsInput">Whether somebody is there to ask.</param>
/// <param name="Language">The language that a Polyglot notebook gives the cell; null where it gives none.</param>
internal sealed record CellCode(string Code, int Count, string? CellId, bool AllowsInput, string? Language);
