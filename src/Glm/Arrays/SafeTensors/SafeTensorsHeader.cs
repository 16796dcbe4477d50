using System.Text.Json;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.SafeTensors;

/// <summary>
/// Parses and checks the JSON header: known types, no key twice, and data that lie back to back from the first to the last byte.
/// </summary>
internal sealed class SafeTensorsHeader
{
    private readonly string _path;
    private readonly long _dataStart;

    private SafeTensorsHeader(string path, long dataStart) => (_path, _dataStart) = (path, dataStart);

    public List<SafeTensorInfo> Tensors { get; } = [];

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <param name="path">Begins every message.</param>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataStart">Position of the first data byte in the file.</param>
    /// <param name="dataLength">Bytes from there to the end of the file.</param>
    public static SafeTensorsHeader Parse(string path, ReadOnlySpan<byte> json, long dataStart, long dataLength)
    {
        var header = new SafeTensorsHeader(path, dataStart);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
            header.Read(ref reader);
            while (reader.Read())
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

    private void Read(ref Utf8JsonReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader) is { } name)
        {
            if (!names.Add(name))
                throw Malformed($"{LineText.Quoted(name)} occurs twice");
            if (name == SafeTensorTypes.MetadataKey)
                ReadMetadata(ref reader);
            else
                ReadTensor(ref reader, name);
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String);
            if (!Metadata.TryAdd(key, reader.GetString()!))
                throw Malformed($"{LineText.Quoted(key)} occurs twice in the metadata");
        }
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        var where = $"{_path}: tensor {LineText.Quoted(name)}";
        ElementType? type = null;
        List<long>? shape = null,
            offsets = null;
        Expect(ref reader, JsonTokenType.StartObject);
        while (NextProperty(ref reader) is { } field)
        {
            switch (field)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String);
                    type = SafeTensorTypes.Parse(where, reader.GetString()!);
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
        if (type is null || shape is null || offsets is not [var begin, var end] || end < begin)
            throw Malformed($"tensor {LineText.Quoted(name)} needs dtype, shape and data_offsets [begin, end]");
        var bytes = ArrayLayout.ByteCount(where, shape, NdArray.SizeOf(type.Value));
        if (end - begin != bytes)
            throw new GlmException(
                $"{where}: shape {ArrayLayout.Describe(shape)} of {type} takes {bytes} bytes, data_offsets span {end - begin}; "
                    + $"the file is damaged: copy or download it again."
            );
        Tensors.Add(new SafeTensorInfo(name, type.Value, shape, bytes, begin));
    }

    private List<long> ReadIntegers(ref Utf8JsonReader reader)
    {
        var values = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var value) || value < 0)
                throw Malformed("a size or offset is not a whole number from 0");
            values.Add(value);
        }
        return values;
    }

    private static string? NextProperty(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw Malformed($"{type} expected at byte {reader.TokenStartIndex} of the header");
    }

    /// <summary>The format allows neither overlaps nor holes; offsets become positions in the file.</summary>
    private void CheckLayout(long dataLength)
    {
        var end = 0L;
        foreach (var tensor in Tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.ByteLength))
        {
            if (tensor.Offset != end)
                throw new GlmException(
                    $"{_path}: tensor {LineText.Quoted(tensor.Name)} begins at data byte {tensor.Offset}, but the one before "
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
        for (var i = 0; i < Tensors.Count; i++)
            Tensors[i] = Tensors[i] with { Offset = Tensors[i].Offset + _dataStart };
    }

    private GlmException Malformed(string what) =>
        new($"{_path}: malformed safetensors header ({what}); the file is damaged: copy or download it again.");
}
