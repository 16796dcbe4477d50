using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.CommandLanguage;

/// <summary>Values that a host has parsed already.</summary>
public class BoundValuesTests
{
    [Fact]
    public void Should_take_values_of_every_kind()
    {
        var train = Bind("train", ("--lr", 0.5), ("--steps", 12L), ("--dry-run", true), ("--save", "my \"data\" --x"), ("--seed", "7"));
        Assert.Equal(0.5, train.Get(SampleCommands.LearningRate));
        Assert.Equal(12, train.Get(SampleCommands.Steps));
        Assert.True(train.Get(SampleCommands.DryRun));
        Assert.Equal("my \"data\" --x", train.Get(SampleCommands.Save));
        Assert.Equal(7, train.Get(SampleCommands.Seed));
        Assert.Equal(0.15, train.Get(SampleCommands.Mask));
        Assert.Equal("@a", Bind("load", ("--path", "@a")).Get(SampleCommands.Path));
    }

    [Fact]
    public void Should_count_null_and_false_as_not_given()
    {
        var train = Bind("train", ("--lr", null), ("--dry-run", false));
        Assert.False(train.Arguments!.Has(SampleCommands.LearningRate));
        Assert.False(train.Get(SampleCommands.DryRun));
    }

    [Fact]
    public void Should_know_when_help_is_wanted() => Assert.True(Bind("train", ("--help", true)).IsHelp);

    [Theory]
    [InlineData("trian", "--lr", 1, "#!glm: there is no command 'trian'. Did you mean 'train'? #!glm alone lists the commands.")]
    [InlineData("doctor", "--all", "x", "#!glm doctor: there is no option '--all'. It has no options.")]
    [InlineData("train", "--steps", 0, "#!glm train: --steps must be a whole number of at least 1, not '0'.")]
    [InlineData("train", "--steps", 2.5, "#!glm train: --steps must be a whole number of at least 1, not '2.5'.")]
    [InlineData("train", "--dry-run", "x", "#!glm train: --dry-run takes no value; write --dry-run alone, or leave it out.")]
    [InlineData("train", "--steps", new[] { 1 }, "#!glm train: --steps must be a whole number of at least 1, not an Int32[].")]
    [InlineData("load", "--min-genes", 3, "#!glm load: --path is missing. Write #!glm load FILE.")]
    public void Should_refuse_with_the_messages_of_a_line(string command, string option, object value, string message) =>
        Assert.Equal(message, Assert.Throws<GlmException>(() => Bind(command, (option, value))).Message);

    [Fact]
    public void Should_refuse_two_values_and_two_that_exclude_each_other()
    {
        Assert.Equal(
            "#!glm train: --steps is given twice; give it once.",
            Assert.Throws<GlmException>(() => Bind("train", ("--steps", 1), ("--steps", 2))).Message
        );
        Assert.Equal(
            "#!glm train: --steps and --epochs cannot be combined; give one of them.",
            Assert.Throws<GlmException>(() => Bind("train", ("--steps", 1), ("--epochs", 2))).Message
        );
    }

    private static ParsedCommandLine Bind(string command, params (string Name, object? Value)[] values) =>
        CommandLine.Bind(command, values.Select(value => KeyValuePair.Create(value.Name, value.Value)), SampleCommands.Catalogue);
}
