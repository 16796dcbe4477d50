using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Glm.Formats;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>Whatever happens to a file, reading it ends soon, with counts or with one line that names the file.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Formats =>
        new()
        {
            { "a.gbk", MadeUpGenomes.GenBank() },
            { "a.embl", MadeUpGenomes.Embl() },
            { "a.gff", MadeUpGenomes.Gff() },
            { "a.faa", MadeUpGenomes.Prodigal() },
            { "a.ptt", MadeUpGenomes.ProteinTable() },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Should_survive_a_break_at_every_byte(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var length = 0; length <= bytes.Length; length++)
            Check(name, bytes[..length]);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Should_survive_flipped_bytes(string name, string text)
    {
        var random = new Random(name.Length + text.Length);
        for (var round = 0; round < 1500; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var flips = random.Next(1, 8); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Check(name, bytes);
        }
    }

    [Fact]
    public void Should_say_that_a_record_breaks_off()
    {
        var text = MadeUpGenomes.GenBank();
        var summary = FileInspector.Inspect(_folder.Write("cut.gbk", text[..text.IndexOf("/product", StringComparison.Ordinal)]));
        Assert.Equal(21, summary.ErrorLine);
        Assert.Contains("the file breaks off in record 'TEST01': it has 0 of 120 bases", summary.Error);
    }

    [Fact]
    public void Should_read_long_lines_and_many_qualifiers_in_bounds()
    {
        var begun = Stopwatch.GetTimestamp();
        var before = GC.GetTotalAllocatedBytes();
        Assert.Null(
            FileInspector
                .Inspect(
                    _folder.Write(
                        "long.gbk",
                        MadeUpGenomes.GenBank().Replace("MKA", new string('M', 10_000_000), StringComparison.Ordinal)
                    )
                )
                .Error
        );
        Assert.Null(
            FileInspector
                .Inspect(
                    _folder.Write("long.gff", MadeUpGenomes.Gff().Replace("a%3B b", new string('x', 10_000_000), StringComparison.Ordinal))
                )
                .Error
        );
        var many = string.Concat(Enumerable.Repeat("                     /db_xref=\"X:1\"\n", 1_000_000));
        var summary = FileInspector.Inspect(
            _folder.Write(
                "many.gbk",
                MadeUpGenomes
                    .GenBank()
                    .Replace("                     /protein_id", many + "                     /protein_id", StringComparison.Ordinal)
            )
        );
        Assert.Equal(3, summary.Counts["cds"]);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 30);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 3_000_000_000);
    }

    [Theory]
    [InlineData("\0\u0001\u0002binary")]
    [InlineData("%PDF-1.4\n")]
    [InlineData("{\"a\":1}")]
    public void Should_know_what_it_does_not_read(string text) =>
        Assert.Contains("this is none of the formats that can be read", FileInspector.Inspect(_folder.Write("x", text)).Error);

    [Fact]
    public void Should_give_an_error_for_what_is_no_file()
    {
        Assert.Contains("this is a folder", FileInspector.Inspect(_folder.Path).Error);
        Assert.Contains("no such file", FileInspector.Inspect(_folder["none.gb"]).Error);
        Assert.Matches(
            """^\{"file":".*none.gb","error":\{"line":null,"reason":".*"\}\}$""",
            FileInspector.Inspect(_folder["none.gb"]).ToJson()
        );
    }

    [Theory]
    [InlineData("complement(", ")")]
    [InlineData("join(1..2,", ")")]
    [InlineData("one-of(", ")")]
    [InlineData("(", ")")]
    [InlineData("1..2,", "")]
    public void Should_read_locations_of_any_depth_and_length_in_bounds(string open, string close)
    {
        var location = string.Concat(Enumerable.Repeat(open, 1_000_000)) + "3..4" + string.Concat(Enumerable.Repeat(close, 1_000_000));
        var begun = Stopwatch.GetTimestamp();
        foreach (var text in new[] { location, $"join({location})", $"{location}..9" })
        {
            var summary = FileInspector.Inspect(
                _folder.Write(
                    "deep.gbk",
                    MadeUpGenomes
                        .GenBank()
                        .Replace("     CDS             11..22", $"     CDS             {text}", StringComparison.Ordinal)
                )
            );
            Assert.True(summary.Error is null ? summary.Counts["cds"] == 3 : summary.ErrorLine == 15, summary.Error);
            Assert.InRange(summary.Error?.Length ?? 0, 0, 600);
        }
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 30);
    }

    [Fact]
    public void Should_read_many_records_of_one_name_and_long_headers_in_bounds()
    {
        var begun = Stopwatch.GetTimestamp();
        var records = Enumerable
            .Range(1, 100_000)
            .Select(i =>
                $"LOCUS       X  {i + 5} bp DNA\nFEATURES             Location/Qualifiers\n     CDS             {i}..{i + 2}\n"
                + "                     /translation=\"M\"\n//\n"
            );
        _folder.Write("many.gbk", string.Concat(records));
        var scaffolds = ScaffoldFiles.Load(_folder["many.gbk"], new LoadOptions { MinGenes = 1 }).Scaffolds;
        Assert.Equal(
            (100_000, "X", "many|X|99999"),
            (scaffolds.Select(scaffold => scaffold.Id).Distinct().Count(), scaffolds[0].Id, scaffolds[^1].Id)
        );
        var lines = string.Concat(Enumerable.Repeat("            a line\n", 1_000_000));
        Assert.Null(
            FileInspector
                .Inspect(
                    _folder.Write("long.gbk", MadeUpGenomes.GenBank().Replace("            plasmid.\n", lines, StringComparison.Ordinal))
                )
                .Error
        );
        Assert.Null(
            FileInspector
                .Inspect(
                    _folder.Write(
                        "long.gbk",
                        MadeUpGenomes.GenBank().Replace("            Bacteria;", lines + "            Bacteria;", StringComparison.Ordinal)
                    )
                )
                .Error
        );
        Assert.Null(
            FileInspector
                .Inspect(
                    _folder.Write(
                        "long.embl",
                        MadeUpGenomes
                            .Embl()
                            .Replace(
                                "DE   A",
                                string.Concat(Enumerable.Repeat("DE   a line\nOC   B;\n", 1_000_000)) + "DE   A",
                                StringComparison.Ordinal
                            )
                    )
                )
                .Error
        );
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("join(1..120,1..120,1..120)")]
    [InlineData("2147483647..2147483647")]
    [InlineData("1..2147483647")]
    [InlineData("join(1..2147483647,1..2147483647)")]
    [InlineData("complement(0..9)")]
    public void Should_not_make_proteins_of_bases_beyond_the_record(string location)
    {
        _folder.Write(
            "far.gbk",
            MadeUpGenomes
                .GenBank(withTranslations: false)
                .Replace("     CDS             11..22", $"     CDS             {location}", StringComparison.Ordinal)
        );
        Assert.Equal(
            ["T_2"],
            ScaffoldFiles.Load(_folder["far.gbk"], new LoadOptions { MinGenes = 1 }).Scaffolds[0].Genes.Select(gene => gene.LocusTag)
        );
    }

    [Fact]
    public void Should_refuse_a_decompression_bomb_soon()
    {
        using (var gzip = new GZipStream(File.Create(_folder["bomb.gbk.gz"]), CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes("LOCUS       X 1 bp DNA\nCOMMENT\n"));
            var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("            comment\n", 1 << 16)));
            for (var i = 0; i < 400; i++)
                gzip.Write(lines);
        }
        var summary = FileInspector.Inspect(_folder["bomb.gbk.gz"]);
        Assert.Contains("more than 100 to 1", summary.Error);
    }

    private void Check(string name, byte[] bytes)
    {
        var path = _folder[name];
        File.WriteAllBytes(path, bytes);
        var summary = FileInspector.Inspect(path);
        if (summary.Error is { } error)
        {
            Assert.StartsWith(path, error);
            Assert.DoesNotContain('\n', error);
        }
        else
        {
            Assert.NotNull(summary.Format);
        }
        try
        {
            Assert.NotEmpty(ScaffoldFiles.Load(path, new LoadOptions { MinGenes = 1 }).Windows);
        }
        catch (GlmException refused)
        {
            Assert.DoesNotContain('\n', refused.Message);
        }
    }
}
