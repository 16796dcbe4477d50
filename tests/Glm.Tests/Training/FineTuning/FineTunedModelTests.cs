using System.Text.Json.Nodes;
using Glm.Analysis.FineTuning;
using Glm.Arrays.SafeTensors;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Analysis.Probes;
using Glm.Tests.Modeling;
using Glm.Training.FineTuning;

namespace Glm.Tests.Training.FineTuning;

[Collection(RandomState.Name)]
public sealed class FineTunedModelTests : IDisposable
{
    private static readonly FineTuningOptions Quick = new()
    {
        Epochs = 1,
        FoldCount = 2,
        Resamples = 10,
        BatchSize = 16,
        LearningRate = 1e-2,
        Lora = new LoraOptions
        {
            Rank = 3,
            Alpha = 6,
            Targets = ["query", "value"],
        },
    };

    private readonly TemporaryFolder _folder = new();
    private readonly GlmModel _model = GlmModel.Create(ProbeBench.Config);
    private readonly GeneDataset _data = ProbeBench.Data(genomes: 4);

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(FineTuningMode.Head)]
    [InlineData(FineTuningMode.Lora)]
    [InlineData(FineTuningMode.Full)]
    public void Should_predict_the_same_after_loading(FineTuningMode mode)
    {
        using var tuned = Tune(mode);
        var before = tuned.Predict(_data);
        tuned.Save(_folder["tuned"]);
        using var loaded = FineTunedModel.Load(_folder["tuned"], mode == FineTuningMode.Full ? null : _model);
        var after = loaded.Predict(_data);
        Assert.Equal(before.Values, after.Values);
        Assert.Equal(before.Items, after.Items);
        Assert.Equal(["one", "other"], loaded.About.Classes.Order());
        Assert.Equal((tuned.About.Fingerprint, 4), (loaded.About.Fingerprint, loaded.About.Genomes.Count));
        Assert.Equal(_model.Config.HiddenSize, loaded.Model.Config.HiddenSize);
        if (mode == FineTuningMode.Full)
        {
            using var alone = GlmModel.Load(_folder["tuned"]);
            Assert.Equal(loaded.Model.Fingerprint, alone.Fingerprint);
        }
        Assert.Equal(ProbeBench.Config.ProteinWidth, loaded.TransformFor(Vectors()).ProteinWidth);
    }

    [Fact]
    public void Should_write_what_PEFT_reads()
    {
        using var tuned = Tune(FineTuningMode.Lora);
        tuned.Save(_folder.Path);
        using var file = SafeTensorsFile.Open(_folder["adapter_model.safetensors"]);
        const string Layer = "base_model.model.roberta.roberta.encoder.layer.0.attention.self.query";
        var h = ProbeBench.Config.HiddenSize;
        Assert.Equal([3, h], file.Find(Layer + ".lora_A.weight")!.Shape);
        Assert.Equal([h, 3], file.Find(Layer + ".lora_B.weight")!.Shape);
        Assert.Equal([2, h], file.Find("base_model.model.classifier.weight")!.Shape);
        Assert.Equal([2], file.Find("base_model.model.classifier.bias")!.Shape);
        Assert.Equal((2 * 2 * ProbeBench.Config.Layers) + 2, file.Names.Count);
        Assert.Equal("pt", file.Metadata["format"]);
        var config = JsonNode.Parse(File.ReadAllText(_folder["adapter_config.json"]))!;
        Assert.Equal(("LORA", 3, 6.0), ((string)config["peft_type"]!, (int)config["r"]!, (double)config["lora_alpha"]!));
        Assert.Equal(["query", "value"], config["target_modules"]!.AsArray().Select(node => (string)node!));
        Assert.Equal("classifier", (string)config["modules_to_save"]![0]!);
        Assert.Contains(_model.Fingerprint[..12], (string)config["base_model_name_or_path"]!);

        // The tensors are the adapter: W + alpha / r * B * A of the base is the merged model.
        using var merged = tuned.Model.Merge();
        var (a, b) = (file.Read(Layer + ".lora_A.weight").ToSingle(), file.Read(Layer + ".lora_B.weight").ToSingle());
        var slot = merged.Parameters.Layout.Layers[0].Query.Weight;
        using var before = _model.Parameters.View(_model.Parameters.Layout.Layers[0].Query.Weight);
        using var after = merged.Parameters.View(slot);
        var (w, w2) = (SmallModel.Numbers(before), SmallModel.Numbers(after));
        for (var i = 0; i < h; i++)
        for (var j = 0; j < h; j++)
        {
            var sum = Enumerable.Range(0, 3).Sum(r => (double)b[(i * 3) + r] * a[(r * h) + j]);
            Assert.Equal(w[(i * h) + j] + (2 * sum), w2[(i * h) + j], 1e-5);
        }
    }

    [Fact]
    public void Should_name_both_bases_where_they_differ()
    {
        using var tuned = Tune(FineTuningMode.Lora);
        tuned.Save(_folder.Path);
        using var other = GlmModel.Create(ProbeBench.Config, seed: 2);
        using var deeper = GlmModel.Create(ProbeBench.Config with { Layers = ProbeBench.Config.Layers + 1 });
        foreach (var wrong in new[] { other, deeper })
        {
            var message = Assert.Throws<GlmException>(() => FineTunedModel.Load(_folder.Path, wrong)).Message;
            Assert.Contains(
                $"was trained on a gLM of {_model.Config.Layers} layers of {_model.Config.HiddenSize} with weights "
                    + _model.Fingerprint[..12],
                message
            );
            Assert.Contains(
                $"a gLM of {wrong.Config.Layers} layers of {wrong.Config.HiddenSize} with weights {wrong.Fingerprint[..12]}",
                message
            );
            Assert.InRange(message.Length, 20, 700);
        }
        Assert.Contains("has to be loaded first", Assert.Throws<GlmException>(() => FineTunedModel.Load(_folder.Path)).Message);
    }

    [Fact]
    public void Should_refuse_damaged_and_newer_folders()
    {
        using var tuned = Tune(FineTuningMode.Lora);
        tuned.Save(_folder.Path);
        Refuses(
            "fine_tuning.json",
            text => text.Replace("\"Version\": 1", "\"Version\": 2"),
            "is of version 2 of its format, and this program reads up to 1"
        );
        Refuses("fine_tuning.json", text => text[..^40], "this is not the record of a fine-tuned model");
        Refuses("adapter_config.json", text => text.Replace("LORA", "IA3"), "the adapter is of type 'IA3'; only LORA can be read");
        Refuses("adapter_config.json", text => text.Replace("\"r\": 3", "\"r\": 4"), "lora_A.weight' of shape [4, ");
        File.Delete(_folder["fine_tuning.json"]);
        Assert.Contains("holds no fine-tuned model", Assert.Throws<GlmException>(() => FineTunedModel.Load(_folder.Path, _model)).Message);

        void Refuses(string name, Func<string, string> damage, string message)
        {
            var whole = File.ReadAllText(_folder[name]);
            Assert.NotEqual(whole, damage(whole));
            File.WriteAllText(_folder[name], damage(whole));
            var live = SmallModel.LiveTensors;
            Assert.Contains(message, Assert.Throws<GlmException>(() => FineTunedModel.Load(_folder.Path, _model)).Message);
            Assert.Equal(live, SmallModel.LiveTensors);
            File.WriteAllText(_folder[name], whole);
        }
    }

    [Fact]
    public void Should_not_replace_another_model()
    {
        _model.Save(_folder["base"]);
        using var tuned = Tune(FineTuningMode.Lora);
        Assert.Contains("holds another model", Assert.Throws<GlmException>(() => tuned.Save(_folder["base"])).Message);
        using var whole = Tune(FineTuningMode.Full);
        whole.Save(_folder["tuned"]);
        tuned.Save(_folder["tuned"]); // an earlier fine-tuned one goes
        Assert.False(File.Exists(_folder["tuned/model.safetensors"]));
        using var loaded = FineTunedModel.Load(_folder["tuned"], _model);
        Assert.NotNull(loaded.Adapter);
    }

    [Fact]
    public void Should_say_which_genomes_are_unlike_the_training_genomes()
    {
        using var tuned = Tune(FineTuningMode.Lora);
        var known = tuned.Predict(_data);
        Assert.All(known.Likeness, one => Assert.False(one.IsUnlike, $"{one}"));
        Assert.StartsWith("4 of 4 genomes were trained on", known.Conclusion, StringComparison.Ordinal);
        Assert.Equal((256, 5), (known.ToDataFrame().Rows.Count, known.ToDataFrame().Columns.Count));

        var strange = new ProteinVectors(
            "strange",
            _data.Proteins,
            ProbeBench.Config.ProteinWidth,
            [.. Enumerable.Range(0, 256 * ProbeBench.Config.ProteinWidth).Select(i => (Half)(5 * Math.Sin(i * 1.7)))]
        );
        var predictions = tuned.Predict(GeneDataset.Create(_data.Scaffolds, strange, tuned.TransformFor(strange)));
        Assert.All(predictions.Likeness, one => Assert.True(one.IsUnlike, $"{one}"));
        Assert.Contains("4 of 4 genomes are unlike the training genomes", predictions.Conclusion);
        Assert.Equal(4, predictions.ToGenomeDataFrame().Rows.Count);
    }

    [Fact]
    public void Should_leave_no_tensor_behind()
    {
        using (Tune(FineTuningMode.Lora)) { }
        foreach (var mode in Enum.GetValues<FineTuningMode>())
        {
            var live = SmallModel.LiveTensors;
            using (var tuned = Tune(mode))
            {
                tuned.Save(_folder["leak"]);
                using var loaded = FineTunedModel.Load(_folder["leak"], _model);
                loaded.Predict(_data);
            }
            Assert.Equal(live, SmallModel.LiveTensors);
        }
    }

    private static ProteinVectors Vectors() =>
        new("some", ["a", "b"], ProbeBench.Config.ProteinWidth, new Half[2 * ProbeBench.Config.ProteinWidth]);

    private FineTunedModel Tune(FineTuningMode mode)
    {
        var labels = TaskLabels.Of(ProbeBench.Labels(_data, gene => ProbeBench.KindOf(gene) == 0 ? "one" : "other"));
        return FineTuningAnalysis.Run(_model, _data, labels, Quick with { Mode = mode }).Model;
    }
}
