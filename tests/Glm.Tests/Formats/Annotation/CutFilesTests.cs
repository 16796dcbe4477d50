using System.IO.Compression;
using System.Text;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats.Annotation;

/// <summary>
/// A file that is cut at any byte is refused, or gives what the whole file gives, or loses only what its format cannot know: see
/// docs/formats.md, "What cannot be known".
/// </summary>
public sealed class CutFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Whole =>
        new()
        {
            { "a.gbk", MadeUpGenomes.GenBank() },
            { "b.gbk", MadeUpGenomes.GenBank(withTranslations: false) },
            { "a.embl", MadeUpGenomes.Embl() },
            { "a.gff", MadeUpGenomes.Gff().Replace("a line that is no feature\n", "", StringComparison.Ordinal) },
            { "a.ptt", MadeUpGenomes.ProteinTable() },
        };

    [Theory]
    [MemberData(nameof(Whole))]
    public void Should_be_refused_or_give_everything_where_it_is_cut(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (name.EndsWith("ptt", StringComparison.Ordinal))
            _folder.Write("a.faa", ">101\nMKA\n>102\nMKA\n");
        var whole = Genes(Write(name, bytes));
        Assert.Equal(2, whole.Count);
        for (var length = 0; length < bytes.Length; length++)
        {
            var path = Write(name, bytes[..length]);
            // The product is the last word of a protein table, and of a GFF3 file without sequences the last attribute.
            if (Try(path) is { } genes)
                Assert.True(genes.SequenceEqual(whole), $"cut at byte {length}: {string.Join(", ", genes)}");
        }
    }

    [Fact]
    public void Should_lose_whole_genes_only_where_called_genes_are_cut()
    {
        var bytes = Encoding.UTF8.GetBytes(MadeUpGenomes.Prodigal());
        var whole = Genes(Write("a.faa", bytes));
        for (var length = 0; length < bytes.Length; length++)
            if (Try(Write("a.faa", bytes[..length])) is { } genes)
                Assert.All(genes, gene => Assert.Contains(gene, whole));
    }

    [Fact]
    public void Should_be_refused_where_GTF_is_cut_within_a_line()
    {
        const string Line = "TEST01.2\tx\tCDS\t{0}\t.\t{1}\t0\tgene_id \"{2}\"; transcript_id \"{2}\"; locus_tag \"{2}\";\n";
        var text = string.Format(null, Line, "11\t22", '+', "T_1") + string.Format(null, Line, "41\t52", '-', "T_2");
        _folder.Write("a.fna", $">TEST01.2\n{MadeUpGenomes.Bases}\n");
        var whole = Genes(Write("a.gtf", Encoding.UTF8.GetBytes(text)));
        for (var length = 0; length < text.Length; length++)
            if (Try(Write("a.gtf", Encoding.UTF8.GetBytes(text[..length]))) is { } genes)
                Assert.All(genes, gene => Assert.Contains(gene, whole.Append(("T_2", 41, 52, Strand.Reverse, "MKA"))));
    }

    [Theory]
    [InlineData("a.gbk.gz")]
    [InlineData("a.faa.gz")]
    public void Should_be_refused_where_gzip_data_are_cut(string name)
    {
        var text = name.Contains("gbk", StringComparison.Ordinal) ? MadeUpGenomes.GenBank() : MadeUpGenomes.Prodigal();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        var bytes = packed.ToArray();
        Assert.Equal(name.Contains("gbk", StringComparison.Ordinal) ? 2 : 3, Genes(Write(name, bytes)).Count);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(Try(Write(name, bytes[..length])));
    }

    [Fact]
    public void Should_lose_only_the_end_where_nothing_says_how_much_there_is()
    {
        const string Map = "p\t+p_1;-p_2\nq\t-p_3\n";
        const string Fasta = ">p_1\nMKA\n>p_2\nMKC\n>p_3\nMKD\n";
        Dictionary<string, string> whole = new()
        {
            ["p_1"] = "MKA",
            ["p_2"] = "MKC",
            ["p_3"] = "MKD",
        };
        _folder.Write("a.faa", Fasta);
        for (var length = 0; length < Map.Length; length++)
            CheckMap(Map[..length], wholeProteins: true);
        // Whatever is left of the last protein is taken for all of it.
        for (var length = 0; length < Fasta.Length; length++)
        {
            _folder.Write("a.faa", Fasta[..length]);
            CheckMap(Map, wholeProteins: false);
        }

        void CheckMap(string map, bool wholeProteins)
        {
            if (Try(_folder.Write("map.tsv", map)) is not { } genes)
                return;
            foreach (var (id, _, _, _, sequence) in genes)
                Assert.True(
                    wholeProteins || id != "p_3" ? whole[id] == sequence : whole[id].StartsWith(sequence, StringComparison.Ordinal)
                );
            Assert.Equal(whole.Keys.Take(genes.Count), genes.Select(gene => gene.Item1));
        }
    }

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    private static List<(string, int, int, Strand, string)>? Try(string path)
    {
        try
        {
            return Genes(path);
        }
        catch (GlmException refused)
        {
            Assert.DoesNotContain('\n', refused.Message);
            return null;
        }
    }

    private static List<(string, int, int, Strand, string)> Genes(string path)
    {
        var set = ScaffoldFiles.Load(path, new LoadOptions { MinGenes = 1 });
        return
        [
            .. set
                .Scaffolds.SelectMany(scaffold => scaffold.Genes)
                .Select(gene =>
                    (gene.LocusTag ?? gene.Id, gene.Start ?? 0, gene.End ?? 0, gene.Strand, set.Proteins[gene.ProteinId].Sequence)
                ),
        ];
    }
}
