using Glm.Analysis.Operons;
using Glm.Analysis.Synteny;
using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class OperonViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/OperonView", () => OperonView.Create(Samples.Operons("lac")));

    [Fact]
    public void Should_show_every_score_beside_a_guess()
    {
        var result = Samples.Operons();
        var plain = OperonView.Create(result).Plain;
        Assert.Matches(@"a guess\s+0\.\d{3}", plain);
        Assert.All(result.Scores, score => Assert.Contains(score.Name, plain, StringComparison.Ordinal));
        Assert.Contains("1 row of 31 name nothing that is loaded: name of no gene.", plain, StringComparison.Ordinal);
        Assert.Contains("2 folds by operon (seed 1), which do not leak", plain, StringComparison.Ordinal);
        Assert.Contains(result.Conclusion, plain, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_draw_the_genes_that_are_asked_for()
    {
        var result = Samples.Operons();
        var svg = OperonView.Create(result, new SyntenyRegion("name0", 11, 15)).Parts["image/svg+xml"];
        Assert.Contains(">namen10<", svg, StringComparison.Ordinal);
        Assert.DoesNotContain(">namen8<", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_do_without_labels()
    {
        var set = Samples.Set(scaffolds: 1, genes: 60);
        var bare = new Genomes.ScaffoldSet(
            "bare",
            [new Genomes.Genome("g", [set.Scaffolds[0] with { GenomeId = "g" }], null)],
            set.Proteins,
            [],
            []
        );
        var bundle = OperonView.Create(OperonAnalysis.Run(bare, GenePairs.Of(bare)));
        Assert.Contains("nothing is known of how often this is right", bundle.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain("a guess", bundle.Plain, StringComparison.Ordinal);
    }
}
