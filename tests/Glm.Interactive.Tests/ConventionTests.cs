using System.Reflection;
using Glm.Interactive.Hosting;
using Glm.Testing;

namespace Glm.Interactive.Tests;

public sealed class ConventionTests
{
    private static Assembly Library => typeof(GlmSession).Assembly;

    [Fact]
    public void Should_keep_its_public_surface() => PublicApi.ShouldBeFrozen(Library, "Glm.Interactive.Tests");

    [Fact]
    public void Should_know_no_particular_host() =>
        HouseRules.ShouldNotReference(Library, "Glm.Kernel", "Microsoft.CodeAnalysis", "System.CommandLine", "NetMQ");

    [Fact]
    public void Should_point_one_way() =>
        HouseRules.ShouldPointOneWay(
            Library,
            name => name.Split('.')[2],
            new Dictionary<string, string[]>
            {
                // What is shown and the host that shows it know each other; the standard catalogue is the one place that names every
                // command.
                ["CommandLanguage"] = ["Hosting", "Display", "Commands"],
                ["Hosting"] = ["CommandLanguage", "Display"],
                ["Display"] = ["Hosting", "CommandLanguage"],
                ["Export"] = [],
                ["Commands"] = ["CommandLanguage", "Hosting", "Display", "Export"],
                ["Polyglot"] = ["CommandLanguage", "Hosting", "Display"],
            }
        );

    [Fact]
    public void Should_write_numbers_in_one_culture() =>
        HouseRules.ShouldWriteNumbersInOneCulture(Library, "ContextualizeCommand.RunAsync", "EmbedCommand.RunAsync");

    [Fact]
    public void Should_name_files_for_what_they_hold() => HouseRules.ShouldNameFilesForWhatTheyHold("Glm.Interactive");

    [Fact]
    public void Should_keep_lines_short() => HouseRules.ShouldKeepLinesShort("src/Glm.Interactive", "tests/Glm.Interactive.Tests");
}
