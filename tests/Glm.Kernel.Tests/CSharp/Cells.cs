using Glm.Kernel.CSharp;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.CSharp;

public sealed class Cells : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("1 + 1", "result:2")]
    [InlineData("string nothing = null; nothing", "result:null")]
    [InlineData("await Task.FromResult(5)", "result:5")]
    [InlineData("return 6;", "result:6")]
    [InlineData("#nullable enable\nstring? s = \"x\"; s", "result:x")]
    [InlineData("File.Exists(Path.GetTempPath()) // a comment", "result:False")]
    public async Task Should_show_the_last_expression(string cell, string expected) =>
        Assert.Equal([expected], (await _bench.Good(cell)).Events);

    [Theory]
    [InlineData("1.ToString();")]
    [InlineData("Console.Write(\"\")")]
    [InlineData("await Task.Delay(1)")]
    [InlineData("using System.Net;")]
    [InlineData("// nothing")]
    [InlineData("   ")]
    [InlineData("class A { }")]
    public async Task Should_show_nothing_without_a_value(string cell) => Assert.Empty((await _bench.Good(cell)).Events);

    [Fact]
    public async Task Should_remember_everything_from_cell_to_cell()
    {
        await _bench.Good("using System.Numerics;");
        await _bench.Good("record Gene(string Id, int Length) { public static int Made; }\nint Twice(int n) => 2 * n;");
        await _bench.Good(
            "var g = new Gene(\"a\", 3); var z = new Complex(1, 2); class Uses { public void Show() => display(\"inside\"); }"
        );
        await _bench.Good("var first = g;");
        await _bench.Good("var g = new List<Gene> { first };");
        var output = await _bench.Good("new Uses().Show(); $\"{g[0].Id} {Twice(g[0].Length)} {z.Real}\"");
        Assert.Equal(["display:inside", "result:a 6 1"], output.Events);
    }

    [Fact]
    public async Task Should_point_at_what_does_not_compile()
    {
        var outcome = await _bench.Run("while (false) { }\nfor (int i = 0; i < 3; i++) { var y = undefined + 1; }");
        Assert.Equal("CompilationError", outcome.Error!.Name);
        Assert.Equal(2, outcome.Error.Line);
        Assert.Equal(
            [
                "cell 1, line 2, column 39: CS0103: The name 'undefined' does not exist in the current context",
                "    for (int i = 0; i < 3; i++) { var y = undefined + 1; }",
                "                                          ^^^^^^^^^",
            ],
            _bench.Output.Traceback
        );
    }

    [Fact]
    public async Task Should_go_on_after_an_error_with_what_was_done_before_it()
    {
        await _bench.Run("var kept = 5;\nint.Parse(\"x\");\nkept = 6;");
        Assert.Equal(["result:5"], (await _bench.Good("kept")).Events);
        await _bench.Run("var broken = ;");
        await _bench.Run("var broken = nowhere;");
        Assert.Equal(["result:10"], (await _bench.Good("kept * 2")).Events);
    }

    [Fact]
    public async Task Should_show_only_the_users_frames()
    {
        await _bench.Good("int Parse(string text)\n{\n    return int.Parse(text);\n}");
        var outcome = await _bench.Run("\nasync Task<int> Later() { await Task.Yield(); return Parse(\"x y\"); }\nvar n = await Later();");
        Assert.Equal("FormatException", outcome.Error!.Name);
        Assert.Equal(
            [
                "System.FormatException: The input string 'x y' was not in a correct format.",
                "  cell 1, line 3, in Parse",
                "    return int.Parse(text);",
                "  cell 2, line 2, in Later",
                "    async Task<int> Later() { await Task.Yield(); return Parse(\"x y\"); }",
                "  cell 2, line 3",
                "    var n = await Later();",
            ],
            _bench.Output.Traceback
        );
    }

    [Fact]
    public async Task Should_survive_a_recursion_without_end()
    {
        var outcome = await _bench.Run("int Down(int n) => Down(n + 1) + 1;\nDown(0)");
        Assert.Contains("calls itself without end", outcome.Error!.Message);
        Assert.Equal(["result:1"], (await _bench.Good("1")).Events);
    }

    [Fact]
    public async Task Should_load_source_and_libraries_from_the_notebooks_folder()
    {
        using var folder = new TemporaryFolder();
        folder.Write("helper.csx", "int Triple(int n)\n{\n    for (int i = 0; i < 1; i++) { }\n    return 3 * n;\n}\nvar loaded = true;");
        File.Copy(typeof(FactAttribute).Assembly.Location, folder["library.dll"]);
        _bench.Engine.WorkingDirectory = folder.Path;
        Assert.Equal(["result:12 True"], (await _bench.Good("#load \"helper.csx\"\n$\"{Triple(4)} {loaded}\"")).Events);
        await _bench.Good("#r \"library.dll\"\nvar t = typeof(Xunit.FactAttribute);");
        await _bench.Run("#r \"missing.dll\"\n1");
        Assert.Contains("missing.dll", _bench.Output.Traceback[0]);
    }

    [Fact]
    public async Task Should_collect_what_threads_print_after_the_cell()
    {
        using var ended = new ManualResetEventSlim();
        _bench.Engine.SetVariable("cellEnded", ended, typeof(ManualResetEventSlim));
        var output = await _bench.Good(
            "_ = Task.Run(() => { cellEnded.Wait(); Console.WriteLine(\"late\"); }); Console.WriteLine(\"soon\");"
        );
        ended.Set();
        await Patience.Until(() => output.Out.Contains("late", StringComparison.Ordinal), "what a thread prints after its cell");
        Assert.Equal("soon\nlate\n", output.Out);
    }

    [Fact]
    public async Task Should_take_many_lines_from_many_threads()
    {
        var output = await _bench.Good("Parallel.For(0, 4, t => { for (int i = 0; i < 5000; i++) Console.WriteLine(\"0123456789\"); });");
        Assert.Equal(20_000, output.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line == "0123456789"));
    }

    [Fact]
    public async Task Should_not_grow_by_more_than_a_little_with_every_cell()
    {
        for (var i = 0; i < 20; i++)
            await _bench.Good($"var warm{i} = {i};");
        var round = 0;
        var added = await HeldMemory.Added(async () =>
        {
            round++;
            for (var i = 0; i < 100; i++)
                await _bench.Good($"var x{round}_{i} = {i}; x{round}_{i}");
        });
        // Repeating the references in every submission costs a megabyte a cell; inheriting them, a fifteenth of that.
        Assert.InRange(added, -1, 20);
    }

    [Theory]
    [InlineData("\"abc\".Substring(", "Substring(int startIndex", "here: int startIndex")]
    [InlineData("\"abc\".Substring(1, ", "string string.Substring(int startIndex, int length)", "here: int length")]
    [InlineData("string.Join(\",\", \"a\", \"b\", ", "Join(", "here: ")]
    [InlineData("new List<int>(", "List", "here: ")]
    public void Should_say_which_parameter_comes_next(string code, string first, string here)
    {
        var lines = new CodeAssistant(new CSharpEngine()).Describe(code, code.Length)!.Split('\n');
        Assert.Contains(first, lines[0]);
        Assert.Contains(here, lines[1]);
    }
}
