using System.Text.RegularExpressions;
using Glm.Arrays;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Progress;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;
using Glm.Testing;
using Glm.Training.Sets;
using Microsoft.Data.Analysis;

namespace Glm.Interactive.Tests.Display;

/// <summary>A display is the same in a host that writes 0,5: browsers, scripts and other programs read it.</summary>
public sealed partial class CultureTests
{
    private static readonly Dictionary<string, Func<MimeBundle>> Views = new()
    {
        ["scaffolds"] = () => ScaffoldSetView.Create(Samples.Set()),
        ["genes"] = () => GeneMap.Create(Samples.Set().Scaffolds[0], Samples.Set().Proteins),
        ["attention"] = () => AttentionView.Create(Samples.Attention()),
        ["training"] = () => TrainingView.Create(Samples.History()),
        ["history"] = () => HistoryTable.Create(Samples.History()),
        ["embedding"] = () => EmbeddingMapView.Create(Samples.Map()),
        ["neighbors"] = () => EmbeddingNeighboursView.Create(Samples.Neighbors()),
        ["protein sets"] = () => ProteinSetView.Create(Samples.ProteinSets(), history: new SetTrainingHistory([0.5, 0.25], 1200, false)),
        ["taxonomy"] = () => TaxonomyView.Create(Samples.Taxonomy()),
        ["assignments"] = () => TaxonomyAssignmentsView.Create(Samples.Assignments()),
        ["paralogs"] = () => ParalogsView.Create(Samples.Paralogs()),
        ["dark"] = () => DarkGenesView.Create(Samples.Dark()),
        ["variance"] = () => FamilyVarianceView.Create(Samples.Variance()),
        ["probe"] = () => ProbeView.Create(Samples.Probe(layers: true)),
        ["functions"] = () => FunctionView.Create(Samples.Functions()),
        ["called functions"] = () => FunctionView.Create(Samples.CalledFunctions()),
        ["fine-tuning"] = () => FineTuningView.Create(Samples.FineTuning()),
        ["fine-tuned predictions"] = () => FineTuningView.Create(Samples.FineTuned()),
        ["frame"] = () => TableView.Create(new DataFrame(new DoubleDataFrameColumn("x", [-0.5, 1234.5, double.NaN]))),
        ["records"] = () =>
            TableView.Create(
                new[]
                {
                    new
                    {
                        Share = -0.25,
                        Count = 12345,
                        When = new DateTime(2024, 5, 1),
                        Half = (Half)0.5,
                        Money = 1.5m,
                    },
                }
            ),
        ["array"] = () => ArrayView.Create(NdArray.From<float>([-0.5f, 1.5f], 2)),
        ["matrix"] = () =>
            Formatters.ToBundle(
                new[,]
                {
                    { -0.5, 1e9 },
                }
            ),
        ["number"] = () => Formatters.ToBundle(-1234.5),
        ["progress"] = () =>
        {
            var state = new ProgressState(
                new ProgressReport(
                    "Training",
                    1500,
                    20000,
                    "windows",
                    [new ProgressMetric("loss", -0.25), new ProgressMetric("right", 0.125, "0.0%")]
                )
            );
            state.Update(state.Report, 12.5);
            return ProgressView.Create(state);
        },
        ["chart"] = () =>
            PlotlyBlock.Create(
                Node.Chart(
                    [
                        new Node
                        {
                            ["type"] = "bar",
                            ["x"] = new[] { -0.5, 1.5 },
                            ["y"] = new[] { 1.25, -1000.5 },
                        },
                    ],
                    new Node { ["title"] = "Share" }
                )
            ),
        ["help"] = () => CommandHelpView.Create(CommandHelp.Of(SampleCommands.Catalogue.Find("train")!)),
    };

    public static TheoryData<string> Names => [.. Views.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Should_look_the_same_in_every_culture(string view)
    {
        var expected = Parts(view);
        using var culture = new OtherCulture();
        Assert.Equal(expected, Parts(view));
    }

    private static string[] Parts(string view)
    {
        using var elsewhere = new PlotlyElsewhere();
        return [.. Views[view]().Parts.OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => Ids().Replace(part.Value, "id"))];
    }

    [GeneratedRegex("glm-[0-9a-f]{16}")]
    private static partial Regex Ids();
}
