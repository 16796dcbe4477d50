using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Runtime;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Glm.Modeling;

/// <summary>
/// A low-rank adapter (LoRA, Hu et al. 2022): linear maps of a model's layers become W + α/r · B·A, where W stays as it is and only A
/// and B are learned. B begins as zeros, so that the adapted model begins as its base. Any number of adapters can stand on one base
/// (<see cref="GlmModel.WithAdapter"/>). Owns its tensors; not thread-safe.
/// </summary>
/// <remarks>r rank, I and O inputs and outputs of a map. Tensors 2i and 2i + 1 are A [r, I] and B [O, r] of module i.</remarks>
public sealed class LoraAdapter : IDisposable
{
    private const string KeyPrefix = "base_model.model.";
    private const string KeyOfA = ".lora_A.weight";
    private const string KeyOfB = ".lora_B.weight";

    private readonly Dictionary<long, int> _numbers; // of modules, by the offset of their weight in the model's buffer
    private readonly (string Name, ParameterSlot Slot)[] _modules;

    private LoraAdapter(GlmConfig config, LoraOptions options, Device device)
    {
        options.Validate();
        (Config, Options) = (config, options);
        var all = Adaptable(new ParameterLayout(config));
        foreach (var target in options.Targets)
            if (!all.Any(module => IsMatch(module.Name, target)))
                throw new GlmException(
                    $"This model has no module {LineText.Quoted(target)} to adapt"
                        + (NearestName.Of(target, LoraOptions.AllTargets) is { } near ? $"; '{near}' comes nearest" : "")
                        + $". Use {Setting.Of(nameof(LoraOptions.Targets))} among {string.Join(", ", LoraOptions.AllTargets)}."
                );
        _modules = [.. all.Where(module => options.Targets.Any(target => IsMatch(module.Name, target)))];
        if (_modules.Min(module => Math.Min(module.Slot.Shape[0], module.Slot.Shape[1])) < options.Rank)
            throw new GlmException(
                $"An adapter of rank {options.Rank} is no smaller than the {config.HiddenSize} wide maps that it adapts. Use a smaller "
                    + $"{Setting.Of(nameof(LoraOptions.Rank))}, or train the model itself."
            );
        _numbers = _modules.Select((module, i) => (module.Slot.Offset, i)).ToDictionary(one => one.Offset, one => one.i);
        Weights = new FlatTensors(
            _modules.SelectMany(module => new long[][] { [options.Rank, module.Slot.Shape[1]], [module.Slot.Shape[0], options.Rank] }),
            device
        );
    }

    /// <summary>The shape of the models that it fits.</summary>
    public GlmConfig Config { get; }

    /// <summary>Rank, alpha and targets.</summary>
    public LoraOptions Options { get; }

    /// <summary>Full names of the adapted modules, such as "roberta.roberta.encoder.layer.0.attention.self.query".</summary>
    public IReadOnlyList<string> Modules => Array.ConvertAll(_modules, module => module.Name);

    /// <summary>How many numbers it has.</summary>
    public long Count => Weights.Values.shape[0];

    internal FlatTensors Weights { get; }

    private double Scale => Options.Alpha / Options.Rank;

    /// <summary>A fresh adapter, which changes nothing yet. The same seed gives the same one.</summary>
    /// <param name="config">The shape of the base.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="seed">Of A, which is drawn as the weights of a linear map usually are: uniformly within ± 1/√I.</param>
    /// <param name="device">Null for the CPU.</param>
    /// <exception cref="GlmException">An option is out of range, or a target names no module.</exception>
    public static LoraAdapter Create(GlmConfig config, LoraOptions? options = null, long seed = 1, Device? device = null)
    {
        var adapter = new LoraAdapter(config, options ?? new LoraOptions(), device ?? CPU);
        using var still = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        for (var i = 0; i < adapter._modules.Length; i++)
        {
            using var scope = NewDisposeScope();
            var a = adapter.Weights[2 * i];
            var limit = 1 / Math.Sqrt(a.shape[1]);
            a.copy_(empty(a.shape).uniform_(-limit, limit, generator));
        }
        return adapter;
    }

    public void Dispose() => Weights.Dispose();

