namespace Glm.Tests.Formats.Labels;

public sealed class EggNogLabelFormatTests : IDisposable
{
    private const string Version2 =
        "## Sat Mar  4 10:00:00 2023\n## emapper-2.1.9\n##\n"
        + "#query\tseed_ortholog\tevalue\tscore\teggNOG_OGs\tmax_annot_lvl\tCOG_category\tDescription\t"
        + "Preferred_name\tGOs\tEC\tKEGG_ko\tPFAMs\n"
        + "NP_1.1\t511145.b0002\t0.0\t1555.0\tCOG0460@1|root,COG0527@1|root,1MUI6@1224|Proteobacteria\t1224|Proteobacteria\tE\t"
        + "Aspartokinase, bifunctional\tthrA\tGO:0003674,GO:0004072\t1.1.1.3,2.7.2.4\tko:K12524\tAA_kinase,ACT_7\n"
        + "NP_2\t511145.b0003\t1e-200\t600.0\tCOG0083@1|root\t1224|Proteobacteria\tKL\tkinase\tthrB\t-\t-\tko:K00872\t-\n"
        + "## 2 queries scanned\n";

    private readonly LabelBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("EC", "b1=1.1.1.3,2.7.2.4")]
    [InlineData("GOs", "b1=GO:0003674,GO:0004072")]
    [InlineData("COG_category", "b1=E b2=K,L")]
    [InlineData("KEGG_ko", "b1=ko:K12524 b2=ko:K00872")]
    [InlineData("pfams", "b1=AA_kinase,ACT_7")]
    [InlineData("eggNOG_OGs", "b1=COG0460,COG0527,1MUI6 b2=COG0083")]
    [InlineData("Description", "b1=Aspartokinase, bifunctional b2=kinase")]
    public void Should_read_the_columns_of_version_2(string column, string labels)
    {
        var table = _bench.Read(Version2, column);
        Assert.Equal(labels, LabelBench.Told(table));
        Assert.Equal(("eggNOG-mapper annotations", "query", 2), (table.Ledger.Format, table.Ledger.IdColumn, table.Ledger.Rows));
    }

    [Fact]
    public void Should_read_version_1() =>
        Assert.Equal(
            "b1=K12524",
            LabelBench.Told(_bench.Read("# emapper version: 1.0.3\n#query_name\tseed\tKEGG_KOs\nNP_1.1\tx\tK12524\n# Total\n", "KEGG_KOs"))
        );

    [Fact]
    public void Should_ask_which_of_its_columns() =>
        _bench.ShouldFail(Version2, null, "the ids stand in column 'query', and 12 others may hold the labels", "COG_category");

    [Fact]
    public void Should_refuse_a_row_that_lost_a_tab() =>
        _bench.ShouldFail(
            Version2.Replace("\tko:K00872\t", " ", StringComparison.Ordinal),
            "EC",
            "labels.tsv:6",
            "cells and the header 13"
        );
}
