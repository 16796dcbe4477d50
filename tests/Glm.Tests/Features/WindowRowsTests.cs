using Glm.Features;
using Glm.Runtime;
using Glm.Tests.Training;

namespace Glm.Tests.Features;

public sealed class WindowRowsTests
{
    [Fact]
    public void Should_pad_to_the_longest_window_or_further()
    {
        var data = TrainingData.Create();
        var near = WindowRows.From(data, [1, 3]);
        Assert.Equal((2, 5), (near.Windows, near.Length));
        Assert.DoesNotContain(0f, near.AttentionMask);
        var mixed = WindowRows.From(data, [1, 0]);
        Assert.Equal(8, mixed.Length);
        Assert.Equal([1f, 1, 1, 1, 1, 0, 0, 0], mixed.AttentionMask[..8]);
        Assert.Equal(30, WindowRows.From(data, [1], leastLength: 30).Length);
    }

    [Fact]
    public void Should_mask_genes_at_the_asked_rate_and_never_padding()
    {
        var data = TrainingData.Create(scaffolds: 100);
        var rows = WindowRows.From(data, [.. Enumerable.Range(0, 200)], leastLength: 30);
        var masked = rows.DrawMask(new SeededRandom(1), 0.15);
        Assert.All(Enumerable.Range(0, masked.Length).Where(i => masked[i]), i => Assert.True(i % 30 < data.LengthOf(i / 30)));
        Assert.InRange(masked.Count(gene => gene) / 1300.0, 0.12, 0.18);
        Assert.Equal(1300, rows.DrawMask(new SeededRandom(1), 1).Count(gene => gene));
    }

    [Fact]
    public void Should_read_a_window_from_the_other_strand()
    {
        float[] features = [1, 2, 0.5f, 3, 4, -0.5f, 0, 0, 0, 5, 6, 0.5f, 7, 8, 0.5f, 9, 9, -0.5f];
        float[] labels = [1, 0.5f, 2, -0.5f, 0, 0, 3, 0.5f, 4, 0.5f, 5, -0.5f];
        var rows = new WindowRows(2, 3, [.. features], [1, 1, 0, 1, 1, 1], [.. labels]);
        rows.Turn(0);
        Assert.Equal([3, 4, 0.5f, 1, 2, -0.5f, 0, 0, 0, .. features[9..]], rows.Features);
        Assert.Equal([2, 0.5f, 1, -0.5f, 0, 0, .. labels[6..]], rows.Labels!);
        rows.Turn(0);
        rows.Turn(1);
        Assert.Equal([.. features[..9], 9, 9, 0.5f, 7, 8, -0.5f, 5, 6, -0.5f], rows.Features);
    }

    [Fact]
    public void Should_refuse_more_numbers_than_an_array_holds()
    {
        var error = Assert.Throws<GlmException>(() => WindowRows.From(TrainingData.Create(), [0, 1, 2], 100_000_000)).Message;
        Assert.Contains("smaller BatchSize", error);
    }

    [Theory]
    [InlineData(0, 3, 12, 3, 6)]
    [InlineData(1, 3, 12, 4, 6)]
    [InlineData(1, 3, 13, 3, 6)]
    [InlineData(1, 3, 12, 3, 7)]
    public void Should_refuse_arrays_that_contradict_each_other(int windows, int length, int features, int mask, int labels) =>
        Assert.Throws<ArgumentException>(() => new WindowRows(windows, length, new float[features], new float[mask], new float[labels]));
}
