using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Training;
using static TorchSharp.torch;

namespace Glm.Tests.Training;

public sealed class GeneBatchesTests
{
    [Fact]
    public void Should_pad_to_the_longest_window_or_further()
    {
        var data = TrainingData.Create();
        using var near = GeneBatches.Create(data, [1, 3], length: null, random: null, 0, clipLabels: false, CPU);
        Assert.Equal((2L, 5L, false), (near.Windows, near.Length, near.HasPadding));
        Assert.Null(near.MaskedRows);
        using var mixed = GeneBatches.Create(data, [1, 0], length: null, random: null, 0, clipLabels: false, CPU);
        Assert.Equal((8L, true), (mixed.Length, mixed.HasPadding));
        Assert.Equal([1f, 1, 1, 1, 1, 0, 0, 0], SmallModel.Numbers(mixed.AttentionMask[0]));
        using var far = GeneBatches.Create(data, [1], length: 30, random: null, 0, clipLabels: false, CPU);
        Assert.Equal(30, far.Length);
    }

    [Fact]
    public void Should_mask_genes_at_the_asked_rate_and_never_padding()
    {
        var data = TrainingData.Create(scaffolds: 100);
        var windows = Enumerable.Range(0, 200).ToArray();
        using var batch = GeneBatches.Create(data, windows, length: 30, new SeededRandom(1), 0.15, clipLabels: true, CPU);
        var rows = batch.MaskedRows!.data<long>().ToArray();
        Assert.All(rows, row => Assert.True(row % 30 < data.Windows[(int)(row / 30)].Length));
        Assert.InRange(rows.Length / 1300.0, 0.12, 0.18);
        Assert.All(rows.Take(20), row =>
            Assert.All(SmallModel.Numbers(batch.Features[row / 30, row % 30]), value => Assert.Equal(-1, value))
        );

        using var all = GeneBatches.Create(data, [0, 1], length: null, new SeededRandom(1), 1, clipLabels: true, CPU);
        Assert.Equal(13, all.MaskedRows!.shape[0]);
    }

    [Fact]
    public void Should_clip_labels_for_learning_only()
    {
        var data = TrainingData.Create();
        using var clipped = GeneBatches.Create(data, [0], length: null, random: null, 0, clipLabels: true, CPU);
        using var plain = GeneBatches.Create(data, [0], length: null, random: null, 0, clipLabels: false, CPU);
        Assert.Equal(SmallModel.Numbers(plain.Labels!).Select(value => Math.Clamp(value, -10, 10)), SmallModel.Numbers(clipped.Labels!));
    }

    [Fact]
    public void Should_refuse_a_batch_that_no_array_holds()
    {
        var error = Assert
            .Throws<GlmException>(() =>
                GeneBatches.Create(TrainingData.Create(), [0, 1, 2], length: 100_000_000, random: null, 0, clipLabels: true, CPU)
            )
            .Message;
        Assert.Contains("smaller --batch", error);
    }
}
