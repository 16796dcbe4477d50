using System.Buffers.Binary;
using Glm.Arrays.Hdf5;
using Glm.Runtime;
using K4os.Compression.LZ4;

namespace Glm.Tests.Arrays.Hdf5;

public sealed class BloscFilterTests
{
    [Theory]
    [InlineData(10_000, 4096, 4, true, true)]
    [InlineData(10_000, 4096, 4, true, false)]
    [InlineData(10_000, 4096, 8, false, true)]
    [InlineData(10_001, 1024, 4, true, true)]
    [InlineData(64, 4096, 4, true, true)]
    [InlineData(0, 4096, 4, true, true)]
    public void Should_unpack_blocks_and_their_streams(int bytes, int blockBytes, int size, bool shuffled, bool split)
    {
        var numbers = new byte[bytes];
        for (var i = 0; i < bytes; i++)
            numbers[i] = (byte)(i % size == 0 ? i / 7 : 3);
        Assert.Equal(numbers, BloscFilter.Unpack(Pack(numbers, blockBytes, size, shuffled, split)));
    }

    [Fact]
    public void Should_take_over_what_was_not_packed()
    {
        byte[] frame = [2, 1, 2, 4, 3, 0, 0, 0, 3, 0, 0, 0, 19, 0, 0, 0, 7, 8, 9];
        Assert.Equal([7, 8, 9], BloscFilter.Unpack(frame));
    }

    [Fact]
    public void Should_refuse_other_codecs_by_name()
    {
        var frame = Pack(new byte[100], 4096, 4, shuffled: true, split: true);
        frame[2] = (byte)((frame[2] & 0x1f) | (4 << 5));
        Assert.Contains("with Zstandard, and only LZ4 is read", Assert.Throws<GlmException>(() => BloscFilter.Unpack(frame)).Message);
    }

    [Fact]
    public void Should_live_through_damage()
    {
        var numbers = Enumerable.Range(0, 5000).Select(i => (byte)(i / 9)).ToArray();
        var frame = Pack(numbers, 1024, 4, shuffled: true, split: true);
        var random = new SeededRandom(2);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = (byte[])frame.Clone();
            for (var i = 0; i < 2; i++)
                damaged[random.Next(round % 2 == 0 ? 40 : damaged.Length)] = (byte)random.Next(256);
            try
            {
                BloscFilter.Unpack(round % 5 == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            }
            catch (GlmException) { }
        }
    }

    private static byte[] Pack(byte[] numbers, int blockBytes, int size, bool shuffled, bool split)
    {
        var blocks = (numbers.Length + blockBytes - 1) / blockBytes;
        var frame = new List<byte>(new byte[16 + (4 * blocks)]);
        var starts = new List<int>();
        for (var block = 0; block < blocks; block++)
        {
            var part = numbers.AsSpan(block * blockBytes, Math.Min(blockBytes, numbers.Length - (block * blockBytes))).ToArray();
            if (shuffled)
                part = Shuffle(part, size);
            starts.Add(frame.Count);
            var streams = split && part.Length == blockBytes ? size : 1;
            foreach (var stream in part.Chunk(Math.Max(1, part.Length / streams)))
            {
                var packed = new byte[LZ4Codec.MaximumOutputSize(stream.Length)];
                var length = LZ4Codec.Encode(stream, packed);
                var content = length >= stream.Length ? stream : packed[..length];
                frame.AddRange(BitConverter.GetBytes(content.Length));
                frame.AddRange(content);
            }
        }
        var bytes = frame.ToArray();
        bytes[0] = 2;
        bytes[1] = 1;
        bytes[2] = (byte)((shuffled ? 1 : 0) | (split ? 0 : 0x10) | (1 << 5));
        bytes[3] = (byte)size;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), numbers.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), blockBytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), bytes.Length);
        for (var i = 0; i < starts.Count; i++)
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16 + (4 * i)), starts[i]);
        return bytes;
    }

    private static byte[] Shuffle(byte[] part, int size)
    {
        var (count, shuffled) = (part.Length / size, (byte[])part.Clone());
        for (var i = 0; i < count; i++)
        for (var place = 0; place < size; place++)
            shuffled[(place * count) + i] = part[(i * size) + place];
        return shuffled;
    }
}
