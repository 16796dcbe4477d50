using Glm.Features;
using Glm.Modeling;
using Glm.Tests.Training;

namespace Glm.Tests.Modeling;

public sealed class GeneBatchTests
{
    [Fact]
    public void Should_read_windows_as_they_are()
    {
        var data = TrainingData.Create();
        var rows = WindowRows.From(data, [1, 0]);
        using var batch = GeneBatch.Read(data, [1, 0]);
        Assert.Equal((2L, 8L, true), (batch.Windows, batch.Length, batch.HasPadding));
        Assert.Equal(rows.Features, SmallModel.Numbers(batch.Features));
        Assert.Equal(rows.AttentionMask, SmallModel.Numbers(batch.AttentionMask));
        Assert.Null(batch.Labels);
        Assert.Null(batch.MaskedRows);
        using var even = GeneBatch.Read(data, [1, 3]);
        Assert.False(even.HasPadding);
    }

    [Fact]
    public void Should_hide_masked_genes_and_no_others()
    {
        var rows = WindowRows.From(TrainingData.Create(), [0, 1]); // 8 and 5 genes
        var masked = Enumerable.Range(0, 16).Select(i => i is 2 or 9 or 15).ToArray();
        using var batch = GeneBatch.Masked(rows, masked);
        Assert.Equal([2L, 9], batch.MaskedRows!.data<long>().ToArray()); // 15 is padding
        var (before, after) = (rows.Features.Chunk(13).ToArray(), SmallModel.Numbers(batch.Features).Chunk(13).ToArray());
        for (var i = 0; i < 16; i++)
            Assert.Equal(i is 2 or 9 ? [.. Enumerable.Repeat(GeneBatch.MaskValue, 13)] : before[i], after[i]);
    }

    [Fact]
    public void Should_clip_labels()
    {
        var rows = new WindowRows(1, 2, [1, 2], [1, 1], [-11, 9, 10.5f, -3]);
        using var batch = GeneBatch.Masked(rows, [true, false]);
        Assert.Equal([-10, 9, 10, -3], SmallModel.Numbers(batch.Labels!));
        using var narrow = GeneBatch.Masked(rows, [true, false], labelLimit: 5);
        Assert.Equal([-5, 5, 5, -3], SmallModel.Numbers(narrow.Labels!));
    }

    [Fact]
    public void Should_refuse_masks_of_another_number() =>
        Assert.Throws<ArgumentException>(() => GeneBatch.Masked(new WindowRows(1, 2, [1, 2], [1, 1]), [true]));
}
