using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Analysis.Prediction;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Tests.Training;

namespace Glm.Tests.Analysis.Prediction;

/// <summary>
/// Two small random models, computed in float64 by a program that shares nothing with this one: three heads, an odd label width, LayerNorm
/// epsilon 1e-5 and all dead weight; and one head, half-precision weights, 17 windows, more than one batch.
/// </summary>
public sealed class BatchInferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("three-heads", "masked")]
    [InlineData("three-heads", "unmasked")]
    [InlineData("one-head-half", "masked")]
    public void Should_give_the_numbers_of_another_implementation(string name, string variant)
    {
        using var model = Load(name);
        BatchInference.Run(model, Input(name, variant == "masked"), _folder.Path);
        Compare(name, variant);

        Assert.Equal(name == "three-heads" ? 55 : 0, model.LoadReport!.Count(CheckpointStatus.DeadWeight));
    }

    [Theory]
    [InlineData("three-heads", "masked", 2)]
    [InlineData("three-heads", "unmasked", 3)]
    [InlineData("one-head-half", "masked", 2)] // the second process has one window of 17
    [InlineData("one-head-half", "masked", 5)] // three have none
    public void Should_give_them_by_several_processes(string name, string variant, int count)
    {
        ThreadGroup.Run(count, group =>
        {
            using var model = Load(name);
            BatchInference.Run(group, model, Input(name, variant == "masked"), _folder.Path);
            return 0;
        });
        Compare(name, variant);
    }

    [Theory]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Float64)]
    public void Should_read_masks_of_any_type(ElementType type)
    {
        using var model = Load("three-heads");
        var input = Input("three-heads", masked: true);
        BatchInference.Run(
            model,
            input with
            {
                Masked = Converted(input.Masked!, type),
                AttentionMask = Converted(input.AttentionMask, type),
            },
            _folder.Path
        );
        Compare("three-heads", "masked");
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.Float64)]
    public void Should_read_numbers_of_any_type(ElementType type)
    {
        using var model = Load("three-heads");
        var input = Input("three-heads", masked: true);
        BatchInference.Run(model, input with { Embeds = Converted(input.Embeds, type) }, _folder.Path);
        Compare("three-heads", "masked");
    }

    [Fact]
    public void Should_ignore_masks_on_padding()
    {
        using var model = Load("three-heads");
        var input = Input("three-heads", masked: true);
        var (mask, real) = (NpyFile.Read(input.Masked!), NpyFile.Read(input.AttentionMask).ToSingle());
        var more = mask.ToSingle().Zip(real, (masked, gene) => gene == 0 ? 1 : masked).ToArray();
        NpyFile.Write(_folder["more.npy"], NdArray.From<float>(more, [.. mask.Shape]));
        BatchInference.Run(model, input with { Masked = _folder["more.npy"] }, _folder.Path);
        Compare("three-heads", "masked");
    }

    [Fact]
    public void Should_write_no_losses_without_labels_and_remove_those_of_an_earlier_run()
    {
        using var model = Load("three-heads");
        var input = Input("three-heads", masked: true);
        BatchInference.Run(model, input, _folder.Path);
        Assert.Equal(15, Directory.GetFiles(_folder.Path).Length);
        BatchInference.Run(model, input with { Labels = null }, _folder.Path);
        Assert.Equal(
            [
                "all_hidden_states.npy",
                "argmax_prob.npy",
                "attentions.npy",
                "contacts.npy",
                "dense_out.npy",
                "last_hidden_state.npy",
                "logits_all_preds.npy",
                "probs.npy",
                "probs_softmax.npy",
            ],
            Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Should_make_the_folder_and_leave_it_empty_on_failure()
    {
        using var model = Load("three-heads");
        BatchInference.Run(model, Input("three-heads", masked: false), _folder["a/b"]);
        Assert.True(File.Exists(_folder["a/b/scalars.json"]));

        var error = Assert
            .Throws<GlmException>(() => BatchInference.Run(model, Input("three-heads", masked: false), _folder.Write("file", "") + "/c"))
            .Message;
        Assert.DoesNotContain('\n', error);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            BatchInference.Run(model, Input("three-heads", masked: false), _folder["stopped"], cancellation: source.Token)
        );
        Assert.Empty(Directory.GetFileSystemEntries(_folder["stopped"]));
    }

    [Fact]
    public void Should_refuse_arrays_that_do_not_fit()
    {
        using var model = Load("three-heads");
        var input = Input("three-heads", masked: true);
        void Refused(BatchInferenceInput bad, string part)
        {
            var error = Assert.Throws<GlmException>(() => BatchInference.Run(model, bad, _folder["out"])).Message;
            Assert.Contains(part, error);
            Assert.DoesNotContain('\n', error);
            Assert.False(Directory.Exists(_folder["out"]));
        }
        string Array(float value, params long[] shape)
        {
            var path = _folder[$"{string.Join('x', shape)}_{value}.npy"];
            NpyFile.Write(path, NdArray.From<float>([.. Enumerable.Repeat(value, (int)shape.Aggregate(1L, (a, b) => a * b))], shape));
            return path;
        }
        Refused(input with { Embeds = Array(0, 3, 9, 8) }, "8 numbers; this model reads 9");
        Refused(input with { Embeds = Array(0, 3, 9) }, "must have 3 dimensions");
        Refused(input with { Embeds = Array(0, 3, 10, 9) }, "reach 9");
        Refused(input with { Embeds = Array(0, 0, 9, 9) }, "holds no gene");
        Refused(input with { Embeds = Array(0, 3, 0, 9) }, "holds no gene");
        Refused(input with { Embeds = Array(float.NaN, 3, 9, 9) }, "position [0, 0, 0] is NaN");
        Refused(input with { AttentionMask = Array(1, 3, 8) }, "the attention mask must have [3, 9]");
        Refused(input with { AttentionMask = Array(-10000, 3, 9) }, "the attention mask must be 0 or 1");
        Refused(input with { AttentionMask = Array(float.NaN, 3, 9) }, "is NaN; the attention mask must be 0 or 1");
        Refused(input with { Masked = Array(0.5f, 3, 9) }, "is 0.5; the mask must be 0 or 1");
        Refused(input with { Masked = Array(1, 27) }, "the mask must have [3, 9]");
        Refused(input with { Labels = Array(1, 3, 9, 4) }, "the labels must have [3, 9, 5]");
        Refused(input with { Labels = Array(float.PositiveInfinity, 3, 9, 5) }, "every number must be finite");
        Refused(input with { Labels = _folder["none.npy"] }, "no such file");
    }

    [Fact]
    public void Should_keep_no_tensor()
    {
        using var model = Load("three-heads");
        var before = SmallModel.LiveTensors;
        BatchInference.Run(model, Input("three-heads", masked: true), _folder.Path);
        Assert.Equal(before, SmallModel.LiveTensors);
    }

    private static string Golden(string name, string file) => Repository.PathOf("tests", "Glm.Tests", "Golden", name, file);

    private static GlmModel Load(string name) => GlmModel.Load(Golden(name, "glm.bin"), GlmConfigFile.Read(Golden(name, "config.json")));

    private static BatchInferenceInput Input(string name, bool masked) =>
        new(
            Golden(name, "embeds.npy"),
            Golden(name, "attention_mask.npy"),
            masked ? Golden(name, "masked.npy") : null,
            Golden(name, "labels.npy")
        );

    private string Converted(string path, ElementType type)
    {
        var array = NpyFile.Read(path);
        var values = array.ToDouble();
        long[] shape = [.. array.Shape];
        var copy = type switch
        {
            ElementType.Bool => NdArray.From<bool>(Array.ConvertAll(values, value => value != 0), shape),
            ElementType.UInt8 => NdArray.From<byte>(Array.ConvertAll(values, value => (byte)value), shape),
            ElementType.Int64 => NdArray.From<long>(Array.ConvertAll(values, value => (long)value), shape),
            ElementType.Float16 => NdArray.From<Half>(Array.ConvertAll(values, value => (Half)value), shape),
            _ => NdArray.From<double>(values, shape),
        };
        var target = _folder[$"{Path.GetFileNameWithoutExtension(path)}-{type}.npy"];
        NpyFile.Write(target, copy);
        return target;
    }

    private void Compare(string name, string variant)
    {
        using var golden = NpzFile.Open(Golden(name, variant + ".npz"));
        Assert.Equal(14, golden.Names.Count);
        foreach (var array in golden.Names)
        {
            var (expected, actual) = (golden.Read(array), NpyFile.Read(_folder[array + ".npy"]));
            Assert.Equal(expected.Type, actual.Type);
            var difference = GoldenModel.Difference(expected, actual);
            Assert.True(difference <= (expected.Type == ElementType.Int64 ? 0 : 5e-6), $"{variant}/{array} differs by {difference:g3}");
        }
        var scalars = JsonNode.Parse(File.ReadAllText(_folder["scalars.json"]))!;
        foreach (
            var (key, node) in JsonNode.Parse(File.ReadAllText(Golden(name, variant + ".json")).Replace("NaN", "\"NaN\""))!.AsObject()
        )
        {
            if (node!.GetValueKind() == JsonValueKind.String)
                Assert.Equal("NaN", scalars[key]!.GetValue<string>());
            else
                Assert.Equal(node.GetValue<double>(), scalars[key]!.GetValue<double>(), 5e-6);
        }
    }
}
