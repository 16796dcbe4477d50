using Glm.Interactive.Hosting;
using Glm.Kernel.Tests.Support;
using Glm.Runtime;

namespace Glm.Kernel.Tests.Running;

public sealed class MixedCells : IDisposable
{
    private readonly List<string> _lines = [];
    private readonly Bench _bench;
    private Action<string, INotebookHost> _magic = (_, _) => { };

    public MixedCells() =>
        _bench = new Bench(
            (line, host) =>
            {
                _lines.Add(line);
                _magic(line, host);
                return Task.CompletedTask;
            }
        );

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_print_again_after_a_cell_that_redirected_the_console()
    {
        var cell = await _bench.Good("var kept = new StringWriter(); Console.SetOut(kept); Console.SetError(kept); Console.Write(1);");
        Assert.Equal(("", "1"), (cell.Out, _bench.Variable("kept")!.ToString()));
        var next = await _bench.Good("Console.Write(2); Console.Error.Write(3);");
        Assert.Equal(("2", "3"), (next.Out, next.Err));
    }

    [Fact]
    public async Task Should_see_a_variable_of_a_magic_on_the_next_line()
    {
        _magic = (_, host) => host.SetVariable("genes", new List<int> { 3, 4 }, typeof(List<int>));
        var output = await _bench.Good("var before = 1;\n  #!glm load \"it's here\" --as genes\ngenes.Add(before);\ngenes.Sum()");
        Assert.Equal(["#!glm load \"it's here\" --as genes"], _lines);
        Assert.Equal(["result:8"], output.Events);
    }

    public sealed class Shelf<T>
    {
        public sealed record Book<TPage>(T Title, TPage Page);
    }

    [Fact]
    public async Task Should_ask_for_a_value_as_polyglot_notebooks_do()
    {
        object? asked = null,
            secret = null,
            variable = null;
        using var bench = new Bench(
            (line, host) =>
            {
                Assert.True(host.TryGetReference("input:Which_folder?", "--path", out asked));
                Assert.True(host.TryGetReference("password:Token", "--path", out secret));
                Assert.True(host.TryGetReference("known", "--path", out variable));
                Assert.False(host.TryGetReference("unknown", "--path", out _));
                return Task.CompletedTask;
            }
        )
        {
            Answer = question => $"<{question}>",
        };
        var output = await bench.Good("var known = 7;\n#!glm load @input:Which_folder?");
        Assert.Equal(["input:Which_folder? ", "password:Token "], output.Events);
        Assert.Equal(("<Which_folder? >", "<Token >", 7), (asked, secret, variable));
    }

    [Fact]
    public async Task Should_give_variables_their_static_types()
    {
        _magic = (_, host) =>
        {
            host.SetVariable("table", new Dictionary<string, int[][,]> { ["a"] = [new int[1, 2]] }, typeof(Dictionary<string, int[][,]>));
            host.SetVariable("pair", (Name: "x", 4.5f), typeof((string, float)));
            host.SetVariable("maybe", 5, typeof(int?));
            host.SetVariable("nested", new Shelf<string>.Book<int>("t", 9), typeof(Shelf<string>.Book<int>));
            host.SetVariable("event", "keyword", typeof(string));
            host.SetVariable("hidden", new Secret(), typeof(Secret));
            host.SetVariable("hiddenList", new List<Secret> { new() }, typeof(List<Secret>));
        };
        var output = await _bench.Good(
            """
            #!glm anything
            int rank = table["a"][0].Rank;
            string name = pair.Item1 + maybe.Value + nested.Title + nested.Page + @event;
            hidden.Dispose();
            $"{rank} {name} {hiddenList.Count} {maybe.HasValue}"
            """
        );
        Assert.Equal(["result:2 x5t9keyword 1 True"], output.Events);
        Assert.Equal(typeof(IDisposable), _bench.Engine.Variables.Single(v => v.Name == "hidden").Type);
    }

    private sealed class Secret : IDisposable
    {
        public void Dispose() { }
    }

    [Fact]
    public async Task Should_replace_a_variable_in_place_and_shadow_it_when_its_type_changes()
    {
        await _bench.Good("int n = 1; Func<int> read = () => n;");
        _bench.Engine.SetVariable("n", 2, typeof(int));
        Assert.Equal(["result:2"], (await _bench.Good("read()")).Events);
        _bench.Engine.SetVariable("n", "two", typeof(string));
        Assert.Equal("two", _bench.Variable("n"));
        Assert.Equal(["result:3"], (await _bench.Good("n.Length")).Events);
        Assert.Equal(typeof(string), Assert.Single(_bench.Engine.Variables, v => v.Name == "n").Type);
    }

