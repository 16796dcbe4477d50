using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Glm.Arrays;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>
/// The tensors of a protein language model in one file or several, by the names that the model gives them, and what became of every key.
/// </summary>
internal sealed class EncoderWeights
{
    private readonly Dictionary<string, (WeightFile File, WeightTensor Tensor)> _found = new(StringComparer.Ordinal);
    private readonly List<CheckpointEntry> _entries = [];
    private readonly XxHash128 _hash = new();

    /// <param name="source">The file or folder, for messages.</param>
    /// <param name="files">At least one; borrowed.</param>
    /// <param name="canonical">A tensor's name in the model, by its name in the file; "" for one that is not used, null for one that
    /// belongs to no such model.</param>
    public EncoderWeights(string source, IReadOnlyList<WeightFile> files, Func<string, string?> canonical)
    {
        Source = source;
        foreach (var file in files)
        foreach (var tensor in file.Tensors)
            if (canonical(tensor.Name) is not { } name)
                _entries.Add(new CheckpointEntry(tensor.Name, CheckpointStatus.Unexpected, tensor.Shape, null));
            else if (name.Length == 0 || !_found.TryAdd(name, (file, tensor)))
                _entries.Add(new CheckpointEntry(tensor.Name, CheckpointStatus.DeadWeight, tensor.Shape, null));
    }

    public string Source { get; }

    /// <summary>Names in the model of all tensors that have one.</summary>
    public IReadOnlyCollection<string> Names => _found.Keys;

    /// <summary>Whether the files hold a tensor.</summary>
    public bool Has(string name) => _found.ContainsKey(name);

    /// <summary>The shape of a tensor, or null.</summary>
    public IReadOnlyList<long>? ShapeOf(string name) => _found.TryGetValue(name, out var found) ? found.Tensor.Shape : null;

    /// <summary>Reads a tensor in float32 on the CPU; it belongs to the caller's dispose scope.</summary>
    /// <param name="name">In the model.</param>
    /// <param name="shape">That it must have.</param>
    /// <exception cref="GlmException">It is missing, of another shape, damaged, or not finite.</exception>
    public Tensor Read(string name, params long[] shape)
    {
        var tensor = empty(shape, dtype: ScalarType.Float32);
        ReadInto(tensor, name, shape);
        return tensor;
    }

    /// <summary>Reads a tensor in float32 into one of the same shape, whose memory is contiguous.</summary>
    /// <exception cref="GlmException">As <see cref="Read"/>.</exception>
    public void ReadInto(Tensor target, string name, params long[] shape)
    {
        if (!_found.TryGetValue(name, out var found))
        {
            _entries.Add(new CheckpointEntry(name, CheckpointStatus.Missing, null, shape));
            throw new GlmException($"{Source}: the file does not fit the model: {Report}. Name the files of one model.");
        }
        var fits = found.Tensor.Shape.SequenceEqual(shape);
        _entries.Add(
            new CheckpointEntry(found.Tensor.Name, fits ? CheckpointStatus.Loaded : CheckpointStatus.WrongShape, found.Tensor.Shape, shape)
        );
        if (!fits)
            throw new GlmException($"{Source}: the file does not fit the model: {Report}. Name the files of one model.");
        found.File.ReadSingles(found.Tensor.Name, target.bytes);
        _hash.Append(Encoding.UTF8.GetBytes(name));
        _hash.Append(target.bytes);
        using var scope = NewDisposeScope();
        if (!target.sum().isfinite().item<bool>() && !target.isfinite().all().item<bool>())
            throw new GlmException(
                $"{found.File.Path}: tensor {LineText.Quoted(found.Tensor.Name)} holds a number that is NaN or infinite. "
                    + $"Download it again."
            );
    }

    /// <summary>Notes what was not asked for.</summary>
    public CheckpointReport Finish()
    {
        var read = _entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        _entries.AddRange(
            _found
                .Values.Where(found => !read.Contains(found.Tensor.Name))
                .Select(found => new CheckpointEntry(found.Tensor.Name, CheckpointStatus.Unexpected, found.Tensor.Shape, null))
        );
        return Report;
    }

    /// <summary>Of all that was read, in the order of reading, and of the shape of the model.</summary>
    public string Checksum(object config)
    {
        _hash.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{config}")));
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    private CheckpointReport Report => new(Source, [.. _entries]);
}
