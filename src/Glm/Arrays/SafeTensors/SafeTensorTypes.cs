using Glm.Runtime;

namespace Glm.Arrays.SafeTensors;

/// <summary>The format's names of element types.</summary>
internal static class SafeTensorTypes
{
    public const string MetadataKey = "__metadata__";
    public const int MaxHeaderBytes = 100_000_000;

    private static readonly Dictionary<string, ElementType> ByName = new(StringComparer.Ordinal)
    {
        ["BOOL"] = ElementType.Bool,
        ["U8"] = ElementType.UInt8,
        ["I8"] = ElementType.Int8,
        ["I16"] = ElementType.Int16,
        ["I32"] = ElementType.Int32,
        ["I64"] = ElementType.Int64,
        ["F16"] = ElementType.Float16,
        ["BF16"] = ElementType.BFloat16,
        ["F32"] = ElementType.Float32,
        ["F64"] = ElementType.Float64,
    };

    private static readonly Dictionary<ElementType, string> ByType = ByName.ToDictionary(pair => pair.Value, pair => pair.Key);

    public static string NameOf(ElementType type) => ByType[type];

    public static ElementType Parse(string where, string name) =>
        ByName.TryGetValue(name, out var type)
            ? type
            : throw new GlmException(
                $"{where}: elements of type {LineText.Quoted(name)} are not supported; supported are {string.Join(", ", ByName.Keys)}."
            );
}
