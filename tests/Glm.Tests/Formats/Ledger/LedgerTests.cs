using System.IO.Compression;
using System.Text;
using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Formats.Annotation;

namespace Glm.Tests.Formats.Ledger;

public sealed class LedgerTests : IDisposable
{
    private static readonly LoadOptions AnyLength = new() { MinGenes = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_name_every_file_of_a_folder()
    {
        _folder.Write("a.gbk", MadeUpGenomes.GenBank());
        _folder.Write("a.gff", MadeUpGenomes.Gff());
        _folder.Write("notes.md", "# notes\n");
        _folder.Write("lonely.faa", ">p1\nMKTAYIAKQR\n");
        var ledger = ScaffoldFiles.Load(_folder.Path, AnyLength).Ledger;
        Assert.Equal(["a.gbk"], ledger.FilesRead.Select(Path.GetFileName));
        Assert.Equal(["a.gff", "lonely.faa", "notes.md"], ledger.PassedOver.Select(file => Path.GetFileName(file.File)));
        Assert.Equal("the same genome as a.gbk, whose annotation is richer", ledger.PassedOver[0].Reason);
        Assert.Empty(ledger.Unreadable);
        Assert.Equal(("marked as a pseudogene", 1), (ledger.LeftOut[0].Reason, ledger.LeftOut[0].Count));
        Assert.Equal(["T_3"], ledger.LeftOut[0].Examples);
    }

    [Fact]
    public void Should_enter_the_files_that_complete_an_annotation_as_read()
    {
        _folder.Write("a.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("a.fna", $">TEST01.2\n{MadeUpGenomes.Bases}\n");
        var ledger = ScaffoldFiles.Load(_folder["a.gff"], AnyLength).Ledger;
        Assert.Equal(["a.fna", "a.gff"], ledger.FilesRead.Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Should_take_a_genome_once_whatever_its_files_are_called()
    {
        _folder.Write("a.gbk", MadeUpGenomes.GenBank());
        _folder.Write("b.gbk", MadeUpGenomes.GenBank());
        var set = ScaffoldFiles.Load(_folder.Path, AnyLength);
        Assert.Equal(["a"], set.Genomes.Select(genome => genome.Id));
        var other = Assert.Single(set.Ledger.PassedOver);
        Assert.Equal(
            ("b.gbk", "the same genome as a.gbk: its genes lie at the same places"),
            (Path.GetFileName(other.File), other.Reason)
        );
    }

    [Fact]
    public void Should_take_a_compressed_copy_for_a_genome_only_if_its_genes_differ()
    {
        _folder.Write("a.gbk", MadeUpGenomes.GenBank());
        Compress("a.gbk.gz", MadeUpGenomes.GenBank());
        var same = ScaffoldFiles.Load(_folder.Path, AnyLength);
        Assert.Equal(["a"], same.Genomes.Select(genome => genome.Id));
        var copy = Assert.Single(same.Ledger.PassedOver);
        Assert.Equal(
            ("a.gbk.gz", "the same genome as a.gbk: its genes lie at the same places"),
            (Path.GetFileName(copy.File), copy.Reason)
        );

        Compress("a.gbk.gz", MadeUpGenomes.GenBank().Replace("TEST01", "OTHER1", StringComparison.Ordinal));
        var changed = ScaffoldFiles.Load(_folder.Path, AnyLength);
        Assert.Equal(2, changed.Genomes.Count);
        Assert.Empty(changed.Ledger.PassedOver);

        void Compress(string name, string text)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                gzip.Write(Encoding.UTF8.GetBytes(text));
            _folder.Write(name, packed.ToArray());
        }
    }

    [Fact]
    public void Should_keep_assemblies_with_equal_contig_names_apart()
    {
        _folder.Write("a.gbk", MadeUpGenomes.GenBank());
        _folder.Write("b.gbk", MadeUpGenomes.GenBank().Replace("11..22", "14..25").Replace("41..>52", "44..>55"));
        var set = ScaffoldFiles.Load(_folder.Path, AnyLength);
        Assert.Equal(["TEST01.2", "b|TEST01.2"], set.Scaffolds.Select(scaffold => scaffold.Id));
        Assert.Contains("'TEST01.2'", Assert.Single(set.Ledger.Notes));
    }

    [Fact]
    public void Should_keep_one_of_two_equal_records_of_a_file()
    {
        _folder.Write("a.gbk", MadeUpGenomes.GenBank() + MadeUpGenomes.GenBank());
        var set = ScaffoldFiles.Load(_folder["a.gbk"], AnyLength);
        Assert.Single(set.Scaffolds);
        Assert.Contains("twice", Assert.Single(set.Ledger.Notes));
    }

    [Theory]
    [InlineData("lcl|TEST01.2")]
    [InlineData("TEST01")]
    [InlineData("gi|123|gb|TEST01.2|")]
    [InlineData("gnl|lab|TEST01.2")]
    public void Should_find_bases_under_a_name_with_a_database_or_without_a_version(string name)
    {
        _folder.Write("a.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("a.fna", $">{name}\n{MadeUpGenomes.Bases}\n");
        Assert.Equal(2, ScaffoldFiles.Load(_folder["a.gff"], AnyLength).GeneCount);
    }

    [Fact]
    public void Should_not_take_another_version_for_the_same_sequence()
    {
        _folder.Write("a.gff", MadeUpGenomes.Gff(withBases: false));
        _folder.Write("a.fna", $">TEST01.3\n{MadeUpGenomes.Bases}\n");
        var fault = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["a.gff"], AnyLength));
        Assert.Contains("a.fna has no sequence 'TEST01.2'; it has 'TEST01.3'", fault.Message);
    }

    [Fact]
    public void Should_compare_the_length_that_an_annotation_states()
    {
        _folder.Write("a.gff", "##sequence-region c 1 120\n" + Feature("c", 11, 22));
        _folder.Write("a.fna", $">c\n{MadeUpGenomes.Bases[..100]}\n");
        var fault = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["a.gff"], AnyLength));
        Assert.Contains("a.gff:1: record 'c' announces 120 bases, and 100 came", fault.Message);
    }

