namespace Glm.Interactive.CommandLanguage;

/// <summary>The vocabulary that knows C# alone: numbers, strings, booleans, and the names of all other types.</summary>
public sealed class CSharpVocabulary : IVocabulary
{
    private CSharpVocabulary() { }

    /// <summary>The only one.</summary>
    public static CSharpVocabulary Instance { get; } = new();

    /// <inheritdoc/>
    public string Words(Type type) =>
        type == typeof(string) ? "a string (String)"
        : type == typeof(bool) ? "a boolean (Boolean)"
        : type.IsPrimitive || type == typeof(decimal) || type == typeof(Half) ? $"a number ({type.Name})"
        : $"{("AEIOU".Contains(type.Name[0], StringComparison.Ordinal) ? "an" : "a")} {CSharpName.OfType(type)}";

    /// <inheritdoc/>
    public string Line(object value) => CSharpName.OfType(value.GetType());
}
