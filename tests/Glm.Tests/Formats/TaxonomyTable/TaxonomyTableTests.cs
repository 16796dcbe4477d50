using Glm.Formats;
using Glm.Formats.TaxonomyTable;
using Glm.Genomes;
using Glm.Testing;

namespace Glm.Tests.Formats.TaxonomyTable;

public class TaxonomyTableTests
{
    private static IReadOnlyList<TaxonomyRow> Read(string text) => TaxonomyTableReader.Read(TextInput.Utf8(text), "t.tsv");

    [Fact]
    public void Should_read_rank_columns() =>
        Assert.Equal(
            [new TaxonomyRow("c1", "G1", new Lineage("Bacteria", "", "Clostridia"), 2), new TaxonomyRow("c2", null, null, 4)],
            Read("Contig\tgenome\tClass\tDomain\tnotes\nc1\tG1\tClostridia\tBacteria\tx\n\nc2\t\t\t\t\n")
        );

    [Theory]
    [InlineData("d__Bacteria;p__Bacillota;c__Bacilli;o__;f__;g__;s__")]
    [InlineData("c__Bacilli; d__Bacteria; p__Bacillota")]
    [InlineData("k__Bacteria;p__Bacillota;c__Bacilli")]
    [InlineData("Bacteria; Bacillota; Bacilli")]
    [InlineData("Bacteria;Bacillota;Bacilli;")]
    public void Should_read_a_lineage_column(string lineage) =>
        Assert.Equal(
            [new TaxonomyRow(null, "G1", new Lineage("Bacteria", "Bacillota", "Bacilli"), 2)],
            Read($"genome\tlineage\nG1\t{lineage}\n")
        );

    [Theory]
    [InlineData(
        "cellular organisms; Bacteria; Pseudomonadati; Pseudomonadota; Gammaproteobacteria; Enterobacterales; "
            + "Enterobacteriaceae; Escherichia; Escherichia coli; Escherichia coli K-12",
        "Bacteria|Pseudomonadota|Gammaproteobacteria|Enterobacterales|Enterobacteriaceae|Escherichia|Escherichia coli"
    )]
    [InlineData(
        "Bacteria; Spirochaetes; Leptospirales; Leptospiraceae; Leptospira.",
        "Bacteria|Spirochaetes||Leptospirales|Leptospiraceae|Leptospira|"
    )]
    [InlineData(
        "Bacteria; Bacillota; Bacilli; Bacillales; Bacillaceae; Bacillus; Bacillus cereus group; Bacillus anthracis",
        "Bacteria|Bacillota|Bacilli|Bacillales|Bacillaceae|Bacillus|Bacillus anthracis"
    )]
    [InlineData(
        "Bacteria; Actinobacteria; Actinobacteridae; Actinomycetales; Mycobacteriaceae; Mycobacterium",
        "Bacteria|Actinobacteria||Actinomycetales|Mycobacteriaceae|Mycobacterium|"
    )]
    [InlineData(
        "Bacteria; Candidatus Saccharimonadota; Candidatus Saccharimonadia; Candidatus Nanosynbacterales; Candidatus "
            + "Nanosynbacteraceae; Candidatus Nanosynbacter",
        "Bacteria|Candidatus Saccharimonadota|Candidatus Saccharimonadia|Candidatus Nanosynbacterales|Candidatus "
            + "Nanosynbacteraceae|Candidatus Nanosynbacter|"
    )]
    [InlineData(
        "cellular organisms; Bacteria; Proteobacteria; Gammaproteobacteria; Oceanospirillales; Halomonadaceae; Candidatus Portiera",
        "Bacteria|Proteobacteria|Gammaproteobacteria|Oceanospirillales|Halomonadaceae|Candidatus Portiera|"
    )]
    [InlineData("Archaea; Methanobacteriota", "Archaea|Methanobacteriota|||||")]
    [InlineData("Bacteria; Bacillota; ; Bacillales", "Bacteria|Bacillota||Bacillales|||")]
    [InlineData("k__Bacteria|p__Bacillota|c__Bacilli", "Bacteria|Bacillota|Bacilli||||")]
    [InlineData("D_0__Bacteria;D_1__Bacillota;D_5__Bacillus", "Bacteria|Bacillota||||Bacillus|")]
    [InlineData("d__Bacteria;p__;c__;o__;f__;g__;s__", "Bacteria||||||")]
    public void Should_read_the_lineages_of_databases(string lineage, string ranks) =>
        Assert.Equal(
            ranks,
            string.Join('|', Enum.GetValues<TaxonomicRank>().Select(rank => TaxonomyTableReader.ParseLineage(lineage)![rank]))
        );

    [Theory]
    [InlineData("file\torganism\taccession\tlineage\nmulti/b.1.faa.gz\tBacillus\tGCF_1\tBacteria; Bacillota\n")]
    [InlineData("organism\tfilename\tlineage\nBacillus\tb.1.gbff\tBacteria; Bacillota\n")]
    [InlineData("organism\tassembly_accession\tdomain\tphylum\nBacillus\tGB_b.1\tBacteria\tBacillota\n")]
    public void Should_find_the_column_that_names_genomes(string table)
    {
        var row = Assert.Single(Read(table));
        Assert.Equal((null, "b.1"), (row.Scaffold, row.Genome));
        Assert.Equal(new Lineage("Bacteria", "Bacillota"), row.Lineage);
        using var folder = new TemporaryFolder();
        Assert.Equal("taxonomy table", FileInspector.Inspect(folder.Write("t.tsv", table)).Format);
    }

