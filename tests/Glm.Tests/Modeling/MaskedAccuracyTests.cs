using Glm.Modeling;
using static TorchSharp.torch;

namespace Glm.Tests.Modeling;

public sealed class MaskedAccuracyTests
{
    [Theory]
    [InlineData(AccuracyRivals.Genes)]
    [InlineData(AccuracyRivals.AllRows)]
    public void Should_count_predictions_nearest_to_their_own_label(AccuracyRivals rivals)
    {
        // Two windows of three genes with one number each; the genes at 0 and 2 of the first and 1 of the second are masked.
        var right = Count([0.4f, 1.4f, 7.9f], [0, 1, 2, 5, 8, 20], [1, 1, 1, 1, 1, 1], [0, 2, 4], windows: 2, rivals);
        Assert.Equal(2, right); // 1.4 is nearer to 1 than to its own 2
    }

    [Fact]
    public void Should_not_blame_a_gene_for_its_copy_in_fixed_mode()
    {
        float[] labels = [3, 3, 9];
        Assert.Equal(2, Count([3.1f, 3.1f], labels, [1, 1, 1], [0, 1], windows: 1, AccuracyRivals.Genes));

        // The published rule takes the first of equals.
        Assert.Equal(1, Count([3.1f, 3.1f], labels, [1, 1, 1], [0, 1], windows: 1, AccuracyRivals.AllRows));
        Assert.Equal(0, Count([3.1f], labels, [1, 1, 1], [1], windows: 1, AccuracyRivals.AllRows));
    }

    [Fact]
    public void Should_let_padding_compete_in_paper_mode_only()
    {
        // The prediction 1 is nearer to the zeros of the padding than to its own label 3.
        Assert.Equal(1, Count([1], [3, -9, 0, 0], [1, 1, 0, 0], [0], windows: 1, AccuracyRivals.Genes));
        Assert.Equal(0, Count([1], [3, -9, 0, 0], [1, 1, 0, 0], [0], windows: 1, AccuracyRivals.AllRows));
    }

    [Theory]
    [InlineData(AccuracyRivals.Genes)]
    [InlineData(AccuracyRivals.AllRows)]
    public void Should_count_nothing_that_is_not_a_number(AccuracyRivals rivals) =>
        Assert.Equal(0, Count([float.NaN], [1, 2, 3], [1, 1, 1], [1], windows: 1, rivals));

    [Theory]
    [InlineData(AccuracyRivals.Genes)]
    [InlineData(AccuracyRivals.AllRows)]
    public void Should_count_across_the_pieces_of_a_large_batch(AccuracyRivals rivals)
    {
        // 9,000 windows of two genes, all masked, but for the genes on either side of the piece's end.
        const int Windows = 9000;
        var labels = new float[Windows * 2];
        for (var i = 0; i < labels.Length; i++)
            labels[i] = i % 2 == 0 ? 10 : 20;
        var chosen = (float[])labels.Clone();
        foreach (var wrong in new[] { 0, 8191, 8192, 16383, 16384, labels.Length - 1 })
            chosen[wrong] = 30 - labels[wrong];
        var mask = Enumerable.Repeat(1f, labels.Length).ToArray();
        var rows = Enumerable.Range(0, labels.Length).Select(i => (long)i).ToArray();
        Assert.Equal(labels.Length - 6, Count(chosen, labels, mask, rows, Windows, rivals));
    }

    [Fact]
    public void Should_choose_one_prediction_per_gene()
    {
        using var scope = NewDisposeScope();
        var chosen = MaskedAccuracy.Choose(arange(12, dtype: ScalarType.Float32).view(2, 3, 2), tensor([2L, 0]));
        Assert.Equal([4f, 5, 6, 7], SmallModel.Numbers(chosen));
    }

    [Fact]
    public void Should_go_by_the_angle_where_that_is_learned()
    {
        using var scope = NewDisposeScope();
        // A cautious prediction points to its own label, [4, 0], and lies nearer to the short one beside it.
        var chosen = tensor(new[] { 0.5f, 0.1f }, 1, 2);
        var labels = tensor(new[] { 4f, 0, 0.3f, 0.4f }, 1, 2, 2);
        long Right(LabelDistance distance) =>
            MaskedAccuracy.CountRight(chosen, labels, ones(1, 2), tensor([0L]), AccuracyRivals.Genes, distance);
        Assert.Equal((0, 1), (Right(LabelDistance.Euclidean), Right(LabelDistance.Cosine)));

        var predictions = tensor(new[] { 3f, 2, 0.1f, 0 }, 1, 2, 2);
        var own = tensor(new[] { 4f, 0 }, 1, 2);
        Assert.Equal(0, MaskedAccuracy.Closest(predictions, own, LabelDistance.Euclidean).item<long>());
        Assert.Equal(1, MaskedAccuracy.Closest(predictions, own, LabelDistance.Cosine).item<long>());
    }

    [Fact]
    public void Should_keep_no_tensor()
    {
        var before = SmallModel.LiveTensors;
        Count([1, 2], [3, 3, 9], [1, 1, 0], [0, 1], windows: 1, AccuracyRivals.Genes);
        Assert.Equal(before, SmallModel.LiveTensors);
    }

    private static long Count(float[] chosen, float[] labels, float[] mask, long[] rows, int windows, AccuracyRivals rivals)
    {
        using var scope = NewDisposeScope();
        return MaskedAccuracy.CountRight(
            tensor(chosen, chosen.Length, 1),
            tensor(labels, windows, labels.Length / windows, 1),
            tensor(mask, windows, mask.Length / windows),
            tensor(rows),
            rivals
        );
    }
}
