using Glm.Features;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Training;
using Glm.Training.Processes;

namespace Glm.Tests.Training;

public sealed class StepBatchesTests
{
    private static readonly TrainingOptions Options = TrainingOptions.Genomes with { BatchSize = 4 };

    [Fact]
    public void Should_be_the_same_in_any_order()
    {
        using var inOrder = Batches(TrainingData.Create());
        using var alone = Batches(TrainingData.Create());
        var first = Enumerable.Range(0, 6).Select(step => inOrder.Of(step, end: 6)).ToList();
        foreach (var step in new[] { 3, 4, 0, 5, 5, 1 })
        {
            var batch = alone.Of(step, end: 6);
            Assert.Equal(first[step].Windows, batch.Windows);
            Assert.Equal(first[step].Masked, batch.Masked);
            Assert.Equal(first[step].Rows.Features, batch.Rows.Features);
            Assert.Equal(first[step].Rows.Labels!, batch.Rows.Labels!);
        }
    }

    [Fact]
    public void Should_read_one_batch_ahead_and_none_past_the_end()
    {
        var read = 0;
        using (var batches = Batches(new SlowData(TrainingData.Create(), _ => Interlocked.Increment(ref read))))
        {
            batches.Of(0, end: 3);
            batches.Of(1, end: 3);
            batches.Of(2, end: 3);
        }
        Assert.Equal(3 * 4, read);
    }

    [Fact]
    public void Should_read_nothing_once_it_is_disposed_of()
    {
        var read = 0;
        using (var batches = Batches(new SlowData(TrainingData.Create(), _ =>
                {
                    Thread.Sleep(1);
                    Interlocked.Increment(ref read);
                })))
            batches.Of(0, end: 9);
        Assert.Equal(2 * 4, read);
    }

    [Fact]
    public void Should_fail_at_the_step_whose_windows_cannot_be_read()
    {
        var read = 0;
        var data = new SlowData(TrainingData.Create(), _ =>
        {
            if (Interlocked.Increment(ref read) > 4)
                throw new GlmException("The disk is gone.");
        });
        using var batches = Batches(data);
        batches.Of(0, end: 9);
        Assert.Equal("The disk is gone.", Assert.Throws<GlmException>(() => batches.Of(1, end: 9)).Message);
    }

    /// <summary>Of a batch of 4, the processes of a group read what together is all of it, each gene's features once.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Should_read_the_features_of_a_process_s_own_part(int count)
    {
        using var alone = Batches(TrainingData.Create());
        var whole = Enumerable.Range(0, 3).Select(step => alone.Of(step, end: 3)).ToList();
        var parts = ThreadGroup.Run(count, group =>
        {
            var data = TrainingData.Create();
            using var batches = Batches(data, group);
            return Enumerable.Range(0, 3).Select(step => (batches.Of(step, end: 3), group.PartOf(4))).ToList();
        });
        for (var step = 0; step < 3; step++)
        {
            var rows = whole[step].Rows;
            Assert.Equal(
                rows.Features,
                parts.SelectMany(part =>
                {
                    var (batch, (first, end)) = part[step];
                    Assert.Equal(rows.Labels!, batch.Rows.Labels!);
                    Assert.Equal(rows.AttentionMask, batch.Rows.AttentionMask);
                    Assert.Equal(whole[step].Masked, batch.Masked);
                    Assert.Equal((end - first) * rows.Length * rows.FeatureWidth, batch.Rows.Features.Length);
                    if (first < end)
                        Assert.Equal(rows.Slice(first, end - first).Features, batch.Rows.Slice(first, end - first).Features);
                    return batch.Rows.Features;
                })
            );
        }
    }

    private static StepBatches Batches(IWindowData data, IProcessGroup? group = null)
    {
        var order = new WindowOrder(data, [.. Enumerable.Range(0, data.WindowCount)], Options.BatchSize, Options);
        return new StepBatches(data, order, Options, leastLength: 0, group: group);
    }
}
