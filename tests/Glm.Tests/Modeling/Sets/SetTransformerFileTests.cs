using Glm.Analysis.Sets;
using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Modeling.Sets;
using Glm.Proteins.Sets;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Modeling.Sets;

public sealed class SetTransformerFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_the_shape_and_settings_of_a_checkpoint()
    {
        using var model = ProteinSetTransformer.Load(GoldenSets.Checkpoint);
        Assert.Equal(
            new SetTransformerConfig(16, 4, 24, 4, 2, 96)
            {
                Triplet = new TripletOptions
                {
                    Margin = 0.4,
                    SampleScale = 5,
                    SampleRate = 0.4,
                },
            },
            model.Config
        );
        Assert.Empty(model.Remarks);
        Assert.Equal((60, true), (model.LoadReport!.Count(CheckpointStatus.Loaded), model.LoadReport.IsComplete));
    }

    [Theory]
    [InlineData(320, 8, 5, 4, 5.4e6, 400)] // TL-P small
    [InlineData(640, 8, 5, 4, 21.3e6, 800)] // TL-P large
    [InlineData(640, 2, 20, 32, 177.9e6, 1280)] // TL-T large
    public void Should_have_as_many_parameters_as_published(int protein, int scale, int layers, int heads, double parameters, int width)
    {
        var config = SetTransformerConfig.Of(protein, scale, heads, layers);
        var layout = new SetTransformerLayout(config);
        Assert.Equal(width, config.OutputWidth);
        var count = layout.Shapes.Sum(shape => (double)shape.Aggregate(1L, (product, size) => product * size));
        Assert.InRange(count, parameters * 0.99, parameters * 1.01);
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(12, true)]
    [InlineData(24, false)]
    public void Should_read_what_it_writes(int output, bool hasDecoder)
    {
        var config = new SetTransformerConfig(12, 6, output, 3, 2, 40, hasDecoder)
        {
            Attention = new SetAttention(SetAttentionPattern.Sparse, 30, 5),
            FragmentSize = 20,
            Triplet = new TripletOptions { Margin = 0.3, ClosestToAnchor = true },
        };
        using var made = ProteinSetTransformer.Create(config, seed: 3);
        made.Save(_folder["m.safetensors"]);
        using var read = ProteinSetTransformer.Load(_folder["m.safetensors"]);
        Assert.Equal(config, read.Config);
        Assert.Empty(read.Remarks);
        Assert.Equal(made.Weights.Values.data<float>().ToArray(), read.Weights.Values.data<float>().ToArray());
        using var other = ProteinSetTransformer.Create(config, seed: 4);
        Assert.NotEqual(made.Weights.Values.data<float>().ToArray(), other.Weights.Values.data<float>().ToArray());
    }

    [Theory]
    [InlineData("_orig_mod.", null)]
    [InlineData("", "config.json")]
    [InlineData("", "nothing")]
    public void Should_read_compiled_models_and_settings_beside_tensors(string part, string? settings)
    {
        var path = Rewritten(
            key => key.Replace("model.", "model." + part, StringComparison.Ordinal),
            settings is null ? """{"num_heads": 4, "n_enc_layers": 2}""" : null
        );
        if (settings == "config.json")
            File.WriteAllText(
                _folder["config.json"],
                """{"hyper_parameters": {"num_heads": 2}, "datamodule_hyper_parameters": {"edge_strategy": "full"}}"""
            );
        using var model = ProteinSetTransformer.Load(path);
        Assert.Equal(settings == "config.json" ? 2 : 4, model.Config.Heads);
        Assert.Equal(settings == "config.json" ? SetAttentionPattern.Full : SetAttentionPattern.Chunked, model.Config.Attention.Pattern);
        Assert.Equal(
            settings == "config.json" ? 0
                : settings is null ? 1
                : 2,
            model.Remarks.Count
        );
    }

    [Fact]
    public void Should_take_the_mean_for_a_set_where_there_is_no_decoder()
    {
        using var whole = ProteinSetTransformer.Load(GoldenSets.Checkpoint);
        using var half = ProteinSetTransformer.Load(
            Rewritten(key =>
                key.StartsWith("model.decoder", StringComparison.Ordinal) ? null : key.Replace("encoder.", "", StringComparison.Ordinal)
            )
        );
        var proteins = GraphFile.Read(GoldenSets.File("input.plain.h5"));
        var (expected, actual) = (SetEmbedder.Run(whole, proteins), SetEmbedder.Run(half, proteins));
        Assert.Equal(expected.Context, actual.Context);
        Assert.Null(actual.Pooling);
        for (var i = 0; i < actual.Width; i++)
            Assert.Equal(Enumerable.Range(0, 5).Average(row => expected.Context[(row * actual.Width) + i]), actual.Scaffolds[i], 1e-5);
    }

    [Fact]
    public void Should_name_every_kind_of_contradiction()
    {
        AssertRefused("5 heads do not divide 24", settings: """{"num_heads": 5}""");
        AssertRefused("n_enc_layers 3, and its tensors are of 2 layers", settings: """{"n_enc_layers": 3}""");
        AssertRefused("max_proteins 95", settings: """{"max_proteins": 95}""");
        AssertRefused("in_dim 20", settings: """{"in_dim": 20}""");
        AssertRefused("embed_scale 2", settings: """{"embed_scale": 2}""");
        AssertRefused("proj_cat True", settings: """{"proj_cat": true, "out_dim": 12}""");
        AssertRefused("1 missing (first: model.decoder.pool.seed)", key => key.EndsWith("seed", StringComparison.Ordinal) ? null : key);
        AssertRefused("1 unexpected (first: model.x)", key => key.EndsWith("seed", StringComparison.Ordinal) ? "model.x" : key);
        AssertRefused("no protein set transformer", key => key.Replace("linQ", "q", StringComparison.Ordinal));

        void AssertRefused(string said, Func<string, string?>? rename = null, string? settings = null) =>
            Assert.Contains(
                said,
                Assert.Throws<GlmException>(() => ProteinSetTransformer.Load(Rewritten(rename ?? (key => key), settings))).Message
            );
    }

    [Fact]
    public void Should_understand_older_hyper_parameters()
    {
        using var model = ProteinSetTransformer.Load(
            Rewritten(
                key => key,
                """{"in_dim": 24, "num_heads": 4, "loss": {"margin": 0.2}, "augmentation": {"sample_rate": 0.3, """
                    + """ "sample_scale": 9, "no_negatives_mode": "closest_to_anchor"}}"""
            )
        );
        Assert.Equal(
            (0.2, 9, true),
            (model.Config.Triplet.Margin, model.Config.Triplet.SampleScale, model.Config.Triplet.ClosestToAnchor)
        );
        Assert.Equal(0.7, model.Config.Triplet.SampleRate, 1e-12);
    }

    /// <summary>The golden checkpoint as safetensors, under other names.</summary>
    private string Rewritten(Func<string, string?> rename, string? settings = null)
    {
        using var source = WeightFile.Open(GoldenSets.Checkpoint);
        var tensors = new List<SafeTensorSource>();
        foreach (var tensor in source.Tensors)
        {
            if (rename(tensor.Name["state_dict.".Length..]) is not { } name)
                continue;
            var bytes = new byte[4 * tensor.Shape.Aggregate(1L, (product, size) => product * size)];
            source.ReadSingles(tensor.Name, bytes);
            tensors.Add(new SafeTensorSource(name, ElementType.Float32, tensor.Shape, stream => stream.Write(bytes)));
        }
        SafeTensorsWriter.Write(
            _folder["x.safetensors"],
            tensors,
            settings is null ? null : new Dictionary<string, string> { ["hyper_parameters"] = settings }
        );
        return _folder["x.safetensors"];
    }
}
