using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Tests.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Tests.CommandLanguage;

public class CommandLineTests
{
    [Theory]
    // The word #!glm and the command
    [InlineData("", "A command line starts with #!glm, not ''.")]
    [InlineData("#!glmx load", "A command line starts with #!glm, not '#!glmx'.")]
    [InlineData("\"#!glm\" load", "A command line starts with #!glm, not '#!glm'.")]
    [InlineData("#!glm load a\n#!glm load b", "#!glm: a command is one line; start the next one with #!glm again.")]
    [InlineData("#!glm trian", "#!glm: there is no command 'trian'. Did you mean 'train'? #!glm alone lists the commands.")]
    [InlineData("#!glm Train", "#!glm: there is no command 'Train'. Did you mean 'train'? #!glm alone lists the commands.")]
    [InlineData("#!glm xyzzy", "#!glm: there is no command 'xyzzy'. #!glm alone lists the commands.")]
    [InlineData("#!glm --steps 5", "#!glm: write the command before '--steps'. #!glm alone lists the commands.")]
    // Unknown options
    [InlineData(
        "#!glm model --prest tiny",
        "#!glm model: there is no option '--prest'. Did you mean '--preset'? Its options: --weights --preset."
    )]
    [InlineData(
        "#!glm model -preset tiny",
        "#!glm model: there is no option '-preset'. Did you mean '--preset'? Its options: --weights --preset."
    )]
    [InlineData(
        "#!glm model --Preset tiny",
        "#!glm model: there is no option '--Preset'. Did you mean '--preset'? Its options: --weights --preset."
    )]
    [InlineData("#!glm model --colour red", "#!glm model: there is no option '--colour'. Its options: --weights --preset.")]
    [InlineData("#!glm model -p tiny", "#!glm model: there is no option '-p'. Its options: --weights --preset.")]
    [InlineData("#!glm doctor --all", "#!glm doctor: there is no option '--all'. It has no options.")]
    // How options are written
    [InlineData("#!glm train --steps=5", "#!glm train: '--steps=5' is not how values are written; write --steps 5.")]
    [InlineData("#!glm train --dry-run=true", "#!glm train: --dry-run takes no value; write --dry-run alone, or leave it out.")]
    [InlineData("#!glm train --dry-run true", "#!glm train: --dry-run takes no value; leave out 'true'.")]
    [InlineData("#!glm train --steps 5 --steps 6", "#!glm train: --steps is given twice; give it once.")]
    [InlineData("#!glm train --dry-run --dry-run", "#!glm train: --dry-run is given twice; give it once.")]
    [InlineData("#!glm load a --path b", "#!glm load: --path is given twice; give it once.")]
    [InlineData("#!glm train --steps", "#!glm train: --steps needs a value: a whole number of at least 1. Write --steps N.")]
    [InlineData(
        "#!glm train --steps --dry-run",
        "#!glm train: --steps needs a value: a whole number of at least 1; '--dry-run' looks like an option. Put a value that "
            + "starts with '-' in quotes, \"…\"."
    )]
    [InlineData("#!glm train —steps 5", "#!glm train: '—steps' starts with a typographic dash; write --steps.")]
    [InlineData("#!glm train --steps 5 --epochs 2", "#!glm train: --steps and --epochs cannot be combined; give one of them.")]
    // Stray and missing words
    [InlineData(
        "#!glm train 5",
        "#!glm train: '5' does not belong to an option. Put a value with spaces in quotes, \"…\", or name its " + "option."
    )]
    [InlineData("#!glm train steps 5", "#!glm train: 'steps' is not an option. Did you mean --steps?")]
    [InlineData(
        "#!glm load my file.fa",
        "#!glm load: 'file.fa' does not belong to an option. Put a value with spaces in quotes, \"…\", or name its option."
    )]
    [InlineData("#!glm load", "#!glm load: --path is missing. Write #!glm load FILE.")]
    [InlineData("#!glm load \"\"", "#!glm load: --path must be a file, not ''.")]
    // Values
    [InlineData("#!glm train --steps abc", "#!glm train: --steps must be a whole number of at least 1, not 'abc'.")]
    [InlineData("#!glm train --steps 0", "#!glm train: --steps must be a whole number of at least 1, not '0'.")]
    [InlineData("#!glm train --steps -3", "#!glm train: --steps must be a whole number of at least 1, not '-3'.")]
    [InlineData("#!glm train --steps 1e3", "#!glm train: --steps must be a whole number of at least 1, not '1e3'. Write 1000.")]
    [InlineData("#!glm train --steps 2.5", "#!glm train: --steps must be a whole number of at least 1, not '2.5'.")]
    [InlineData(
        "#!glm train --steps 99999999999",
        "#!glm train: --steps must be a whole number of at least 1, not '99999999999'. The largest is 2147483647."
    )]
    [InlineData("#!glm load x --min-genes 600", "#!glm load: --min-genes must be a whole number from 1 to 512, not '600'.")]
    [InlineData("#!glm train --lr 0", "#!glm train: --lr must be a number above 0, not '0'.")]
    [InlineData("#!glm train --lr fast", "#!glm train: --lr must be a number above 0, not 'fast'.")]
    [InlineData("#!glm train --lr NaN", "#!glm train: --lr must be a number above 0, not 'NaN'.")]
    [InlineData("#!glm train --lr Infinity", "#!glm train: --lr must be a number above 0, not 'Infinity'.")]
    [InlineData("#!glm train --mask 1", "#!glm train: --mask must be a number above 0 and below 1, not '1'.")]
    [InlineData("#!glm train --mask 0,15", "#!glm train: --mask must be a number above 0 and below 1, not '0,15'. Write 0.15.")]
    [InlineData("#!glm model --preset smal", "#!glm model: --preset must be tiny, small or paper, not 'smal'. Did you mean 'small'?")]
    [InlineData("#!glm model --preset huge", "#!glm model: --preset must be tiny, small or paper, not 'huge'.")]
    [InlineData(
        "#!glm train --as class",
        "#!glm train: --as must be a C# variable name (letters, digits and _, not a keyword), not 'class'. 'class' is a keyword of C#."
    )]
    [InlineData("#!glm train --as 2nd", "#!glm train: --as must be a C# variable name (letters, digits and _, not a keyword), not '2nd'.")]
    [InlineData("#!glm train --as a.b", "#!glm train: --as must be a C# variable name (letters, digits and _, not a keyword), not 'a.b'.")]
    [InlineData(
        "#!glm embed --scaffolds a;b",
        "#!glm embed: --scaffolds must be the name of a C# variable with scaffolds (ScaffoldSet), not 'a;b'."
    )]
    // Quotes
    [InlineData(
        "#!glm load \"my file.fa",
        "#!glm load: the quote opened at character 12 is not closed; end the value with \" (and write \\\\ for a backslash before it)."
    )]
    [InlineData(
        "#!glm load \"C:\\data\\\"",
        "#!glm load: the quote opened at character 12 is not closed; end the value with \" (and write \\\\ for a backslash before it)."
    )]
    [InlineData(
        "#!glm load \"a\"b",
        "#!glm load: a space is missing after the quoted value at character 14; write \\\" for a quote inside it."
    )]
    [InlineData(
        "#!glm load a\"b\"",
        "#!glm load: there is a quote inside 'a\"b\"'; put the whole value in quotes, \"…\", and write \\\" for a quote in it."
    )]
    [InlineData("#!glm load “a”", "#!glm load: '“a”' starts with a typographic quote; write straight quotes, \"…\".")]
    public void Should_refuse_with_one_line(string line, string message) =>
        Assert.Equal(message, Assert.Throws<GlmException>(() => CommandLine.Parse(line, SampleCommands.Catalogue)).Message);

