using System.Collections.Frozen;
using System.Globalization;

namespace Glm.Interactive.CommandLanguage;

/// <summary>Names as C# has them: of variables and of types.</summary>
public static class CSharpName
{
    // The reserved words of C#, and the contextual ones that mislead or fail as a variable of a script.
    private static readonly FrozenSet<string> Keywords = (
        "abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event "
        + "explicit extern false finally fixed float for foreach goto if implicit in int interface internal is lock long "
        + "namespace new null "
        + "object operator out override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static "
        + "string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while "
        + "await dynamic nameof var _"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private const int Longest = 128;

    /// <summary>Whether a word is a keyword of C#, and so cannot name a variable.</summary>
    public static bool IsKeyword(string name) => Keywords.Contains(name);

    /// <summary>Whether a word can name a C# variable: letters, digits and _, at most 128 of them, and not a keyword.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > Longest || IsKeyword(name))
            return false;
        if (!char.IsLetter(name[0]) && name[0] != '_')
            return false;
        return name.All(c =>
            char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark
        );
    }

    /// <summary>A type as C# writes it, for example "List&lt;Gene&gt;".</summary>
    public static string OfType(Type type)
    {
        if (type.IsArray)
            return $"{OfType(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name.Split('`')[0];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(OfType))}>";
    }
}
