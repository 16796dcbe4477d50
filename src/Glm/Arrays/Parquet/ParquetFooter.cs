using System.Buffers.Binary;

namespace Glm.Arrays.Parquet;

/// <summary>
/// Checks that the description at the end of a Parquet file is whole, in the compact protocol of Thrift: the library that reads it goes on
/// for ever where it does not end.
/// </summary>
internal ref struct ParquetFooter
{
    private const int TailBytes = 8; // the footer's length, and the signature
    private const int MostDepth = 32;

    private const int True = 1;
    private const int False = 2;
    private const int Byte = 3;
    private const int Int16 = 4;
    private const int Int64 = 6;
    private const int Double = 7;
    private const int Binary = 8;
    private const int List = 9;
    private const int Set = 10;
    private const int Map = 11;
    private const int Struct = 12;

    private ReadOnlySpan<byte> _rest;

    /// <exception cref="InvalidDataException">The file has no footer, or one that does not end where it should.</exception>
    public static void Check(FileStream file)
    {
        Span<byte> tail = stackalloc byte[TailBytes];
        if (file.Length < TailBytes + 4)
            throw new InvalidDataException("it is too short");
        RandomAccess.Read(file.SafeFileHandle, tail, file.Length - TailBytes);
        if (!tail[4..].SequenceEqual("PAR1"u8))
            throw new InvalidDataException("it does not end with PAR1");
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length < 1 || length > file.Length - TailBytes - 4)
            throw new InvalidDataException($"its footer cannot have {length} bytes");
        var bytes = new byte[length];
        RandomAccess.Read(file.SafeFileHandle, bytes, file.Length - TailBytes - length);
        var footer = new ParquetFooter { _rest = bytes };
        footer.SkipStruct(0);
        if (footer._rest.Length > 0)
            throw Damaged();
    }

    private void SkipStruct(int depth)
    {
        if (depth > MostDepth)
            throw Damaged();
        for (var header = Next(); header != 0; header = Next())
        {
            if (header >> 4 == 0)
                Number(); // the field's number, where it is not a few more than the last
            if ((header & 0xF) is not (True or False)) // which say all in their type
                Skip(header & 0xF, depth);
        }
    }

    private void Skip(int type, int depth)
    {
        switch (type)
        {
            case True or False or Byte:
                Next();
                break;
            case >= Int16 and <= Int64:
                Number();
                break;
            case Double:
                Pass(sizeof(double));
                break;
            case Binary:
                Pass(Number());
                break;
            case List or Set:
                var header = Next();
                Repeat(header >> 4 == 0xF ? Number() : (ulong)(header >> 4), depth, header & 0xF);
                break;
            case Map:
                if (Number() is var count and > 0)
                {
                    var types = Next();
                    Repeat(count, depth, types >> 4, types & 0xF);
                }
                break;
            case Struct:
                SkipStruct(depth + 1);
                break;
            default:
                throw Damaged();
        }
    }

    /// <summary>Every element has a byte at least, so what lies about their number ends with the bytes.</summary>
    private void Repeat(ulong count, int depth, params ReadOnlySpan<int> types)
    {
        for (var i = 0ul; i < count; i++)
            foreach (var type in types)
                Skip(type, depth + 1);
    }

    private int Next()
    {
        if (_rest.Length == 0)
            throw Damaged();
        var next = _rest[0];
        _rest = _rest[1..];
        return next;
    }

    /// <summary>Seven bits per byte, the lowest first.</summary>
    private ulong Number()
    {
        var number = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Next();
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
        throw Damaged();
    }

    private void Pass(ulong bytes) => _rest = bytes <= (ulong)_rest.Length ? _rest[(int)bytes..] : throw Damaged();

    private static InvalidDataException Damaged() => new("its footer is damaged");
}
