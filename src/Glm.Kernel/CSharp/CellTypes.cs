using Glm.Interactive.CommandLanguage;

namespace Glm.Kernel.CSharp;

/// <summary>Finds types that cells can name.</summary>
internal static class CellTypes
{
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

    internal static bool IsCellClass(Type type) => type.Name.StartsWith(CSharpName.ScriptClass, StringComparison.Ordinal);

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
}
