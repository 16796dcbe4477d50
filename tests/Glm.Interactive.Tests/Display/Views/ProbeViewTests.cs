using Glm.Analysis.Probes;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Statistics;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ProbeViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/ProbeView", () => ProbeView.Create(Samples.Probe()));

    [Fact]
    public void Should_look_as_reviewed_over_all_layers() =>
        Snapshot.ShouldMatch("Views/ProbeView.Layers", () => ProbeView.Create(Samples.Probe(layers: true)));

    [Fact]
    public void Should_mark_folds_that_leak_in_words_and_in_the_figure()
    {
        var bundle = ProbeView.Create(Samples.Probe(leaks: true));
        Assert.StartsWith("Probe of 'kinase' (leaky folds). ", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("nothing may be concluded about unseen genomes", bundle.Plain, StringComparison.Ordinal);
        Assert.All(Markup.Stills(bundle.Parts[MimeBundle.Html]), still => Assert.Contains("leaky folds", still, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_show_figures_without_intervals_where_there_are_none()
    {
        using var elsewhere = new PlotlyElsewhere(); // whose letters are any
        var probe = Samples.Probe();
        var none = new PairedDifference(0.1, double.NaN, double.NaN, double.NaN);
        var bundle = ProbeView.Create(
            probe with
            {
                Units = 1,
                Comparisons = [probe.Comparisons[0] with { AveragePrecision = none, AveragePrecisionP = double.NaN }],
                Classes = [.. probe.Classes.Select(one => one with { Gain = none })],
            }
        );
        Assert.Contains("cannot be told from one genome: macro AP 0.670 against 0.560, +0.100.", bundle.Plain, StringComparison.Ordinal);
        Assert.Matches(@"\+0\.100\s+–", bundle.Plain);
        Assert.DoesNotContain("NaN", bundle.Parts[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void Should_draw_no_more_classes_than_can_be_read()
    {
        var probe = Samples.Probe();
        var many = probe with { Classes = [.. Enumerable.Range(0, 100).Select(i => probe.Classes[0] with { Name = $"class {i}" })] };
        var still = Markup.Stills(ProbeView.Create(many).Parts[MimeBundle.Html])[1];
        Assert.Contains("30 largest of 100 classes", still, StringComparison.Ordinal);
        Assert.Empty(Layout.Overlaps(still));
        Assert.Empty(Layout.Cut(still));
    }
}
