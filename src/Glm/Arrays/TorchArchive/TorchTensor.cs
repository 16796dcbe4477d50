namespace Glm.Arrays.TorchArchive;

/// <summary>One tensor of a PyTorch checkpoint: a view into a storage that several tensors may share.</summary>
/// <param name="Name">Keys of the nested dicts, joined by '.'.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes, each 0 or more; empty for a scalar.</param>
/// <param name="Strides">Elements between neighbours along each dimension, each 0 or more.</param>
/// <param name="ByteLength">Bytes of the tensor in C order; a view may be larger or smaller than its storage.</param>
/// <param name="StorageOffset">First element within the storage.</param>
/// <param name="StorageKey">Names the storage; equal for tensors that share one.</param>
public sealed record TorchTensor(
    string Name,
    ElementType Type,
    IReadOnlyList<long> Shape,
    IReadOnlyList<long> Strides,
    long ByteLength,
    long StorageOffset,
    string StorageKey
);
