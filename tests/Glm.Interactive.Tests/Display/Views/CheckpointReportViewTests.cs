using Glm.Arrays;
using Glm.Interactive.Display.Views;
using Glm.Modeling;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class CheckpointReportViewTests
{
    [Fact]
    public void Should_put_the_problems_first() =>
        Snapshot.ShouldMatch("Views/CheckpointReportView", () =>
            CheckpointReportView.Create(
                new CheckpointReport(
                    "glm.bin",
                    [
                        new CheckpointEntry("dense.weight", CheckpointStatus.Loaded, [3, 2], [3, 2]),
                        new CheckpointEntry("<dense>.bias", CheckpointStatus.Missing, null, [3]),
                        new CheckpointEntry("position_ids", CheckpointStatus.DeadWeight, [1, 512], null),
                    ]
                )
            )
        );
}