    [Fact]
    public void Should_compare_a_protein_with_the_place_of_its_gene()
    {
        _folder.Write("a.gff", Feature("c", 1, 225, "g"));
        _folder.Write("a.faa", ">g\nMKAMKAMKAMKAMK\n");
        var fault = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["a.gff"], AnyLength));
        Assert.Contains("the protein of 'g' has 14 residues", fault.Message);
        Assert.Contains("asks for 74", fault.Message);
    }

    [Fact]
    public void Should_say_why_each_gene_is_left_out()
    {
        var bases = string.Concat(Enumerable.Repeat("atgaaagcataa", 10));
        _folder.Write(
            "a.gff",
            Feature("c", 1, 12, "good")
                + Feature("c", 13, 36, "stop")
                + Feature("c", 115, 126, "beyond")
                + Feature("c", 37, 48, "pseudo", ";pseudo=true")
                + Feature("d", 1, 12, "nowhere")
        );
        _folder.Write("a.fna", $">c\n{bases}\n>e\nacgt\n");
        var left = ScaffoldFiles
            .Load(_folder["a.gff"], AnyLength)
            .Ledger.LeftOut.ToDictionary(group => Assert.Single(group.Examples), group => group.Reason);
        Assert.Equal("a stop codon lies inside: a pseudogene, or another genetic code", left["stop"]);
        Assert.Equal("it ends at base 126, beyond the end of its sequence, c, which has 120 bases", left["beyond"]);
        Assert.Equal("marked as a pseudogene", left["pseudo"]);
        Assert.Equal("a.fna has no sequence 'd'; it has 'c', 'e'", left["nowhere"]);
        Assert.Equal(4, left.Count);
    }

    [Fact]
    public void Should_recognise_the_bases_of_another_assembly()
    {
        var genes = string.Concat(Enumerable.Range(0, 5).Select(i => Feature("c", (24 * i) + 1, (24 * i) + 24, $"g{i}")));
        _folder.Write("a.gff", genes + Feature("c", 121, 132, "good"));
        _folder.Write("a.fna", $">c\n{string.Concat(Enumerable.Repeat("atgaaagcataa", 11))}\n");
        var left = Assert.Single(ScaffoldFiles.Load(_folder["a.gff"], AnyLength).Ledger.LeftOut);
        Assert.Equal(5, left.Count);
        Assert.Contains("another assembly", left.Reason);
    }

    [Fact]
    public void Should_list_the_rows_of_tables_that_match_nothing()
    {
        _folder.Write("a.gbk", MadeUpGenomes.GenBank());
        _folder.Write("taxa.tsv", "genome\tphylum\na\tBacillota\nelsewhere\tBacillota\n");
        _folder.Write("operons.tsv", "gene\toperon\nT_1\to1\nT_9\to1\nT_8\to1\n");
        var options = AnyLength with { Taxonomy = _folder["taxa.tsv"], Operons = _folder["operons.tsv"] };
        var unmatched = ScaffoldFiles.Load(_folder["a.gbk"], options).Ledger.Unmatched;
        Assert.Equal(
            [("operons.tsv", 2, "T_9, T_8"), ("taxa.tsv", 1, "elsewhere")],
            unmatched.Select(table => (Path.GetFileName(table.Table), table.Count, string.Join(", ", table.Examples))).Order()
        );
    }

    [Fact]
    public void Should_find_the_lineage_of_an_assembly_as_GTDB_names_it()
    {
        _folder.Write("GCF_000005845.2_ASM584v2_genomic.gbff", MadeUpGenomes.GenBank());
        _folder.Write("taxa.tsv", "genome\tlineage\nRS_GCF_000005845.2\td__Bacteria;p__Bacillota\n");
        var set = ScaffoldFiles.Load(_folder["GCF_000005845.2_ASM584v2_genomic.gbff"], AnyLength with { Taxonomy = _folder["taxa.tsv"] });
        Assert.Equal("Bacillota", set.Genomes[0].Lineage?[TaxonomicRank.Phylum]);
    }

    [Fact]
    public void Should_read_an_archive_in_place()
    {
        var zip = _folder["genomes.zip"];
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            Enter(archive, "ncbi_dataset/data/GCF_1/genomic.gff", MadeUpGenomes.Gff(withBases: false));
            Enter(archive, "ncbi_dataset/data/GCF_1/GCF_1_x_genomic.fna", $">TEST01.2\n{MadeUpGenomes.Bases}\n");
            Enter(archive, "ncbi_dataset/data/assembly_data_report.jsonl", "{}\n");
        }
        var set = ScaffoldFiles.Load(zip, AnyLength);
        Assert.Equal((1, 2), (set.Genomes.Count, set.GeneCount));
        Assert.Equal("GCF_1", set.Genomes[0].Id);
        Assert.Equal(["assembly_data_report.jsonl"], set.Ledger.PassedOver.Select(file => Path.GetFileName(file.File)));

        var bytes = File.ReadAllBytes(zip);
        _folder.Write("cut.zip", bytes[..(bytes.Length / 2)]);
        Assert.Contains("damaged", Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder["cut.zip"], AnyLength)).Message);
    }

    [Fact]
    public void Should_search_inner_folders_when_told_to()
    {
        _folder.Write("inner/a.gbk", MadeUpGenomes.GenBank());
        _folder.Write("inner/deeper/b.gbk", MadeUpGenomes.GenBank().Replace("TEST01", "TEST02"));
        var fault = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(_folder.Path, AnyLength));
        Assert.Contains("Recursive", fault.Message);
        Assert.Equal(2, ScaffoldFiles.Load(_folder.Path, AnyLength with { Recursive = true }).Genomes.Count);
    }

    [Fact]
    public void Should_load_several_paths_as_one_set()
    {
        _folder.Write("one/a.gbk", MadeUpGenomes.GenBank());
        _folder.Write("two.gff", MadeUpGenomes.Gff(withBases: false).Replace("TEST01", "TEST02"));
        _folder.Write("bases.fna", $">TEST02.2\n{MadeUpGenomes.Bases}\n");
        var pair = ScaffoldFiles.LoadAll([_folder["two.gff"], _folder["bases.fna"]], AnyLength);
        Assert.Equal((1, 2), (pair.Genomes.Count, pair.GeneCount));
        var both = ScaffoldFiles.LoadAll([_folder["one"], _folder["two.gff"]], AnyLength with { Bases = _folder["bases.fna"] });
        Assert.Equal(2, both.Genomes.Count);
    }

    [Fact]
    public void Should_keep_a_ledger_for_a_corpus_too()
    {
        _folder.Write("genomes/a.gbk", MadeUpGenomes.GenBank());
        _folder.Write("genomes/b.gbk", MadeUpGenomes.GenBank());
        _folder.Write("genomes/cut.gbk", MadeUpGenomes.GenBank().Replace("TEST01", "TEST03")[..900]);
        _folder.Write("genomes/zero.gbk", "");
        Assert.Throws<GlmException>(() => CorpusFiles.Add(_folder["corpus"], _folder["genomes"], AnyLength));
        var options = AnyLength with { SkipUnreadable = true };
        var addition = CorpusFiles.Add(_folder["skipped"], _folder["genomes"], options);
        Assert.Equal(["cut.gbk", "zero.gbk"], addition.Ledger.Unreadable.Select(file => Path.GetFileName(file.File)).Order());
        Assert.Equal((1, 2L), (addition.Files, addition.Genes));
        Assert.Contains(addition.Ledger.PassedOver, file => file.Reason.StartsWith("the same genome as a.gbk", StringComparison.Ordinal));
        var again = CorpusFiles.Add(_folder["skipped"], _folder["genomes"], options);
        Assert.Contains(again.Ledger.PassedOver, file => file.Reason == "already in the corpus");
    }

    [Fact]
    public void Should_say_the_same_of_copies_however_early_they_are_read()
    {
        // More than are read ahead, so that the first is in the corpus when the last are looked at.
        foreach (var name in "abcdefgh")
            _folder.Write($"genomes/{name}.gbk", MadeUpGenomes.GenBank());
        var ledger = CorpusFiles.Add(_folder["corpus"], _folder["genomes"], AnyLength).Ledger;
        Assert.Equal(7, ledger.PassedOver.Count);
        Assert.All(ledger.PassedOver, file => Assert.StartsWith("the same genome as a.gbk", file.Reason));
        var again = CorpusFiles.Add(_folder["corpus"], _folder["genomes"], AnyLength).Ledger;
        Assert.Equal(8, again.PassedOver.Count);
        Assert.All(again.PassedOver, file => Assert.Equal("already in the corpus", file.Reason));
    }

    private static string Feature(string sequence, int start, int end, string id = "g", string more = "") =>
        $"{sequence}\tx\tCDS\t{start}\t{end}\t.\t+\t0\tID={id}{more}\n";

    private static void Enter(ZipArchive archive, string name, string text)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
