using Glm.Analysis.Homologs;
using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Analysis.Homologs;

public sealed class HomologFinderTests : IDisposable
{
    /// <summary>A to H in a row; the same elsewhere, turned round, split, and without D.</summary>
    private static readonly ScaffoldSet Set = PlantedGenomes.Named(
        "g",
        "A+ B+ C+ D+ E+ F+ G+ H+ | D+",
        "X+ A+ B+ C+ D+ E+ F+ Y+",
        "H- G- F- E- D- C- B- A-",
        "P+ Q+ R+ S+",
        "T+ D- U+"
    );

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_find_the_members_of_a_family_and_nothing_else()
    {
        var found = Find(Set, "g0_0_3");
        Assert.Equal(["g0_1_0", "g1_0_4", "g2_0_4", "g4_0_1"], found.Hits.Select(hit => hit.Gene.Id).Order(StringComparer.Ordinal));
        Assert.Equal(found.Hits.OrderByDescending(hit => hit.Alignment.BitScore), found.Hits);
        Assert.All(found.Hits, hit => Assert.InRange(hit.Alignment.Identity, 0.5, 0.85));
        Assert.Equal(("g1", "g1_0", 5, "Phylum1"), found.Hits.Where(hit => hit.GenomeId == "g1").Select(Place).Single());
        Assert.Equal((4, 5, 32), (found.GenomesWithHit, found.DatabaseGenomes, found.DatabaseProteins));
        Assert.Equal(32 * 150, found.DatabaseResidues);
        Assert.Contains("built-in", found.SearchedBy);

        static (string?, string?, int?, string?) Place(HomologousGene hit) => (hit.GenomeId, hit.ScaffoldId, hit.Position, hit.Taxon);
    }

    [Fact]
    public void Should_lay_the_best_hit_of_each_other_genome_below_the_gene()
    {
        var map = Find(Set, "g0_0_3", new HomologSearchOptions { Flank = 2 }).Neighbourhoods!;
        Assert.Equal("Phylum0", map.Tracks[0].Title);
        // The second gene of the same genome has no track, whatever its score.
        Assert.Equal(["g1", "g2", "g4"], map.Tracks.Skip(1).Select(track => track.Region.Scaffold.GenomeId).Order());
        Assert.All(map.Tracks, track => Assert.Equal("D", track.Region.Genes.ElementAt(track.Marked!.Value).Family));
        var turned = Assert.Single(map.Tracks, track => track.Region.Scaffold.GenomeId == "g2");
        Assert.Equal((2, 5), (turned.Region.Start, turned.Region.Length));
        Assert.Single(map.Tracks.Select(track => track.Groups[track.Marked!.Value]).Distinct());
        Assert.Equal(2, Find(Set, "g0_0_3", new HomologSearchOptions { Tracks = 1 }).Neighbourhoods!.Tracks.Count);
        Assert.Null(Find(Set, "g0_0_3", new HomologSearchOptions { Tracks = 0 }).Neighbourhoods);
    }

    [Fact]
    public void Should_find_nothing_for_a_gene_without_relatives()
    {
        var found = Find(Set, "g3_0_1");
        Assert.Empty(found.Hits);
        Assert.Null(found.Neighbourhoods);
        Assert.Equal(0, found.ToDataFrame().Rows.Count);
    }

    [Fact]
    public void Should_find_the_same_in_a_corpus()
    {
        SimulationFiles.Write(Set, _folder["set"]);
        CorpusFiles.Add(_folder["corpus"], _folder["set"], new LoadOptions { MinGenes = 1, KeepShort = true });
        using var corpus = GeneCatalogue.Open(_folder["corpus"]);
        var found = HomologFinder.Find(Set, "g1_0_4", corpus, HomologyEngines.BuiltIn);
        // The gene's own genome is one of the corpus, which knows nothing of the set.
        Assert.Equal(
            ["g0_0:4", "g0_1:1", "g1_0:5", "g2_0:5", "g4_0:2"],
            found.Hits.Select(hit => hit.Gene.Id).Order(StringComparer.Ordinal)
        );
        Assert.Equal(1, found.Hits[0].Alignment.Identity);
        Assert.Equal("product D", found.Hits[0].Gene.Product);
        Assert.Equal(
            ["g1", "g0", "g2", "g4"],
            found
                .Neighbourhoods!.Tracks.Select(track => track.Region.Scaffold.GenomeId)
                .Take(1)
                .Concat(found.Neighbourhoods.Tracks.Skip(1).Select(track => track.Region.Scaffold.GenomeId).Order())
        );
    }

    [Fact]
    public void Should_search_proteins_of_a_file_without_gene_order()
    {
        var proteins = Set.Proteins.Values.Select(protein => protein with { Description = "some product" }).ToList();
        var found = HomologFinder.Find(
            [new Protein("query", PlantedGenomes.Descendant("D", "query")), new Protein("other", PlantedGenomes.Descendant("Q", "other"))],
            GeneCatalogue.Of(proteins, "file"),
            HomologyEngines.BuiltIn
        );
        Assert.Equal([5, 1], found.Hits.CountBy(hit => hit.Query).Select(pair => pair.Value));
        Assert.All(found.Hits, hit => Assert.Equal(("some product", null, null), (hit.Gene.Product, hit.GenomeId, hit.Position)));
        Assert.Null(found.Neighbourhoods);
        Assert.Equal("other", found.ToDataFrame()["query"][5]);
    }

    [Fact]
    public void Should_tell_apart_proteins_of_one_name()
    {
        // Two sets that both call their proteins g0_0_0 and so on.
        var other = PlantedGenomes.Named("g", "E+ D+ C+ B+ A+");
        var map = HomologFinder.Find(Set, "g0_0_3", GeneCatalogue.Of(Renamed(other)), HomologyEngines.BuiltIn).Neighbourhoods!;
        var lower = map.Tracks[1].Region.Genes.ToList();
        Assert.All(lower, gene => Assert.Equal(150, map.Proteins[gene.ProteinId].Sequence.Length));
        Assert.NotEqual(map.Proteins[lower[0].ProteinId].Sequence, map.Proteins[map.Tracks[0].Region.Genes.First().ProteinId].Sequence);
        Assert.Equal(5, map.Links.Count);
    }

    [Fact]
    public void Should_refuse_what_is_no_protein()
    {
        var file = _folder.Write("contigs.fna", ">c\n" + string.Concat(Enumerable.Repeat("ACGTTGCA", 60)) + "\n");
        Assert.Contains("homologs are searched for proteins", Assert.Throws<GlmException>(() => HomologFinder.ReadQueries(file)).Message);
        Assert.Contains(
            "must be above 0",
            Assert.Throws<GlmException>(() => Find(Set, "g0_0_3", new HomologSearchOptions { MaxEValue = 0 })).Message
        );
    }

    private static ScaffoldSet Renamed(ScaffoldSet set) =>
        new(
            "other",
            [
                .. set.Genomes.Select(genome =>
                    genome with
                    {
                        Id = "new",
                        Scaffolds = [.. genome.Scaffolds.Select(scaffold => scaffold with { GenomeId = "new" })],
                    }
                ),
            ],
            set.Proteins,
            [],
            []
        );

    private static HomologSearchResult Find(ScaffoldSet set, string gene, HomologSearchOptions? options = null) =>
        HomologFinder.Find(set, gene, engine: HomologyEngines.BuiltIn, options: options);
}
