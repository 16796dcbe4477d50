using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Statistics;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class FineTuningViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/FineTuningView", () => FineTuningView.Create(Samples.FineTuning()));

    [Fact]
    public void Should_show_predictions_as_reviewed() =>
        Snapshot.ShouldMatch("Views/FineTuningView.Predictions", () => FineTuningView.Create(Samples.FineTuned()));

    [Fact]
    public void Should_mark_folds_that_leak_in_words_and_in_the_figure()
    {
        var bundle = FineTuningView.Create(Samples.FineTuning(leaks: true));
        Assert.StartsWith("Fine-tuning on 'kinase' (leaky folds). ", bundle.Plain, StringComparison.Ordinal);
        Assert.Contains("nothing may be concluded about unseen genomes", bundle.Plain, StringComparison.Ordinal);
        Assert.All(Markup.Stills(bundle.Parts[MimeBundle.Html]), still => Assert.Contains("leaky folds", still, StringComparison.Ordinal));
    }

    [Fact]
    public void Should_say_where_fine_tuning_loses()
    {
        var sample = Samples.FineTuning();
        var worse = new PairedDifference(-0.05, -0.09, -0.02, 0.004);
        var bundle = FineTuningView.Create(
            sample with
            {
                Comparisons = [.. sample.Comparisons.Select(one => one with { Difference = worse })],
            }
        );
        Assert.Contains("Fine-tuning loses: it predicts 'kinase' worse than gLM frozen, layer 2", bundle.Plain, StringComparison.Ordinal);
        var none = new PairedDifference(0.01, -0.02, 0.04, 0.6);
        bundle = FineTuningView.Create(
            sample with
            {
                Comparisons = [.. sample.Comparisons.Select(one => one with { Difference = none, P = 0.6 })],
            }
        );
        Assert.Contains("Fine-tuning gains nothing for 'kinase' that can be told from 0", bundle.Plain, StringComparison.Ordinal);
    }
}
