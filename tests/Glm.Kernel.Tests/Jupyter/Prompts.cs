using Glm.Kernel.Jupyter;
using Glm.Kernel.Jupyter.Cells;

namespace Glm.Kernel.Tests.Jupyter;

/// <summary>Whether Enter runs what stands at a prompt.</summary>
public sealed class Prompts
{
    [Theory]
    [InlineData("1 + 1", 1, "complete")]
    [InlineData("for (;;) {", 1, "incomplete")]
    [InlineData("hello ", 40_000, "complete")] // the parser would take minutes
    public void Should_tell_whether_code_is_complete(string part, int times, string status)
    {
        using var engine = new CellEngine("1.0");
        Assert.Equal(status, engine.IsComplete(string.Concat(Enumerable.Repeat(part, times))).Status);
    }
}
