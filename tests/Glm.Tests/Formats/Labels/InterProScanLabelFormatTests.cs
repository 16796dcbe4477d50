namespace Glm.Tests.Formats.Labels;

public sealed class InterProScanLabelFormatTests : IDisposable
{
    private const string Sum = "14086411a2cdf1c4cba63020e1622579";

    private static readonly string Rows =
        $"NP_1.1\t{Sum}\t820\tPfam\tPF00696\tAmino acid kinase family\t3\t280\t1.2E-40\tT\t01-01-2024\tIPR001048\tAspartate kinase\t"
        + "GO:0008652(InterPro)|GO:0004072(PANTHER)\tMetaCyc: PWY-1|Reactome: R-HSA-1\n"
        + $"NP_1.1\t{Sum}\t820\tPfam\tPF00742\tHomoserine dehydrogenase\t466\t640\t1E-60\tT\t01-01-2024\tIPR001342\tHSD\t-\t-\n"
        + $"NP_1.1\t{Sum}\t820\tGene3D\tG3DSA:3.40.50.720\t\t466\t640\t1E-60\tT\t01-01-2024\n"
        + $"NP_2.1\t{Sum}\t310\tPfam\tPF00288\tGHMP kinases\t84\t150\t2E-12\tT\t01-01-2024\tIPR006204\tGHMP\tGO:0005524\t-\n";

    private readonly LabelBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(null, "b1=IPR001048,IPR001342 b2=IPR006204")]
    [InlineData("interpro", "b1=IPR001048,IPR001342 b2=IPR006204")]
    [InlineData("Pfam", "b1=PF00696,PF00742 b2=PF00288")]
    [InlineData("gene3d", "b1=G3DSA:3.40.50.720")]
    [InlineData("signature", "b1=PF00696,PF00742,G3DSA:3.40.50.720 b2=PF00288")]
    [InlineData("go", "b1=GO:0008652,GO:0004072 b2=GO:0005524")]
    [InlineData("12", "b1=IPR001048,IPR001342 b2=IPR006204")]
    public void Should_read_matches_and_analyses(string? column, string labels)
    {
        var table = _bench.Read(Rows, column);
        Assert.Equal(labels, LabelBench.Told(table));
        Assert.Equal(("InterProScan matches", "protein", 4, 4), Facts(table.Ledger));
    }

    [Fact]
    public void Should_refuse_a_row_that_is_cut() =>
        _bench.ShouldFail(Rows + $"NP_2.1\t{Sum}\t310\n", null, "labels.tsv:5: the row has 3 cells; InterProScan's have 11 to 15");

    private static (string, string, int, int) Facts(Glm.Formats.Labels.LabelLedger ledger) =>
        (ledger.Format, ledger.IdColumn, ledger.Rows, ledger.RowsMatched);
}