    [Theory]
    [InlineData("#!glm load a.fa", "a.fa")]
    [InlineData("#!glm load --path a.fa", "a.fa")]
    [InlineData("  #!glm\tload   a.fa  ", "a.fa")]
    [InlineData("#!glm load \"my file.fa\"", "my file.fa")]
    [InlineData("#!glm load \"a \\\"b\\\" \\\\ c\"", "a \"b\" \\ c")]
    [InlineData("#!glm load \"C:\\data\\x.fa\"", "C:\\data\\x.fa")]
    [InlineData("#!glm load C:\\data\\x.fa", "C:\\data\\x.fa")]
    [InlineData("#!glm load \"--path\"", "--path")]
    [InlineData("#!glm load \"-x\" --min-genes 3", "-x")]
    [InlineData("#!glm load --min-genes 3 a=b.fa", "a=b.fa")]
    public void Should_read_a_value(string line, string path) =>
        Assert.Equal(path, CommandLine.Parse(line, SampleCommands.Catalogue).Written("--path"));

    [Theory]
    [InlineData("#!glm load @folder", "--path", "my data")]
    [InlineData("#!glm load @csharp:folder", "--path", "my data")]
    [InlineData("#!glm load \"@folder\"", "--path", "@folder")]
    [InlineData("#!glm load @", "--path", "@")]
    [InlineData("#!glm train --lr @rate", "--lr", "0.5")]
    [InlineData("#!glm train --steps @steps", "--steps", "12")]
    [InlineData("#!glm embed --scaffolds @folder", "--scaffolds", "folder")]
    public void Should_take_the_value_of_a_variable(string line, string option, string value) =>
        Assert.Equal(value, CommandLine.Parse(line, SampleCommands.Catalogue, HostWithVariables).Written(option));

    [Theory]
    [InlineData("#!glm load @foldr", "#!glm load: --path is @foldr, but there is no C# variable of that name. Did you mean @folder?")]
    [InlineData(
        "#!glm load @xyzzy",
        "#!glm load: --path is @xyzzy, but there is no C# variable of that name. Put a value that starts with @ in quotes, \"…\"."
    )]
    [InlineData(
        "#!glm load @nothing",
        "#!glm load: --path is @nothing, which holds nothing (null); it must hold a string, a number or a " + "boolean."
    )]
    [InlineData(
        "#!glm train --steps @list",
        "#!glm train: --steps is @list, which holds a List<Int32>; it must hold a string, a number or a boolean."
    )]
    [InlineData("#!glm train --steps @rate", "#!glm train: --steps must be a whole number of at least 1, not '0.5'.")]
    public void Should_refuse_a_variable_that_has_no_fitting_value(string line, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<GlmException>(() => CommandLine.Parse(line, SampleCommands.Catalogue, HostWithVariables)).Message
        );

