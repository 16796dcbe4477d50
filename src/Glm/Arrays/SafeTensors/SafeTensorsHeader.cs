using System.Text.Json;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.SafeTensors;

/// <summary>
/// Parses and checks the JSON header: known types, no key twice, and data that lie back to back from the first to the last byte. The
/// header is read piece by piece, so that a large one costs no more than what is kept of it.
/// </summary>
internal sealed class SafeTensorsHeader
{
    private const int MaxRank = 64;

    // Ten times what the largest published models have.
    private const int MaxTensors = 1_000_000;
    private const int MaxMetadata = 100_000;

    private readonly string _path;
    private readonly long _dataStart;
    private readonly List<long> _integers = [];

    private SafeTensorsHeader(string path, long dataStart) => (_path, _dataStart) = (path, dataStart);

    /// <summary>In the order of the header.</summary>
    public OrderedDictionary<string, SafeTensorInfo> Tensors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <param name="path">Begins every message.</param>
    /// <param name="file">Stands at the first byte of the header, and afterwards at the first byte of the data.</param>
    /// <param name="length">Bytes of the header, which are there.</param>
    /// <param name="dataLength">Bytes from its end to the end of the file.</param>
    public static SafeTensorsHeader Read(string path, FileStream file, int length, long dataLength)
    {
        var header = new SafeTensorsHeader(path, file.Position + length);
        try
        {
            var reader = new SafeTensorsJson(path, file, length);
            header.Read(ref reader);
            if (reader.Read())
                throw header.Malformed("more than one JSON value");
        }
        catch (JsonException exception)
        {
            throw new GlmException(
                $"{path}: the safetensors header is not valid JSON ({LineText.Shown(exception.Message)}); the file is damaged: "
                    + $"copy or download it again.",
                exception
            );
        }
        catch (InvalidOperationException exception) // text that is no Unicode
        {
            throw new GlmException(
                $"{path}: the safetensors header holds invalid text; the file is damaged: copy or download it again.",
                exception
            );
        }
        header.CheckLayout(dataLength);
        return header;
    }

    private void Read(ref SafeTensorsJson reader)
    {
        var hasMetadata = false;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader) is { } name)
        {
            var isMetadata = name == SafeTensorTypes.MetadataKey;
            if (isMetadata ? hasMetadata : Tensors.ContainsKey(name))
                throw Malformed($"{LineText.Quoted(name)} occurs twice");
            hasMetadata |= isMetadata;
            if (isMetadata)
                ReadMetadata(ref reader);
            else
                ReadTensor(ref reader, name);
        }
    }

    private void ReadMetadata(ref SafeTensorsJson reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String);
            if (Metadata.Count == MaxMetadata)
                throw Malformed($"more than {MaxMetadata} texts in the metadata");
            if (!Metadata.TryAdd(key, reader.GetString()))
                throw Malformed($"{LineText.Quoted(key)} occurs twice in the metadata");
        }
    }

    private void ReadTensor(ref SafeTensorsJson reader, string name)
    {
        var where = $"{_path}: tensor {LineText.Quoted(name)}";
        ElementType? type = null;
        long[]? shape = null,
            offsets = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader) is { } field)
        {
            switch (field)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String);
                    type = SafeTensorTypes.Parse(where, reader.GetString());
                    break;
                case "shape" when shape is null:
                    shape = ReadIntegers(ref reader);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadIntegers(ref reader);
                    break;
                default:
                    throw Malformed($"tensor {LineText.Quoted(name)} has an unknown or repeated field {LineText.Quoted(field)}");
            }
        }
        if (type is null || shape is null || offsets is not [var begin, var end] || end < begin || end > long.MaxValue - _dataStart)
            throw Malformed($"tensor {LineText.Quoted(name)} needs dtype, shape and data_offsets [begin, end]");
        var bytes = ArrayLayout.ByteCount(where, shape, NdArray.SizeOf(type.Value));
        if (end - begin != bytes)
            throw new GlmException(
                $"{where}: shape {ArrayLayout.Describe(shape)} of {type} takes {bytes} bytes, data_offsets span {end - begin}; "
                    + $"the file is damaged: copy or download it again."
            );
        if (Tensors.Count == MaxTensors)
            throw Malformed($"more than {MaxTensors} tensors");
        Tensors.Add(name, new SafeTensorInfo(name, type.Value, shape, bytes, _dataStart + begin));
    }

    private long[] ReadIntegers(ref SafeTensorsJson reader)
    {
        _integers.Clear();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value < 0)
                throw Malformed("a size or offset is not a whole number from 0");
            if (_integers.Count == MaxRank)
                throw Malformed($"a list of more than {MaxRank} sizes or offsets");
            _integers.Add(value);
        }
        return [.. _integers];
    }

    private static string? NextProperty(ref SafeTensorsJson reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

    private void Expect(ref SafeTensorsJson reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw Malformed($"{type} expected at byte {reader.Position} of the header");
    }

    /// <summary>The format allows neither overlaps nor holes.</summary>
    private void CheckLayout(long dataLength)
    {
        var end = 0L;
        var tensors = Tensors.Values.ToArray();
        Array.Sort(tensors, (a, b) => (a.Offset, a.ByteLength).CompareTo((b.Offset, b.ByteLength)));
        foreach (var tensor in tensors)
        {
            if (tensor.Offset - _dataStart != end)
                throw new GlmException(
                    $"{_path}: tensor {LineText.Quoted(tensor.Name)} begins at data byte {tensor.Offset - _dataStart}, but the one before "
                        + $"ends at {end}; safetensors allow neither overlaps nor holes. The file is damaged."
                );
            end += tensor.ByteLength;
            if (end > dataLength)
                throw new GlmException(
                    $"{_path}: tensor {LineText.Quoted(tensor.Name)} ends at data byte {end}, but the file holds {dataLength}; "
                        + $"the file is truncated. Copy or download it again."
                );
        }
        if (end != dataLength)
            throw new GlmException(
                $"{_path}: {dataLength - end} bytes follow the last tensor; the file is damaged: copy or download it again."
            );
    }

    private GlmException Malformed(string what) =>
        new($"{_path}: malformed safetensors header ({what}); the file is damaged: copy or download it again.");
}
