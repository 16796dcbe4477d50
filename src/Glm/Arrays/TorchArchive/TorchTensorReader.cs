using System.Collections.Frozen;
using System.Globalization;
using Glm.Arrays.Pickle;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.TorchArchive;

/// <summary>Finds the tensors in a checkpoint's value tree and checks each against its storage.</summary>
internal sealed class TorchTensorReader(ZipContainer zip, string root)
{
    private const string Rebuild = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";
    private const string RebuildParameterWithState = "torch._utils._rebuild_parameter_with_state";
    private const string OrderedDict = "collections.OrderedDict";
    private const string DefaultDict = "collections.defaultdict";

    private const int MaxNameLength = 1000;
    private const long MaxNameTotal = 16L << 20;
    private const long MaxUnbackedBytes = 64L << 20;

    private static readonly Dictionary<string, ElementType> Storages = new(StringComparer.Ordinal)
    {
        ["torch.DoubleStorage"] = ElementType.Float64,
        ["torch.FloatStorage"] = ElementType.Float32,
        ["torch.HalfStorage"] = ElementType.Float16,
        ["torch.BFloat16Storage"] = ElementType.BFloat16,
        ["torch.LongStorage"] = ElementType.Int64,
        ["torch.IntStorage"] = ElementType.Int32,
        ["torch.ShortStorage"] = ElementType.Int16,
        ["torch.CharStorage"] = ElementType.Int8,
        ["torch.ByteStorage"] = ElementType.UInt8,
        ["torch.BoolStorage"] = ElementType.Bool,
    };

    private readonly Dictionary<string, TorchTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<TorchTensor> _ordered = [];
    private long _nameTotal;

    /// <summary>What a checkpoint may refer to. All of it stays inert.</summary>
    public static PickleOptions Options { get; } =
        new()
        {
            AllowPersistentReferences = true,
            AllowedGlobals = NumpyPickle
                .Globals.Concat(Storages.Keys)
                .Concat([
                    Rebuild,
                    RebuildParameter,
                    RebuildParameterWithState,
                    OrderedDict,
                    DefaultDict,
                    "collections.Counter",
                    "argparse.Namespace",
                    "types.SimpleNamespace",
                    "torch.Size",
                    "torch.device",
                    "torch.float64",
                    "torch.float32",
                    "torch.float16",
                    "torch.bfloat16",
                    "torch.int64",
                    "torch.int32",
                    "torch.int16",
                    "torch.int8",
                    "torch.uint8",
                    "torch.bool",
                    "builtins.set",
                    "__builtin__.set",
                    "builtins.list",
                    "builtins.dict",
                    "builtins.int",
                    "builtins.float",
                    // What checkpoints of Lightning and of PST keep beside their tensors.
                    "pathlib.PosixPath",
                    "pathlib.PurePosixPath",
                    "pathlib.WindowsPath",
                    "pst.typing.EdgeIndexStrategy",
                    "pytorch_lightning.utilities.parsing.AttributeDict",
                    "lightning.fabric.utilities.data.AttributeDict",
                    "lightning_fabric.utilities.data.AttributeDict",
                ])
                .ToFrozenSet(),
        };

    /// <summary>The tensors in the order of the file.</summary>
    public List<TorchTensor> Collect(object? value)
    {
        Visit(value, "");
        return _ordered;
    }

    // The reader of the pickle has bounded the depth and the unfolded size, so that plain recursion is safe.
    private void Visit(object? value, string prefix)
    {
        if (TensorOf(value) is { } tensor)
        {
            Add(Describe(tensor, prefix.Length == 0 ? "tensor" : prefix));
            return;
        }
        switch (value)
        {
            case PickleDict dict:
                VisitDict(dict, prefix);
                break;
            case PickleObject { Class.FullName: OrderedDict or DefaultDict } mapping:
                // Python 2 hands the pairs over as an argument.
                if (mapping.Class.FullName == OrderedDict && mapping.Arguments is [PickleList pairs])
                    foreach (var pair in pairs)
                        if (pair is PickleList and [var key, var item])
                            Visit(item, Join(prefix, key));
                if (mapping.Entries is { } entries)
                    VisitDict(entries, prefix);
                break;
            case PickleList or PickleTuple:
                var items = (IReadOnlyList<object?>)value;
                for (var i = 0; i < items.Count; i++)
                    if (items[i] is PickleNode)
                        Visit(items[i], Join(prefix, (long)i));
                break;
        }
    }

