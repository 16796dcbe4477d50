using System.Buffers.Binary;
using System.Text;

namespace Glm.Tests.Training;

/// <summary>
/// Reads an event file of TensorBoard as its specification says, sharing nothing with what writes it: TFRecord's framing with masked
/// CRC-32C, computed bit by bit, and protocol buffers, of which unknown fields are an error.
/// </summary>
internal static class EventFile
{
    public sealed record Event(double WallTime, long Step, string? Version, IReadOnlyDictionary<string, float> Values);

    public static IReadOnlyList<Event> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var events = new List<Event>();
        for (var at = 0; at < bytes.Length; )
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at, 8));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8, 4)));
            var data = bytes.AsSpan(at + 12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length, 4)));
            events.Add(Parse(data));
            at += length + 16;
        }
        return events;
    }

    /// <summary>CRC-32C (Castagnoli), reflected.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1;
        }
        return ~crc;
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = Crc32C(bytes);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }

    private static Event Parse(ReadOnlySpan<byte> data)
    {
        var (time, step, version, values) = (double.NaN, 0L, default(string), new Dictionary<string, float>());
        while (!data.IsEmpty)
        {
            var key = Varint(ref data);
            switch (key)
            {
                case (1 << 3) | 1:
                    time = BinaryPrimitives.ReadDoubleLittleEndian(data);
                    data = data[8..];
                    break;
                case (2 << 3) | 0:
                    step = Varint(ref data);
                    break;
                case (3 << 3) | 2:
                    version = Encoding.UTF8.GetString(Bytes(ref data));
                    break;
                case (5 << 3) | 2:
                    for (var summary = Bytes(ref data); !summary.IsEmpty; )
                    {
                        Assert.Equal((1 << 3) | 2, Varint(ref summary));
                        var value = Bytes(ref summary);
                        Assert.Equal((1 << 3) | 2, Varint(ref value));
                        var tag = Encoding.UTF8.GetString(Bytes(ref value));
                        Assert.Equal((2 << 3) | 5, Varint(ref value));
                        values.Add(tag, BinaryPrimitives.ReadSingleLittleEndian(value));
                        Assert.Equal(4, value.Length);
                    }
                    break;
                default:
                    throw new InvalidDataException($"There is no field of key {key} in an event of scalars.");
            }
        }
        return new Event(time, step, version, values);
    }

    private static long Varint(ref ReadOnlySpan<byte> data)
    {
        var (value, shift) = (0L, 0);
        while (true)
        {
            var next = data[0];
            data = data[1..];
            value |= (long)(next & 127) << shift;
            if (next < 128)
                return value;
            shift += 7;
        }
    }

    private static ReadOnlySpan<byte> Bytes(ref ReadOnlySpan<byte> data)
    {
        var length = (int)Varint(ref data);
        var bytes = data[..length];
        data = data[length..];
        return bytes;
    }
}
