using Glm.Training;

namespace Glm.Tests.Training;

public sealed class TrainingHistoryExtensionsTests
{
    [Fact]
    public void Should_become_a_data_frame_of_steps()
    {
        var history = new TrainingHistory(
            [new(1, 2.5, 1e-4, double.NaN, 0.25, 100), new(2, 2, 2e-4, 0.5, 0.25, 90)],
            [],
            0.1,
            1,
            0,
            10,
            false,
            1,
            null
        );
        var frame = history.ToDataFrame();
        Assert.Equal(
            ["step", "loss", "learning_rate", "pseudo_accuracy", "absolute_accuracy", "genes_per_second"],
            frame.Columns.Select(column => column.Name)
        );
        Assert.Equal((2, 2, 2e-4), (frame.Rows.Count, frame["step"][1], frame["learning_rate"][1]));
    }
}
