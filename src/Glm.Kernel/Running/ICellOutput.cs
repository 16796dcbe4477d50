using Glm.Interactive.Hosting;

namespace Glm.Kernel.Running;

/// <summary>Where a cell's output goes. Calls come one at a time, in the order in which things happened, from any thread.</summary>
public interface ICellOutput
{
    /// <summary>Text for standard output; any number of lines, not necessarily whole ones.</summary>
    void Stdout(string text);

    /// <summary>Text for standard error.</summary>
    void Stderr(string text);

    /// <summary>A new display.</summary>
    void Display(MimeBundle content, string displayId);

    /// <summary>New content for a display that was shown before, maybe by an earlier cell.</summary>
    void Update(string displayId, MimeBundle content);

    /// <summary>The cell's value.</summary>
    void Result(MimeBundle content);

    /// <summary>The cell failed.</summary>
    void Error(string name, string message, IReadOnlyList<string> traceback);

    /// <summary>
    /// Takes back what the cell has shown; at once, or when it shows the next thing. An output that keeps all it gets does nothing.
    /// </summary>
    void Clear(bool wait) { }

    /// <summary>Asks the user for a line and waits. Unlike the others it may be called while they are.</summary>
    /// <returns>Null where there is nobody to ask.</returns>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    string? ReadLine(string prompt, bool password, CancellationToken interrupt) => null;
}
