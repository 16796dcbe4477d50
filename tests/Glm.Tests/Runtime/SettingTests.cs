using Glm.Runtime;

namespace Glm.Tests.Runtime;

public sealed class SettingTests
{
    private static GlmException Mistake(string foreign = "c7") =>
        new(
            $"{LineText.Shown(foreign)} has 12 genes; windows need 15. Use {Setting.Of("MinGenes", 10)}, or leave "
                + $"{Setting.Of("MinGenes")} out."
        );

    [Fact]
    public void Should_read_as_a_property_by_itself() =>
        Assert.Equal("c7 has 12 genes; windows need 15. Use MinGenes = 10, or leave MinGenes out.", Mistake().Message);

    [Fact]
    public void Should_be_spelled_as_its_host_spells_it()
    {
        var spelled = Mistake().Spell(setting => setting.Value is null ? "--min-genes" : $"--min-genes {setting.Value}");
        Assert.Equal("c7 has 12 genes; windows need 15. Use --min-genes 10, or leave --min-genes out.", spelled.Message);
    }

    [Fact]
    public void Should_stay_a_property_where_the_host_has_no_spelling() =>
        Assert.Equal(Mistake().Message, Mistake().Spell(_ => null).Message);

    [Fact]
    public void Should_not_be_forged_by_a_file()
    {
        var forged = Mistake(Setting.Of("MinGenes", 1).ToString()).Spell(_ => "forged");
        Assert.StartsWith("\uFFFDMinGenes\uFFFD1\uFFFD has 12 genes", forged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_survive_composition_and_culture()
    {
        var remedy = $"Use {Setting.Of("LearningRate", 0.5)}";
        Assert.Equal("Diverged. Use LearningRate = 0.5.", new GlmException("Diverged. " + remedy + ".").Message);
    }
}
