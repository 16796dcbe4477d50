using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Testing;
using TorchSharp;

namespace Glm.Tests.Modeling;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_load_the_bits_that_it_saved()
    {
        using var saved = SmallModel.Create();
        saved.Normalizer = new Normalizer(
            [.. Enumerable.Range(0, 12).Select(i => i / 3.0)],
            [.. Enumerable.Range(0, 12).Select(i => 1 + (i / 7.0))]
        );
        saved.LabelPca = new LabelPca(
            [.. Enumerable.Range(0, 48).Select(i => Math.Sin(i))],
            new double[12],
            [4, 3, 2, 1 / 3.0],
            whiten: true
        );
        saved.Save(_folder["model"]);

        using var loaded = GlmModel.Load(_folder["model"]);
        Assert.Equal(SmallModel.Weights(saved), SmallModel.Weights(loaded));
        Assert.Equal(saved.Config, loaded.Config);
        Assert.Equal(saved.Normalizer.Mean, loaded.Normalizer!.Mean);
        Assert.Equal(saved.Normalizer.StandardDeviation, loaded.Normalizer.StandardDeviation);
        Assert.Equal(saved.LabelPca.Components, loaded.LabelPca!.Components);
        Assert.Equal(saved.LabelPca.Mean, loaded.LabelPca.Mean);
        Assert.Equal(saved.LabelPca.ExplainedVariance, loaded.LabelPca.ExplainedVariance);
        Assert.True(loaded.LabelPca.Whiten);
        Assert.True(loaded.LoadReport!.IsComplete);
        Assert.Equal(43, loaded.LoadReport.Count(CheckpointStatus.Loaded));

        using var direct = GlmModel.Load(_folder["model/model.safetensors"]);
        Assert.Equal(SmallModel.Weights(saved), SmallModel.Weights(direct));
        Assert.NotNull(direct.Normalizer);
    }

    [Fact]
    public void Should_not_keep_an_earlier_models_transform()
    {
        using var first = SmallModel.Create();
        first.Normalizer = new Normalizer(new double[12], [.. Enumerable.Repeat(1.0, 12)]);
        first.Save(_folder["model"]);
        using var second = SmallModel.Create(2);
        second.Save(_folder["model"]);
        using var loaded = GlmModel.Load(_folder["model"]);
        Assert.Null(loaded.Normalizer);
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(_folder["model"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Should_be_a_value_apart_from_the_model()
    {
        using var model = SmallModel.Create();
        var normalizer = new Normalizer(new double[12], [.. Enumerable.Repeat(2.0, 12)]);
        var checkpoint = GlmCheckpoint.Of(model) with { Features = new FeatureFit(normalizer, null) };
        Assert.Null(model.Normalizer);
        checkpoint.Save(_folder["model"]);
        var loaded = GlmCheckpoint.Load(_folder["model"]);
        using var again = loaded.ToModel();
        Assert.Same(loaded.Weights, again.Parameters);
        Assert.Equal(normalizer.StandardDeviation, again.Normalizer!.StandardDeviation);
        Assert.Equal(SmallModel.Weights(model), SmallModel.Weights(again));
        again.LabelPca = new LabelPca(new double[48], new double[12], [4, 3, 2, 1], whiten: true);
        Assert.Same(again.Features.Normalizer, again.Normalizer);
        Assert.Null(loaded.Features.Labels);
    }

    [Fact]
    public void Should_carry_named_parts_that_the_model_knows_nothing_of()
    {
        var note = new CheckpointPart<string>("note.txt", File.ReadAllText, File.WriteAllText);
        var other = new CheckpointPart<string>("other.txt", File.ReadAllText, File.WriteAllText);
        using var model = SmallModel.Create();
        var plain = GlmCheckpoint.Of(model);
        var noted = plain.With(note, "first").With(note, "step 5");
        Assert.Null(plain.Find(note));
        Assert.Equal("step 5", noted.Find(note));
        noted.Save(_folder["model"]);

        var loaded = GlmCheckpoint.Load(_folder["model"]);
        Assert.Equal("step 5", loaded.Find(note));
        Assert.Null(loaded.Find(other));
        Assert.Equal("step 6", loaded.With(note, "step 6").Find(note));
        loaded.Weights.Dispose();
        using var same = GlmModel.Load(_folder["model"]);
        Assert.Equal(SmallModel.Weights(model), SmallModel.Weights(same));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("config.json")]
    [InlineData("features.safetensors")]
    [InlineData("../escaped.txt")]
    [InlineData("")]
    public void Should_refuse_a_part_that_is_no_file_of_its_own(string name)
    {
        using var model = SmallModel.Create();
        var part = new CheckpointPart<string>(name, File.ReadAllText, File.WriteAllText);
        Assert.Throws<ArgumentException>(() => GlmCheckpoint.Of(model).With(part, "text"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_refuse_a_transform_of_another_width(bool normalizer)
    {
        using var model = SmallModel.Create();
        model.Save(_folder["model"]);
        var path = _folder["model/" + FeatureTransformFile.FileName];
        FeatureTransformFile.Write(
            path,
            normalizer ? new Normalizer(new double[3], [1, 1, 1]) : null,
            new LabelPca([1, 2, 3], new double[3], [1], whiten: true)
        );
        var error = Assert.Throws<GlmException>(() => GlmModel.Load(_folder["model"])).Message;
        Assert.StartsWith(path, error);
        Assert.Contains("12", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_refuse_a_damaged_transform_naming_the_file()
    {
        var path = _folder[FeatureTransformFile.FileName];
        void Write(params (string Name, double[] Values, long[] Shape)[] arrays) =>
            SafeTensorsWriter.Write(
                path,
                [
                    .. arrays.Select(array => new SafeTensorSource(array.Name, ElementType.Float64, array.Shape, stream =>
                        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(array.Values.AsSpan()))
                    )),
                ]
            );
        void Refused(string part)
        {
            var error = Assert.Throws<GlmException>(() => FeatureTransformFile.Read(path)).Message;
            Assert.StartsWith(path, error);
            Assert.Contains(part, error);
            Assert.DoesNotContain('\n', error);
        }
        Write(("mean", [0, 0], [2]));
        Refused("'std'");
        Write(("mean", [0, 0], [2]), ("std", [1, 0], [2]));
        Refused("standard deviation of dimension 1 is 0");
        Write(("mean", [0, double.NaN], [2]), ("std", [1, 1], [2]));
        Refused("mean of dimension 1 is NaN");
        Write(("pca.components", [1, 2, 3, 4, 5, 6], [3, 2]), ("pca.mean", [0, 0, 0], [3]), ("pca.explained_variance", [2, 1], [2]));
        Refused("'pca.components' of the right shape");
        Write(("pca.components", [1, 2, 3], [1, 3]), ("pca.mean", [0, 0, 0], [3]), ("pca.explained_variance", [-1], [1]));
        Refused("explained variance of component 0 is -1");
    }

    [Fact]
    public void Should_read_a_configuration_off_the_shapes()
    {
        using var model = GlmModel.Create(SmallModel.Config);
        model.Save(_folder["model"]);
        File.Delete(_folder["model/config.json"]);
        using var loaded = GlmModel.Load(_folder["model"]);
        Assert.Equal(SmallModel.Config with { MaxGenes = 30 }, loaded.Config);
        Assert.Equal(SmallModel.Weights(model), SmallModel.Weights(loaded));
    }

    [Fact]
    public void Should_report_live_and_dead_keys_of_the_published_layout()
    {
        var path = Repository.Shared("golden", "glm-tiny", "glm.bin");
        using var model = GlmModel.Load(path);
        var report = model.LoadReport!;
        Assert.Equal(
            (183, 60, 123),
            (report.Entries.Count, report.Count(CheckpointStatus.Loaded), report.Count(CheckpointStatus.DeadWeight))
        );
        Assert.True(report.IsComplete);
        Assert.Equal("60 tensors loaded, 123 unused ones skipped", report.ToString());
        Assert.Equal(GlmConfigFile.Read(Repository.Shared("golden", "glm-tiny", "config.json")), model.Config);
    }

    [Fact]
    public void Should_name_the_missing_tensors()
    {
        var path = Save(tensors => tensors.RemoveAll(tensor => tensor.Name.Contains("layer.1.output")));
        Refused(path, SmallModel.Config, "4 missing (first: roberta.roberta.encoder.layer.1.output.dense.weight)");
    }

    [Fact]
    public void Should_name_the_unexpected_tensors()
    {
        using var model = SmallModel.Create();
        model.Save(_folder["model"]);
        Refused(_folder["model"], SmallModel.Config with { Layers = 1 }, "unexpected (first: roberta.roberta.encoder.layer.1.");
    }

    [Fact]
    public void Should_name_the_tensors_of_another_shape()
    {
        using var model = SmallModel.Create();
        model.Save(_folder["model"]);
        Refused(
            _folder["model"],
            SmallModel.Config with
            {
                FeedForwardSize = 25,
            },
            "6 of the wrong shape (first: roberta.roberta.encoder.layer.0.intermediate.dense.weight is [24, 16], not [25, 16])"
        );
        Refused(_folder["model"], SmallModel.Config with { HiddenSize = 1 << 20, FeedForwardSize = 1 << 20 }, "not [1048576, 13]");
    }

    [Fact]
    public void Should_load_beside_tensors_that_are_nobodys()
    {
        var path = Save(tensors => tensors.Add(("optimizer.step", [1], [1])));
        using var model = GlmModel.Load(path, SmallModel.Config);
        Assert.False(model.LoadReport!.IsComplete);
        Assert.Contains("1 unexpected (first: optimizer.step)", model.LoadReport.ToString());
    }

    [Theory]
    [InlineData(float.NaN, 0f)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity)]
    public void Should_refuse_weights_that_are_no_numbers(float one, float two)
    {
        var path = Save(tensors =>
        {
            var values = tensors.Find(tensor => tensor.Name == "dense.weight").Values;
            (values[5], values[9]) = (one, two);
        });
        Refused(path, SmallModel.Config, "NaN or infinite");
    }

    [Fact]
    public void Should_refuse_a_model_of_another_kind()
    {
        var path = _folder["other.safetensors"];
        Write(path, [("bert.embeddings.weight", [1, 2], [1, 2])]);
        Refused(
            path,
            null,
            "no tensor 'dense.weight', so this is not a gLM checkpoint (1 tensors, the first is 'bert.embeddings.weight')"
        );
        Refused(path, SmallModel.Config, "43 missing (first: dense.weight)");
    }

    [Fact]
    public void Should_refuse_what_is_not_there_or_no_weight_file()
    {
        Refused(_folder["none.bin"], null, "no such file");
        Refused(_folder.Path, null, "no such file");
        Refused(_folder.Write("text.bin", "hello"), null, "not a PyTorch checkpoint");
        Refused(_folder.Write("text.safetensors", "hello"), null, "safetensors");
    }

    [Fact]
    public void Should_keep_the_old_file_when_saving_fails()
    {
        using var model = SmallModel.Create();
        model.Save(_folder["model"]);
        var old = File.ReadAllBytes(_folder["model/model.safetensors"]);
        var other = SmallModel.Create(2);
        other.Parameters.Values.Dispose(); // so that writing stops after the header
        Assert.ThrowsAny<Exception>(() => other.Save(_folder["model"]));
        Assert.Equal(old, File.ReadAllBytes(_folder["model/model.safetensors"]));
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(_folder["model"]).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Should_say_where_a_model_cannot_be_saved()
    {
        using var model = SmallModel.Create();
        var error = Assert.Throws<GlmException>(() => model.Save(_folder.Write("file", ""))).Message;
        Assert.Contains("cannot be saved", error);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void Should_keep_no_tensor_when_loading_fails()
    {
        var path = Save(tensors => tensors.Find(tensor => tensor.Name == "dense.weight").Values[0] = float.NaN);
        var before = SmallModel.LiveTensors;
        Assert.Throws<GlmException>(() => GlmModel.Load(path, SmallModel.Config));
        Assert.Equal(before, SmallModel.LiveTensors);
    }

    private static void Refused(string path, GlmConfig? config, string part)
    {
        var error = Assert.Throws<GlmException>(() => GlmModel.Load(path, config)).Message;
        Assert.StartsWith(path, error);
        Assert.Contains(part, error);
        Assert.DoesNotContain('\n', error);
    }

    /// <summary>A small model's tensors, changed.</summary>
    private string Save(Action<List<(string Name, float[] Values, long[] Shape)>> change)
    {
        using var model = SmallModel.Create();
        var tensors = PublishedLayout
            .TensorsOf(model.Parameters.Layout)
            .Select(tensor =>
            {
                using var scope = torch.NewDisposeScope();
                return (tensor.Key, SmallModel.Numbers(model.Parameters.View(tensor.Slot)), tensor.Slot.Shape);
            })
            .ToList();
        change(tensors);
        Write(_folder["changed.safetensors"], tensors);
        return _folder["changed.safetensors"];
    }

    private static void Write(string path, List<(string Name, float[] Values, long[] Shape)> tensors) =>
        SafeTensorsWriter.Write(
            path,
            [
                .. tensors.Select(tensor => new SafeTensorSource(tensor.Name, ElementType.Float32, tensor.Shape, stream =>
                    stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tensor.Values.AsSpan()))
                )),
            ]
        );
}