    [Theory]
    [InlineData("gene\tcontig\tdomain\ng1\tc1\tPF00001\n")]
    [InlineData("organism\tlineage\nBacillus\tBacteria; Bacillota\n")]
    public void Should_not_take_other_tables_for_taxonomy(string table)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("t.tsv", table);
        Assert.NotEqual(
            "taxonomy table",
            Record.Exception(() => FileInspector.Inspect(path)) is null ? FileInspector.Inspect(path).Format : ""
        );
    }

    [Fact]
    public void Should_read_taxonomy_ids() =>
        Assert.Equal(
            [("a", "562"), ("b", null)],
            Read("genome\ttaxid\tgenus\na\t562\tEscherichia\nb\t\tBacillus\n").Select(row => (row.Genome, row.TaxonId))
        );

    [Fact]
    public void Should_read_an_empty_lineage_as_none() => Assert.Null(Read("scaffold\tlineage\nc1\t\n")[0].Lineage);

    [Theory]
    [InlineData("", "t.tsv", "empty")]
    [InlineData("scaffold\tclass\n", "t.tsv", "no rows")]
    [InlineData("name\tclass\nx\ty\n", "t.tsv:1", "'name'", "scaffold, contig, genome, accession or file")]
    [InlineData("file\tlineage\nx.gff\tA\nx.faa\tB\n", "t.tsv:3", "'x.faa'", "another lineage than 'x.gff' on line 2")]
    [InlineData("scaffold\tlength\nx\t1\n", "t.tsv:1", "lineage")]
    [InlineData("scaffold\tlineage\tclass\nx\ty\tz\n", "t.tsv:1", "both")]
    [InlineData("scaffold\tclass\tclass\nx\ty\tz\n", "t.tsv:1", "'class'", "twice")]
    [InlineData("scaffold\tclass\nx\n", "t.tsv:2", "1 cells", "2")]
    [InlineData("scaffold\tclass\n\tBacilli\n", "t.tsv:2", "empty")]
    [InlineData("scaffold\tclass\nx\ta\ny\ta\nx\tb\n", "t.tsv:4", "'x'", "line 2")]
    [InlineData("scaffold\tlineage\nx\td__A;q__B\n", "t.tsv:2", "'q__B'")]
    [InlineData("scaffold\tlineage\nx\td__A;Bacillota\n", "t.tsv:2", "'Bacillota'")]
    [InlineData("scaffold\tlineage\nx\td__A;d__B\n", "t.tsv:2", "domain twice")]
    [InlineData("scaffold\tlineage\nx\tA;B;C;D;E;F;G;H\n", "t.tsv:2", "8 names", "7 ranks")]
    public void Should_refuse_bad_input_in_one_line(string text, params string[] parts) => TextInput.ShouldFail(() => Read(text), parts);

    [Theory]
    [InlineData(
        "user_genome\tclassification\tfastani_reference\nb.1\td__Bacteria;p__Bacillota;c__Bacilli;o__;f__;g__;s__\tN/A\n",
        "Bacteria|Bacillota|Bacilli||||"
    )]
    [InlineData("user_genome\tclassification\nb.1\tUnclassified Bacteria\n", "Bacteria||||||")]
    [InlineData("user_genome\tclassification\nb.1\tUnclassified\n", null)]
    [InlineData("user_genome\tclassification\nb.1\tN/A\n", null)]
    [InlineData("Bin Id\tMarker lineage\t# genomes\t0\t1\nb.1\to__Clostridiales (UID1212)\t172\t4\t252\n", "|||Clostridiales|||")]
    [InlineData("Bin Id\tMarker lineage\nb.1\troot (UID1)\n", null)]
    [InlineData("Bin Id\t# unique markers (of 43)\tTaxonomy\nb.1\t3\tk__Bacteria;p__Firmicutes\n", "Bacteria|Firmicutes|||||")]
    [InlineData(
        "Bin Id\tInsertion branch UID\tTaxonomy (contained)\tTaxonomy (sister lineage)\nb.1\tUID3\tk__Bacteria;p__Firmicutes\tx\n",
        "Bacteria|Firmicutes|||||"
    )]
    [InlineData("bin\tdomain\tphylum\ttaxonomy\nb.1\tBacteria\tBacillota\tignored\n", "Bacteria|Bacillota|||||")]
    [InlineData("accession\tgtdb_taxonomy\nRS_b.1\td__Bacteria;p__Bacillota\n", "Bacteria|Bacillota|||||")]
    public void Should_read_the_tables_that_programs_write(string table, string? ranks)
    {
        var row = Assert.Single(Read(table));
        Assert.Equal((null, "b.1"), (row.Scaffold, row.Genome));
        Assert.Equal(
            ranks,
            row.Lineage is { } lineage ? string.Join('|', Enum.GetValues<TaxonomicRank>().Select(rank => lineage[rank] ?? "")) : null
        );
        using var folder = new TemporaryFolder();
        Assert.Equal("taxonomy table", FileInspector.Inspect(folder.Write("t.tsv", table)).Format);
    }

    [Theory]
    [InlineData(
        "Name\tCompleteness\tContamination\nb.1\t93.9\t0\n",
        "t.tsv:1: no column holds the taxonomy; the table says how complete genomes are"
    )]
    [InlineData("genome lineage\nb.1 d__Bacteria\n", "t.tsv:1: the columns of 'genome lineage' are separated by spaces, not tabs")]
    [InlineData("genome,lineage\nb.1,d__Bacteria\n", "t.tsv:1: the columns of 'genome,lineage' are separated by commas, not tabs")]
    [InlineData("genome\tlineage\nb.1  d__Bacteria\n", "t.tsv:2: the columns of 'b.1  d__Bacteria' are separated by spaces, not tabs")]
    public void Should_say_what_a_table_lacks(string table, string part) => TextInput.ShouldFail(() => Read(table), part);
}
