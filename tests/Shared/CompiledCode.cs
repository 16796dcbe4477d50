using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Glm.Testing;

/// <summary>What compiled code refers to, read from its instructions; for tests of conventions.</summary>
internal static class CompiledCode
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>Every method, constructor and accessor that the type itself declares.</summary>
    public static IEnumerable<MethodBase> Methods(Type type) => [.. type.GetMethods(Declared), .. type.GetConstructors(Declared)];

    /// <summary>The types, methods and fields that a method's instructions name, in order.</summary>
    public static IEnumerable<MemberInfo> References(MethodBase method) =>
        Operands(method)
            .Where(operand =>
                operand.Type is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok
            )
            .Select(operand => Resolve(method, operand.Token));

    /// <summary>The string literals of a method, in order; an interpolated string gives its pieces.</summary>
    public static IEnumerable<string> Strings(MethodBase method) =>
        Operands(method)
            .Where(operand => operand.Type == OperandType.InlineString)
            .Select(operand => method.Module.ResolveString(operand.Token));

    private static MemberInfo Resolve(MethodBase method, int token) =>
        method.Module.ResolveMember(
            token,
            method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null
        )!;

    /// <summary>For each call of a target, the string literals that the method loads for it: those since the call before.</summary>
    public static IEnumerable<IReadOnlyList<string>> StringsForCalls(MethodBase method, MethodBase target)
    {
        var strings = new List<string>();
        foreach (var (operand, token) in Operands(method))
            if (operand == OperandType.InlineString)
            {
                strings.Add(method.Module.ResolveString(token));
            }
            else if (operand == OperandType.InlineMethod && Resolve(method, token) == target)
            {
                yield return [.. strings];
                strings.Clear();
            }
    }

    /// <summary>The kind of operand of every instruction of a method, with the metadata token where the operand is one.</summary>
    private static IEnumerable<(OperandType Type, int Token)> Operands(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        for (var at = 0; at < code.Length; )
        {
            var value = (int)code[at++];
            if (value == 0xFE)
                value = 0xFE00 | code[at++];
            var operand = Codes[value].OperandType;
            var size = operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))),
                _ => 4,
            };
            yield return (operand, size == 4 ? BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)) : 0);
            at += size;
        }
    }

    /// <summary>Every type that a type's declaration and code use, generic arguments and element types taken apart.</summary>
    public static IReadOnlySet<Type> TypesUsedBy(Type type)
    {
        var used = new HashSet<Type>();
        Add(type.BaseType);
        foreach (var implemented in type.GetInterfaces())
            Add(implemented);
        foreach (var field in type.GetFields(Declared))
            Add(field.FieldType);
        foreach (var method in Methods(type))
        {
            if (method is MethodInfo { ReturnType: var result })
                Add(result);
            foreach (var parameter in method.GetParameters())
                Add(parameter.ParameterType);
            foreach (var local in method.GetMethodBody()?.LocalVariables ?? [])
                Add(local.LocalType);
            foreach (var reference in References(method))
            {
                Add(reference as Type ?? reference.DeclaringType);
                if (reference is MethodInfo { IsGenericMethod: true } generic)
                    foreach (var argument in generic.GetGenericArguments())
                        Add(argument);
            }
        }
        return used;

        void Add(Type? next)
        {
            if (next is null || next.IsGenericParameter)
                return;
            if (next.HasElementType)
                Add(next.GetElementType());
            else if (used.Add(next.IsGenericType ? next.GetGenericTypeDefinition() : next) | next.IsGenericType)
                foreach (var argument in next.GetGenericArguments())
                    Add(argument);
        }
    }
}
