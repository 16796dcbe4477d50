using Glm.Arrays.Pickle;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.TorchArchive;

/// <summary>
/// A PyTorch checkpoint (a zip of a pickle and raw storages, as torch.save writes since version 1.6), opened for reading. Opening reads
/// the directory and the pickle only; tensors are read one at a time. Nothing in the file is executed. Not thread-safe.
/// </summary>
public sealed class TorchArchiveFile : IDisposable
{
    private const string PickleName = "data.pkl";
    private const long MaxPickleBytes = 256L << 20;

    private readonly ZipContainer _zip;
    private readonly string _folder;
    private readonly Dictionary<string, TorchTensor> _tensors;

    private TorchArchiveFile(ZipContainer zip, string folder, object? root)
    {
        (_zip, _folder, Root) = (zip, folder, root);
        Tensors = new TorchTensorReader(zip, folder).Collect(root);
        _tensors = Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>
    /// All tensors in file order, including those of nested dicts and lists, with keys joined by '.'; a file that is one bare tensor names
    /// it "tensor".
    /// </summary>
    public IReadOnlyList<TorchTensor> Tensors { get; }

    /// <summary>The whole content as inert values; a tensor is a <see cref="PickleObject"/> of torch._utils._rebuild_tensor_v2.</summary>
    public object? Root { get; }

    /// <summary>Opens a checkpoint and checks every tensor against the storage that it refers to.</summary>
    /// <exception cref="GlmException">The file is missing, truncated, damaged, hostile, or in another format.</exception>
    public static TorchArchiveFile Open(string path)
    {
        var file = StoredFile.OpenRead(path);
        try
        {
            RefuseOtherFormats(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        var zip = new ZipContainer(path, file);
        try
        {
            var pickles = zip
                .Names.Where(name =>
                    name == PickleName || name.EndsWith("/" + PickleName, StringComparison.Ordinal) && name.Count(c => c == '/') == 1
                )
                .ToList();
            if (pickles is not [var pickle])
                throw new GlmException(
                    $"{path}: a zip with {pickles.Count} data.pkl where a PyTorch checkpoint has one; this is not a checkpoint "
                        + $"written by torch.save."
                );
            var folder = pickle[..^PickleName.Length];
            RefuseBigEndian(zip, folder);
            return new TorchArchiveFile(zip, folder, ReadPickle(zip, pickle));
        }
        catch
        {
            zip.Dispose();
            throw;
        }
    }

    /// <summary>The tensor with this name, or null.</summary>
    public TorchTensor? Find(string name) => _tensors.GetValueOrDefault(name);

    /// <summary>Reads one tensor, contiguous in C order.</summary>
    /// <exception cref="GlmException">There is no such tensor, it exceeds 2 GB, or its data are damaged.</exception>
    public NdArray Read(string name)
    {
        var tensor = Require(name);
        var bytes = ArrayLayout.Allocate(Where(tensor), tensor.ByteLength);
        ReadInto(name, bytes);
        return new NdArray(tensor.Type, tensor.Shape, bytes);
    }

    /// <summary>
    /// Reads one tensor, contiguous in C order, straight from its zip entry into memory of exactly its
    /// <see cref="TorchTensor.ByteLength"/>.
    /// </summary>
    /// <exception cref="GlmException">There is no such tensor, or its data are damaged.</exception>
    public void ReadInto(string name, Span<byte> destination)
    {
        var tensor = Require(name);
        if (destination.Length != tensor.ByteLength)
            throw new ArgumentException($"Tensor '{name}' has {tensor.ByteLength} bytes, not {destination.Length}.", nameof(destination));
        if (destination.IsEmpty)
            return;
        var where = Where(tensor);
        var itemSize = NdArray.SizeOf(tensor.Type);
        _zip.ReadInto(TorchTensorReader.EntryOf(_folder, tensor.StorageKey), destination, (stream, target) =>
        {
            StridedReader.Skip(where, stream, tensor.StorageOffset * itemSize);
            StridedReader.Read(where, stream, tensor.Shape, tensor.Strides, itemSize, target);
        });
    }

    public void Dispose() => _zip.Dispose();

    private static object? ReadPickle(ZipContainer zip, string entry)
    {
        var length = zip.LengthOf(entry);
        if (length > MaxPickleBytes)
            throw new GlmException(
                $"{zip.Path}: its data.pkl has {length} bytes; at most {MaxPickleBytes} are read. Save tensors, not Python lists."
            );
        // The limit follows what the file really holds, not what it claims to unpack to.
        var options = TorchTensorReader.Options with { MaxMemory = (64L << 20) + 16 * zip.CompressedLengthOf(entry) };
        return zip.Read(entry, stream => PickleReader.Read(stream, length, zip.Path, options));
    }

    private static void RefuseOtherFormats(string path, FileStream file)
    {
        Span<byte> start = stackalloc byte[16];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        start = start[..read];
        // A pickled long that PyTorch used as its magic number before the zip format.
        ReadOnlySpan<byte> legacy = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
        if (start.IndexOf(legacy) >= 0)
            throw new GlmException(
                $"{path}: a checkpoint in PyTorch's format from before version 1.6; convert it in Python with "
                    + $"torch.save(torch.load('old.pt', map_location='cpu'), 'new.pt')."
            );
        if (start is [0x80, ..])
            throw new GlmException($"{path}: a bare pickle, not a PyTorch checkpoint; write it with torch.save.");
        if (!start.StartsWith("PK"u8))
            throw new GlmException(
                $"{path}: not a PyTorch checkpoint (it is not a zip file); write it with torch.save, or name a .safetensors file."
            );
    }

    private static void RefuseBigEndian(ZipContainer zip, string folder)
    {
        var entry = folder + "byteorder";
        if (!zip.Contains(entry))
            return;
        var order = new byte[Math.Min(zip.LengthOf(entry), 16)];
        zip.ReadInto(entry, order, (stream, target) => StridedReader.Fill($"{zip.Path}: entry 'byteorder'", stream, target));
        if (!order.AsSpan().SequenceEqual("little"u8))
            throw new GlmException($"{zip.Path}: written on a big-endian machine; save it again on a little-endian one.");
    }

    private TorchTensor Require(string name) =>
        Find(name)
        ?? throw new GlmException(
            $"{_zip.Path}: holds no tensor {LineText.Quoted(name)}; it holds {Tensors.Count} "
                + $"others{(Tensors.Count > 0 ? $", such as {LineText.Quoted(Tensors[0].Name)}" : "")}."
        );

    private string Where(TorchTensor tensor) => $"{_zip.Path}: tensor {LineText.Quoted(tensor.Name)}";
}