    private static FakeHost HostWithVariables =>
        new()
        {
            Variables =
            {
                ["folder"] = "my data",
                ["rate"] = 0.5,
                ["steps"] = 12,
                ["nothing"] = null,
                ["list"] = new List<int>(),
            },
        };

    [Fact]
    public void Should_take_negative_numbers_as_values()
    {
        Assert.Equal(-1, Parse("#!glm attention --layer -1").Get(SampleCommands.Layer));
        Assert.Equal(-7, Parse("#!glm train --seed -7").Get(SampleCommands.Seed));
        Assert.Equal("-5", Parse("#!glm attention -5").Get(SampleCommands.Scaffold));
        Assert.Contains("not '-.5'", Assert.Throws<GlmException>(() => Parse("#!glm train --lr -.5")).Message);
    }

    [Fact]
    public void Should_give_defaults_for_what_is_left_out()
    {
        var parsed = Parse("#!glm train --lr 2E-3 --dry-run");
        Assert.Equal(2e-3, parsed.Get(SampleCommands.LearningRate));
        Assert.Equal(0.15, parsed.Get(SampleCommands.Mask));
        Assert.Equal("history", parsed.Get(SampleCommands.History));
        Assert.True(parsed.Get(SampleCommands.DryRun));
        Assert.False(Parse("#!glm train").Get(SampleCommands.DryRun));
        Assert.True(parsed.Arguments!.Has(SampleCommands.LearningRate));
        Assert.False(parsed.Arguments!.Has(SampleCommands.Mask));
        Assert.Null(parsed.Get(SampleCommands.Steps));
        Assert.Null(parsed.Get(SampleCommands.Save));
        Assert.Equal(TaxonomicRank.Class, Parse("#!glm taxonomy").Get(SampleCommands.Rank));
        Assert.Equal(TaxonomicRank.Phylum, Parse("#!glm taxonomy --rank phylum").Get(SampleCommands.Rank));
    }

    [Fact]
    public void Should_treat_an_undeclared_option_as_a_mistake_of_the_command()
    {
        var parsed = Parse("#!glm train");
        Assert.Throws<InvalidOperationException>(() => parsed.Get(SampleCommands.Rank));
        Assert.Throws<InvalidOperationException>(() => parsed.Get(CommandOption.Flag("--steps", "")));
        Assert.Throws<InvalidOperationException>(() => parsed.Arguments!.Has(SampleCommands.Layer));
    }

    [Theory]
    [InlineData("#!glm", null)]
    [InlineData("#!glm --help", null)]
    [InlineData("#!glm train --help", "train")]
    [InlineData("#!glm train --steps --help", "train")]
    [InlineData("#!glm train --nonsense --help", "train")]
    [InlineData("#!glm load \"unfinished --help", "refused")]
    [InlineData("#!glm load \"--help\"", "runs")]
    public void Should_know_when_help_is_wanted(string line, string? command)
    {
        if (command == "refused")
        {
            Assert.Throws<GlmException>(() => CommandLine.Parse(line, SampleCommands.Catalogue));
            return;
        }
        var parsed = CommandLine.Parse(line, SampleCommands.Catalogue);
        Assert.Equal(command != "runs", parsed.IsHelp);
        Assert.Equal(command == "runs" ? "load" : command, parsed.Command?.Name);
    }

    [Fact]
    public void Should_keep_every_message_on_one_short_line()
    {
        foreach (var hostile in new[] { "\u0001\u0007", new string('x', 100_000), "\u202Eabc", "\u2028x" })
        {
            var message = Assert.Throws<GlmException>(() => Parse($"#!glm {hostile}")).Message;
            Assert.InRange(message.Length, 1, 400);
            Assert.DoesNotContain(message, char.IsControl);
            message = Assert.Throws<GlmException>(() => Parse($"#!glm train --steps \"{hostile}\"")).Message;
            Assert.InRange(message.Length, 1, 400);
        }
    }

    [Fact]
    public void Should_end_every_line_of_random_characters_in_a_command_or_one_message()
    {
        var random = new Random(1);
        string[] pieces =
        [
            "#!glm ",
            "train ",
            "load ",
            "--steps ",
            "--",
            "-",
            "\"",
            "\\",
            " ",
            "=",
            "5",
            "é",
            "\t",
            "“",
            "--help",
            "\u0000",
        ];
        for (var i = 0; i < 5000; i++)
        {
            var line = "#!glm " + string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                CommandLine.Parse(line, SampleCommands.Catalogue);
            }
            catch (GlmException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    private static ParsedCommandLine Parse(string line) => CommandLine.Parse(line, SampleCommands.Catalogue);
}
