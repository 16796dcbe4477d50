using Glm.Arrays;
using Glm.Modeling.Functions;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using Glm.Testing;
using Glm.Training.Functions;
using static TorchSharp.torch;

namespace Glm.Tests.Modeling.Functions;

public sealed class FunctionModelTests : IDisposable
{
    private const int Places = 5;
    private const int Width = 6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mf", false)]
    [InlineData("bp", true)]
    public void Should_compute_what_an_independent_program_does(string folder, bool concatenates)
    {
        using var model = FunctionModel.Load(GoldenFunctions.PathOf(folder));
        Assert.Equal(concatenates, model.Config.ConcatenatesInput);
        Assert.Equal((Width, 8, 2, 12, 2, Places), Shape(model.Config));
        Assert.Null(model.Input);
        var (expected, isGene) = (GoldenFunctions.Root.GetProperty(folder), IsGene());
        using var scope = NewDisposeScope();
        using var output = model.Forward(Input(), tensor(isGene, [2, Places]));
        Close(expected.Numbers("logits"), Own(output.Logits, isGene), 2e-5);
        Close(expected.Numbers("confidence"), Own(output.Confidences, isGene), 2e-6);

        var rows = tensor(GoldenFunctions.Root.Numbers("labelledRows").Select(row => (long)row).ToArray());
        float[] targets = [.. GoldenFunctions.Root.Numbers("labels").Select(value => (float)value)];
        var labels = tensor(targets, [targets.Length / 3, 3]);
        model.Weights.Gradients.zero_();
        var loss = FunctionLoss.Of(output, tensor(isGene, [2, Places]), rows, labels, margin: 0.15);
        Assert.Equal(expected.Number("entropy") + expected.Number("penalty"), loss.item<float>(), 5);
        Assert.Equal(
            expected.Number("entropy"),
            FunctionLoss.Of(output, tensor(isGene, [2, Places]), rows, labels, margin: 0).item<float>(),
            5
        );
        loss.backward();
        Close(expected.Numbers("projectionGradient"), Numbers(model.Weights[model.Layout.ProjectionAt].grad!), 2e-5);
        Close(expected.Numbers("importanceGradient"), Numbers(model.Weights[model.Layout.ImportanceAt].grad!), 2e-5);
    }

    [Fact]
    public void Should_have_a_golden_penalty_that_is_not_0() =>
        Assert.InRange(GoldenFunctions.Root.GetProperty("mf").Number("penalty"), 0.05, 0.15);

