using Glm.Formats.Labels;
using Glm.Testing;

namespace Glm.Tests.Formats.Labels;

public sealed class ProteinTableLabelFormatTests : IDisposable
{
    private readonly LabelBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Should_read_below_title_and_count()
    {
        var table = _bench.Read(
            "Made up, complete genome - 1..9000\n2 proteins\nLocation\tStrand\tLength\tPID\tGene\tSynonym\tCode\tCOG\tProduct\n"
                + "190..255\t+\t21\t1\tthrA\tb1\t-\tCOG0527E\tkinase\n337..999\t+\t21\t2\tthrB\tb2\t-\t-\tkinase\n",
            "COG"
        );
        Assert.Equal("b1=COG0527E", LabelBench.Told(table));
        Assert.Equal(("Synonym", 2, 1), (table.Ledger.IdColumn, table.Ledger.RowsMatched, table.Ledger.RowsWithoutLabel));
    }

    [Fact]
    public void Should_label_Escherichia_coli_as_its_old_table_does()
    {
        var set = EscherichiaColi.Set;
        var table = GeneLabelReader.Read(
            set,
            Repository.Shared("genomes", "ecoli", "NC_000913.2.ptt.gz"),
            new GeneLabelOptions { Column = "COG" },
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.Equal(("Synonym", 4145), (table.Ledger.IdColumn, table.Ledger.Rows));
        Assert.InRange(table.Labels.LabelledGenes, 3500, 3560);
        var threonine = table.GeneIds.ToList().IndexOf("b0002");
        Assert.Equal(["COG0527E"], table.Labels.PerGene[threonine]);
    }
}
