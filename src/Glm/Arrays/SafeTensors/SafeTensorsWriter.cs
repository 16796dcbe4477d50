using System.Buffers.Binary;
using System.Text.Json;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Arrays.SafeTensors;

/// <summary>Writes safetensors files, one tensor at a time, so that no model is ever in memory twice.</summary>
public static class SafeTensorsWriter
{
    /// <summary>
    /// Writes all tensors, wide element types first so that every tensor stays aligned to its elements, and replaces the file only once it
    /// is complete.
    /// </summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="tensors">Names must differ.</param>
    /// <param name="metadata">Free texts for the header.</param>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">A name occurs twice or is reserved.</exception>
    /// <exception cref="InvalidOperationException">A source wrote more or fewer bytes than its shape says.</exception>
    public static void Write(string path, IReadOnlyList<SafeTensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var ordered = tensors.OrderByDescending(tensor => NdArray.SizeOf(tensor.Type)).ToArray();
        var header = Header(path, ordered, metadata);
        StoredFile.Replace(path, stream =>
        {
            Span<byte> prefix = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
            stream.Write(prefix);
            stream.Write(header);
            foreach (var tensor in ordered)
            {
                var start = stream.Position;
                tensor.Write(stream);
                var expected = ArrayLayout.ByteCount(path, tensor.Shape, NdArray.SizeOf(tensor.Type));
                if (stream.Position - start != expected)
                    throw new InvalidOperationException(
                        $"Tensor '{tensor.Name}' wrote {stream.Position - start} bytes; its shape "
                            + $"{ArrayLayout.Describe(tensor.Shape)} takes {expected}."
                    );
            }
        });
    }

    private static byte[] Header(string path, SafeTensorSource[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { SafeTensorTypes.MetadataKey };
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafeTensorTypes.MetadataKey);
                foreach (var (key, value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            var offset = 0L;
            foreach (var tensor in tensors)
            {
                if (!names.Add(tensor.Name))
                    throw new ArgumentException($"Two tensors are named '{tensor.Name}', or the name is reserved.", nameof(tensors));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", SafeTensorTypes.NameOf(tensor.Type));
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += ArrayLayout.ByteCount(path, tensor.Shape, NdArray.SizeOf(tensor.Type));
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        if (buffer.Length > SafeTensorTypes.MaxHeaderBytes)
            throw new GlmException(
                $"{path}: names and metadata take {buffer.Length} bytes; a safetensors header holds at most "
                    + $"{SafeTensorTypes.MaxHeaderBytes}."
            );
        return buffer.ToArray();
    }
}
