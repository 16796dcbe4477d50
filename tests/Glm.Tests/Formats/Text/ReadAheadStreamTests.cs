using Glm.Formats.Text;

namespace Glm.Tests.Formats.Text;

public sealed class ReadAheadStreamTests
{
    private const int Block = 1 << 18;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Block - 1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData(9 * Block)]
    public void Should_give_the_bytes_of_its_stream(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        using var stream = new ReadAheadStream(new Uneven(bytes));
        using var read = new MemoryStream();
        stream.CopyTo(read, 1000);
        Assert.Equal(bytes, read.ToArray());
        Assert.Equal(0, stream.Read(new byte[10]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData((3 * Block) + 100)]
    public void Should_throw_where_its_stream_does(int length)
    {
        using var stream = new ReadAheadStream(new Uneven(new byte[length], new InvalidDataException("damaged")));
        var buffer = new byte[5000];
        var count = 0;
        var fault = Assert.Throws<InvalidDataException>(() =>
        {
            while (stream.Read(buffer) is var read and > 0)
                count += read;
        });
        Assert.Equal((length, "damaged"), (count, fault.Message));
        Assert.Throws<InvalidDataException>(() => stream.Read(buffer));
    }

    [Fact]
    public void Should_end_early_and_close_its_stream()
    {
        var inner = new Uneven(new byte[50 * Block]);
        using (var stream = new ReadAheadStream(inner))
            stream.ReadExactly(new byte[Block + 10]);
        Assert.False(inner.CanRead);
        using var unread = new ReadAheadStream(new MemoryStream());
    }

    /// <summary>Gives out its bytes in pieces of odd sizes, and maybe an exception behind them.</summary>
    private sealed class Uneven(byte[] bytes, Exception? fault = null) : MemoryStream(bytes)
    {
        private int _reads;

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (fault is not null && Position == Length)
                throw fault;
            return base.Read(buffer, offset, Math.Min(count, 1 + (_reads++ * 7919 % 70_000)));
        }
    }
}
