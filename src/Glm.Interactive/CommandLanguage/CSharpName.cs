using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Glm.Interactive.CommandLanguage;

/// <summary>Names as C# has them: of variables and of types.</summary>
public static partial class CSharpName
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

    /// <summary>How the names of the classes begin that hold a script's declarations; never part of C# source.</summary>
    public const string ScriptClass = "Submission#";

    private static readonly FrozenDictionary<Type, string> Aliases = new Dictionary<Type, string>
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(void)] = "void",
    }.ToFrozenDictionary();

    private const int Longest = 128;
    private const int LongestType = 300;

    /// <summary>Whether a word is a keyword of C#, and so cannot name a variable.</summary>
    public static bool IsKeyword(string name) => Keywords.Contains(name);

    /// <summary>The type of a variable that holds an object: its own, or the nearest that a cell can name.</summary>
    public static Type VisibleTypeOf(object value)
    {
        var type = value.GetType();
        while (!type.IsVisible)
            type = type.BaseType!;
        return type;
    }

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

    /// <summary>
    /// A type as messages name it, for example "List&lt;Gene&gt;", "Int32[]" or "Outer.Inner". The class that a script's declarations
    /// live in is no part of a name.
    /// </summary>
    /// <param name="type">Any type, open ones and those without a name included.</param>
    public static string OfType(Type type) => Of(type, Style.Short);

    /// <summary>A type as C# writes it, for example "List&lt;int?&gt;" or "(int, string)[]".</summary>
    /// <param name="type">Any type, open ones and those without a name included.</param>
    public static string Written(Type type) => Of(type, Style.Keywords);

    /// <summary>As <see cref="Written"/>, with the namespaces of types outside scripts.</summary>
    /// <param name="type">Any type, open ones and those without a name included.</param>
    public static string WithNamespace(Type type) => Of(type, Style.Full);

    /// <summary>A type as source code names it from anywhere, for example "global::@System.@DateTime[]".</summary>
    /// <param name="type">Any closed type that has a name.</param>
    public static string InSource(Type type) => Of(type, Style.Source);

    /// <summary>
    /// Text with the types of a script named as its source names them: "List`1[Submission#7+Gene]" becomes "List`1[Gene]".
    /// </summary>
    /// <param name="text">For example what a record says of itself.</param>
    public static string InText(string text) =>
        text.Contains(ScriptClass, StringComparison.Ordinal) ? ScriptClassName().Replace(text, "") : text;

    [GeneratedRegex(ScriptClass + @"\d+[+.]", RegexOptions.CultureInvariant)]
    private static partial Regex ScriptClassName();

    private static string Of(Type type, Style style)
    {
        var text = new StringBuilder();
        Append(text, type, style);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Type type, Type[] arguments, Style style)
    {
        if (text.Length > LongestType && style != Style.Source)
        {
            text.Append('…');
        }
        else if (type.IsArray)
        {
            // int[][,] is an array of int[,]: C# writes the outer rank first.
            var element = type;
            var ranks = new StringBuilder();
            for (; element.IsArray; element = element.GetElementType()!)
                ranks.Append('[').Append(',', element.GetArrayRank() - 1).Append(']');
            Append(text, element, style);
            if (ranks.Length > LongestType && style != Style.Source)
                ranks.Remove(LongestType, ranks.Length - LongestType).Append('…');
            text.Append(ranks);
        }
        else if (type.IsPointer || type.IsByRef)
        {
            Append(text, type.GetElementType()!, style);
            text.Append(type.IsPointer ? '*' : '&');
        }
        else if (style == Style.Source)
        {
            AppendNamed(text, type, arguments, style);
        }
        else if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            Append(text, inner, style);
            text.Append('?');
        }
        else if (IsTuple(type))
        {
            AppendList(text, type.GetGenericArguments(), style, '(', ')');
        }
        else if (IsAnonymous(type))
        {
            AppendAnonymous(text, type, style);
        }
        else if (style != Style.Short && Aliases.TryGetValue(type, out var alias))
        {
            text.Append(alias);
        }
        else
        {
            AppendNamed(text, type, arguments, style);
        }
    }

    private static void Append(StringBuilder text, Type type, Style style) =>
        Append(text, type, type.IsGenericType ? type.GetGenericArguments() : [], style);

    private static void AppendNamed(StringBuilder text, Type type, Type[] arguments, Style style)
    {
        var taken = 0;
        if (type is { DeclaringType: { } outer, IsGenericParameter: false })
        {
            taken = outer.GetGenericArguments().Length;
            if (!outer.Name.StartsWith(ScriptClass, StringComparison.Ordinal))
            {
                AppendNamed(text, outer, arguments, style);
                text.Append('.');
            }
        }
        else if (style is Style.Full or Style.Source && !type.IsGenericParameter)
        {
            text.Append(style == Style.Source ? "global::" : "");
            foreach (var part in type.Namespace?.Split('.') ?? [])
                text.Append(style == Style.Source ? "@" : "").Append(part).Append('.');
        }
        text.Append(style == Style.Source ? "@" : "").Append(type.Name.Split('`')[0]);
        var own = type.GetGenericArguments().Length;
        if (own > taken && arguments.Length >= own)
            AppendList(text, arguments[taken..own], style, '<', '>');
    }

    private static void AppendList(StringBuilder text, Type[] types, Style style, char open, char close)
    {
        text.Append(open);
        for (var i = 0; i < types.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            Append(text, types[i], style);
        }
        text.Append(close);
    }

    private static void AppendAnonymous(StringBuilder text, Type type, Style style)
    {
        text.Append("new { ");
        var properties = type.GetProperties();
        for (var i = 0; i < properties.Length; i++)
        {
            if (i > 0)
                text.Append(", ");
            Append(text, properties[i].PropertyType, style);
            text.Append(' ').Append(properties[i].Name);
        }
        text.Append(" }");
    }

    /// <summary>Whether a type is a value tuple.</summary>
    // Not by its full name, which spells out all arguments with theirs.
    internal static bool IsTuple(Type type) =>
        type is { IsGenericType: true, Namespace: nameof(System), DeclaringType: null }
        && type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal);

    /// <summary>Whether the compiler made a type for <c>new { ... }</c>.</summary>
    internal static bool IsAnonymous(Type type) => type.Name.Contains("AnonymousType", StringComparison.Ordinal) && type.Name[0] == '<';

    private enum Style
    {
        Short,
        Keywords,
        Full,
        Source,
    }
}
