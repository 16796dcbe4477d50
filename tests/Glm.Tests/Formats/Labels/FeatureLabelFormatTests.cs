using Glm.Formats;
using Glm.Formats.Labels;
using Glm.Testing;

namespace Glm.Tests.Formats.Labels;

public sealed class FeatureLabelFormatTests : IDisposable
{
    private const string Features =
        "##gff-version 3\n"
        + "chr\tx\tregion\t1\t9000\t.\t+\t.\tID=chr;Dbxref=taxon:511145\n"
        + "chr\tx\tgene\t1000\t1299\t.\t+\t.\tID=gene-b1;locus_tag=b1;Dbxref=GeneID:1\n"
        + "chr\tx\tCDS\t1000\t1299\t.\t+\t0\tID=cds-1;locus_tag=b1;Dbxref=GeneID:1,ASAP:ABE-8;product=kinase%2C large;note=a b\n"
        + "not a feature\n"
        + "chr\tx\tCDS\t2000\t2299\t.\t+\t0\tID=cds-2;locus_tag=b2;product=kinase\n"
        + "##FASTA\n>chr\nACGT\n";

    private readonly LabelBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Dbxref", "b1=GeneID:1,ASAP:ABE-8")]
    [InlineData("dbxref", "b1=GeneID:1,ASAP:ABE-8")]
    [InlineData("product", "b1=kinase, large b2=kinase")]
    public void Should_read_attributes_of_coding_sequences(string column, string labels)
    {
        var table = _bench.Read(Features, column);
        Assert.Equal(labels, LabelBench.Told(table));
        Assert.Equal(("GFF3", 2, 2), (table.Ledger.Format, table.Ledger.Rows, table.Ledger.RowsMatched));
    }

    [Fact]
    public void Should_find_genes_by_their_places_where_a_file_has_no_ids()
    {
        var table = _bench.Read(Features.Replace("locus_tag=", "other=x", StringComparison.Ordinal), "product");
        Assert.Equal(("place", GeneKey.Place), (table.Ledger.IdColumn, table.Ledger.Keys[0].Key));
        Assert.Equal("b1=kinase, large b2=kinase", LabelBench.Told(table));
    }

    [Fact]
    public void Should_name_the_attributes_that_there_are() =>
        _bench.ShouldFail(Features, "EC", "there is no column 'EC'", "place, ID, locus_tag, Dbxref, product, note");

    [Fact]
    public void Should_refuse_a_file_without_coding_sequences() =>
        _bench.ShouldFail("##gff-version 3\nchr\tx\tgene\t1\t9\t.\t+\t.\tID=b1\n", "ID", "the GFF3 has no row that could label a gene");

    [Fact]
    public void Should_read_what_pipelines_write()
    {
        // Its attribute ID names the contig; only the places say which gene is meant.
        var path = Repository.Shared("genomes", "metagenomic", "SRR1620013_small.annotations.gff.gz");
        var set = ScaffoldFiles.Load(
            Repository.Shared("genomes", "metagenomic", "SRR1620013_small_CDS.faa.gz"),
            new LoadOptions { MinGenes = 1 }
        );
        var table = GeneLabelReader.Read(
            set,
            path,
            new GeneLabelOptions { Column = "pfam" },
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.InRange(table.Labels.LabelledGenes, 40, 161);
        Assert.Contains("PF00411", table.Counts.Select(count => count.Label));
    }
}
