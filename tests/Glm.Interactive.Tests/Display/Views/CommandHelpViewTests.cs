using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class CommandHelpViewTests
{
    private static HelpPage Page { get; } =
        new()
        {
            Title = "#!glm <count>",
            Text = "Counts the genes of a scaffold.",
            Usage = "#!glm <count> [<name>] [--min-genes N]",
            Entries = [new HelpEntry("--name TEXT", "Which one & where."), new HelpEntry("--min-genes N", "Fewest genes. Default: 15.")],
            Notes = ["At most one of --name, --min-genes."],
            Examples = [new CommandExample("#!glm count c7", "Counts one <scaffold>.", "scaffolds.Scaffolds[0].Genes.Count")],
        };

    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/CommandHelpView", () => CommandHelpView.Create(Page));
}
