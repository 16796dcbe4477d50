using System.IO.Compression;
using System.Text;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Display.Charts;

public sealed class ChartLoaderTests
{
    [Fact]
    public void Should_send_plotly_once_per_notebook()
    {
        var loader = new ChartLoader();
        loader.BeginCell("a");
        Assert.NotEmpty(loader.Take());
        Assert.Empty(loader.Take());
        loader.BeginCell("b");
        Assert.Empty(loader.Take());
        Assert.Null(loader.EndCell());
    }

    [Fact]
    public void Should_send_plotly_again_when_the_cell_that_holds_it_runs_again()
    {
        var loader = new ChartLoader();
        loader.BeginCell("a");
        loader.Take();
        loader.BeginCell("b");
        loader.Take();
        loader.BeginCell("b");
        Assert.Empty(loader.Take());
        loader.BeginCell("a");
        Assert.NotEmpty(loader.Take());
    }

    [Fact]
    public void Should_leave_plotly_in_a_cell_that_lost_its_chart_but_others_still_have_theirs()
    {
        var loader = new ChartLoader();
        loader.BeginCell("a");
        loader.Take();
        loader.EndCell();
        loader.BeginCell("b");
        loader.Take();
        loader.EndCell();
        loader.BeginCell("a");
        var kept = loader.EndCell();
        Assert.NotNull(kept);
        Assert.Contains("DecompressionStream", kept.Parts[MimeBundle.Html], StringComparison.Ordinal);
        loader.BeginCell("b");
        Assert.Empty(loader.Take());
    }

    [Fact]
    public void Should_send_plotly_with_each_cell_that_cannot_be_told_from_others()
    {
        var loader = new ChartLoader();
        for (var i = 0; i < 3; i++)
        {
            loader.BeginCell("");
            Assert.NotEmpty(loader.Take());
            Assert.Empty(loader.Take());
            Assert.Null(loader.EndCell());
        }
        loader.BeginCell("");
        Assert.Null(loader.EndCell());
    }

    [Fact]
    public void Should_leave_nothing_when_no_cell_has_a_chart_any_more()
    {
        var loader = new ChartLoader();
        loader.BeginCell("a");
        loader.Take();
        loader.BeginCell("a");
        Assert.Null(loader.EndCell());
    }

    [Fact]
    public void Should_carry_the_bundle_of_the_plotly_assembly_unchanged()
    {
        var loader = new ChartLoader();
        var script = loader.Take();
        var start = script.LastIndexOf("(\"", StringComparison.Ordinal) + 2;
        using var gzip = new GZipStream(
            new MemoryStream(Convert.FromBase64String(script[start..script.LastIndexOf("\")", StringComparison.Ordinal)])),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        Assert.Contains("plotly.js v2.", reader.ReadToEnd()[..400], StringComparison.Ordinal);
        Assert.DoesNotContain("http", script, StringComparison.Ordinal);
        Assert.True(script.Length < 1_700_000);
    }

    [Fact]
    public void Should_make_every_chart_complete_without_a_host()
    {
        Assert.Null(ChartLoader.Current);
        Assert.Contains("DecompressionStream", TrainingView.Create(Samples.History()).Parts[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("DecompressionStream", TrainingView.Create(Samples.History()).Parts[MimeBundle.Html], StringComparison.Ordinal);
        // Two charts of one display share one.
        Assert.Single(
            System.Text.RegularExpressions.Regex.Matches(
                TaxonomyView.Create(Samples.Taxonomy()).Parts[MimeBundle.Html],
                "new DecompressionStream"
            )
        );
    }
}
