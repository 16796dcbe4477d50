namespace Glm.Kernel.Outputs;

/// <summary>Why a cell failed, ready to be shown.</summary>
/// <param name="Name">Kind of failure: an exception's type name, <see cref="Compilation"/> or <see cref="Interrupted"/>.</param>
/// <param name="Message">One line, or as many as the thrower wrote.</param>
/// <param name="Traceback">The whole text to show, line by line: the message and, where there are any, the user's own frames.</param>
/// <param name="Line">Line of the cell, from 1; 0 where unknown.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback, int Line = 0)
{
    /// <summary>The name of an error that the compiler found.</summary>
    public const string Compilation = "CompilationError";

    /// <summary>The name of the error of an interrupted cell, as Jupyter spells it.</summary>
    public const string Interrupted = "KeyboardInterrupt";

    /// <summary>An error that is one line and nothing more.</summary>
    public static CellError OneLine(string name, string message, int line = 0) => new(name, message, [message], line);

    /// <summary>What a cell that was told to stop ends with.</summary>
    public static CellError Stopped { get; } = OneLine(Interrupted, "The cell was interrupted.");
}
