using Glm.Genomes;

namespace Glm.Tests.Genomes;

public class ScaffoldSetTablesTests
{
    [Fact]
    public void Should_have_a_row_per_gene_with_what_is_known()
    {
        var scaffold = new Scaffold(
            "c1",
            [
                new Gene("g1", Strand.Forward, "p1")
                {
                    Name = "abcA",
                    Operon = "abcAB",
                    Family = "F1",
                    Start = 10,
                },
                new Gene("g2", Strand.Reverse, "p2"),
            ],
            "G1"
        );
        var proteins = new Dictionary<string, Protein> { ["p1"] = new("p1", "MKV"), ["p2"] = new("p2", "M") };
        var set = new ScaffoldSet(
            "test",
            [new Genome("G1", [scaffold], new Lineage("Bacteria", "", "Bacilli"))],
            proteins,
            [new GeneWindow(scaffold, 0, 1)],
            []
        );

        var table = set.ToDataFrame();

        Assert.Equal(2, table.Rows.Count);
        object?[] First(params string[] columns) => [.. columns.Select(column => table[column][0])];
        Assert.Equal(
            ["c1", "G1", 0, 1, "g1", "abcA", null, "+", "p1", 3, 10, null, "F1", "abcAB", "Bacteria", null, "Bacilli"],
            First(
                "scaffold",
                "genome",
                "window",
                "position",
                "gene",
                "name",
                "locus_tag",
                "strand",
                "protein",
                "length",
                "start",
                "end",
                "family",
                "operon",
                "domain",
                "phylum",
                "class"
            )
        );
        Assert.Null(table["window"][1]);
        Assert.Equal("-", table["strand"][1]);
        Assert.Equal(2, table["position"][1]);

        var genome = set.Genomes[0].ToDataFrame();
        Assert.Equal((2, "Bacilli"), ((int)genome.Rows.Count, (string)genome["class"][1]));
        var alone = scaffold.ToDataFrame();
        Assert.Equal(
            table
                .Columns.Select(column => column.Name)
                .Except([
                    "window",
                    "length",
                    .. Enum.GetNames<TaxonomicRank>().Select(rank => rank == "Family" ? "taxonomic_family" : rank.ToLowerInvariant()),
                ]),
            alone.Columns.Select(column => column.Name)
        );
        Assert.Equal(("g2", 2), ((string)alone["gene"][1], (int)alone["position"][1]));
        Assert.Equal(
            ("g2", 2),
            (
                (string)new GeneWindow(scaffold, 1, 1).ToDataFrame()["gene"][0],
                (int)new GeneWindow(scaffold, 1, 1).ToDataFrame()["position"][0]
            )
        );
    }
}