    [Fact]
    public async Task Should_hand_a_list_of_the_users_own_class_to_a_magic_and_back()
    {
        _magic = (_, host) =>
        {
            Assert.True(host.TryGetVariable("all", out var all));
            host.SetVariable("copy", all!, all!.GetType());
        };
        await _bench.Good("class Gene { public string Id = \"g1\"; } var all = new List<Gene> { new() };");
        Assert.Equal(["result:g1"], (await _bench.Good("#!glm copy\ncopy[0].Id")).Events);
    }

    [Fact]
    public async Task Should_keep_text_and_displays_in_order()
    {
        _magic = (_, host) =>
        {
            var id = host.Display(new MimeBundle("bar 0%"));
            Console.WriteLine("step");
            host.Update(id, new MimeBundle("bar 100%"));
        };
        var output = await _bench.Good(
            "Console.WriteLine(1);\n#!glm train\nConsole.Error.Write(\"e\"); var d = display(\"d\"); Console.Write(2);\nd.Update(\"D\"); 7"
        );
        Assert.Equal(
            ["out:1\n", "display:bar 0%", "out:step\n", "update:bar 100%", "err:e", "display:d", "out:2", "update:D", "result:7"],
            output.Events
        );
    }

    [Theory]
    [InlineData("var s = @\"\n#!glm no\n\";")]
    [InlineData("var s = \"\"\"\n#!glm no\n\"\"\";")]
    [InlineData("var s = $$\"\"\"\n{{1}}\n#!glm no\n\"\"\";")]
    [InlineData("/*\n#!glm no\n*/ var s = 1;")]
    [InlineData("// #!glm no\nvar s = \"#!glm no\";")]
    public async Task Should_leave_text_alone_that_looks_like_a_magic(string cell)
    {
        await _bench.Good(cell);
        Assert.Empty(_lines);
        Assert.NotNull(_bench.Variable("s"));
    }

    [Theory]
    [InlineData("if (true)\n{\n#!glm load\n}", "line 3: #!glm must stand between finished statements")]
    [InlineData("var x = 1\n#!glm load\n", "line 2: #!glm must stand between finished statements")]
    [InlineData("#if NEVER\n#!glm no\n#endif", "line 2: #!glm must stand between")]
    [InlineData("#!glmm load", "line 1: there is no #!glmm; did you mean #!glm?")]
    [InlineData("1\n#!time\n2", "line 2: #!time must be the first line of its cell.")]
    public async Task Should_say_in_one_line_where_a_magic_cannot_stand(string cell, string expected)
    {
        Assert.False((await _bench.Run(cell)).Succeeded);
        Assert.Contains(expected, Assert.Single(_bench.Output.Traceback));
        Assert.Empty(_lines);
    }

    [Fact]
    public async Task Should_run_nothing_if_the_last_lines_do_not_parse()
    {
        var outcome = await _bench.Run("#!glm train --steps 1000\nvar x = ;\n");
        Assert.Empty(_lines);
        Assert.Equal(2, outcome.Error!.Line);
    }

    [Fact]
    public async Task Should_show_a_mistake_as_its_one_line_and_stop_the_cell()
    {
        _magic = (_, _) => throw new GlmException("No file genomes.fa.");
        var outcome = await _bench.Run("Console.Write(1);\n#!glm load genomes.fa\nConsole.Write(2);");
        Assert.Equal(["out:1", "error:GlmException: No file genomes.fa."], _bench.Output.Events);
        Assert.Equal(["No file genomes.fa."], _bench.Output.Traceback);
        Assert.Equal(2, outcome.Error!.Line);
        await _bench.Run(
            "async Task Bad() { await Task.Yield(); throw new Glm.Runtime.GlmException(\"From C#.\"); }\nTask.Run(() => Bad()).Wait();"
        );
        Assert.Equal(["From C#."], _bench.Output.Traceback);
    }

    [Fact]
    public async Task Should_know_the_magics_that_own_a_cell()
    {
        Assert.Equal(["display:It's *so*.\n#!glm not run"], (await _bench.Good("#!markdown\nIt's *so*.\n#!glm not run")).Events);
        Assert.Equal(["display:a & b"], (await _bench.Good("#!html\n<b>a &amp; b</b>")).Events);
        Assert.Equal(["result:2"], (await _bench.Good("\n#!csharp\n1 + 1")).Events);
        Assert.Matches(@"^Took \d", (await _bench.Good("#!time\nint timed = 1;")).Out);
        await _bench.Run("#!csharp\n\nnope");
        Assert.StartsWith("cell 5, line 3, column 1: CS0103", _bench.Output.Traceback[0]);
    }

    [Theory]
    [InlineData("display(1)")]
    [InlineData("1.Display()")]
    [InlineData("((object)1).Display()")]
    [InlineData("\"1\".DisplayAs(\"text/html\")")]
    [InlineData("\"1\".DisplayTable()")]
    public async Task Should_show_a_display_once_and_print_nothing(string cell) =>
        Assert.Equal(["display:1"], (await _bench.Good(cell)).Events);
}
