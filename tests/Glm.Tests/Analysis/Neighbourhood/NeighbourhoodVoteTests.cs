using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Runtime;

namespace Glm.Tests.Analysis.Neighbourhood;

public sealed class NeighbourhoodVoteTests
{
    [Theory]
    [InlineData("A+ ?- C+", "A+ B+ C+", "B", Strand.Forward)]
    [InlineData("A+ ?- C+", "C- B- A-", "B", Strand.Forward)] // read from the other side
    [InlineData("A+ ?+ C+", "C- B+ A-", "B", Strand.Reverse)]
    [InlineData("A- ?+", "A- B+", "B", Strand.Forward)]
    [InlineData("A+ ?+ | C+", "A+ | B+ C+", null, Strand.Forward)] // neither here nor there past an end
    [InlineData("oC+ x+ y+ ?+", "C+ B+ z+", null, Strand.Forward)]
    [InlineData("oC+ x+ y+ ?+", "oC+ z+ B+", "B", Strand.Forward)] // around both joints
    public void Should_predict_what_stands_beside_the_homologs_of_neighbours(string query, string reference, string? family, Strand strand)
    {
        var references = FamilyGenomes.Named("r", reference);
        var comparison = FamilyGenomes.Between(FamilyGenomes.Set(query), references);
        var asked = Array.IndexOf(
            query.TrimStart('o').Replace("| ", "", StringComparison.Ordinal).Split(' ').Select(gene => gene[0]).ToArray(),
            '?'
        );
        var predicted = new NeighbourhoodVote(comparison).Predict(asked, NamesOf(references));
        if (family is null)
        {
            Assert.DoesNotContain(predicted, prediction => prediction.Name == "product B");
            return;
        }
        Assert.Equal(($"product {family}", strand), (predicted[0].Name, predicted[0].Strand));
    }

    [Fact]
    public void Should_tell_who_supports_a_prediction()
    {
        var references = FamilyGenomes.Named("r", "A+ B+ C+", "A+ B+ C+", "A+ D+", "C- A-");
        var comparison = FamilyGenomes.Between(FamilyGenomes.Set("A+ ?+ C+"), references, withRelatives: true);
        var predicted = new NeighbourhoodVote(comparison).Predict(1, NamesOf(references));
        Assert.Equal(["product A", "product B", "product C", "product D"], predicted.Select(family => family.Name).Order());
        Assert.Equal(1, predicted.Sum(family => family.Share), 9);
        var best = predicted[0];
        Assert.Equal("product B", best.Name);
        Assert.Equal(4d / 7, best.Share, 9); // B twice from either side; C from A of r3, D from A of r2, A from C of r3
        Assert.Equal([0, 1], best.Genomes);
        Assert.Equal([0, 2], best.Neighbours);
        Assert.Equal([1, 4], best.Genes);
        Assert.InRange(best.WeightedGenomes, 0.5, 2);
        var table = predicted.ToDataFrame(comparison);
        Assert.Equal(["product B", "r0;r1", "1;3"], new[] { "name", "genome_ids", "neighbours" }.Select(column => table[column][0]));
    }

    [Fact]
    public void Should_ask_no_one_who_is_hidden()
    {
        var references = FamilyGenomes.Named("r", "A+ B+", "D+ C+");
        var vote = new NeighbourhoodVote(FamilyGenomes.Between(FamilyGenomes.Set("A+ ?+ C+"), references));
        Assert.Equal(["product B", "product D"], vote.Predict(1, NamesOf(references)).Select(family => family.Name).Order());
        Assert.Equal(["product D"], vote.Predict(1, NamesOf(references), gene => gene != 0).Select(family => family.Name));
        Assert.Empty(vote.VotesFor(1, _ => false));
    }

    [Fact]
    public void Should_not_look_at_the_gene_itself()
    {
        var references = FamilyGenomes.Named("r", "A+ B+ C+", "A+ D+ E+");
        var votes = new[] { "A+ B+ C+", "A+ D- C+", "A+ ?+ C+" }
            .Select(text => new NeighbourhoodVote(FamilyGenomes.Between(FamilyGenomes.Set(text), references)).VotesFor(1))
            .ToArray();
        Assert.Equal(votes[0], votes[1]);
        Assert.Equal(votes[0], votes[2]);
    }

    [Fact]
    public void Should_learn_nothing_from_its_own_genome_or_copies_of_it()
    {
        var set = FamilyGenomes.Set("A+ B+ C+ | A+ D+", "A+ B+ C+ | A+ D+", "A+ E+");
        var comparison = FamilyGenomes.Within(set, (a, b) => (a, b) is ("g2", _) or (_, "g2") ? 0.5 : 1);
        Assert.Equal(["product E"], new NeighbourhoodVote(comparison).Predict(1, NamesOf(set)).Select(family => family.Name));
    }

    [Fact]
    public void Should_prefer_near_homologs_and_near_neighbours()
    {
        var references = FamilyGenomes.Named("r", "A+ B+", "A+ C+");
        var near = FamilyGenomes.Between(FamilyGenomes.Set("A+ ?+"), references, (_, b) => b == "r1" ? 0.9 : 0.5);
        Assert.Equal("product C", new NeighbourhoodVote(near).Predict(1, NamesOf(references))[0].Name);
        var one = new NeighbourhoodVoteOptions { Homologs = 1 };
        Assert.Single(new NeighbourhoodVote(near, one).VotesFor(1));
        var far = FamilyGenomes.Between(FamilyGenomes.Set("A+ x+ ?+"), FamilyGenomes.Named("r", "A+ y+ B+"));
        var votes = new NeighbourhoodVote(far, new NeighbourhoodVoteOptions { Sharpness = 0 }).VotesFor(2);
        Assert.Equal((2, 0.5), (Assert.Single(votes).Distance, votes[0].Weight));
        Assert.Empty(new NeighbourhoodVote(far, new NeighbourhoodVoteOptions { Reach = 1 }).VotesFor(2));
    }

    [Fact]
    public void Should_predict_simulated_genes_far_better_than_chance()
    {
        var set = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 12, Seed = 4 });
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        var vote = new NeighbourhoodVote(FamilyGenomes.Within(set));
        var inOperons = Enumerable.Range(0, genes.Length).Where(gene => genes[gene].Operon is not null).ToArray();
        var right = inOperons.Count(gene =>
            vote.Predict(gene, voted => genes[voted].Family) is [{ Name: var name }, ..] && name == genes[gene].Family
        );
        Assert.InRange((double)right / inOperons.Length, 0.6, 1);
    }

    [Fact]
    public void Should_have_no_prediction_without_homologs()
    {
        var vote = new NeighbourhoodVote(FamilyGenomes.Between(FamilyGenomes.Set("A+ B+"), FamilyGenomes.Named("r", "x+ y+")));
        Assert.Empty(vote.Predict(0));
        var error = Assert.Throws<GlmException>(() => new NeighbourhoodVote(vote.Comparison, new NeighbourhoodVoteOptions { Reach = 0 }));
        Assert.Equal("Reach of the neighbourhood vote is 0; it must be 1 to 100 genes. Leave it out.", error.Message);
    }

    private static Func<int, string?> NamesOf(ScaffoldSet set)
    {
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        return gene => genes[gene].Product;
    }
}
