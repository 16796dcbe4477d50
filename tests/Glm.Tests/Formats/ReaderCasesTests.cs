using System.Globalization;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Formats;

/// <summary>
/// Small files that were once read wrongly, and what is right for each (<c>tests/Cases/readers</c>): the genes in order, each as
/// "start..end strand residues", or the words of a message.
/// </summary>
public sealed class ReaderCasesTests
{
    private const string Six = "51..170 + 39, 201..341 - 46, 372..533 - 53, 564..746 + 60, 777..980 - 67, 1011..1235 + 74";
    private const string Five = "51..149 + 32, 180..311 - 43, 342..506 - 54, 537..734 + 65, 765..995 - 76";

    private static readonly LoadOptions AnyLength = new() { MinGenes = 1 };

    [Theory]
    [InlineData("contig_names_partly_differ/a.gff3", Six + ", " + Five)]
    [InlineData("seqid_gnl.gff", Six)]
    [InlineData("lcl_pgap/annot.gff", Six)]
    [InlineData("lcl_pgap", Six)]
    [InlineData("prokka_out", Six)]
    [InlineData("gzcopy", Six)]
    [InlineData("gzcopy/*", Six)]
    [InlineData("gtf/ncbi.gtf", Six)]
    [InlineData("datasets_gff_fna/ncbi_dataset/data/GCF_000000003.1/genomic.gff", Six)]
    [InlineData("datasets_folder", Six)]
    [InlineData("datasets_folder/ncbi_dataset", Six)]
    [InlineData("datasets_folder/ncbi_dataset/data", Six)]
    [InlineData("datasets_folder/ncbi_dataset/data/*/genomic.gff", Six)]
    [InlineData("locus_merged.gbk", Six)]
    [InlineData("locus_collapsed/a.gbk", Six)]
    [InlineData("dupcds.gbk", Six)]
    [InlineData("catgbk/a.gbk", Six + ", " + Five)]
    [InlineData("catgff/a.gff3", Six + ", " + Five)]
    [InlineData("zip/x.zip", Six)]
    [InlineData("zip/x.zip/ncbi_dataset/data/GCF_000000001.1/genomic.gbff", Six)]
    public void Should_read_the_genes(string path, string genes)
    {
        var set = ScaffoldFiles.Load(PathOf(path), AnyLength);
        Assert.Equal(genes, string.Join(", ", set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => InWords(set, gene))));
        Assert.Single(set.Genomes);
        Assert.Empty(set.Ledger.LeftOut);
    }

    [Theory]
    [InlineData("unreadable_in_folder", "html.gbk: ", "u16.gbk: line 1: the text is UTF-16", "zero.gbk.gz: line 1: there is no text")]
    [InlineData("unreadable_in_folder/*", "html.gbk: ", "u16.gbk: line 1: the text is UTF-16", "zero.gbk.gz: line 1: there is no text")]
    [InlineData("unreadable_in_folder/*.gbk", "2 of 3 files", "html.gbk: ", "u16.gbk: ")]
    [InlineData("prokka_compliant/a.gff", "a.fna has no sequence 'gnl|X|TAG_1'; it has 'NODE_1_length_9'")]
    [InlineData("html", "x.gbk: ", "none of the formats")]
    [InlineData("utf16", "the text is UTF-16")]
    [InlineData("map_header_in_folder", "map.tsv:1: ", "does not begin with a strand sign")]
    [InlineData("catfaa/a.faa", "a.faa:12: position 76 of the line, in protein 'c1_6', holds '>', a header sign within a line")]
    [InlineData("joinfaa_beside_gff/a.gff", "a.faa:4: position 47 of the line, in protein 'T_02', holds '>', a header sign within a line")]
    [InlineData("gapfaa_beside_gff/a.gff", "a.faa:4: position 10 of the line, in protein 'T_02', holds '-', an alignment gap")]
    [InlineData("dupfaa_beside_gff/a.gff", "a.faa:13: protein 'T_02' was already on line 3")]
    [InlineData("pprodigal/a.faa", "a.faa:13: the header of protein 'c1_6' ends in 60 letters without a blank")]
    [InlineData("catmags/all.faa", "all.faa:13: protein 'k141_1_1' was already on line 1")]
    [InlineData("twicefaa/a.faa", "a.faa:13: protein 'c1_1' was already on line 1")]
    [InlineData("revloc.gbk", "revloc.gbk:14: the location of the CDS, '341..201', cannot be read: it runs from 341 to 201")]
    [InlineData("dupid/a.gff3", "a.gff3:4: CDS 'T_01' has strand '-' here and '+' on line 3")]
    [InlineData("gffcut/a.gff3", "a.gff3:2: sequence 'c1' is announced with 1325 bases, and 933 came before the file breaks off")]
    [InlineData(
        "missing_origin_line/a.gbk",
        "a.gbk:39: the sequence line is numbered 601 where 541 is due: 60 bases before it are missing"
    )]
    [InlineData("genpept/a.gp", "a.gp:1: record 'WP_1' is a protein of 40 aa")]
    [InlineData("gff_spaces.gff", "gff_spaces.gff:3: the columns are separated by spaces, not tabs")]
    [InlineData("genbank_without_bases/a.gbk", "neither a translation nor bases", "GenBank (full)")]
    public void Should_say_what_is_wrong(string path, params string[] words)
    {
        var fault = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(PathOf(path), AnyLength));
        Assert.All(words, word => Assert.Contains(word, fault.Message));
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Theory]
    [InlineData("catgbk/a.gbk", "one.1 two.1")]
    [InlineData("catgff/a.gff3", "c1 c2")]
    [InlineData("locus_merged.gbk", "NODE_3_length_1325_cov_81.435531")]
    [InlineData("locus_collapsed/a.gbk", "NZ_ABCDEF010000001.1")]
    public void Should_name_the_scaffolds(string path, string scaffolds) =>
        Assert.Equal(scaffolds, string.Join(' ', ScaffoldFiles.Load(PathOf(path), AnyLength).Scaffolds.Select(scaffold => scaffold.Id)));

    [Fact]
    public void Should_keep_the_locus_tags_of_GTF() =>
        Assert.Equal(
            ["L_1", "L_2", "L_3", "L_4", "L_5", "L_6"],
            ScaffoldFiles.Load(PathOf("gtf/ncbi.gtf"), AnyLength).Scaffolds[0].Genes.Select(gene => gene.LocusTag)
        );

    [Fact]
    public void Should_join_a_table_to_a_name_that_had_run_into_its_length()
    {
        var options = AnyLength with { Taxonomy = PathOf("locus_collapsed/tax.tsv") };
        var set = ScaffoldFiles.Load(PathOf("locus_collapsed/a.gbk"), options);
        Assert.Equal("Bacillota", set.Genomes[0].Lineage?[TaxonomicRank.Phylum]);
    }

    [Fact]
    public void Should_refuse_a_taxonomy_table_that_names_nothing()
    {
        var (genome, table) = (PathOf("taxonomy_matches_nothing/a.gbk"), PathOf("taxonomy_matches_nothing/t.tsv"));
        var fault = Assert.Throws<GlmException>(() => ScaffoldFiles.Load(genome, AnyLength with { Taxonomy = table }));
        Assert.StartsWith($"{table}:2: no genome or scaffold is called 'ctgZ.1'", fault.Message);
        var set = ScaffoldFiles.Load(genome, AnyLength with { Taxonomy = PathOf("taxonomy_matches_nothing/ok.tsv") });
        Assert.Equal("Bacillota", set.Genomes[0].Lineage?[TaxonomicRank.Phylum]);
    }

    [Fact]
    public void Should_count_the_genes_whose_proteins_are_missing()
    {
        var set = ScaffoldFiles.Load(PathOf("faa_lacks_proteins/a.gff"), AnyLength);
        var missing = Assert.Single(set.Ledger.LeftOut);
        Assert.Equal(("no protein in a.faa", 4), (missing.Reason, missing.Count));
        Assert.Equal(["T_03", "T_04", "T_05", "T_06"], missing.Examples);
        Assert.Equal(2, set.GeneCount);
    }

    [Fact]
    public void Should_pass_over_what_cannot_be_read_if_told_so()
    {
        var set = ScaffoldFiles.Load(PathOf("unreadable_in_folder"), AnyLength with { SkipUnreadable = true });
        Assert.Equal(6, set.GeneCount);
        Assert.Equal(["html.gbk", "u16.gbk", "zero.gbk.gz"], set.Ledger.Unreadable.Select(file => Path.GetFileName(file.File)));
        Assert.Equal(["ok.gbk"], set.Ledger.FilesRead.Select(Path.GetFileName));
    }

    private static string PathOf(string name) => Path.Combine(Repository.Root, "tests", "Cases", "readers", name);

    private static string InWords(ScaffoldSet set, Gene gene) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{gene.Start}..{gene.End} {(gene.Strand == Strand.Forward ? '+' : '-')} {set.Proteins[gene.ProteinId].Sequence.Length}"
        );
}
