using Glm.Features;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Training;

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

    private static StepBatches Batches(IWindowData data) =>
        new(data, new WindowOrder(data, [.. Enumerable.Range(0, data.WindowCount)], Options.BatchSize, Options), Options, leastLength: 0);
}
