using Glm.Analysis.Embeddings;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Tests.Training;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Analysis.Embeddings;

public sealed class ContextualizerTests
{
    [Theory]
    [InlineData(-1, 2)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    [InlineData(0, 0)]
    [InlineData(-3, 0)]
    public void Should_keep_the_hidden_layer_that_was_asked_for(int layer, int chosen)
    {
        using var model = GlmModel.Create(TrainingData.Config with { InitializerRange = 0.3 });
        var data = TrainingData.Create(scaffolds: 40); // 80 windows, more than one batch
        var context = Contextualizer.Run(model, data, layer);
        Assert.Equal((chosen, 16, 12, 40 * 13), (context.Layer, context.ContextualWidth, context.ContextFreeWidth, context.GeneCount));

        // Window 71 alone: its rows follow those of the windows before it.
        using var still = torch.no_grad();
        using var batch = GeneBatch.Read(data, [71]);
        using var output = model.Forward(batch, GlmOutputs.HiddenStates);
        var first = data.Windows.Take(71).Sum(window => window.Length);
        var expected = SmallModel.Numbers(output.HiddenStates![chosen]);
        Assert.True(SmallModel.Difference(expected, context.Contextual[(first * 16)..((first + 5) * 16)]) <= 2e-6);
        var features = SmallModel.Numbers(batch.Features).Chunk(13).SelectMany(row => row[..12]);
        Assert.Equal(features, context.ContextFree[(first * 12)..((first + 5) * 12)]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-4)]
    public void Should_refuse_layers_that_do_not_exist(int layer)
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var error = Assert.Throws<GlmException>(() => Contextualizer.Run(model, TrainingData.Create(), layer)).Message;
        Assert.Contains($"Layer {layer} does not exist", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_refuse_vectors_of_another_width()
    {
        using var model = GlmModel.Create(TrainingData.Config with { ProteinWidth = 10 });
        Assert.Contains("reads 11", Assert.Throws<GlmException>(() => Contextualizer.Run(model, TrainingData.Create())).Message);
    }

    [Fact]
    public void Should_stop_when_cancelled() =>
        Assert.Throws<OperationCanceledException>(() =>
        {
            using var model = GlmModel.Create(TrainingData.Config);
            Contextualizer.Run(model, TrainingData.Create(), cancellation: new CancellationToken(canceled: true));
        });

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Should_keep_no_tensor(int layer)
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var data = TrainingData.Create(scaffolds: 40);
        var before = SmallModel.LiveTensors;
        Contextualizer.Run(model, data, layer);
        Assert.Equal(before, SmallModel.LiveTensors);
    }
}
