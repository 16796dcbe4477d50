using System.Text;

namespace Glm.Kernel.CSharp;

/// <summary>Writes a type as C# source that names it from any cell.</summary>
internal static class TypeSpelling
{
    /// <summary>Prefix of the names of the classes that hold a cell's declarations; never part of C# source.</summary>
    public const string CellClass = "Submission#";

    /// <summary>The type itself where cells can name it; otherwise its nearest nameable base class or interface, or object.</summary>
    /// <param name="type">Any closed type.</param>
    /// <param name="cellTypeIsNewest">Whether a type declared in a cell is still the one its name means.</param>
    public static Type Nameable(Type type, Func<Type, bool> cellTypeIsNewest)
    {
        for (var candidate = type; candidate is not null && candidate != typeof(object); candidate = candidate.BaseType)
            if (IsNameable(candidate, cellTypeIsNewest) && candidate != typeof(ValueType) && candidate != typeof(Enum))
                return candidate;
        var interfaces = type.GetInterfaces().Where(candidate => IsNameable(candidate, cellTypeIsNewest)).ToArray();
        return interfaces
            .Where(candidate => !interfaces.Any(other => other != candidate && candidate.IsAssignableFrom(other)))
            .OrderByDescending(candidate => candidate.IsGenericType)
            .FirstOrDefault()
            ?? typeof(object);
    }

    /// <summary>For example <c>global::System.Collections.Generic.Dictionary&lt;string, int[]&gt;.Enumerator</c>.</summary>
    public static string Of(Type type)
    {
        var text = new StringBuilder();
        Append(text, type);
        return text.ToString();
    }

    internal static bool IsCellClass(Type type) => type.Name.StartsWith(CellClass, StringComparison.Ordinal);

    private static bool IsNameable(Type type, Func<Type, bool> cellTypeIsNewest)
    {
        if (type.IsPointer || type.IsByRef || type.IsByRefLike || type.IsFunctionPointer || type.IsGenericParameter)
            return false;
        if (type.HasElementType)
            return IsNameable(type.GetElementType()!, cellTypeIsNewest);
        if (
            type.Name.Contains('<')
            || type.IsSpecialName
            || type.GetGenericArguments().Any(argument => !IsNameable(argument, cellTypeIsNewest))
        )
            return false;
        if (type.DeclaringType is { } outer)
            return (
                type.IsNestedPublic
                && (
                    IsCellClass(outer)
                        ? cellTypeIsNewest(type)
                        : IsNameable(outer.IsGenericTypeDefinition ? Closed(outer, type) : outer, cellTypeIsNewest)
                )
            );
        return type.IsPublic;
    }

    private static Type Closed(Type outer, Type nested) =>
        outer.MakeGenericType(nested.GetGenericArguments()[..outer.GetGenericArguments().Length]);

    private static void Append(StringBuilder text, Type type)
    {
        if (type.IsArray)
        {
            // int[][,] is an array of int[,]: C# writes the outer rank first.
            var element = type;
            var ranks = new StringBuilder();
            for (; element.IsArray; element = element.GetElementType()!)
                ranks.Append('[').Append(',', element.GetArrayRank() - 1).Append(']');
            Append(text, element);
            text.Append(ranks);
            return;
        }
        AppendNamed(text, type, type.GetGenericArguments());
    }

    private static void AppendNamed(StringBuilder text, Type type, Type[] arguments)
    {
        var taken = 0;
        if (type.DeclaringType is { } outer)
        {
            if (!IsCellClass(outer))
            {
                AppendNamed(text, outer, arguments);
                text.Append('.');
            }
            taken = outer.GetGenericArguments().Length;
        }
        else
        {
            text.Append("global::");
            if (!string.IsNullOrEmpty(type.Namespace))
                text.AppendJoin('.', type.Namespace.Split('.').Select(part => "@" + part)).Append('.');
        }
        text.Append('@').Append(type.Name.Split('`')[0]);
        var own = type.GetGenericArguments().Length;
        if (own <= taken)
            return;
        text.Append('<');
        for (var i = taken; i < own; i++)
        {
            if (i > taken)
                text.Append(", ");
            Append(text, arguments[i]);
        }
        text.Append('>');
    }
}
