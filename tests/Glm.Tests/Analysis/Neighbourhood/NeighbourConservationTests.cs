using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Tests.Analysis.Neighbourhood;

public sealed class NeighbourConservationTests
{
    [Fact]
    public void Should_recover_the_operons_of_simulated_genomes()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 16, Seed = 3 });
        var found = NeighbourConservation.Find(FamilyGenomes.Within(set));
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        bool[] isOperon =
        [
            .. found.First.Zip(found.Second, (first, second) => genes[first].Operon is { } operon && genes[second].Operon == operon),
        ];
        double[] genomes = [.. found.Evidence.Select(evidence => (double)evidence.Genomes)];
        Assert.InRange(AveragePrecision.Of(genomes, isOperon), 0.9, 1);
        Assert.InRange(genomes.Where((_, pair) => isOperon[pair]).Average(), 8, 15);
        Assert.All(found.Evidence, evidence => Assert.InRange(evidence.Genomes, 0, evidence.GenomesWithBoth));
        Assert.All(found.Evidence, evidence => Assert.InRange(evidence.GenomesWithBoth, 0, 15)); // never the genome itself
        Assert.Equal(found.Count, found.ToDataFrame(set).Rows.Count);
    }

    [Fact]
    public void Should_find_next_to_nothing_in_shuffled_genomes()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 12, Seed = 3 });
        var real = NeighbourConservation.Find(FamilyGenomes.Within(set));
        var shuffled = NeighbourConservation.Find(FamilyGenomes.Within(Shuffled(set)));
        Assert.InRange(
            shuffled.Evidence.Average(evidence => evidence.Genomes),
            0,
            real.Evidence.Average(evidence => evidence.Genomes) / 8
        );
    }

    [Theory]
    [InlineData("A+ B+", "A+ B+", true)]
    [InlineData("A+ B+", "B- A-", true)] // the same from the other side
    [InlineData("A+ B+", "B+ A+", true)] // operons shuffle their genes
    [InlineData("A+ B+", "A+ B-", false)]
    [InlineData("A+ B+", "A- B+", false)]
    [InlineData("A- B-", "A+ B+", true)]
    [InlineData("A+ B-", "A+ B-", true)] // towards each other
    [InlineData("A+ B-", "B+ A-", true)]
    [InlineData("A+ B-", "A- B+", false)]
    [InlineData("A+ B-", "A+ B+", false)]
    [InlineData("A- B+", "A- B+", true)] // apart
    [InlineData("A- B+", "B- A+", true)]
    [InlineData("A- B+", "B+ A-", false)]
    [InlineData("A+ B+", "A+ x+ y- B+", true)]
    [InlineData("A+ B+", "A+ x+ y- z+ B+", false)]
    [InlineData("A+ B+", "A+ | B+", false)] // a scaffold's end
    [InlineData("A+ B+", "B+ x+ y+ z+ w+ A+", false)]
    [InlineData("A+ B+", "oB+ x+ y+ z+ w+ A+", true)] // around the joint
    [InlineData("A+ A+", "A+ x+", false)] // one gene is not its own neighbour
    [InlineData("A+ A+", "A+ A+", true)]
    public void Should_mind_distance_and_orientation(string query, string reference, bool isConserved)
    {
        var found = NeighbourConservation.Find(FamilyGenomes.Between(FamilyGenomes.Set(query), FamilyGenomes.Named("r", reference)));
        Assert.Equal(isConserved ? 1 : 0, Assert.Single(found.Evidence).Genomes);
    }

    [Fact]
    public void Should_take_the_distance_that_is_asked_for()
    {
        var comparison = FamilyGenomes.Between(FamilyGenomes.Set("A+ B+"), FamilyGenomes.Named("r", "A+ x+ y- z+ B+"));
        Assert.Equal(1, NeighbourConservation.Find(comparison, new NeighbourConservationOptions { MaxDistance = 4 }).Evidence[0].Genomes);
        var error = Assert.Throws<GlmException>(() =>
            NeighbourConservation.Find(comparison, new NeighbourConservationOptions { MaxDistance = 0 })
        );
        Assert.Equal(
            "MaxDistance is 0; homologs of neighbours are looked for 1 to 100 genes apart. Use 3, or leave it out.",
            error.Message
        );
    }

    [Fact]
    public void Should_count_close_relatives_little_and_copies_not_at_all()
    {
        // The query; a copy of it; ten strains of one species, of another family; two genomes far from everything.
        var texts = Enumerable.Repeat("A+ B+ C+", 14).ToArray();
        var comparison = FamilyGenomes.Within(FamilyGenomes.Set(texts), (a, b) => (Kind(a), Kind(b)) switch
            {
                (0, 0) => 1,
                (1, 1) => 0.98,
                _ => 0.4,
            });
        var weights = comparison.WeightsFor(0);
        Assert.Equal([false, false, true], new[] { 0, 1, 2 }.Select(weights.Counts));
        Assert.Equal(1, weights.WeightOf(12), 6);
        Assert.Equal(1, Enumerable.Range(2, 10).Sum(weights.WeightOf), 0.05);
        var evidence = NeighbourConservation.Find(comparison).Evidence[0];
        Assert.Equal(12, evidence.Genomes);
        Assert.Equal(3, evidence.WeightedGenomes, 0.05);

        static int Kind(string genome) =>
            int.Parse(genome[1..], System.Globalization.CultureInfo.InvariantCulture) switch
            {
                < 2 => 0,
                < 12 => 1,
                var other => other,
            };
    }

    [Fact]
    public void Should_count_strains_of_its_own_species_for_almost_nothing()
    {
        var query = FamilyGenomes.Set("A+ B+");
        var reference = FamilyGenomes.Named("r", "A+ B+", "A+ B+", "A+ B+");
        Func<string, string, double> identity = (a, b) => a == "r2" || b == "r2" ? 0.5 : 0.97;
        foreach (var withRelatives in new[] { false, true })
        {
            var comparison = FamilyGenomes.Between(query, reference, identity, withRelatives);
            Assert.Equal(withRelatives, comparison.KnowsRelatives);
            var evidence = NeighbourConservation.Find(comparison).Evidence[0];
            Assert.Equal((3, 0, 2), (evidence.Genomes, evidence.Nearest, evidence.MostDistant));
            Assert.InRange(evidence.WeightedGenomes, 0.6, 1.1);
        }
    }

    [Fact]
    public void Should_join_the_ends_of_a_circle_once()
    {
        Assert.Equal([0, 1, 2], Pairs("oA+ B+ C+").First);
        Assert.Equal([1, 2, 0], Pairs("oA+ B+ C+").Second);
        Assert.Equal([0], Pairs("oA+ B+").First);
        Assert.Equal([0, 2], Pairs("A+ B+ | C+ D+ | E+").First);
        Assert.Equal((1, -1), (Pairs("A+ B+ | C+ D+").PairOf(2), Pairs("A+ B+ | C+ D+").PairOf(1)));
    }

    [Fact]
    public void Should_give_features_for_pairs_on_one_strand()
    {
        var found = NeighbourConservation.Find(
            FamilyGenomes.Between(FamilyGenomes.Set("A+ B+ C-"), FamilyGenomes.Named("r", "A+ B+ C-", "A+ B+ C-"))
        );
        Assert.Equal([2, 2], found.Evidence.Select(evidence => evidence.Genomes));
        var features = found.ToFeatures();
        var weighted = found.Evidence[0].WeightedGenomes;
        Assert.Equal([2, (float)weighted, MathF.Log(3), (float)Math.Log(1 + weighted)], features[..4]);
        Assert.Equal([0, 0, 0, 0], features[4..]);
    }

    [Fact]
    public void Should_give_the_same_for_any_number_of_threads()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 12, Seed = 5 });
        var comparison = FamilyGenomes.Within(set);
        var expected = NeighbourConservation.Find(comparison, new NeighbourConservationOptions { Threads = 1 }).Evidence;
        foreach (var threads in new[] { 2, 3, 8 })
            Assert.Equal(
                expected,
                NeighbourConservation.Find(comparison, new NeighbourConservationOptions { Threads = threads }).Evidence
            );
    }

    [Theory]
    [InlineData("A+ B+", 1)] // one genome
    [InlineData("A+ | B+", 0)] // no neighbours
    public void Should_be_silent_where_there_is_nothing_to_compare(string genome, int pairs)
    {
        var found = Pairs(genome);
        Assert.Equal((pairs, 0), (found.Count, found.CountConserved()));
        Assert.Equal(pairs, found.ToDataFrame().Rows.Count);
        Assert.All(found.Evidence, evidence => Assert.Equal(new NeighbourEvidence(0, 0, 0, -1, -1), evidence));
    }

    [Fact]
    public void Should_refuse_a_graph_of_other_proteins()
    {
        var (small, large) = (FamilyGenomes.Set("A+ B+"), FamilyGenomes.Set("A+ B+ C+"));
        var error = Assert.Throws<GlmException>(() => GenomeComparison.Within(GeneOrder.Of(large), FamilyGenomes.Graph(small)));
        Assert.Equal(
            "test: a homology graph within 2 proteins does not compare the 3 proteins of families with each other. Search with its "
                + "distinct proteins against themselves.",
            error.Message
        );
        Assert.Throws<GlmException>(() => GenomeComparison.Between(GeneOrder.Of(small), GeneOrder.Of(large), FamilyGenomes.Graph(small)));
    }

    private static ConservedNeighbours Pairs(string genome) => NeighbourConservation.Find(FamilyGenomes.Within(FamilyGenomes.Set(genome)));

    /// <summary>The same genes of each genome in a random order.</summary>
    private static ScaffoldSet Shuffled(ScaffoldSet set)
    {
        var random = new SeededRandom(11);
        var genomes = set
            .Genomes.Select(genome =>
            {
                var genes = genome.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
                random.Shuffle(genes.AsSpan());
                return genome with { Scaffolds = [genome.Scaffolds[0] with { Genes = genes }] };
            })
            .ToArray();
        return new ScaffoldSet("shuffled", genomes, set.Proteins, [], []);
    }
}
