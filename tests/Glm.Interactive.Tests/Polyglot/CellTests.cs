using Glm.Genomes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Glm.Interactive.Tests.Polyglot;

/// <summary>Cells in a host that has the package.</summary>
[Collection(DoubleNotebook.Alone)]
public sealed class CellTests
{
    [Fact]
    public async Task Should_show_the_catalogue_and_the_help_of_a_command()
    {
        var notebook = await DoubleNotebook.Load();
        Assert.StartsWith("#!glm <command> [options]", Assert.Single(DoubleNotebook.Shown(await notebook.Good("#!glm"))));
        Assert.StartsWith("#!glm load: ", Assert.Single(DoubleNotebook.Shown(await notebook.Good("#!glm load --help"))));
        Assert.StartsWith("#!glm info: ", Assert.Single(DoubleNotebook.Shown(await notebook.Good("#!glm info --help"))));
    }

    [Theory]
    [InlineData("#!glm laod x", "#!glm: there is no command 'laod'. Did you mean 'load'?")]
    [InlineData("#!glm load --nope 3", "#!glm load: there is no option '--nope'.")]
    [InlineData("#!glm simulate --genomes 2 --genomes 3", "#!glm simulate: --genomes is given twice; give it once.")]
    [InlineData("#!glm simulate --genomes=5", "#!glm simulate: '--genomes=5' is not how values are written; write --genomes 5.")]
    [InlineData("#!glm simulate two", "#!glm simulate: 'two' ")]
    public async Task Should_fail_in_one_line_before_anything_of_the_cell_runs(string line, string begin)
    {
        var notebook = await DoubleNotebook.Load();
        Assert.StartsWith(begin, await notebook.Failure($"int ran = 1;\n{line}\nint after = 2;"));
        Assert.False(notebook.CSharp.TryGetValue<object>("ran", out _));
        Assert.False(notebook.CSharp.TryGetValue<object>("after", out _));
    }

    [Fact]
    public async Task Should_stop_the_cell_where_a_command_fails()
    {
        var notebook = await DoubleNotebook.Load();
        Assert.Contains(
            "nowhere.gbk: there is no such file or folder.",
            Assert.Single((await notebook.Run("int ran = 1;\n#!glm load nowhere.gbk")).OfType<CommandFailed>()).Message
        );
        Assert.True(notebook.CSharp.TryGetValue<int>("ran", out _));
    }

    [Fact]
    public async Task Should_share_typed_variables_both_ways()
    {
        var notebook = await DoubleNotebook.Load();
        await notebook.Good("int two = 2;");
        var events = await notebook.Good("#!glm simulate --genomes @two --seed 3 --as mine\nint genomes = mine.Genomes.Count;");
        Assert.Equal(typeof(ScaffoldSet), notebook.CSharp.ScriptState!.GetVariable("mine").Type);
        Assert.Equal(2, notebook.CSharp.ScriptState.GetVariable("genomes").Value);
        var shown = Assert.Single(events.OfType<DisplayedValueProduced>());
        Assert.Contains("2 genomes", DoubleNotebook.Part(shown.FormattedValues, "text/plain"));
        Assert.StartsWith("<div class=\"glm-view\"", DoubleNotebook.Part(shown.FormattedValues, "text/html"));
        Assert.Contains("'nobody', but there is no C# variable", await notebook.Failure("#!glm show --scaffolds nobody"));
    }

    [Theory]
    [InlineData("@input:How_many?")]
    [InlineData("@fsharp:answer")]
    public async Task Should_take_what_the_host_has_put_in_place_of_a_question(string reference)
    {
        var notebook = await DoubleNotebook.Load();
        await notebook.Good($"#!glm simulate --genomes 1 --seed {reference} --as asked");
        await notebook.Good(
            "#!glm simulate --genomes 1 --seed 42 --as told\nbool same = asked.Scaffolds[0].Genes.Select(gene => "
                + "gene.Id).SequenceEqual(told.Scaffolds[0].Genes.Select(gene => gene.Id)) && asked.GeneCount == told.GeneCount;"
        );
        Assert.Equal(true, notebook.CSharp.ScriptState!.GetVariable("same").Value);
    }

