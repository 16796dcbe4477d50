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
}
