using System.Text;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Tests.Hosting;
using Glm.Testing;

namespace Glm.Interactive.Tests.CommandLanguage;

/// <summary>Files that follow from the catalogue. GLM_UPDATE_DOCS=1 in the environment makes these tests write them anew.</summary>
public class CommandReferenceTests
{
    [Fact]
    public void Should_equal_the_page_in_docs() =>
        ShouldEqual(CommandReference.Markdown(StandardCommands.Catalogue), Repository.PathOf("docs", "commands.md"));

    [Fact]
    public void Should_freeze_the_option_surface() =>
        ShouldEqual(
            Surface(StandardCommands.Catalogue),
            Repository.PathOf("tests", "Glm.Interactive.Tests", "CommandLanguage", "OptionSurface.txt")
        );

    [Fact]
    public void Should_not_let_a_table_cell_break()
    {
        var page = CommandReference.Markdown(SampleCommands.Catalogue);
        Assert.Contains(@"| `--preset tiny\|small\|paper` | Its size. Default: small. |", page);
        Assert.Contains("An example with &lt;tags> & \"quotes\".", page);
    }

    /// <summary>A line per option: what a notebook written today relies on.</summary>
    private static string Surface(CommandCatalogue catalogue)
    {
        var surface = new StringBuilder();
        foreach (var command in catalogue.Commands)
        {
            surface.Append($"{command.Name}{(command.Result is { } result ? $" -> {result.Name}" : "")}\n");
            foreach (var option in command.Options)
                surface.Append(
                    $"  {option.Name} {option.Kind}{(option.IsImplicit ? " implicit" : "")}{(option.IsRequired ? " required" : "")}"
                        + $"{(option.Choices.Count > 0 ? $" {string.Join('|', option.Choices)}" : "")}"
                        + $"{(option.Range != NumericRange.Any ? $" [{option.Range}]" : "")}"
                        + $"{(option.VariableType is { } type ? $" {type.Name}" : "")}"
                        + $"{(option.Default is { } value ? $" = {value}" : "")}\n"
                );
            foreach (var group in command.Exclusions)
                surface.Append($"  at most one of {string.Join(' ', group)}\n");
        }
        return surface.ToString();
    }

    private static void ShouldEqual(string expected, string path)
    {
        if (Environment.GetEnvironmentVariable("GLM_UPDATE_DOCS") == "1")
            File.WriteAllText(path, expected);
        Assert.True(File.Exists(path), $"{path} is missing; run the tests once with GLM_UPDATE_DOCS=1.");
        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }
}
