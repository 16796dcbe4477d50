using System.IO.Compression;
using System.Text;
using Glm.Formats;
using Glm.Formats.Text;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Text;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("a\nb\n\nc", "a|b||c")]
    [InlineData("a\r\nb\r\n\r\nc\r\n", "a|b||c")]
    [InlineData("a\rb\r\rc\r", "a|b||c")]
    [InlineData("a\r\r\nb\r\r\nc", "a|b|c")]
    [InlineData("a\rb\nc\r\nd\re", "a|b|c|d|e")]
    [InlineData("a\n\uFEFFb\n", "a|b")]
    [InlineData("\uFEFFa", "a")]
    [InlineData("a\r", "a")]
    [InlineData("", "")]
    public void Should_end_lines_at_any_line_end_however_the_bytes_come(string text, string lines)
    {
        foreach (var step in new[] { 1, 2, 3, 1000 })
            Assert.Equal(lines, string.Join('|', Read(new Stepping(Encoding.UTF8.GetBytes(text), step))));
    }

    [Fact]
    public void Should_name_the_byte_that_is_not_UTF_8()
    {
        var message = Assert.Throws<GlmException>(() => Read(new MemoryStream([.. "a\n>p M"u8, 0xFC, .. "ller\n"u8]))).Message;
        Assert.Equal(
            "x:2: byte 5 of the line, 0xFC, is not UTF-8; the text is perhaps Latin-1. Convert it, for example with iconv -f "
                + "LATIN1 -t UTF-8.",
            message
        );
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Should_name_UTF_16_with_and_without_its_mark(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        foreach (var mark in new[] { encoding.Preamble.ToArray(), [] })
            Assert.Equal(
                "x:1: the text is UTF-16. Save it as UTF-8.",
                Assert.Throws<GlmException>(() => Read(new MemoryStream([.. mark, .. encoding.GetBytes(">p\nMKA\n")]))).Message
            );
    }

    [Theory]
    [InlineData((byte)'A')]
    [InlineData((byte)0)]
    [InlineData((byte)'\n')]
    public void Should_refuse_a_bomb_before_it_costs_memory(byte letter)
    {
        using var folder = new TemporaryFolder();
        using (var gzip = new GZipStream(File.Create(folder["bomb.fna.gz"]), CompressionLevel.Optimal))
        {
            gzip.Write(">c\n"u8);
            var block = new byte[1 << 20];
            Array.Fill(block, letter);
            for (var i = 0; i < 1000; i++)
                gzip.Write(block);
        }
        Assert.InRange(new FileInfo(folder["bomb.fna.gz"]).Length, 0, 2_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Matches(
            ":[0-9]+: ([0-9]+ compressed bytes have become|byte 1 of the line)",
            FileInspector.Inspect(folder["bomb.fna.gz"]).Error
        );
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L << 20);
    }

    private static List<string> Read(Stream stream)
    {
        using var lines = new LineReader(stream, "x");
        var found = new List<string>();
        while (lines.TryRead(out var line))
            found.Add(Encoding.UTF8.GetString(line));
        Assert.Equal(found.Count, lines.Line);
        return found;
    }

    private sealed class Stepping(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);
    }
}
