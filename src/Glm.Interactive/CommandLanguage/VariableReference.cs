using Glm.Runtime;

namespace Glm.Interactive.CommandLanguage;

/// <summary>
/// A value written as <c>@name</c> or <c>@csharp:name</c>: the value of a C# variable, so that a notebook's parameters reach its commands.
/// </summary>
internal static class VariableReference
{
    private const string Kernel = "csharp:";

    /// <summary>The variable that a word refers to; null for an ordinary word.</summary>
    public static string? In(CommandWord word) =>
        word.Quoted || word.Text is not ['@', _, ..] ? null
        : word.Text.StartsWith("@" + Kernel, StringComparison.Ordinal) ? word.Text[(1 + Kernel.Length)..]
        : word.Text[1..];

    /// <summary>The variable's value as one would write it.</summary>
    /// <param name="name">Name of the variable.</param>
    /// <param name="variables">The variables of the notebook.</param>
    /// <param name="vocabulary">Describes a value that cannot be used.</param>
    /// <param name="option">The option whose value it is.</param>
    /// <param name="command">The command, for messages.</param>
    /// <exception cref="GlmException">There is no such variable, or it holds neither a string nor a number nor a boolean.</exception>
    public static string Resolve(string name, INotebookVariables variables, IVocabulary vocabulary, string option, string command)
    {
        var where = $"{command}: {option}";
        if (!variables.TryGetReference(name, option, out var value))
        {
            var near = NearestName.Of(name, variables.VariableNames) is { } guess
                ? $" Did you mean @{guess}?"
                : " Put a value that starts with @ in quotes, \"…\".";
            throw new GlmException($"{where} is @{LineText.Shown(name)}, but there is no C# variable of that name.{near}");
        }
        if (OptionValue.WrittenOrNull(value) is { } written)
            return written;
        var held = value is null ? "nothing (null)" : vocabulary.Words(value.GetType());
        throw new GlmException($"{where} is @{LineText.Shown(name)}, which holds {held}; it must hold a string, a number or a boolean.");
    }
}
