using Glm.Interactive.Display.Views;
using Glm.Modeling.Sets;
using Glm.Runtime;
using Glm.Training.Sets;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ProteinSetViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/ProteinSetView", () =>
            ProteinSetView.Create(Samples.ProteinSets("phage"), history: new SetTrainingHistory([0.5, 0.31], 5, false))
        );

    [Fact]
    public void Should_show_the_model_as_reviewed() => Snapshot.ShouldMatch("Views/ProteinSetModelView", () =>
        {
            using var model = ProteinSetTransformer.Create(SetTransformerConfig.Of(16, layers: 2));
            return ProteinSetModelView.Create(model);
        });

    [Fact]
    public void Should_count_how_often_the_nearest_genome_is_of_the_same_taxon() =>
        Assert.Contains(
            "Of 4 genomes with a class, 4 lie next to one of the same; by chance 1.3 would.",
            ProteinSetView.Create(Samples.ProteinSets("phage")).Plain
        );

    [Fact]
    public void Should_do_without_shares_where_there_is_no_decoder()
    {
        var bundle = ProteinSetView.Create(Samples.ProteinSets("phage", decoder: false));
        Assert.DoesNotContain("image/svg+xml", bundle.Parts.Keys);
        Assert.DoesNotContain("count most", bundle.Plain);
    }

    [Fact]
    public void Should_draw_the_genes_that_are_asked_for()
    {
        var bundle = ProteinSetView.Create(Samples.ProteinSets("phage"), scaffold: "phage4", genes: (3, 5));
        Assert.Contains("Genes that count most in phage4:1-8", bundle.Plain);
        Assert.Contains(
            "no scaffold 'other'",
            Assert.Throws<GlmException>(() => ProteinSetView.Create(Samples.ProteinSets("phage"), scaffold: "other")).Message
        );
        Assert.Contains(
            "Genes 3..9 of scaffold 'phage0': it has 8",
            Assert.Throws<GlmException>(() => ProteinSetView.Create(Samples.ProteinSets("phage"), genes: (3, 9))).Message
        );
    }
}
