using System.Text;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Fasta;

public class FastaReaderTests
{
    private static IReadOnlyList<Protein> Read(string text) => FastaReader.Read(TextInput.Utf8(text), "a.faa");

    [Fact]
    public void Should_read_ids_descriptions_and_sequences() =>
        Assert.Equal(
            [new Protein("p1", "MKVLAA", "first protein"), new Protein("p2", "MW")],
            Read(">p1 first protein\nMKV\nLAA\n>p2\nMW\n")
        );

    [Theory]
    [InlineData(">p1 first\r\nMKV\r\nLAA\r\n")]
    [InlineData("\uFEFF>p1 first\nMKVLAA")]
    [InlineData("\n \n>p1\t first \nmkv laa\n\n")]
    [InlineData(">p1 first\nM K\tV\nLAA*\n\n")]
    [InlineData(">p1 first\nMKVLAA\n*\n")]
    public void Should_read_the_same_protein_however_it_is_laid_out(string text) =>
        Assert.Equal([new Protein("p1", "MKVLAA", "first")], Read(text));

    [Fact]
    public void Should_read_gzip_by_content() =>
        Assert.Equal([new Protein("p1", "MKV")], FastaReader.Read(TextInput.Gzip(">p1\nMKV\n"), "a.faa"));

    [Fact]
    public void Should_read_several_gzip_members()
    {
        var stream = new MemoryStream([.. TextInput.Gzip(">p1\nMKV\n").ToArray(), .. TextInput.Gzip(">p2\nMW\n").ToArray()]);
        Assert.Equal(["p1", "p2"], FastaReader.Read(stream, "a.faa").Select(protein => protein.Id));
    }

    [Fact]
    public void Should_keep_every_letter_as_a_residue() =>
        Assert.Equal("ABCDEFGHIJKLMNOPQRSTUVWXYZ", Read(">p\nABCDEFGHIJKLMnopqrstuvwxyz\n")[0].Sequence);

    [Fact]
    public void Should_read_lines_longer_than_its_buffer()
    {
        var sequence = new string('A', 3_000_000);
        var proteins = Read($">p1\n{sequence}\n>p2 x\n{sequence}W\n");
        Assert.Equal([sequence, sequence + "W"], proteins.Select(protein => protein.Sequence));
    }

    [Fact]
    public void Should_read_the_same_from_a_stream_that_gives_one_byte_at_a_time() =>
        Assert.Equal(
            [new Protein("p1", "MKVLAA", "é"), new Protein("p2", "MW")],
            FastaReader.Read(new TricklingStream(Encoding.UTF8.GetBytes("\uFEFF>p1 é\r\nMKV\r\nLAA\r\n>p2\r\nMW")), "a.faa")
        );

    [Fact]
    public void Should_leave_the_stream_open()
    {
        using var stream = TextInput.Utf8(">p\nM\n");
        FastaReader.Read(stream, "a.faa");
        Assert.True(stream.CanRead);
    }

    [Theory]
    [InlineData("", "a.faa", "no protein")]
    [InlineData("\n\r\n", "a.faa", "no protein")]
    [InlineData("MKV\n>p\nM\n", "a.faa:1", "'MKV'", "before the first '>'")]
    [InlineData(">p1\n>p2\nM\n", "a.faa:1", "'p1'", "no sequence")]
    [InlineData(">p1\nM\n>p2\n\n", "a.faa:3", "'p2'", "no sequence")]
    [InlineData(">p1\n*\n", "a.faa:1", "no sequence")]
    [InlineData(">p1\nM\n> p2\nM\n", "a.faa:3", "no id")]
    [InlineData(">p1\nM\n>p2\nM\n>p1 again\nM\n", "a.faa:5", "'p1'", "line 1", "unique")]
    [InlineData(">p1\nMK1V\n", "a.faa:2", "position 3", "'1'", "not a residue")]
    [InlineData(">p1\nMKV\nA-V\n", "a.faa:3", "position 2", "'-'", "gap")]
    [InlineData(">p1\nMKéV\n", "a.faa:2", "position 3", "'é'")]
    [InlineData(">p1\nMK*V\n", "a.faa:2", "position 3", "'*'", "stop inside")]
    [InlineData(">p1\nMK*\n\nMV\n", "a.faa:2", "position 3", "stop inside")]
    [InlineData(">p1\nMK**\n", "a.faa:2", "position 4", "second stop")]
    [InlineData(">p1\nMKV>p2\nM\n", "a.faa:2", "position 4", "line end")]
    [InlineData(">p1\nM\0\u0001V\n", "a.faa:2", "binary")]
    [InlineData(">p\u00011\nM\n", "a.faa:1", "binary")]
    [InlineData("PK\u0003\u0004\n", "a.faa:1", "binary")]
    public void Should_refuse_bad_input_in_one_line(string text, params string[] parts) => TextInput.ShouldFail(() => Read(text), parts);

