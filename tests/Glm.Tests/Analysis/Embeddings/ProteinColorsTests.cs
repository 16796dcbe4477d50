using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Tests.Analysis.Embeddings;

public sealed class ProteinColorsTests
{
    [Theory]
    [InlineData("class", "Alpha|Alpha|Beta|")]
    [InlineData("FAMILY", "kinase|||")]
    [InlineData("protein-family", "kinase|||")]
    [InlineData("operon", "s1:op1|s1:op1||")]
    [InlineData("scaffold", "s1|s1|s2|")]
    [InlineData("strand", "+|-|+|")]
    public void Should_be_of_the_first_gene_of_each_protein(string column, string values) =>
        Assert.Equal(values.Split('|'), ProteinColors.Of(Set(), ["a", "b", "c", "elsewhere"], column)!.Values);

    [Fact]
    public void Should_take_what_tells_proteins_apart_where_nobody_says()
    {
        Assert.Equal("class", ProteinColors.Of(Set(), ["a", "b", "c"], null)!.Column);
        Assert.Null(ProteinColors.Of(Set(), ["a", "b"], null));
        Assert.Equal("protein-family", ProteinColors.Of(Set("transporter"), ["a", "b"], null)!.Column);
    }

    [Fact]
    public void Should_say_which_columns_there_are()
    {
        var error = Assert.Throws<GlmException>(() => ProteinColors.Of(Set(), ["a"], "gc")).Message;
        Assert.StartsWith("A map cannot be coloured by 'gc': there is no such column. At the gene level there are domain,", error);
        error = Assert.Throws<GlmException>(() => ProteinColors.Of(Set(), ["c"], "operon")).Message;
        Assert.StartsWith("A map cannot be coloured by 'operon': none of the 1 genes has a value.", error);
    }

    /// <summary>Of two genomes, both of which code for protein a.</summary>
    private static ScaffoldSet Set(string? otherFamily = null)
    {
        Gene[] one =
        [
            new("g1", Strand.Forward, "a") { Family = "kinase", Operon = "op1" },
            new("g2", Strand.Reverse, "b") { Family = otherFamily, Operon = "op1" },
        ];
        Gene[] two = [new("g3", Strand.Reverse, "a") { Family = "other" }, new("g4", Strand.Forward, "c")];
        Genome[] genomes = [GenomeOf("1", "Alpha", one), GenomeOf("2", "Beta", two)];
        return new ScaffoldSet("set", genomes, new[] { "a", "b", "c" }.ToDictionary(id => id, id => new Protein(id, "M")), [], []);
    }

    private static Genome GenomeOf(string name, string taxon, Gene[] genes) =>
        new($"g{name}", [new Scaffold($"s{name}", genes, $"g{name}")], new Lineage(["Bacteria", "Proteobacteria", taxon]));
}
