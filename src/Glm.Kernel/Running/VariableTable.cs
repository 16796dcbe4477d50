using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Kernel.CSharp;

namespace Glm.Kernel.Running;

/// <summary>The tables of <c>#!who</c> and <c>#!whos</c>.</summary>
internal static class VariableTable
{
    public static MimeBundle Create(IReadOnlyList<CellVariable> variables, bool withValues)
    {
        if (variables.Count == 0)
            return new MimeBundle("There are no variables yet.");
        return withValues
            ? TableView.Create(
                variables
                    .Select(variable => new
                    {
                        variable.Name,
                        Type = CSharpName.OfType(variable.Type),
                        Value = Value(variable.Value),
                    })
                    .ToList()
            )
            : HelpView.Create("", string.Join('\n', variables.Select(variable => variable.Name)));
    }

    private static string Value(object? value)
    {
        try
        {
            return value is null ? "null" : ValueDescription.LineOrNull(value) ?? Formatters.ToBundle(value).Plain.Split('\n', 2)[0];
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return $"({failure.GetType().Name} while it was shown)";
        }
    }
}
