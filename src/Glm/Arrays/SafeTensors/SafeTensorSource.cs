namespace Glm.Arrays.SafeTensors;

/// <summary>A tensor to be written, whose bytes are asked for only when its turn comes.</summary>
/// <param name="Name">Its key; not "__metadata__".</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes, each 0 or more; empty for a scalar.</param>
/// <param name="Write">Writes exactly the tensor's bytes, in C order, little-endian.</param>
public sealed record SafeTensorSource(string Name, ElementType Type, IReadOnlyList<long> Shape, Action<Stream> Write)
{
    /// <summary>A tensor that is in memory already.</summary>
    public static SafeTensorSource From(string name, NdArray array) =>
        new(name, array.Type, array.Shape, stream => stream.Write(array.Bytes));
}
