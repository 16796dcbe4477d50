using Glm.Interactive.Display.Views;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class ErrorViewTests
{
    [Fact]
    public void Should_show_a_mistake_of_the_user_as_one_line() =>
        Snapshot.ShouldMatch("Views/ErrorView.Mistake", () => ErrorView.Create(new GlmException("Scaffold <c7> has 12 genes.")));

    [Fact]
    public void Should_offer_the_details_of_any_other_error() =>
        Snapshot.ShouldMatch("Views/ErrorView.Error", () => ErrorView.Create(new InvalidOperationException("no <more>")));
}