    [Fact]
    public void Should_name_utf_16() =>
        TextInput.ShouldFail(
            () => FastaReader.Read(new MemoryStream([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(">p\nM\n")]), "a.faa"),
            "a.faa:1",
            "UTF-16"
        );

    [Fact]
    public void Should_refuse_a_truncated_gzip()
    {
        // Random letters do not shrink to nothing, so that half of the bytes are not the whole text.
        var random = new Random(1);
        var bytes = TextInput
            .Gzip($">p\n{string.Concat(Enumerable.Range(0, 5000).Select(_ => (char)('A' + random.Next(26))))}\n>q\nM\n")
            .ToArray();
        TextInput.ShouldFail(() => FastaReader.Read(new MemoryStream(bytes[..(bytes.Length / 2)]), "a.faa.gz"), "a.faa.gz", "gzip");
    }

    [Fact]
    public void Should_refuse_a_damaged_gzip()
    {
        var bytes = TextInput.Gzip(">p\nMKVLAAMKVLLLWWWMKAAATT\n").ToArray();
        bytes.AsSpan(10, 8).Fill(0xFF);
        TextInput.ShouldFail(() => FastaReader.Read(new MemoryStream(bytes), "a.faa.gz"), "a.faa.gz", "gzip");
    }

    [Fact]
    public void Should_refuse_a_line_over_64_MB()
    {
        using var stream = new EndlessLine();
        TextInput.ShouldFail(() => FastaReader.Read(stream, "a.faa"), "a.faa:2", "64 MB");
    }

    [Fact]
    public void Should_refuse_an_endless_header()
    {
        TextInput.ShouldFail(() => Read($">p {new string('x', 2_000_000)}\nM\n"), "a.faa:1", "header");
    }

    [Fact]
    public void Should_refuse_a_missing_file_and_a_folder()
    {
        TextInput.ShouldFail(() => FastaReader.Read("no/such.faa"), "no/such.faa", "folder does not exist");
        TextInput.ShouldFail(() => FastaReader.Read(Path.GetTempPath()), "is a folder");
    }

    [Fact]
    public void Should_stop_when_cancelled() =>
        Assert.Throws<OperationCanceledException>(() =>
            FastaReader.Read(TextInput.Utf8(">p\nM\n"), "a.faa", new CancellationToken(canceled: true))
        );

    [Fact]
    public void Should_report_progress_up_to_the_end()
    {
        var reports = new List<ProgressReport>();
        Assert.Single(FastaReader.Enumerate(TextInput.Utf8(">p\nM\n"), "a.faa", new ListProgress(reports)));
        Assert.Equal((5, 5), (reports[^1].Done, reports[^1].Total));
    }

    [Fact]
    public void Should_read_what_the_writer_writes()
    {
        using var folder = new TemporaryFolder();
        Protein[] proteins = [new("p1", new string('M', 60), "with [gene=x] fields"), new("p2", new string('K', 61)), new("lcl|x.1", "M")];
        FastaWriter.Write(folder["a.faa"], proteins);
        Assert.Equal(proteins, FastaReader.Read(folder["a.faa"]));
        Assert.Equal(["a.faa"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("p 1", "M", "")]
    [InlineData("", "M", "")]
    [InlineData("p1", "", "")]
    [InlineData("p1", "M", "a\n>p2")]
    public void Should_refuse_to_write_what_would_not_read_back(string id, string sequence, string description)
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.faa", "old");
        TextInput.ShouldFail(() => FastaWriter.Write(folder["a.faa"], [new Protein(id, sequence, description)]), "FASTA");
        Assert.Equal("old", File.ReadAllText(folder["a.faa"]));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("GCF_000005845.2_ASM584v2_protein.faa.gz", 4298, 1_329_980)]
    [InlineData("GCF_000005845.2.prodigal.faa.gz", 4319, 0)]
    public void Should_read_a_real_proteome(string file, int records, int residues)
    {
        var proteins = FastaReader.Read(Repository.Shared("genomes", "ecoli", file));
        Assert.Equal(records, proteins.Count);
        if (residues > 0)
            Assert.Equal(residues, proteins.Sum(protein => protein.Sequence.Length));
    }

    private sealed class ListProgress(List<ProgressReport> reports) : IProgress<ProgressReport>
    {
        public void Report(ProgressReport value) => reports.Add(value);
    }

    private sealed class TricklingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }

    private sealed class EndlessLine : MemoryStream
    {
        private long _given;

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'A');
            for (var i = 0; i < buffer.Length && _given + i < 3; i++)
                buffer[i] = ">p\n"u8[(int)_given + i];
            _given += buffer.Length;
            return buffer.Length;
        }
    }
}
