using Glm.Interactive.Display.Progress;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display.Progress;

public sealed class ProgressStateTests
{
    [Fact]
    public void Should_start_a_new_rate_with_a_new_activity()
    {
        var state = new ProgressState(new ProgressReport("embed", 0, 100, "proteins"));
        state.Update(new ProgressReport("embed", 100, 100, "proteins"), 1);
        state.Update(new ProgressReport("train", 0, 100, "steps"), 2);
        Assert.True(double.IsNaN(state.Rate));
        state.Update(new ProgressReport("train", 5, 100, "steps"), 3);
        Assert.Equal(5, state.Rate, 1e-9);
    }

    [Fact]
    public void Should_not_count_as_speed_what_an_earlier_part_had_done()
    {
        var state = new ProgressState(new ProgressReport("train", 401, 500, "steps"));
        state.Update(new ProgressReport("train", 500, 500, "steps"), 9.9);
        state.End(ProgressPhase.Completed, 9.9);
        Assert.Equal(10, state.Rate, 1e-9);
    }
}
