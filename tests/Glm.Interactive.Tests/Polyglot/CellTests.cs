using System.Text.RegularExpressions;
using Glm.Genomes;
using Glm.Interactive.Tests.Display;
using Glm.Training;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;

namespace Glm.Interactive.Tests.Polyglot;

/// <summary>Cells in a host that has the commands.</summary>
public sealed class CellTests : IDisposable
{
    private readonly HostedNotebook _notebook = HostedNotebook.Load();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public async Task Should_show_the_catalogue_and_the_help_of_a_command()
    {
        Assert.StartsWith("#!glm <command> [options]", Assert.Single(HostedNotebook.Shown(await _notebook.Good("#!glm"))));
        Assert.StartsWith("#!glm load: ", Assert.Single(HostedNotebook.Shown(await _notebook.Good("#!glm load --help"))));
        Assert.StartsWith("#!glm info: ", Assert.Single(HostedNotebook.Shown(await _notebook.Good("#!glm info --help"))));
    }

    [Theory]
    [InlineData("#!glm laod x", "#!glm: there is no command 'laod'. Did you mean 'load'?")]
    [InlineData("#!glm load --nope 3", "#!glm load: there is no option '--nope'.")]
    [InlineData("#!glm simulate --genomes 2 --genomes 3", "#!glm simulate: --genomes is given twice; give it once.")]
    [InlineData("#!glm simulate --genomes=5", "#!glm simulate: '--genomes=5' is not how values are written; write --genomes 5.")]
    [InlineData("#!glm simulate two", "#!glm simulate: 'two' ")]
    public async Task Should_fail_in_one_line_before_anything_of_the_cell_runs(string line, string begin)
    {
        Assert.StartsWith(begin, await _notebook.Failure($"int ran = 1;\n{line}\nint after = 2;"));
        Assert.False(_notebook.CSharp.TryGetValue<object>("ran", out _));
        Assert.False(_notebook.CSharp.TryGetValue<object>("after", out _));
    }

    [Fact]
    public async Task Should_stop_the_cell_where_a_command_fails()
    {
        var failed = Assert.Single((await _notebook.Run("int ran = 1;\n#!glm load nowhere.gbk\nint after = 2;")).OfType<CommandFailed>());
        Assert.Contains("nowhere.gbk: there is no such file or folder.", failed.Message);
        Assert.Null(failed.Exception);
        Assert.Equal(1, _notebook.Variable<int>("ran"));
        Assert.False(_notebook.CSharp.TryGetValue<object>("after", out _));
    }

    [Fact]
    public async Task Should_share_typed_variables_both_ways()
    {
        await _notebook.Good("int two = 2;");
        var events = await _notebook.Good("#!glm simulate --genomes @two --seed 3 --as mine\nint genomes = mine.Genomes.Count;");
        Assert.Equal(typeof(ScaffoldSet), _notebook.CSharp.ScriptState.GetVariable("mine").Type);
        Assert.Equal(2, _notebook.Variable<int>("genomes"));
        var shown = Assert.Single(events.OfType<DisplayedValueProduced>());
        Assert.Contains("2 genomes", HostedNotebook.Part(shown.FormattedValues, "text/plain"));
        Assert.StartsWith("<div class=\"glm-view\"", HostedNotebook.Part(shown.FormattedValues, "text/html"));
    }

    [Fact]
    public async Task Should_suggest_variables_that_the_notebook_has()
    {
        await _notebook.Good("#!glm simulate --genomes 1 --as mine\nvar other = mine;");
        Assert.EndsWith("Did you mean 'mine'?", await _notebook.Failure("#!glm show --scaffolds mien"));
        Assert.EndsWith(", such as mine, other.", await _notebook.Failure("#!glm show --scaffolds nobody"));
    }

    [Theory]
    [InlineData("@input:How_many?")]
    [InlineData("@store:answer")]
    public async Task Should_take_what_the_host_has_put_in_place_of_a_question(string reference)
    {
        await _notebook.Store.SendAsync(new SendValue("answer", "42"));
        await _notebook.Good($"#!glm simulate --genomes 1 --seed {reference} --as asked");
        await _notebook.Good("#!glm simulate --genomes 1 --seed 42 --as told");
        var (asked, told) = (_notebook.Variable<ScaffoldSet>("asked"), _notebook.Variable<ScaffoldSet>("told"));
        Assert.Equal(told.GeneCount, asked.GeneCount);
        Assert.Equal(told.Scaffolds[0].Genes.Select(gene => gene.Id), asked.Scaffolds[0].Genes.Select(gene => gene.Id));
    }

