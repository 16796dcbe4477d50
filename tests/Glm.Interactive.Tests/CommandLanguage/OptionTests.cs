using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Interactive.Tests.CommandLanguage;

public class OptionTests
{
    [Theory]
    [InlineData(1e-4, "1e-4")]
    [InlineData(2.5e-5, "2.5e-5")]
    [InlineData(0.15, "0.15")]
    [InlineData(0.001, "0.001")]
    [InlineData(0, "0")]
    [InlineData(3, "3")]
    public void Should_write_the_default_of_a_number_as_help_shows_it(double standard, string written) =>
        Assert.Equal(written, CommandOption.Number("--x", "").WithDefault(standard).Default);

    [Fact]
    public void Should_write_the_default_of_an_enumeration_in_lower_case() =>
        Assert.Equal("class", CommandOption.Choice<TaxonomicRank>("--x", "").WithDefault(TaxonomicRank.Class).Default);

    [Fact]
    public void Should_know_the_property_that_it_fills()
    {
        Assert.Equal("MinGenes", SampleCommands.MinGenes.Property);
        Assert.Equal(nameof(TrainingOptions.LearningRate), SampleCommands.LearningRate.Property);
    }

    [Fact]
    public void Should_leave_the_option_it_was_made_of_as_it_is()
    {
        var plain = CommandOption.Text("--x", "");
        _ = plain.Implicit();
        _ = plain.WithDefault("a");
        Assert.False(plain.IsImplicit);
        Assert.Null(plain.Default);
    }

    [Theory]
    [InlineData("train", nameof(TrainingOptions.LearningRate), "--lr 0.5")]
    [InlineData("train", nameof(TrainingOptions.BatchSize), "--batch 0.5")]
    [InlineData("load", nameof(Glm.Formats.LoadOptions.GeneticCode), "--genetic-code 0.5")]
    [InlineData("show", nameof(TrainingOptions.MaskProbability), "--mask 0.5")] // of another command
    [InlineData("train", "NoOption", "NoOption = 0.5")]
    public async Task Should_spell_a_setting_of_the_engine(string command, string property, string spelled)
    {
        var catalogue = new CommandCatalogue([
            .. StandardCommands.Catalogue.Commands.Where(standard => standard.Name != command),
            new SampleCommand(command, [.. StandardCommands.Catalogue.Find(command)!.Options])
            {
                Work = _ => throw new GlmException($"Use {Setting.Of(property, 0.5)}."),
            },
        ]);
        var mistake = await Assert.ThrowsAsync<GlmException>(() =>
            new GlmSession(catalogue).RunLineAsync($"#!glm {command}", new FakeHost())
        );
        Assert.Equal($"Use {spelled}.", mistake.Message);
    }
}
