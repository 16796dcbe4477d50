using Glm.Interactive.Display.Views;
using Glm.Modeling.Functions;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class FunctionViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/FunctionView", () => FunctionView.Create(Samples.Functions("GO:3")));

    [Fact]
    public void Should_show_predictions_as_reviewed() =>
        Snapshot.ShouldMatch("Views/FunctionPredictionsView", () => FunctionView.Create(Samples.CalledFunctions("GO:3")));

    [Fact]
    public void Should_show_the_model_as_reviewed() => Snapshot.ShouldMatch("Views/FunctionModelView", () =>
        {
            using var model = FunctionModel.Create(
                new FunctionModelConfig(16, ["GO:1", "GO:2"])
                {
                    HiddenSize = 16,
                    Heads = 2,
                    Layers = 1,
                    LabelName = "go",
                }
            );
            return FunctionModelView.Create(model);
        });

    [Fact]
    public void Should_say_where_the_network_loses()
    {
        var text = FunctionView.Create(Samples.Functions("GO:3", better: false)).Plain;
        Assert.Contains("PlasGO's network is worse than transfer from the nearest known gene for 'GO:3'", text);
        Assert.Contains("PlasGO's network is worse than a linear probe of the protein alone for 'GO:3'", text);
        Assert.Contains("The 10 nearest known genes together do better: macro AUPR 0.550, -0.130", text);
        Assert.Contains("By Fmax the network does no better than giving every gene the most frequent labels (0.500 and 0.600).", text);
    }

    [Fact]
    public void Should_say_that_nothing_is_called()
    {
        var bundle = FunctionView.Create(Samples.CalledFunctions("GO:3", none: true));
        Assert.Contains("No label is probable enough to be called", bundle.Plain);
        Assert.DoesNotContain("<table", bundle.Parts["text/html"]);
        Assert.DoesNotContain("image/svg+xml", bundle.Parts.Keys);
    }
}
