namespace Glm.Interactive.CommandLanguage;

/// <summary>What the command language asks of a notebook: its C# variables, and the folder that relative paths start from.</summary>
public interface INotebookVariables
{
    /// <summary>The folder that relative paths start from.</summary>
    string WorkingDirectory { get; }

    /// <summary>Names of the notebook's C# variables, for completion and hints; empty if they cannot be listed.</summary>
    IEnumerable<string> VariableNames => [];

    /// <summary>Finds a C# variable of the notebook.</summary>
    bool TryGetVariable(string name, out object? value);

    /// <summary>
    /// Finds what <c>@reference</c> stands for on a command line: a C# variable, or whatever else the notebook knows, such as an answer of
    /// the user (<c>@input:question</c>).
    /// </summary>
    /// <param name="reference">The text after the @.</param>
    /// <param name="option">The option whose value it is, for example "--steps".</param>
    /// <param name="value">A command understands strings, numbers and booleans.</param>
    bool TryGetReference(string reference, string option, out object? value) => TryGetVariable(reference, out value);
}
