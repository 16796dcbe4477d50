using Glm.Features;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Statistics;

namespace Glm.Interactive.Tests.Commands;

public sealed class ModelCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_make_a_fresh_model_from_a_seed()
    {
        var shown = await _bench.Show("#!glm model --preset tiny --seed 3 --as first");
        await _bench.Run("#!glm model --preset tiny --seed 3 --as second");
        await _bench.Run("#!glm model --preset tiny --seed 4 --as third");
        await _bench.Run("#!glm model");
        Assert.Equal(GlmConfig.Genomes, _bench.Variable<GlmModel>("model").Config);
        Assert.Equal(GlmConfig.Tiny, _bench.Variable<GlmModel>("first").Config);
        Assert.Equal(Weights("first"), Weights("second"));
        Assert.NotEqual(Weights("first"), Weights("third"));
        Assert.Contains("436,004", shown.Plain);
    }

    [Fact]
    public async Task Should_make_a_fresh_model_as_wide_as_the_vectors_at_hand()
    {
        _bench.WithScaffolds().With("proteins", new ProteinVectors("narrow", ["a"], 320, new Half[320]));
        await _bench.Run("#!glm model --preset tiny");
        Assert.Equal(320, _bench.Variable<GlmModel>("model").Config.ProteinWidth);
    }

    [Fact]
    public async Task Should_load_what_was_saved()
    {
        _bench.WithModel();
        ((GlmModel)_bench.Host.Variables["model"]!).Save(_bench.Folder["saved"]);
        var shown = await _bench.Show("#!glm model saved --as again");
        Assert.Equal(Weights("model"), Weights("again"));
        Assert.NotNull(_bench.Variable<GlmModel>("again").LabelPca);
        Assert.DoesNotContain(_bench.Folder.Path + "/", shown.Plain);
        await _bench.Run("#!glm model saved/model.safetensors --label-pca saved/features.safetensors --as third");
        Assert.Equal(Weights("model"), Weights("third"));
    }

    [Theory]
    [InlineData(
        "#!glm model nothing",
        "nothing/model.safetensors: no such file; check the name. A relative path starts from the notebook's folder, or else "
            + "the current one."
    )]
    [InlineData(
        "#!glm model cut.safetensors",
        "cut.safetensors: the header claims 255 bytes, but 2 follow; the file is truncated or no safetensors file: copy or "
            + "download it again, or name another."
    )]
    [InlineData("#!glm model x --preset tiny", "#!glm model: --weights and --preset cannot be combined; give one of them.")]
    [InlineData("#!glm model --preset huge", "#!glm model: --preset must be genomes, tiny, small or paper, not 'huge'.")]
    [InlineData("#!glm model --label-pca labels.safetensors", "labels.safetensors: it holds no label PCA (pca.components).")]
    public async Task Should_say_what_is_wrong(string line, string message)
    {
        Directory.CreateDirectory(_bench.Folder["nothing"]);
        _bench.Folder.Write("cut.safetensors", [255, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
        FeatureTransformFile.Write(_bench.Folder["labels.safetensors"], new Normalizer([0], [1]), null);
        Assert.Equal(message, (await _bench.Refused(line)).Replace('\\', '/'));
    }

    private float[] Weights(string name) => _bench.Variable<GlmModel>(name).Parameters.Values.data<float>().ToArray();
}
