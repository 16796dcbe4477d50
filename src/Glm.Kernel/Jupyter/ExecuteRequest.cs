namespace Glm.Kernel.Jupyter;

/// <summary>Code to run.</summary>
/// <param name="Code">The cell's text.</param>
/// <param name="Count">Its number in the session.</param>
/// <param name="CellId">Names the cell for as long as the notebook is open; null where the front end does not say.</param>
/// <param name="AllowsInput">Whether somebody is there to ask.</param>
/// <param name="Language">What a Polyglot notebook says the cell is written in; null where it says nothing.</param>
internal sealed record ExecuteRequest(string Code, int Count, string? CellId, bool AllowsInput, string? Language);