    [Fact]
    public async Task Should_update_one_display_while_training_and_stop_when_told()
    {
        var notebook = await DoubleNotebook.Load();
        await notebook.Good("#!glm simulate --genomes 2 --seed 5\n#!glm embed\n#!glm model");
        var events = await notebook.Run("#!glm train --steps 100000", (context, happened) =>
        {
            if (happened is DisplayedValueUpdated)
                context.Cancel();
        });
        var bar = Assert.Single(events.OfType<DisplayedValueProduced>(), shown =>
            DoubleNotebook.Part(shown.FormattedValues, "text/plain")!.StartsWith("train [", StringComparison.Ordinal)
        );
        Assert.All(events.OfType<DisplayedValueUpdated>(), update => Assert.Equal(bar.ValueId, update.ValueId));
        var failed = Assert.Single(events.OfType<CommandFailed>());
        Assert.Null(failed.Exception);
        Assert.Equal("Interrupted.", failed.Message);
        Assert.True(notebook.CSharp.TryGetValue<object>("history", out _));
    }

    [Theory]
    [InlineData("#!glm lo", 0, 8, 6, 8, "load")]
    [InlineData("#!glm load", 0, 10, 6, 10, "load")]
    [InlineData("int x = 1;\n#!glm train --st", 1, 16, 12, 16, "--steps")]
    public async Task Should_complete_command_lines(string code, int line, int cursor, int start, int end, string expected)
    {
        var notebook = await DoubleNotebook.Load();
        var produced = Assert.Single(
            (await notebook.Send(new RequestCompletions(code, new LinePosition(line, cursor)))).OfType<CompletionsProduced>()
        );
        var item = Assert.Single(produced.Completions);
        Assert.Equal(expected, item.InsertText);
        Assert.NotEmpty(item.Documentation!);
        Assert.Equal(new LinePositionSpan(new LinePosition(line, start), new LinePosition(line, end)), produced.LinePositionSpan);
    }

    [Fact]
    public async Task Should_explain_the_word_under_the_pointer()
    {
        var notebook = await DoubleNotebook.Load();
        var produced = Assert.Single(
            (
                await notebook.Send(new RequestHoverText("int x = 1;\n#!glm train --steps 3", new LinePosition(1, 15)))
            ).OfType<HoverTextProduced>()
        );
        Assert.StartsWith("--steps N\n", DoubleNotebook.Part(produced.Content, "text/plain"));
        Assert.StartsWith("```\n--steps N\n", DoubleNotebook.Part(produced.Content, "text/markdown"));
    }

    [Fact]
    public async Task Should_leave_other_lines_to_the_host()
    {
        var notebook = await DoubleNotebook.Load();
        var produced = Assert.Single(
            (await notebook.Send(new RequestCompletions("#!glm info\nConsole.Wri", new LinePosition(1, 11)))).OfType<CompletionsProduced>()
        );
        Assert.Equal("of the host", Assert.Single(produced.Completions).DisplayText);
    }

    [Fact]
    public async Task Should_give_charts_of_one_cell_one_copy_of_the_library()
    {
        var notebook = await DoubleNotebook.Load();
        await notebook.Good("#!glm simulate --genomes 4 --seed 5\n#!glm embed\n#!glm model\n#!glm contextualize");
        for (var run = 0; run < 2; run++)
        {
            var pages = (await notebook.Good("#!glm map\n#!glm map --level gene"))
                .OfType<DisplayedValueProduced>()
                .Select(shown => DoubleNotebook.Part(shown.FormattedValues, "text/html")!)
                .ToArray();
            Assert.Equal(2, pages.Length);
            Assert.Equal(1, pages.Sum(page => page.Split("DecompressionStream").Length - 1));
        }
    }
}
