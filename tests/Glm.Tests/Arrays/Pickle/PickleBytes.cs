using System.Buffers.Binary;
using System.Text;

namespace Glm.Tests.Arrays.Pickle;

/// <summary>Writes pickles one instruction at a time, also those that no pickler would write.</summary>
internal sealed class PickleBytes
{
    private readonly List<byte> _bytes = [];

    /// <summary>Instructions by their letters, for example "(]" for MARK, EMPTY_LIST.</summary>
    public PickleBytes Op(string letters)
    {
        foreach (var letter in letters)
            _bytes.Add((byte)letter);
        return this;
    }

    public PickleBytes Repeat(string letters, int times)
    {
        for (var i = 0; i < times; i++)
            Op(letters);
        return this;
    }

    public PickleBytes Proto(byte version) => Op("\x80").Raw(version);

    public PickleBytes Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public PickleBytes UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public PickleBytes Int64(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Raw(bytes);
    }

    public PickleBytes Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Op("X").UInt32((uint)bytes.Length).Raw(bytes);
    }

    public PickleBytes Bytes(byte[] bytes) => Op("B").UInt32((uint)bytes.Length).Raw(bytes);

    public PickleBytes Integer(long value) => Op("\x8a").Raw(8).Int64(value);

    public PickleBytes Global(string module, string name) => Op("c" + module + "\n" + name + "\n");

    public PickleBytes Tuple(params ReadOnlySpan<long> values)
    {
        Op("(");
        foreach (var value in values)
            Integer(value);
        return Op("t");
    }

    /// <summary>A numpy array as numpy pickles it.</summary>
    public PickleBytes Array(
        string type,
        string order,
        ReadOnlySpan<long> shape,
        byte[] data,
        bool fortran = false,
        string module = "numpy.core.multiarray"
    )
    {
        Global(module, "_reconstruct").Op("(").Global("numpy", "ndarray").Tuple(0).Bytes("b"u8.ToArray()).Op("tR");
        Op("(")
            .Integer(1)
            .Tuple(shape)
            .Global("numpy", "dtype")
            .Op("(")
            .Text(type)
            .Op("\x89\x88tR(")
            .Integer(3)
            .Text(order)
            .Op("NNN")
            .Integer(-1)
            .Integer(-1)
            .Integer(0)
            .Op("tb");
        return Op(fortran ? "\x88" : "\x89").Bytes(data).Op("tb");
    }

    public byte[] Stop() => [.. Op(".")._bytes];

    public static PickleBytes New() => new();
}
