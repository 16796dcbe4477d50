using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Glm.Tests.Modeling;

public sealed class LoraAdapterTests : IDisposable
{
    private readonly GlmModel _model = SmallModel.Create();

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Should_change_nothing_at_first()
    {
        using var adapter = LoraAdapter.Create(_model.Config);
        Assert.Equal(Hidden(_model), Hidden(_model.WithAdapter(adapter)));
    }

    [Theory]
    [InlineData("query,key,value,attention.output.dense,intermediate.dense,output.dense")]
    [InlineData("value")]
    [InlineData("intermediate.dense")]
    public void Should_give_the_same_numbers_merged_and_apart(string targets)
    {
        using var adapter = Drawn(new LoraOptions { Rank = 3, Targets = targets.Split(',') }, seed: 1);
        var adapted = _model.WithAdapter(adapter);
        using var merged = adapted.Merge();
        var (apart, together, without) = (Hidden(adapted), Hidden(merged), Hidden(_model));
        Assert.InRange(apart.Zip(together, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-5);
        Assert.True(apart.Zip(without, (a, b) => Math.Abs(a - b)).Max() > 1e-2);
        Assert.Null(merged.Adapter);
        Assert.NotEqual(_model.Fingerprint, merged.Fingerprint);
    }

    [Fact]
    public void Should_stand_side_by_side_on_one_base()
    {
        var before = _model.Fingerprint;
        using var first = Drawn(new LoraOptions { Rank = 2 }, seed: 1);
        using var second = Drawn(new LoraOptions { Rank = 4, Targets = ["query"] }, seed: 2);
        var (one, other) = (_model.WithAdapter(first), _model.WithAdapter(second));
        var alone = Hidden(one);
        Assert.NotEqual(alone, Hidden(other));
        other.Dispose(); // which only borrows the weights
        Assert.Equal(alone, Hidden(one));
        Assert.Equal(before, _model.Fingerprint);
    }

    [Fact]
    public void Should_give_gradients_to_the_adapter_alone()
    {
        using var adapter = Drawn(new LoraOptions { Rank = 2 }, seed: 1);
        using var scope = NewDisposeScope();
        var gradients = adapter.Weights.Gradients;
        using var batch = SmallModel.Batch([5, 3]);
        using var output = _model.WithAdapter(adapter).Forward(batch, GlmOutputs.None, training: true);
        output.LastHidden.sum().backward();
        Assert.True(gradients.abs().sum().item<float>() > 0);
        Assert.All(_model.Parameters.Leaves, leaf => Assert.Null(leaf.grad));
    }

    [Fact]
    public void Should_name_modules_as_checkpoints_do()
    {
        using var adapter = LoraAdapter.Create(_model.Config, new LoraOptions { Targets = ["query", "output.dense"] });
        Assert.Equal(3 * _model.Config.Layers, adapter.Modules.Count); // attention.output.dense ends so too, as for PEFT
        Assert.Equal("roberta.roberta.encoder.layer.0.attention.self.query", adapter.Modules[0]);
    }

    [Theory]
    [InlineData("rank", "The rank of an adapter is 0")]
    [InlineData("wide", "is no smaller than the")]
    [InlineData("alpha", "The alpha of an adapter is -1")]
    [InlineData("dropout", "An adapter drops 1 of its input")]
    [InlineData("none", "An adapter needs a module to adapt")]
    [InlineData("unknown", "This model has no module 'dens' to adapt")]
    public void Should_refuse_what_makes_no_adapter(string what, string message)
    {
        var options = what switch
        {
            "rank" => new LoraOptions { Rank = 0 },
            "wide" => new LoraOptions { Rank = 100_000 },
            "alpha" => new LoraOptions { Alpha = -1 },
            "dropout" => new LoraOptions { Dropout = 1 },
            "none" => new LoraOptions { Targets = [] },
            _ => new LoraOptions { Targets = ["dens"] },
        };
        Assert.Contains(message, Assert.Throws<GlmException>(() => LoraAdapter.Create(_model.Config, options)).Message);
    }

    [Fact]
    public void Should_refuse_a_base_of_another_shape_and_saving_as_a_model()
    {
        using var adapter = LoraAdapter.Create(_model.Config with { Layers = _model.Config.Layers + 1 });
        var message = Assert.Throws<GlmException>(() => _model.WithAdapter(adapter)).Message;
        Assert.Contains($"{_model.Config.Layers + 1} layers", message);
        Assert.Contains($"this one has {_model.Config.Layers} of {_model.Config.HiddenSize}", message);
        using var fitting = LoraAdapter.Create(_model.Config);
        using var folder = new TemporaryFolder();
        var saving = Assert.Throws<GlmException>(() => _model.WithAdapter(fitting).Save(folder.Path)).Message;
        Assert.Contains("Merge it first", saving);
    }

    private LoraAdapter Drawn(LoraOptions options, int seed)
    {
        var adapter = LoraAdapter.Create(_model.Config, options, seed);
        using var still = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        adapter.Weights.Values.normal_(0, 0.2, generator);
        return adapter;
    }

    private static float[] Hidden(GlmModel model)
    {
        using var still = inference_mode();
        using var batch = SmallModel.Batch([5, 3]);
        using var output = model.Forward(batch, GlmOutputs.None);
        return SmallModel.Numbers(output.LastHidden);
    }
}
