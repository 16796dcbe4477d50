using Glm.Interactive.CommandLanguage;
using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>
/// The variables of a notebook, of which those that it has declared as parameters are checked when <c>@name</c> reads them: papermill
/// sets them without asking for the rules.
/// </summary>
/// <param name="variables">The variables.</param>
/// <param name="parameterOf">The parameter of a name; null for any other variable.</param>
internal sealed class ParameterCheck(INotebookVariables variables, Func<string, NotebookParameter?> parameterOf) : INotebookVariables
{
    public string WorkingDirectory => variables.WorkingDirectory;

    public IEnumerable<string> VariableNames => variables.VariableNames;

    public bool TryGetVariable(string name, out object? value) => variables.TryGetVariable(name, out value);

    public bool TryGetReference(string reference, string option, out object? value)
    {
        if (!variables.TryGetReference(reference, option, out value))
            return false;
        if (
            parameterOf(reference) is { } parameter
            && OptionValue.WrittenOrNull(value) is { } written
            && parameter.Refusal(written) is { } refusal
        )
            throw new GlmException($"The parameter {reference} {refusal}");
        return true;
    }
}
