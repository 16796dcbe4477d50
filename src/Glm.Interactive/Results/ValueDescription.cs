using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Results;

/// <summary>Says in plain English what an object of a notebook is.</summary>
public static class ValueDescription
{
    private const int LongestLine = 200;

    /// <summary>The same as the command language asks for it.</summary>
    public static IVocabulary Vocabulary { get; } = new ResultVocabulary();

    /// <summary>A type in words, for example "scaffolds (ScaffoldSet)", or its C# name where there are no better words.</summary>
    public static string Words(Type type) =>
        ResultTypes.Of(type)?.Words is { } words ? $"{words} ({type.Name})" : CSharpVocabulary.Instance.Words(type);

    /// <summary>One line about an object's size. May hold untrusted text: encode it for HTML.</summary>
    public static string Line(object value) =>
        LineText.Shown(
            (value as IDescribable)?.Description ?? ResultTypes.Of(value)?.Describe(value) ?? CSharpVocabulary.Instance.Line(value),
            LongestLine
        );

    /// <summary>As <see cref="Line"/>, but null if only the type of the object can be given.</summary>
    public static string? LineOrNull(object value) =>
        value is IDescribable || ResultTypes.Of(value)?.Describe(value) is not null ? Line(value) : null;

    private sealed class ResultVocabulary : IVocabulary
    {
        string IVocabulary.Words(Type type) => ValueDescription.Words(type);

        string IVocabulary.Line(object value) => ValueDescription.Line(value);
    }
}
