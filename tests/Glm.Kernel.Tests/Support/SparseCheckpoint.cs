using System.Buffers.Binary;
using System.Text;
using Glm.Modeling;

namespace Glm.Kernel.Tests.Support;

/// <summary>
/// Writes a checkpoint in the published layout as torch.save does, a stored zip of a pickle and one entry per tensor, dead weight of the
/// nested classes included. All numbers are zero, as holes in the file: 3.8 GB that take no room on the disk.
/// </summary>
internal static class SparseCheckpoint
{
    private const int Words = 30522;

    /// <summary>Every key of the published checkpoint, with sizes; counters of positions are int64.</summary>
    public static List<(string Key, long[] Shape, bool Counter)> Keys(GlmConfig config)
    {
        const string Inner = "roberta.roberta.";
        var live = PublishedLayout
            .TensorsOf(new ParameterLayout(config))
            .Select(tensor => (tensor.Key, tensor.Slot.Shape, false))
            .ToList();
        var keys = new List<(string, long[], bool)>();
        foreach (var prefix in new[] { "", "roberta.", Inner })
        {
            keys.Add((prefix + "embeddings.position_ids", [1, config.MaxPositions], true));
            keys.Add((prefix + "embeddings.word_embeddings.weight", [Words, config.HiddenSize], false));
            keys.Add((prefix + "embeddings.position_embeddings.weight", [config.MaxPositions, config.HiddenSize], false));
            if (prefix == Inner)
                continue;
            keys.AddRange(
                live.Where(slot => slot.Key.StartsWith(Inner, StringComparison.Ordinal))
                    .Select(slot => (prefix + slot.Key[Inner.Length..], slot.Shape, false))
            );
            keys.Add((prefix + "pooler.dense.weight", [config.HiddenSize, config.HiddenSize], false));
            keys.Add((prefix + "pooler.dense.bias", [config.HiddenSize], false));
        }
        keys.Add(("roberta.contact_head.regression.weight", [1, config.Layers * config.Heads], false));
        keys.Add(("roberta.contact_head.regression.bias", [1], false));
        return [.. keys, .. live];
    }

    /// <summary>Returns the file's length.</summary>
    public static long Write(string path, GlmConfig config)
    {
        var keys = Keys(config);
        var checksums = new Dictionary<long, uint>();
        var directory = new MemoryStream();
        using var file = new FileStream(path, FileMode.CreateNew);
        Entry("archive/data.pkl", Pickle(keys));
        for (var i = 0; i < keys.Count; i++)
            Hole($"archive/data/{i}", Count(keys[i].Shape) * (keys[i].Counter ? 8 : 4));

        var start = file.Position;
        file.Write(directory.ToArray());
        var end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)(keys.Count + 1));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)(keys.Count + 1));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), checked((uint)start));
        file.Write(end);
        return file.Length;

        void Entry(string name, byte[] content)
        {
            Header(name, content.Length, Crc(content));
            file.Write(content);
        }

        void Hole(string name, long bytes)
        {
            if (!checksums.TryGetValue(bytes, out var checksum))
                checksums.Add(bytes, checksum = Crc(new byte[bytes]));
            Header(name, bytes, checksum);
            file.SetLength(file.Position + bytes);
            file.Position = file.Length;
        }

        void Header(string name, long bytes, uint checksum)
        {
            // Both kinds of header say: stored, checksum, size, size, length of the name.
            var offset = file.Position;
            var common = new byte[26];
            BinaryPrimitives.WriteUInt16LittleEndian(common, 20);
            BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(10), checksum);
            BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(14), checked((uint)bytes));
            BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(18), checked((uint)bytes));
            BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(22), (ushort)name.Length);
            file.Write("PK\x03\x04"u8);
            file.Write(common);
            file.Write(Encoding.ASCII.GetBytes(name));

            var rest = new byte[14]; // no comment, disk 0, no attributes, offset
            BinaryPrimitives.WriteUInt32LittleEndian(rest.AsSpan(10), checked((uint)offset));
            directory.Write("PK\x01\x02\x14\x00"u8);
            directory.Write(common);
            directory.Write(rest);
            directory.Write(Encoding.ASCII.GetBytes(name));
        }
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);

    private static byte[] Pickle(List<(string Key, long[] Shape, bool Counter)> keys)
    {
        var bytes = new MemoryStream();
        Op("\u0080\u0002}(");
        for (var i = 0; i < keys.Count; i++)
        {
            var (key, shape, counter) = keys[i];
            Text(key);
            Op("ctorch._utils\n_rebuild_tensor_v2\n((");
            Text("storage");
            Op(counter ? "ctorch\nLongStorage\n" : "ctorch\nFloatStorage\n");
            Text($"{i}");
            Text("cpu");
            Integer(Count(shape));
            Op("tQ");
            Integer(0);
            Tuple(shape);
            Tuple([.. shape.Select((_, dimension) => Count(shape[(dimension + 1)..]))]);
            Op("\u0089ccollections\nOrderedDict\n)RtR");
        }
        Op("u.");
        return bytes.ToArray();

        void Op(string letters) => bytes.Write(Encoding.Latin1.GetBytes(letters));

        void Text(string text)
        {
            Op("X");
            bytes.Write(BitConverter.GetBytes(text.Length));
            Op(text);
        }

        void Integer(long value)
        {
            Op("J");
            bytes.Write(BitConverter.GetBytes(checked((int)value)));
        }

        void Tuple(long[] values)
        {
            Op("(");
            foreach (var value in values)
                Integer(value);
            Op("t");
        }
    }

    private static uint Crc(byte[] content)
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
                table[i] = (table[i] >> 1) ^ ((table[i] & 1) * 0xEDB88320);
        }
        var crc = uint.MaxValue;
        foreach (var value in content)
            crc = (crc >> 8) ^ table[(crc ^ value) & 255];
        return ~crc;
    }
}
