using System.Globalization;
using System.Reflection;
using System.Text;

namespace Glm.Testing;

/// <summary>
/// The public surface of a library as text: one line per type and per member, sorted. A frozen copy beside the tests makes every change of
/// the surface a change that a reviewer sees; GLM_UPDATE_API=1 rewrites it.
/// </summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(sbyte)] = "sbyte",
        [typeof(byte)] = "byte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    /// <summary>Compares a library's surface with the frozen one, or freezes it anew where the environment says so.</summary>
    /// <param name="library">The library.</param>
    /// <param name="tests">The test project's folder below tests/.</param>
    public static void ShouldBeFrozen(Assembly library, string tests)
    {
        var file = Repository.PathOf("tests", tests, "PublicApi.txt");
        var surface = Of(library);
        if (Environment.GetEnvironmentVariable("GLM_UPDATE_API") == "1")
            File.WriteAllText(file, surface);
        var frozen = File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n');
        var now = surface.Split('\n');
        var changes = frozen.Except(now).Select(line => "- " + line).Concat(now.Except(frozen).Select(line => "+ " + line)).ToList();
        Assert.True(
            changes.Count == 0,
            $"The public surface of {library.GetName().Name} changed:\n{string.Join('\n', changes)}\nIf that is meant, run the "
                + $"tests with GLM_UPDATE_API=1 and commit tests/{tests}/PublicApi.txt."
        );
    }

    private static string Of(Assembly library)
    {
        var text = new StringBuilder();
        foreach (var type in library.GetExportedTypes().OrderBy(Name, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(Bases(type)).Append('\n');
            if (typeof(Delegate).IsAssignableFrom(type))
                continue;
            foreach (var member in type.GetMembers(Declared).Select(Line).OfType<string>().Distinct().Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    private static string Kind(Type type) =>
        type.IsInterface ? "interface"
        : type.IsEnum ? "enum"
        : typeof(Delegate).IsAssignableFrom(type)
            ? $"delegate {Name(type.GetMethod("Invoke")!.ReturnType)}({Parameters(type.GetMethod("Invoke")!)})"
        : type.IsValueType ? (type.IsByRefLike ? "ref struct" : "struct")
        : type is { IsAbstract: true, IsSealed: true } ? "static class"
        : type.IsSealed ? "sealed class"
        : type.IsAbstract ? "abstract class"
        : "class";

    private static string Bases(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
            return "";
        var inherited = type.BaseType is { } parent ? parent.GetInterfaces() : [];
        var bases = type.GetInterfaces()
            .Except(inherited)
            .Where(implemented => implemented.IsVisible)
            .Select(Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (type.BaseType is { } above && above != typeof(object) && above != typeof(ValueType))
            bases.Insert(0, Name(above));
        return bases.Count > 0 ? " : " + string.Join(", ", bases) : "";
    }

    private static string? Line(MemberInfo member) =>
        member switch
        {
            FieldInfo { IsSpecialName: true } => null,
            FieldInfo field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly => field.DeclaringType!.IsEnum
                ? $"{field.Name} = {field.GetRawConstantValue()}"
                : $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}"
                    + $"{(field.IsInitOnly ? "readonly " : "")}{Name(field.FieldType)} "
                    + $"{field.Name}{(field.IsLiteral ? " = " + Written(field.GetRawConstantValue(), field.FieldType) : "")}",
            PropertyInfo property => Property(property),
            ConstructorInfo constructor when IsSeen(constructor) => $"new({Parameters(constructor)})",
            MethodInfo { IsSpecialName: true, Name: var name } when !name.StartsWith("op_", StringComparison.Ordinal) => null,
            // What the compiler writes for every record is not worth a line.
            MethodInfo
            {
                Name: "<Clone>$"
                    or "PrintMembers"
                    or "GetHashCode"
                    or "Equals"
                    or "ToString"
                    or "Deconstruct"
                    or "op_Equality"
                    or "op_Inequality"
            } => null,
            MethodInfo method when IsSeen(method) => $"{(method.IsStatic ? "static " : Modifier(method))}{Name(method.ReturnType)} "
                + method.Name
                + (method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "")
                + $"({Parameters(method)})",
            EventInfo @event => $"event {Name(@event.EventHandlerType!)} {@event.Name}",
            _ => null,
        };

    private static string? Property(PropertyInfo property)
    {
        var (get, set) = (property.GetMethod, property.SetMethod);
        if (get is null || !IsSeen(get) || property.Name == "EqualityContract")
            return null;
        var index = property.GetIndexParameters();
        var name =
            index.Length > 0
                ? $"this[{string.Join(", ", index.Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"))}]"
                : property.Name;
        var isInit = set?.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") == true;
        return $"{(get.IsStatic ? "static " : Modifier(get))}{Name(property.PropertyType)} {name} {{ "
            + $"get;{(set is null || !IsSeen(set) ? "" : isInit ? " init;" : " set;")} }}";
    }

    private static string Modifier(MethodInfo method) =>
        method.DeclaringType!.IsInterface ? ""
        : method.IsAbstract ? "abstract "
        : method.GetBaseDefinition() != method ? "override "
        : method is { IsVirtual: true, IsFinal: false } ? "virtual "
        : "";

    private static bool IsSeen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method
                .GetParameters()
                .Select(parameter =>
                    (
                        parameter.IsOut ? "out "
                        : parameter.ParameterType.IsByRef ? "ref "
                        : ""
                    )
                    + Name(parameter.ParameterType.IsByRef ? parameter.ParameterType.GetElementType()! : parameter.ParameterType)
                    + " "
                    + $"{parameter.Name}{Default(parameter)}"
                )
        );

    private static string Default(ParameterInfo parameter) =>
        parameter.HasDefaultValue ? " = " + Written(parameter.DefaultValue, parameter.ParameterType) : "";

    private static string Written(object? value, Type type) =>
        value switch
        {
            null => type.IsValueType ? "default" : "null",
            string text => $"\"{text}\"",
            bool truth => truth ? "true" : "false",
            Enum choice => $"{choice.GetType().Name}.{choice}",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    private static string Name(Type type)
    {
        if (type.IsByRef)
            return "ref " + Name(type.GetElementType()!);
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Name(value) + "?";
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (type.IsGenericType && type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
            return $"({string.Join(", ", type.GetGenericArguments().Select(Name))})";
        var name = type.Name.Split('`')[0];
        if (type.IsNested)
            name = $"{Name(type.DeclaringType!)}.{name}";
        else if (type.Namespace?.StartsWith("Glm", StringComparison.Ordinal) == true)
            name = $"{type.Namespace}.{name}";
        var own = type.GetGenericArguments();
        return own.Length > 0 ? $"{name}<{string.Join(", ", own.Select(Name))}>" : name;
    }
}
