using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Results;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class SessionViewTests
{
    [Fact]
    public void Should_look_as_reviewed() =>
        Snapshot.ShouldMatch("Views/SessionView", () =>
            SessionView.Create(
                [new SessionObject("scaffolds", Samples.Set("<lac>")), new SessionObject("history", Samples.History())],
                ValueDescription.Vocabulary
            )
        );

    [Fact]
    public void Should_say_how_to_begin() =>
        Snapshot.ShouldMatch("Views/SessionView.Empty", () => SessionView.Create([], ValueDescription.Vocabulary));
}