    [Fact]
    public async Task Should_update_one_display_while_training_and_stop_when_told()
    {
        await _notebook.Good("#!glm simulate --genomes 2 --seed 5\n#!glm embed\n#!glm model");
        var stopped = 0;
        var events = await _notebook.Run("#!glm train --steps 100000", happened =>
        {
            if (happened is DisplayedValueUpdated && Interlocked.Exchange(ref stopped, 1) == 0)
                _ = Task.Run(() => _notebook.Root.SendAsync(new Cancel()), TestContext.Current.CancellationToken);
        });
        var bar = Assert.Single(events.OfType<DisplayedValueProduced>(), shown =>
            Regex.IsMatch(HostedNotebook.Part(shown.FormattedValues, "text/plain")!, @"^[a-z ]+ \[[#-]+\]") // of preparations, too
        );
        Assert.All(events.OfType<DisplayedValueUpdated>(), update => Assert.Equal(bar.ValueId, update.ValueId));
        var failed = Assert.Single(events.OfType<CommandFailed>());
        Assert.Null(failed.Exception);
        // The host answers at once, unless the training, which ends with the step it is in, was quicker.
        Assert.Contains(failed.Message, new[] { "Command cancelled.", "Interrupted." });
        TrainingHistory? history;
        while (!_notebook.CSharp.TryGetValue("history", out history) || history is null) // declared before it has a value
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(history.Interrupted);
    }

    [Theory]
    [InlineData("#!glm lo", 0, 8, 6, 8, "load")]
    [InlineData("#!glm load", 0, 10, 6, 10, "load")]
    [InlineData("int x = 1;\n#!glm train --st", 1, 16, 12, 16, "--steps")]
    public async Task Should_complete_command_lines(string code, int line, int cursor, int start, int end, string expected)
    {
        var produced = Assert.Single(
            (await _notebook.Send(new RequestCompletions(code, new LinePosition(line, cursor)))).OfType<CompletionsProduced>()
        );
        var item = Assert.Single(produced.Completions);
        Assert.Equal(expected, item.InsertText);
        Assert.NotEmpty(item.Documentation!);
        Assert.Equal(new LinePositionSpan(new LinePosition(line, start), new LinePosition(line, end)), produced.LinePositionSpan);
    }

    [Fact]
    public async Task Should_explain_the_word_under_the_pointer()
    {
        var produced = Assert.Single(
            (
                await _notebook.Send(new RequestHoverText("int x = 1;\n#!glm train --steps 3", new LinePosition(1, 15)))
            ).OfType<HoverTextProduced>()
        );
        Assert.StartsWith("--steps N\n", HostedNotebook.Part(produced.Content, "text/plain"));
        Assert.StartsWith("```\n--steps N\n", HostedNotebook.Part(produced.Content, "text/markdown"));
    }

    [Fact]
    public async Task Should_leave_other_lines_to_the_host()
    {
        var produced = Assert.Single(
            (
                await _notebook.Send(new RequestCompletions("#!glm info\nConsole.Wri", new LinePosition(1, 11)))
            ).OfType<CompletionsProduced>()
        );
        Assert.Contains(produced.Completions, item => item.DisplayText == "WriteLine");
        Assert.Equal(2, Assert.Single((await _notebook.Good("1 + 1")).OfType<ReturnValueProduced>()).Value);
    }

    [Fact]
    public async Task Should_give_charts_of_one_cell_one_copy_of_the_library()
    {
        await _notebook.Good("#!glm simulate --genomes 4 --seed 5\n#!glm embed\n#!glm model\n#!glm contextualize");
        for (var run = 0; run < 2; run++)
        {
            var pages = (await _notebook.Good("#!glm map\n#!glm map --level gene"))
                .OfType<DisplayedValueProduced>()
                .Select(shown => HostedNotebook.Part(shown.FormattedValues, "text/html")!)
                .ToArray();
            Assert.Equal(2, pages.Length);
            Assert.Equal(1, pages.Sum(page => page.Split("DecompressionStream").Length - 1));
        }
    }

    [Fact]
    public async Task Should_give_every_figure_as_pictures_that_need_no_script()
    {
        await _notebook.Good("#!glm simulate --genomes 4 --seed 5\n#!glm embed\n#!glm model --preset tiny");
        // Shown by a command, and by the host's own formatters as the value of a cell.
        foreach (var cell in (string[])["#!glm attention", "attention", "#!glm show", "#!glm contextualize\n#!glm map", "embeddingMap"])
        {
            var shown = (await _notebook.Good(cell)).OfType<DisplayEvent>().Last(happened => happened.FormattedValues.Count > 0);
            var html = HostedNotebook.Part(shown.FormattedValues, "text/html")!;
            Assert.NotEmpty(Markup.Stills(Markup.WithoutScripts(html)));
            Assert.True(HostedNotebook.Part(shown.FormattedValues, "text/plain") is null or { Length: > 20 });
        }
    }
}
