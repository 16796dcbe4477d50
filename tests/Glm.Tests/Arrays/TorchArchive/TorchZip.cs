using System.IO.Compression;
using Glm.Tests.Arrays.Pickle;

namespace Glm.Tests.Arrays.TorchArchive;

/// <summary>Writes PyTorch checkpoints entry by entry, also those that torch.save would not write.</summary>
internal sealed class TorchZip
{
    private readonly List<(string Name, byte[] Bytes, CompressionLevel Level)> _entries = [];

    public TorchZip Entry(string name, byte[] bytes, CompressionLevel level = CompressionLevel.NoCompression)
    {
        _entries.Add((name, bytes, level));
        return this;
    }

    public TorchZip Storage(string key, byte[] bytes, CompressionLevel level = CompressionLevel.NoCompression) =>
        Entry($"archive/data/{key}", bytes, level);

    public byte[] Build(PickleBytes pickle, string root = "archive")
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes, level) in _entries.Prepend(($"{root}/data.pkl", pickle.Stop(), CompressionLevel.NoCompression)))
            {
                using var stream = zip.CreateEntry(name, level).Open();
                stream.Write(bytes);
            }
        return buffer.ToArray();
    }

    /// <summary>Pushes one tensor on the pickle's stack.</summary>
    public static PickleBytes Tensor(
        PickleBytes pickle,
        string storage,
        string key,
        long elements,
        long offset,
        long[] shape,
        long[] strides
    ) =>
        pickle
            .Global("torch._utils", "_rebuild_tensor_v2")
            .Op("(")
            .Op("(")
            .Text("storage")
            .Global("torch", storage)
            .Text(key)
            .Text("cpu")
            .Integer(elements)
            .Op("tQ")
            .Integer(offset)
            .Tuple(shape)
            .Tuple(strides)
            .Op("\x89")
            .Global("collections", "OrderedDict")
            .Op(")RtR");
}
