using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class HistoryTableTests
{
    [Fact]
    public void Should_look_as_reviewed_with_evaluations() =>
        Snapshot.ShouldMatch("Views/HistoryTable.Evaluations", () => HistoryTable.Create(Samples.History()));

    [Fact]
    public void Should_look_as_reviewed_where_nothing_was_held_out() =>
        Snapshot.ShouldMatch("Views/HistoryTable.Steps", () => HistoryTable.Create(Samples.History(heldOut: false)));
}
