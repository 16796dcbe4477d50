namespace Glm.Interactive.Hosting;

/// <summary>
/// What a command sees of the world: a place to show things, the notebook's C# variables, a clock, and a wish to stop.
/// Every member may be called from any thread while the command runs.
/// </summary>
public interface INotebookHost
{
    /// <summary>Cancelled when the user interrupts the cell.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>The clock for rates and throttling.</summary>
    TimeProvider Clock { get; }

    /// <summary>The folder that relative paths start from.</summary>
    string WorkingDirectory { get; }

    /// <summary>Shows something; the id that comes back allows <see cref="Update"/>.</summary>
    string Display(MimeBundle content);

    /// <summary>Replaces what a display shows.</summary>
    void Update(string displayId, MimeBundle content);

    /// <summary>Makes a C# variable of the given type, or replaces it; the next line of C# sees it.</summary>
    void SetVariable(string name, object value, Type type);

    /// <summary>Finds a C# variable of the notebook.</summary>
    bool TryGetVariable(string name, out object? value);

    /// <summary>
    /// Finds what <c>@reference</c> stands for on a command line: a C# variable, or what else the host knows, such as an answer of the
    /// user (<c>@input:question</c>).
    /// </summary>
    /// <param name="reference">The text behind the @.</param>
    /// <param name="option">The option whose value it is, for example "--steps".</param>
    /// <param name="value">A text, number or truth value, if the command is to understand it.</param>
    bool TryGetReference(string reference, string option, out object? value) => TryGetVariable(reference, out value);

    /// <summary>Names of the notebook's C# variables, for completion and hints; empty where the host cannot list them.</summary>
    IEnumerable<string> VariableNames => [];
}
