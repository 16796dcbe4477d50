using Glm.Analysis.Homologs;
using Glm.Analysis.Neighbourhood;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Tests.Analysis.Homologs;

namespace Glm.Tests.Analysis.Neighbourhood;

public sealed class RegionNeighbourhoodReaderTests
{
    private static readonly ScaffoldSet Query = PlantedGenomes.Named("q", "A+ B+ C+ D- E+");
    private static readonly string[] Others = ["X+ A+ B+ Y+ C+", "C- P+ Q+ R+ S+ B- A-", "Z+ W+ V+"];

    [Fact]
    public void Should_count_the_genomes_that_keep_a_pair()
    {
        var found = RegionNeighbourhoodReader.Read(
            Query,
            new SyntenyRegion("q0_0"),
            GeneCatalogue.Of(PlantedGenomes.Named("g", Others)),
            HomologyEngines.BuiltIn
        );
        Assert.Equal([2, 1, 0, 0], found.Pairs.Select(pair => pair.Genomes));
        Assert.Equal([2, 2, 0, 0], found.Pairs.Select(pair => pair.GenomesWithBoth));
        Assert.Equal([true, true, false, false], found.Pairs.Select(pair => pair.IsOnOneStrand));
        Assert.Equal(("g0", "Phylum0"), (found.Pairs[1].NearestGenome, found.Pairs[1].MostDistantTaxon));
        Assert.Equal((3, false), (found.ReferenceGenomes, found.KnowsRelatives));
        Assert.Equal(5, found.Proteins.Count);
        var table = found.ToDataFrame();
        Assert.Equal(2, table["genomes"][0]);
        Assert.Null(table["genomes"][4]);
    }

    [Fact]
    public void Should_predict_a_gene_by_what_stands_beside_homologs_of_its_neighbours()
    {
        var set = PlantedGenomes.Named("g", ["A+ B+ C+", "A+ B+ C+", "A+ B+ C+", "A+ N+ C+"]);
        var right = Read(set, "g0_0").Predictions[1]!;
        Assert.Equal(("product B", true), (right.Product, right.IsHomolog));
        Assert.InRange(right.Share, 0.5, 0.8);
        var other = Read(set, "g3_0").Predictions[1]!;
        Assert.Equal(("product B", 1.0, 3, false), (other.Product, Math.Round(other.Share, 6), other.Genomes, other.IsHomolog));
    }

    [Fact]
    public void Should_say_when_only_distant_relatives_were_asked()
    {
        Assert.True(Read(PlantedGenomes.Named("g", "A+ B+ C+ D+ E+ F+", "A+ U+ V+ W+ X+ Y+"), "g0_0").HasOnlyDistant);
        Assert.False(Read(PlantedGenomes.Named("g", "A+ B+ C+ D+ E+ F+ G+", "A+ B+ C+ D+ E+ F+ Y+"), "g0_0").HasOnlyDistant);
        var alone = Read(PlantedGenomes.Named("g", "A+ B+"), "g0_0");
        Assert.Equal((0, false), (alone.ReferenceGenomes, alone.HasOnlyDistant));
        Assert.All(alone.Predictions, Assert.Null);
    }

    [Fact]
    public void Should_take_a_range_and_refuse_what_has_no_order()
    {
        var part = RegionNeighbourhoodReader.Read(Query, new SyntenyRegion("q0_0", 2, 3), engine: HomologyEngines.BuiltIn);
        Assert.Equal((1, 2, 1), (part.Region.Start, part.Region.Length, part.Pairs.Count));
        var file = GeneCatalogue.Of([new Protein("p", "MKV")], "file");
        Assert.Contains(
            "which genes are neighbours",
            Assert.Throws<GlmException>(() => RegionNeighbourhoodReader.Read(Query, new SyntenyRegion("q0_0"), file)).Message
        );
    }

    private static RegionNeighbourhood Read(ScaffoldSet set, string scaffold) =>
        RegionNeighbourhoodReader.Read(set, new SyntenyRegion(scaffold), engine: HomologyEngines.BuiltIn);
}