    /// <summary>y + α/r · B·A·x where the map of this weight, or a part of it, is adapted. Belongs to the caller's scope.</summary>
    internal Tensor AddTo(Tensor y, ParameterLeaf weight, Tensor x, bool training)
    {
        if (!weight.Slots.Any(slot => _numbers.ContainsKey(slot.Offset)))
            return y;
        var read = training ? Dropout.Apply(x, Options.Dropout) : x;
        Tensor[] parts =
        [
            .. weight.Slots.Select(slot =>
                _numbers.TryGetValue(slot.Offset, out var i)
                    ? F.linear(F.linear(read, Weights[2 * i]), Weights[(2 * i) + 1])
                    : zeros([.. x.shape[..^1], slot.Shape[0]], device: x.device)
            ),
        ];
        return y.Plus((parts.Length == 1 ? parts[0] : cat(parts, -1)).Times(Scale));
    }

    /// <summary>Adds the adapter to the weights of a model of its shape, for good.</summary>
    internal void MergeInto(FlatParameters weights)
    {
        using var still = no_grad();
        for (var i = 0; i < _modules.Length; i++)
        {
            using var scope = NewDisposeScope();
            weights.View(_modules[i].Slot).Add(Weights[(2 * i) + 1].mm(Weights[2 * i]).Times(Scale));
        }
    }

    /// <summary>Its tensors under the names that PEFT gives them.</summary>
    internal IEnumerable<SafeTensorSource> ToTensors() =>
        _modules.SelectMany((module, i) => new[] { Source(module.Name + KeyOfA, 2 * i), Source(module.Name + KeyOfB, (2 * i) + 1) });

    /// <summary>Reads an adapter of tensors under these names.</summary>
    /// <exception cref="GlmException">A tensor is missing, of another shape, or not finite.</exception>
    internal static LoraAdapter Read(GlmConfig config, LoraOptions options, SafeTensorsFile file, string path, Device device)
    {
        var adapter = new LoraAdapter(config, options, device);
        try
        {
            for (var i = 0; i < adapter._modules.Length; i++)
            {
                Fill(adapter._modules[i].Name + KeyOfA, adapter.Weights[2 * i]);
                Fill(adapter._modules[i].Name + KeyOfB, adapter.Weights[(2 * i) + 1]);
            }
            return adapter;
        }
        catch
        {
            adapter.Dispose();
            throw;
        }

        void Fill(string name, Tensor target)
        {
            using var scope = NewDisposeScope();
            using var still = no_grad();
            target.copy_(tensor(Numbers(file, path, KeyPrefix + name, target.shape), target.shape));
        }
    }

    /// <summary>The numbers of a tensor of which the shape is known.</summary>
    /// <exception cref="GlmException">It is missing, of another shape, or not finite.</exception>
    internal static float[] Numbers(SafeTensorsFile file, string path, string key, params long[] shape)
    {
        if (file.Find(key) is not { } found || !found.Shape.SequenceEqual(shape))
            throw new GlmException(
                $"{path}: the tensor '{key}' of shape [{string.Join(", ", shape)}] is "
                    + $"{(file.Find(key) is { } other ? $"there as [{string.Join(", ", other.Shape)}]" : "missing")}. Restore the "
                    + $"files that were saved together, or fine-tune again."
            );
        var values = file.Read(key).ToSingle();
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new GlmException($"{path}: the tensor '{key}' holds numbers that are not finite. Fine-tune again.");
    }

    private SafeTensorSource Source(string name, int number)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var values = Weights[number].detach().cpu().contiguous();
        return SafeTensorSource.From(KeyPrefix + name, new NdArray(ElementType.Float32, values.shape, values.bytes.ToArray()));
    }

    private static List<(string Name, ParameterSlot Slot)> Adaptable(ParameterLayout layout)
    {
        var weights = layout
            .Layers.SelectMany(layer =>
                new[] { layer.Query, layer.Key, layer.Value }
                    .Select(map => map.Weight)
                    .Concat(new[] { layer.AttentionOut, layer.FeedForwardIn, layer.FeedForwardOut }.SelectMany(map => map.Weight.Slots))
            )
            .Select(slot => slot.Offset)
            .ToHashSet();
        return
        [
            .. PublishedLayout
                .TensorsOf(layout)
                .Where(tensor => weights.Contains(tensor.Slot.Offset))
                .Select(tensor => (tensor.Key[..^PublishedLayout.Weight.Length], tensor.Slot)),
        ];
    }

    private static bool IsMatch(string module, string target) =>
        module == target || module.EndsWith("." + target, StringComparison.Ordinal);
}
