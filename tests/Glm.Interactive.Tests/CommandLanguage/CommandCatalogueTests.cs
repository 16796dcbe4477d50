using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Tests.Hosting;

namespace Glm.Interactive.Tests.CommandLanguage;

public class CommandCatalogueTests
{
    public static TheoryData<string, CommandOption[]> Contradictions =>
        new()
        {
            { "Option -x of command bad is not written with two dashes.", [CommandOption.Flag("-x", "")] },
            { "Option --x of command bad is declared twice.", [CommandOption.Flag("--x", ""), CommandOption.Flag("--x", "")] },
            { "Option --help of command bad is declared twice.", [CommandOption.Flag("--help", "")] },
            { "Option --x of command bad is a choice of nothing.", [CommandOption.Choice("--x", "", [])] },
            {
                "Option --x of command bad has a default that it does not accept.",
                [CommandOption.Integer("--x", "", min: 1).WithDefault(0)]
            },
            {
                "Option --x of command bad has a default that it does not accept.",
                [CommandOption.Text("--x", "").WithDefault("a") with { IsRequired = true }]
            },
            { "Option --x of command bad is a flag with a value.", [CommandOption.Flag("--x", "").Implicit()] },
            {
                "Command bad has more than one implicit option.",
                [CommandOption.Text("--x", "").Implicit(), CommandOption.Text("--y", "").Implicit()]
            },
        };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Should_refuse_a_declaration_that_contradicts_itself(string message, CommandOption[] options) =>
        Assert.StartsWith(
            message,
            Assert.Throws<ArgumentException>(() => new CommandCatalogue([new SampleCommand("bad", options)])).Message
        );

    [Fact]
    public void Should_refuse_two_commands_of_one_name() =>
        Assert.StartsWith(
            "Two commands are named a.",
            Assert.Throws<ArgumentException>(() => new CommandCatalogue([new SampleCommand("a"), new SampleCommand("a")])).Message
        );

    [Fact]
    public void Should_refuse_to_exclude_an_option_that_is_not_there() =>
        Assert.StartsWith(
            "Command a excludes --y",
            Assert
                .Throws<ArgumentException>(() =>
                    new CommandCatalogue([
                        new SampleCommand("a", CommandOption.Flag("--x", ""))
                        {
                            Groups =
                            [
                                ["--x", "--y"],
                            ],
                        },
                    ])
                )
                .Message
        );

    [Fact]
    public void Should_have_an_example_that_parses_for_every_command() => Assert.All(StandardCommands.Catalogue.Commands, command =>
        {
            Assert.NotEmpty(command.Examples);
            Assert.All(command.Examples, example =>
            {
                var parsed = CommandLine.Parse(example.Line, StandardCommands.Catalogue);
                Assert.Same(command, parsed.Command);
                Assert.False(parsed.IsHelp);
                Assert.NotEmpty(example.CSharp);
                Assert.EndsWith(".", example.Meaning);
            });
        });

    [Fact]
    public void Should_describe_every_command_and_option_in_a_sentence() => Assert.All(StandardCommands.Catalogue.Commands, command =>
        {
            Assert.Matches("^[a-z]+(-[a-z]+)?$", command.Name);
            Assert.EndsWith(".", command.Summary);
            Assert.All(command.Options, option => Assert.EndsWith(".", option.Description));
        });
}
