using System.Buffers.Binary;
using Glm.Runtime;
using K4os.Compression.LZ4;
using PureHDF.Filters;

namespace Glm.Arrays.Hdf5;

/// <summary>
/// HDF5's filter 32001: chunks compressed by Blosc 1 with LZ4, as PyTables writes them. Reads only. By hand, since no package with this
/// filter can be restored; LZ4 itself is K4os'.
/// </summary>
/// <remarks>
/// A chunk: 16 bytes of header (version, version of the codec, flags, bytes per number, int32 bytes unpacked, per block, and packed), an
/// int32 offset per block, and blocks of one or several streams, each an int32 length and LZ4, or the plain bytes where they are as long.
/// </remarks>
internal sealed class BloscFilter : IH5Filter
{
    public const ushort Id = 32001;

    private const int HeaderBytes = 16;
    private const int PackedLength = 12; // where it stands in the header
    private const int Shuffled = 0x1;
    private const int Copied = 0x2;
    private const int BitShuffled = 0x4;
    private const int Whole = 0x10; // blocks are not split into a stream per byte of a number
    private const int Lz4 = 1;

    private static readonly string[] Codecs = ["BloscLZ", "LZ4", "Snappy", "zlib", "Zstandard"];

    public ushort FilterId => Id;

    public string Name => "blosc";

    public Memory<byte> Filter(FilterInfo info)
    {
        if (!info.Flags.HasFlag(H5FilterFlags.Decompress))
            throw new NotSupportedException("Files compressed by Blosc are read, and not written.");
        // A chunk that did not get smaller is stored as it is, and does not begin with a header that tells its length.
        var packed = info.Buffer.Span;
        var isPlain =
            packed.Length == info.ChunkSize
            && (packed.Length < HeaderBytes || BinaryPrimitives.ReadInt32LittleEndian(packed[PackedLength..]) != packed.Length);
        return isPlain ? info.Buffer : Unpack(packed);
    }

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) =>
        throw new NotSupportedException("Files compressed by Blosc are read, and not written.");

    /// <exception cref="GlmException">The bytes are damaged, or packed by another codec.</exception>
    internal static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < HeaderBytes)
            throw Damaged("its header is cut off");
        var (flags, size) = (packed[2], (int)packed[3]);
        var bytes = BinaryPrimitives.ReadInt32LittleEndian(packed[4..]);
        var blockBytes = BinaryPrimitives.ReadInt32LittleEndian(packed[8..]);
        if (bytes < 0 || blockBytes < 1 || size < 1)
            throw Damaged($"{bytes} bytes in blocks of {blockBytes}");
        if ((flags & Copied) != 0)
            return packed.Length - HeaderBytes >= bytes ? packed.Slice(HeaderBytes, bytes).ToArray() : throw Damaged("it is cut off");
        if (flags >> 5 != Lz4)
            throw new GlmException(
                $"A chunk is packed by Blosc with {Codecs.ElementAtOrDefault(flags >> 5) ?? "an unknown codec"}, and only LZ4 is read. "
                    + $"Write "
                    + $"the file again with blosc:lz4, gzip, or uncompressed."
            );
        if ((flags & BitShuffled) != 0)
            throw new GlmException(
                "A chunk is packed by Blosc with bits shuffled. Write the file again with bytes shuffled, or with gzip."
            );
        // LZ4 unpacks to 255 times its bytes at most.
        if (bytes > 255L * packed.Length)
            throw Damaged($"{packed.Length} bytes cannot hold {bytes}");
        var (unpacked, blocks) = (new byte[bytes], (int)(((long)bytes + blockBytes - 1) / blockBytes));
        if (packed.Length < HeaderBytes + (4L * blocks))
            throw Damaged("its table of blocks is cut off");
        var block = new byte[Math.Min(blockBytes, bytes)];
        for (var i = 0; i < blocks; i++)
        {
            var target = unpacked.AsSpan(i * blockBytes, Math.Min(blockBytes, bytes - (i * blockBytes)));
            var start = BinaryPrimitives.ReadInt32LittleEndian(packed[(HeaderBytes + (4 * i))..]);
            if (start < 0 || start > packed.Length)
                throw Damaged($"block {i} begins at {start}");
            var isSplit = (flags & Whole) == 0 && target.Length == blockBytes && blockBytes % size == 0;
            var plain = (flags & Shuffled) != 0 && size > 1 ? block.AsSpan(0, target.Length) : target;
            UnpackBlock(packed[start..], plain, isSplit ? size : 1);
            if ((flags & Shuffled) != 0 && size > 1)
                Unshuffle(plain, target, size);
        }
        return unpacked;
    }

    private static void UnpackBlock(ReadOnlySpan<byte> packed, Span<byte> block, int streams)
    {
        var part = block.Length / streams;
        for (var i = 0; i < streams; i++)
        {
            if (packed.Length < 4)
                throw Damaged("a stream is cut off");
            var length = BinaryPrimitives.ReadInt32LittleEndian(packed);
            packed = packed[4..];
            if (length < 0 || length > packed.Length)
                throw Damaged($"a stream of {length} bytes where {packed.Length} are left");
            var target = block.Slice(i * part, part);
            if (length == part)
                packed[..length].CopyTo(target);
            else if (LZ4Codec.Decode(packed[..length], target) != part)
                throw Damaged("its LZ4 does not unpack to what it should");
            packed = packed[length..];
        }
    }

    /// <summary>First bytes of all numbers, then second bytes, … -> numbers. What is left over at the end stays.</summary>
    private static void Unshuffle(ReadOnlySpan<byte> shuffled, Span<byte> numbers, int size)
    {
        var count = numbers.Length / size;
        for (var place = 0; place < size; place++)
        for (var i = 0; i < count; i++)
            numbers[(i * size) + place] = shuffled[(place * count) + i];
        shuffled[(count * size)..].CopyTo(numbers[(count * size)..]);
    }

    private static GlmException Damaged(string why) =>
        new($"A chunk that Blosc packed is damaged: {why}. Copy or download the file again.");
}
