using Glm.Analysis.Attention;
using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Tests.Training;

namespace Glm.Tests.Analysis.Attention;

public sealed class AttentionReaderTests
{
    [Fact]
    public void Should_read_every_head_over_a_window()
    {
        using var model = GlmModel.Create(TrainingData.Config with { InitializerRange = 0.3 });
        var data = TrainingData.Create();
        var result = AttentionReader.Run(model, data, 3);
        Assert.Equal((2, 2, 5), (result.Layers, result.Heads, result.Length));
        Assert.Equal(2 * 2 * 5 * 5, result.Values.Length);
        Assert.All(result.Values.Chunk(5), row => Assert.Equal(1, row.Sum(), 1e-6));
        var (head, contacts) = (result.Head(1, 0).ToArray(), result.Contacts(1, 0));
        Assert.Equal(head[(1 * 5) + 4] + head[(4 * 5) + 1], contacts[(1 * 5) + 4]);
        Assert.Equal(contacts[(1 * 5) + 4], contacts[(4 * 5) + 1]);
        Assert.NotEqual(head, result.Head(1, 1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => result.Contacts(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => result.Contacts(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => AttentionReader.Run(model, data, 12));
    }

    [Fact]
    public void Should_read_a_stretch_longer_than_a_window()
    {
        using var model = GlmModel.Create(TrainingData.Config with { InitializerRange = 0.3 });
        var data = TrainingData.Create();
        var set = data.Scaffolds;
        var stretch = new GeneWindow(set.Scaffolds[2], 1, 12);
        var random = new Random(4);
        string[] ids = [.. set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.ProteinId)];
        var width = TrainingData.Config.ProteinWidth;
        var vectors = new ProteinVectors(
            "t",
            ids,
            width,
            [.. Enumerable.Range(0, ids.Length * width).Select(_ => (Half)SmallModel.Normal(random))]
        );
        var transform = new FeatureTransform(FeatureTransform.Fit(vectors, 2).Normalizer, null);
        var long12 = AttentionReader.Run(model, set, vectors, transform, stretch);
        Assert.Equal((12, stretch), (long12.Length, long12.Window));

        // Windows of 8: genes 1 to 8 and 5 to 12 of the scaffold.
        var left = Alone(1);
        var right = Alone(5);
        var n = 12;
        Assert.Equal(left.Head(1, 0)[(0 * 8) + 3], long12.Head(1, 0)[(0 * n) + 3], 1e-6f);
        Assert.Equal((left.Head(1, 0)[(5 * 8) + 6] + right.Head(1, 0)[(1 * 8) + 2]) / 2, long12.Head(1, 0)[(5 * n) + 6], 1e-6f);
        Assert.Equal(right.Head(0, 1)[(7 * 8) + 0], long12.Head(0, 1)[(11 * n) + 4], 1e-6f);
        Assert.Equal(0, long12.Head(0, 0)[(0 * n) + 11]);

        AttentionResult Alone(int start) =>
            AttentionReader.Run(model, set, vectors, transform, new GeneWindow(set.Scaffolds[2], start, 8));
    }

    [Fact]
    public void Should_find_a_window_by_scaffold_or_by_its_own_name()
    {
        var data = TrainingData.Create();
        Assert.Equal(0, AttentionReader.FindWindow(data, null));
        Assert.Equal(4, AttentionReader.FindWindow(data, "s2"));
        Assert.Equal(5, AttentionReader.FindWindow(data, data.Windows[5].Id));
        var error = Assert.Throws<GlmException>(() => AttentionReader.FindWindow(data, "x")).Message;
        Assert.Contains("'x' is not in this set", error);
        Assert.Contains("s0, s1, s2", error);
    }

    [Fact]
    public void Should_keep_no_tensor()
    {
        using var model = GlmModel.Create(TrainingData.Config);
        var data = TrainingData.Create();
        var before = SmallModel.LiveTensors;
        AttentionReader.Run(model, data, 0);
        Assert.Equal(before, SmallModel.LiveTensors);
    }
}