    private void VisitDict(PickleDict dict, string prefix)
    {
        foreach (var (key, value) in dict)
            if (value is PickleNode)
                Visit(value, Join(prefix, key));
    }

    private string Join(string prefix, object? key)
    {
        var part = key switch
        {
            string text => text,
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => "?",
        };
        if (prefix.Length + part.Length > MaxNameLength)
            throw new GlmException($"{zip.Path}: a tensor name of more than {MaxNameLength} characters; refused.");
        return prefix.Length == 0 ? part : $"{prefix}.{part}";
    }

    private void Add(TorchTensor tensor)
    {
        _nameTotal += tensor.Name.Length;
        if (_nameTotal > MaxNameTotal)
            throw new GlmException($"{zip.Path}: the tensor names take more than {MaxNameTotal} characters; refused as a bomb.");
        if (!_tensors.TryAdd(tensor.Name, tensor))
            throw new GlmException($"{zip.Path}: two tensors are named {LineText.Quoted(tensor.Name)}; refused.");
        _ordered.Add(tensor);
    }

    private static PickleObject? TensorOf(object? value) =>
        value switch
        {
            PickleObject { Class.FullName: Rebuild } tensor => tensor,
            PickleObject { Class.FullName: RebuildParameter or RebuildParameterWithState, Arguments: [var data, ..] } => data
                as PickleObject,
            _ => null,
        };

    private TorchTensor Describe(PickleObject tensor, string name)
    {
        var where = $"{zip.Path}: tensor {LineText.Quoted(name)}";
        if (
            tensor.Class.FullName != Rebuild
            || tensor.Arguments
                is not [PicklePersistentReference { Id: PickleTuple id }, long offset, PickleTuple sizes, PickleTuple steps, ..]
            || id is not ["storage", PickleGlobal storage, string key, _, long elements, ..]
            || offset < 0
            || elements < 0
            || sizes.Count != steps.Count
        )
            throw new GlmException($"{where} is described in a way that PyTorch does not; the file is damaged.");
        if (!Storages.TryGetValue(storage.FullName, out var type))
            throw new GlmException(
                $"{where} lies in {LineText.Shown(storage.FullName)}, which is not a supported storage; convert the tensor to "
                    + $"float32 before saving."
            );

        var shape = Integers(sizes, where);
        var strides = Integers(steps, where);
        if (Array.Exists(strides, stride => stride < 0))
            throw new GlmException($"{where} has a negative stride; the file is damaged.");
        var itemSize = NdArray.SizeOf(type);
        var bytes = ArrayLayout.ByteCount(where, shape, itemSize);

        var extent = StridedReader.Extent(shape, strides);
        if (extent < 0 || offset > elements || extent > elements - offset)
            throw new GlmException(
                $"{where} of shape {ArrayLayout.Describe(shape)}, strides {ArrayLayout.Describe(strides)} reaches beyond its "
                    + $"storage of {elements} elements; the file is damaged."
            );
        var entry = EntryOf(root, key);
        if (!zip.Contains(entry))
            throw new GlmException(
                $"{where}: its data, entry {LineText.Quoted(entry)}, are missing; the file is incomplete. Save or download it again."
            );
        var available = zip.LengthOf(entry);
        if (elements > available / itemSize)
            throw new GlmException(
                $"{where}: its storage should have {elements} elements of {type}, but entry {LineText.Quoted(entry)} has "
                    + $"{available} bytes; the file is truncated or damaged."
            );
        if (bytes > available && bytes > MaxUnbackedBytes)
            throw new GlmException($"{where} unfolds {available} bytes into {bytes}; refused as a bomb. Save it with .contiguous().");
        return new TorchTensor(name, type, shape, strides, bytes, offset, key);
    }

    /// <summary>The zip entry of a storage.</summary>
    public static string EntryOf(string root, string storageKey) => $"{root}data/{storageKey}";

    private static long[] Integers(PickleTuple values, string where)
    {
        var numbers = new long[values.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = values[i] is long number
                ? number
                : throw new GlmException($"{where} has a size or stride that is {NumpyPickle.Kind(values[i])}; the file is damaged.");
        return numbers;
    }
}
