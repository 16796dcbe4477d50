using System.Text.RegularExpressions;
using Glm.Genomes;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Statistics;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class TaxonomyViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/TaxonomyView", () => TaxonomyView.Create(Samples.Taxonomy("Bac")));

    [Fact]
    public void Should_show_every_rank_with_its_confusion()
    {
        var result = Samples.Taxonomy() with { Wider = [Samples.Taxonomy("phylum ") with { Rank = TaxonomicRank.Phylum }] };
        var bundle = TaxonomyView.Create(result);
        Assert.Matches(@"phylum\s+3\s+24\s+41\.7%\s+80\.0% \[70\.0%, 90\.0%\]", bundle.Plain);
        Assert.Matches(@"class\s+3\s+24", bundle.Plain);
        Assert.Contains("by phylum", bundle.Parts["text/html"], StringComparison.Ordinal);
        var alone = TaxonomyView.Create(Samples.Taxonomy());
        Assert.Equal(2, Heatmaps(bundle) - Heatmaps(alone));

        static int Heatmaps(MimeBundle bundle) => Regex.Count(bundle.Parts["text/html"], "predicted %\\{x\\}");
    }

    [Theory]
    [InlineData(FoldGrouping.Random, "3 stratified folds, which do not leak;")]
    [InlineData(FoldGrouping.Genome, "3 folds of whole genomes;")]
    public void Should_say_which_folds_it_used(FoldGrouping kind, string words) =>
        Assert.Contains(words, TaxonomyView.Create(Samples.Taxonomy() with { Grouping = kind }).Plain, StringComparison.Ordinal);

    [Fact]
    public void Should_compare_representations_of_taxa()
    {
        var bundle = TaxonomyView.Create(Samples.Taxonomy());
        Assert.Matches(@"gLM\s+80\.0%\s+10\.0%\s+80\.0% \[70\.0%, 90\.0%\]\s+0\.850\s+0\.100\s+0\.850 \[0\.750, 0\.950\]", bundle.Plain);
        Assert.Contains(
            "Context adds to what the proteins alone tell: +30.0 points [+10.0, +45.0].",
            bundle.Plain,
            StringComparison.Ordinal
        );
        Assert.Matches(@"context-free\s+50\.0%", bundle.Plain);
        Assert.Contains("2 windows (name)", bundle.Plain, StringComparison.Ordinal);
    }
}
