namespace Glm.Arrays.SafeTensors;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes, each 0 or more; empty for a scalar.</param>
/// <param name="ByteLength">Bytes of its elements, in C order, little-endian.</param>
/// <param name="Offset">Where they begin, in bytes from the start of the file.</param>
public sealed record SafeTensorInfo(string Name, ElementType Type, IReadOnlyList<long> Shape, long ByteLength, long Offset);
