using System.Runtime.InteropServices;
using Glm.Arrays.SafeTensors;
using Glm.Arrays.TorchArchive;

namespace Glm.Arrays;

/// <summary>One tensor of a weight file.</summary>
internal sealed record WeightTensor(string Name, ElementType Type, IReadOnlyList<long> Shape);

/// <summary>A file of named tensors, whichever of the two formats it has; tensors are read one at a time.</summary>
internal sealed class WeightFile : IDisposable
{
    private readonly SafeTensorsFile? _safeTensors;
    private readonly TorchArchiveFile? _torch;

    private WeightFile(string path, SafeTensorsFile? safeTensors, TorchArchiveFile? torch)
    {
        (Path, _safeTensors, _torch) = (path, safeTensors, torch);
        Tensors = safeTensors is not null
            ?
            [
                .. safeTensors
                    .Names.Select(name => (Name: name, Info: safeTensors.Find(name)!))
                    .Select(t => new WeightTensor(t.Name, t.Info.Type, t.Info.Shape)),
            ]
            : [.. torch!.Tensors.Select(t => new WeightTensor(t.Name, t.Type, t.Shape))];
    }

    public string Path { get; }

    /// <summary>The metadata strings of a safetensors file; null for any other.</summary>
    public IReadOnlyDictionary<string, string>? Metadata => _safeTensors?.Metadata;

    public IReadOnlyList<WeightTensor> Tensors { get; }

    /// <summary>All that a PyTorch checkpoint holds, as inert values; null for any other file.</summary>
    public object? Root => _torch?.Root;

    /// <summary>Opens by name: <c>.safetensors</c>, anything else as a PyTorch checkpoint.</summary>
    public static WeightFile Open(string path) =>
        IsSafeTensors(path)
            ? new WeightFile(path, SafeTensorsFile.Open(path), null)
            : new WeightFile(path, null, TorchArchiveFile.Open(path));

    /// <summary>Whether a file of this name is read as safetensors.</summary>
    public static bool IsSafeTensors(string path) => path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a tensor as 32-bit floats into memory of exactly its size.</summary>
    public void ReadSingles(string name, Span<byte> destination)
    {
        if ((_safeTensors?.Find(name)?.Type ?? _torch?.Find(name)?.Type) == ElementType.Float32)
        {
            if (_safeTensors is not null)
                _safeTensors.ReadInto(name, destination);
            else
                _torch!.ReadInto(name, destination);
            return;
        }
        var values = (_safeTensors?.Read(name) ?? _torch!.Read(name)).ToSingle();
        MemoryMarshal.AsBytes(values.AsSpan()).CopyTo(destination);
    }

    public void Dispose()
    {
        _safeTensors?.Dispose();
        _torch?.Dispose();
    }
}
