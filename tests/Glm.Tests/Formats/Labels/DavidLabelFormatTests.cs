namespace Glm.Tests.Formats.Labels;

public sealed class DavidLabelFormatTests : IDisposable
{
    private const string Table =
        "ID\tGene Name\tSpecies\tGOTERM_MF_DIRECT\tINTERPRO\tKEGG_PATHWAY\n"
        + "P00561\tthrA\tEscherichia coli\tGO:0016616~oxidoreductase activity, acting on the CH-OH group, NAD or NADP as acceptor,"
        + "GO:0005524~ATP binding,\tIPR001048:Aspartate/glutamate kinase,IPR001341:Aspartate kinase,\teco00260:Glycine metabolism,\n"
        + "P00547, P99999\tthrB\tEscherichia coli\t\tIPR000870:Homoserine kinase,\t\n";

    private readonly LabelBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("GOTERM_MF_DIRECT", "b1=GO:0016616,GO:0005524")]
    [InlineData("INTERPRO", "b1=IPR001048,IPR001341 b2=IPR000870")]
    [InlineData("KEGG_PATHWAY", "b1=eco00260")]
    [InlineData("Gene Name", "b1=thrA b2=thrB")]
    public void Should_take_the_accessions_of_terms(string column, string labels)
    {
        var table = _bench.Read(Table, column);
        Assert.Equal(labels, LabelBench.Told(table));
        Assert.Equal(
            ("DAVID table", "ID"),
            (table.Ledger.Format, column == "Gene Name" ? "ID" : _bench.Read(Table, column, "ID").Ledger.IdColumn)
        );
    }
}