    [Fact]
    public void Should_read_labels_of_the_category_above_the_folder()
    {
        using var mf = FunctionModel.Load(GoldenFunctions.PathOf("mf"));
        using var bp = FunctionModel.Load(GoldenFunctions.PathOf("bp"));
        Assert.Equal(["GO:0000000", "GO:0000001", "GO:0000002"], mf.Config.Labels);
        Assert.Equal(["GO:0000000", "GO:0000001", "*GO:0000002"], bp.Config.Labels);
        Assert.Equal(("mf", "bp"), (mf.Config.LabelName, bp.Config.LabelName));
        Assert.Contains("as they are", Assert.Single(mf.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_load_without_labels_and_configuration_and_say_so()
    {
        File.Copy(GoldenFunctions.PathOf("mf", "model.safetensors"), _folder["model.safetensors"]);
        // 8 heads do not divide 8 numbers into more than one each: it loads, and is another model.
        using var model = FunctionModel.Load(_folder.Path);
        Assert.Equal(["label 0", "label 1", "label 2"], model.Config.Labels);
        Assert.Equal(8, model.Config.Heads);
        Assert.Contains(model.Remarks, remark => remark.Contains("number of heads; 8 are assumed", StringComparison.Ordinal));
        Assert.Contains(model.Remarks, remark => remark.Contains("No labels.dict", StringComparison.Ordinal));
    }

    [Fact]
    public void Should_save_and_load_the_same_model()
    {
        var config = new FunctionModelConfig(4, ["a", "<b>"])
        {
            HiddenSize = 6,
            Heads = 3,
            FeedForward = 5,
            Layers = 2,
            MaxGenes = 7,
            ConcatenatesInput = true,
            LabelName = "go",
        };
        using var model = FunctionModel.Create(config, seed: 4);
        model.Input = new Glm.Statistics.ColumnMoments([1, 2, 3, 0.1], [1, 0.5, 2, 1e-3]);
        model.Save(_folder["m.safetensors"]);
        using var loaded = FunctionModel.Load(_folder["m.safetensors"]);
        Assert.Equal(config with { Labels = loaded.Config.Labels }, loaded.Config);
        Assert.Equal(config.Labels, loaded.Config.Labels);
        Assert.Equal(model.Input.Mean, loaded.Input!.Mean);
        Assert.Equal(model.Input.StandardDeviation, loaded.Input.StandardDeviation);
        Assert.Equal(Numbers(model.Weights.Values), Numbers(loaded.Weights.Values));
        Assert.Empty(loaded.Remarks);
        Assert.Equal("m.safetensors", loaded.Name);
    }

    [Fact]
    public void Should_not_depend_on_padding_or_batch()
    {
        using var model = FunctionModel.Load(GoldenFunctions.PathOf("bp"));
        var sentences = new ProteinSentences(
            "test",
            ["a", "b", "c"],
            Width,
            Drawn(3 * Width),
            [
                [0, 1, 2],
                [2],
                [1, 0],
            ]
        );
        var windows = FunctionWindows.Cut(sentences, model.Config);
        using var still = inference_mode();
        var together = Logits([0, 1, 2]);
        Assert.Equal(together[2 * 3 * 3], Logits([2])[0], 5);
        Assert.Equal(together[3 * 3], Logits([1])[0], 5);

        float[] Logits(int[] chosen)
        {
            using var scope = NewDisposeScope();
            using var batch = FunctionBatch.Read(model, sentences, windows, chosen);
            using var output = model.Forward(batch.Proteins, batch.IsGene);
            return [.. Numbers(output.Logits).Select(value => (float)value)];
        }
    }

    [Theory]
    [InlineData(1, new[] { 0 }, new[] { 1 })]
    [InlineData(56, new[] { 0 }, new[] { 56 })]
    [InlineData(57, new[] { 0, 1 }, new[] { 56, 56 })]
    [InlineData(98, new[] { 0, 42 }, new[] { 56, 56 })]
    [InlineData(99, new[] { 0, 42, 43 }, new[] { 56, 56, 56 })]
    [InlineData(140, new[] { 0, 42, 84 }, new[] { 56, 56, 56 })]
    public void Should_cut_plasmids_as_published(int genes, int[] starts, int[] lengths)
    {
        var one = new ProteinSentences("test", ["p"], 1, [0], [new int[genes]]);
        var windows = FunctionWindows.Cut(one, new FunctionModelConfig(1, ["a"]));
        Assert.Equal(starts, windows.Starts);
        Assert.Equal(lengths, windows.Lengths);
    }

    [Fact]
    public void Should_average_a_gene_over_its_windows()
    {
        // 7 genes in windows of 5: places 2 to 4 are read twice. What each window says alone is averaged here anew.
        using var model = FunctionModel.Load(GoldenFunctions.PathOf("mf"));
        var vectors = Drawn(7 * Width);
        string[] ids = [.. Enumerable.Range(0, 7).Select(i => $"p{i}")];
        var whole = FunctionProbabilities.Read(
            model,
            new ProteinSentences(
                "test",
                ids,
                Width,
                vectors,
                [
                    [0, 1, 2, 3, 4, 5, 6],
                ]
            )
        );
        var first = FunctionProbabilities.Read(
            model,
            new ProteinSentences(
                "test",
                ids,
                Width,
                vectors,
                [
                    [0, 1, 2, 3, 4],
                ]
            )
        );
        var last = FunctionProbabilities.Read(
            model,
            new ProteinSentences(
                "test",
                ids,
                Width,
                vectors,
                [
                    [2, 3, 4, 5, 6],
                ]
            )
        );
        Assert.Equal(3, model.Config.Stride);
        for (var i = 0; i < 7 * 3; i++)
        {
            float[] said = [.. new[] { first.Probabilities[i], last.Probabilities[i] }.Where(float.IsFinite)];
            Assert.Equal(said.Average(), whole.Probabilities[i], 5);
        }
        Assert.True(float.IsNaN(first.Probabilities[^1]));
    }

    [Theory]
    [InlineData("bert.fc.weight", null, "no model of functions: among its")]
    [InlineData("classifier.weight", null, "no model of functions: among its")]
    [InlineData("importance_fc.bias", null, "1 missing (first: importance_fc.bias)")]
    [InlineData("bert.encoder.layer.1.output.dense.weight", null, "1 missing (first: bert.encoder.layer.1.output.dense.weight)")]
    [InlineData("bert.LayerNorm.bias", 3, "1 of the wrong shape (first: bert.LayerNorm.bias is [3], not [8])")]
    [InlineData("classifier.weight", 30, "classifier.weight' has the shape [30]; a matrix is expected")]
    public void Should_name_a_tensor_that_does_not_fit(string key, int? length, string message)
    {
        using var model = FunctionModel.Load(GoldenFunctions.PathOf("mf"));
        var path = _folder["broken.safetensors"];
        Glm.Arrays.SafeTensors.SafeTensorsWriter.Write(
            path,
            [
                .. model
                    .Layout.Tensors.Where(tensor => tensor.Key != key || length is not null)
                    .Select(tensor => new Glm.Arrays.SafeTensors.SafeTensorSource(
                        tensor.Key,
                        ElementType.Float32,
                        tensor.Key == key ? [length!.Value] : tensor.Shape,
                        stream =>
                            stream.Write(new byte[4 * (tensor.Key == key ? length!.Value : tensor.Shape.Aggregate(1L, (a, b) => a * b))])
                    )),
            ]
        );
        var mistake = Assert.Throws<GlmException>(() => FunctionModel.Load(path));
        Assert.Contains(message, mistake.Message, StringComparison.Ordinal);
        Assert.InRange(mistake.Message.Length, 1, 699);
    }

    [Fact]
    public void Should_refuse_other_widths()
    {
        using var model = FunctionModel.Load(GoldenFunctions.PathOf("mf"));
        var narrow = new ProteinSentences(
            "narrow",
            ["p"],
            2,
            [0, 0],
            [
                [0],
            ]
        );
        Assert.Contains(
            "narrow: its protein vectors have 2 numbers, and mf reads 6",
            Assert.Throws<GlmException>(() => FunctionProbabilities.Read(model, narrow)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(0, 8, "0: a model of functions has 1 to")]
    [InlineData(6, 4, "4 heads do not divide 6 numbers evenly")]
    public void Should_refuse_shapes_of_no_model(int hidden, int heads, string message) =>
        Assert.Contains(
            message,
            Assert
                .Throws<GlmException>(() => FunctionModel.Create(new FunctionModelConfig(3, ["a"]) { HiddenSize = hidden, Heads = heads }))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Should_refuse_equal_labels() =>
        Assert.Contains(
            "'a' is named 2 times",
            Assert.Throws<GlmException>(() => new FunctionModelConfig(3, ["a", "b", "a"]).Validate()).Message,
            StringComparison.Ordinal
        );

    private static (int, int, int, int, int, int) Shape(FunctionModelConfig config) =>
        (config.ProteinWidth, config.HiddenSize, config.Heads, config.FeedForward, config.Layers, config.MaxGenes);

    private static bool[] IsGene() => [.. GoldenFunctions.Root.GetProperty("isGene").EnumerateArray().Select(one => one.GetBoolean())];

    private static Tensor Input() => tensor(GoldenFunctions.Root.Numbers("x").Select(value => (float)value).ToArray(), [2, Places, Width]);

    private static float[] Drawn(int count)
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
    }

    private static double[] Own(Tensor values, bool[] isGene) =>
        [.. Numbers(values).Chunk(3).Where((_, place) => isGene[place]).SelectMany(row => row)];

    private static double[] Numbers(Tensor values)
    {
        using var flat = values.detach().contiguous();
        return [.. flat.data<float>().Select(value => (double)value)];
    }

    private static void Close(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{i}: {expected[i]} and {actual[i]}");
    }
}
