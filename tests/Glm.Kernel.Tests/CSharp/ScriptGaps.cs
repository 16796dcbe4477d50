using Glm.Interactive.Results;
using Glm.Kernel.CSharp;
using Glm.Kernel.Tests.Support;

namespace Glm.Kernel.Tests.CSharp;

/// <summary>What C# has and scripting lacks: extension methods in classes, and declarations with <c>using</c>.</summary>
public sealed class ScriptGaps : IDisposable
{
    private const string Noisy =
        "class Noisy(string name) : IDisposable, IAsyncDisposable { public string Name => name; public void Dispose() => "
        + "Console.Write($\"-{name}\"); "
        + "public ValueTask DisposeAsync() { Console.Write($\"~{name}\"); return default; } }";

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_take_extension_methods_of_a_static_class()
    {
        Assert.Equal(
            ["result:6"],
            (await _bench.Good("static class Ext { public static int Twice(this int x) => 2*x; }\n3.Twice()")).Events
        );
        Assert.Equal(["result:18"], (await _bench.Good("Ext.Twice(4) + 5.Twice()")).Events);
        await _bench.Good("static class Ext { public static int Twice(this int x) => 200 * x; }");
        Assert.Equal(["result:600"], (await _bench.Good("3.Twice()")).Events);
    }

    [Fact]
    public async Task Should_take_extension_methods_of_every_kind()
    {
        await _bench.Good("record Gene(string Id, int Length);");
        await _bench.Good(
            """
            /// <summary>Of a class with everything.</summary>
            public static class Genes
            {
                const int Extra = 3; // a constant
                public enum Side { Left, Right }
                /// <summary>All of them.</summary>
                public static int Total(this IEnumerable<Gene> genes, int extra = Extra, Side side = Side.Right) // of genes
                {
                    var sum = extra + (int)side;
                    foreach (var gene in genes)
                        sum += gene.Doubled();
                    return sum;
                }
                private static int Doubled(this Gene gene) => gene.Length * 2;
                public static TOut Pipe<TIn, TOut>(this TIn value, Func<TIn, TOut> next)
                    where TIn : class => next(value);
                public static ref int First(this int[] numbers) => ref numbers[0];
                public static void Add(this ref int number, out int before, params int[] more) { before = number; number += more.Sum(); }
                public static async Task<int> Later(this int number) { await Task.Yield(); return number; }
            }
            """
        );
        Assert.Equal(
            ["result:10 xy 9 8 5 7"],
            (
                await _bench.Good(
                    "var a = new[] { 1 }; a.First() = 9; var n = 5; n.Add(out var old, 1, 2);\n"
                        + "$\"{new[] { new Gene(\"a\", 3) }.Total()} {\"x\".Pipe(x => x + \"y\")} {a[0]} {n} {old} {await 7.Later()}\""
                )
            ).Events
        );
    }

    [Fact]
    public async Task Should_point_into_a_static_class_as_it_was_written()
    {
        var outcome = await _bench.Run("static class Ext\n{\n    public static int Boom(this string s) => int.Parse(s);\n}\n\"x\".Boom()");
        Assert.Equal(3, outcome.Error!.Line);
        Assert.Equal(
            ["  cell 1, line 3, in Boom", "  cell 1, line 5"],
            _bench.Output.Traceback.Where(line => line.StartsWith("  cell", StringComparison.Ordinal))
        );
        await _bench.Run("static class Bad { public static int Boom(this string s) => nothere; }");
        Assert.Equal("    static class Bad { public static int Boom(this string s) => nothere; }", _bench.Output.Traceback[1]);
        Assert.Equal(_bench.Output.Traceback[1].IndexOf("nothere", StringComparison.Ordinal), _bench.Output.Traceback[2].IndexOf('^'));
    }

    [Theory]
    [InlineData("class Outer { static class Inner { public static int Z(this int x) => x; } }", "static int Twice(this int number)")]
    [InlineData("static class E { extension(int x) { public int Tri() => 3 * x; } }", "static int Twice(this int number)")]
    [InlineData("Span<int> s = new int[3];", "inside { } or a function")]
    [InlineData("namespace A { class B { } }", "declare its types without one")]
    public async Task Should_name_the_remedy(string cell, string remedy)
    {
        await _bench.Run(cell);
        Assert.Contains(_bench.Output.Traceback, line => line.Contains(remedy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_dispose_of_what_a_cell_declares_with_using_when_it_has_ended()
    {
        await _bench.Good(Noisy);
        var output = await _bench.Good(
            "using var a = new Noisy(\"a\");\nConsole.Write(1);\nawait using Noisy b = new(\"b\"), c = new(\"c\");\na.Name + "
                + "b.Name + c.Name"
        );
        Assert.Equal(["out:1", "result:abc", "out:~c~b-a"], output.Events);
        Assert.Equal(["result:a"], (await _bench.Good("a.Name")).Events);
        var outcome = await _bench.Run("using var d = new Noisy(\"d\"); // kept to the end\nthrow new Exception(\"no\");");
        Assert.Equal(("-d", 2), (_bench.Output.Out, outcome.Error!.Line));
        Assert.Equal(
            ["out:-e"],
            (await _bench.Good("using System.Net;\nusing Text = System.String;\nusing var e = new Noisy((Text)\"e\");")).Events
        );
    }

    [Fact]
    public async Task Should_see_what_is_declared_with_using_in_commands_and_tell_mistakes_as_they_were_written()
    {
        using var bench = new Bench(
            (_, host) =>
            {
                Assert.True(host.TryGetVariable("f", out var value));
                Assert.True(((MemoryStream)value!).CanRead);
                return Task.CompletedTask;
            }
        );
        await bench.Good("using var f = new MemoryStream();\n#!glm anything");
        await bench.Run("using var g = new MemoryStream(); nope();");
        Assert.Equal(
            "cell 2, line 1, column 35: CS0103: The name 'nope' does not exist in the current context",
            bench.Output.Traceback[0]
        );
        Assert.Equal("    using var g = new MemoryStream(); nope();", bench.Output.Traceback[1]);
        await bench.Run("using var h = 5;");
        Assert.Contains("System.IDisposable", bench.Output.Traceback[0]);
    }

    [Theory]
    [InlineData("var y = 1;\n  using var number = 5;", "number", "CS1674: 'int': type used in a using statement must implement")]
    [InlineData("await using var text = \"a\";", "text", "CS8410: 'string': type used in an asynchronous using statement must implement")]
    public async Task Should_point_at_a_variable_that_cannot_be_disposed_of(string code, string name, string reason)
    {
        await _bench.Run(code);
        var traceback = _bench.Output.Traceback;
        Assert.Equal(3, traceback.Count);
        Assert.Contains(reason, traceback[0], StringComparison.Ordinal);
        Assert.Equal("    " + code.Split('\n')[^1], traceback[1]);
        Assert.Equal(traceback[1].IndexOf(name, StringComparison.Ordinal), traceback[2].IndexOf('^'));
        Assert.Equal(name.Length, traceback[2].Count(mark => mark == '^'));
    }

    [Fact]
    public async Task Should_name_one_mistake_for_an_extension_block()
    {
        await _bench.Run("extension(string text) { public int Half => text.Length / 2; }");
        Assert.Contains("CS9283", _bench.Output.Traceback[0], StringComparison.Ordinal);
        Assert.DoesNotContain(_bench.Output.Traceback, line => line.Contains("CS1569", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_name_types_of_cells_as_they_are_written_in_what_objects_say()
    {
        const string Types =
            "record Gene(int Length); record Operon(List<Gene> Genes); "
            + "class Shown { public override string ToString() => $\"{typeof(Gene)}\"; }";
        await _bench.Good(Types);
        var printed = (await _bench.Good("Console.WriteLine(new Operon([])); Console.Write((object)typeof(Gene));")).Events;
        Assert.Equal("out:Operon { Genes = System.Collections.Generic.List`1[Gene] }\nGene", string.Concat(printed));
        await _bench.Good("var shown = new Shown(); var text = new Operon([]).ToString();");
        Assert.Equal("Shown: Gene", Formatters.ToBundle(_bench.Variable("shown")).Plain);
        Assert.Equal("Operon { Genes = System.Collections.Generic.List`1[Gene] }", Formatters.ToBundle(_bench.Variable("text")).Plain);
    }

    /// <summary>Each overran the compiler's stack, which ends the process.</summary>
    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("A<", "int", ">")]
    [InlineData("(int, ", "int", ")")]
    [InlineData("$\"{", "1", "}\"")]
    [InlineData("[", "1", "]")]
    [InlineData("", "int", "[]")]
    [InlineData("", "int", "[,] /* of */\n")]
    [InlineData("", "int", "*")]
    public async Task Should_refuse_code_that_is_nested_too_deep(string open, string core, string close)
    {
        var code = string.Concat(Enumerable.Repeat(open, 30_000)) + core + string.Concat(Enumerable.Repeat(close, 30_000));
        Assert.False((await _bench.Run(code)).Succeeded);
        Assert.Contains("more than 1000 brackets within each other", Assert.Single(_bench.Output.Traceback), StringComparison.Ordinal);
        var assistant = new CodeAssistant(_bench.Engine);
        Assert.Empty(assistant.Complete(code, code.Length / 2).Items);
        Assert.Null(assistant.Describe(code, code.Length / 2));
    }

    /// <summary>Nothing of it must hold up the front end: the first took minutes.</summary>
    [Theory]
    [InlineData("x", ".x", 5_000_000)]
    [InlineData("x", ".x", 60_000)]
    [InlineData("x", "+x", 60_000)]
    [InlineData("", "!", 100_000)]
    [InlineData("var f = ", "x => ", 40_000)]
    [InlineData("", "if (true) ", 20_000)]
    public void Should_not_complete_code_that_lies_too_deep_in_itself(string begin, string part, int times)
    {
        var code = begin + string.Concat(Enumerable.Repeat(part, times));
        var assistant = new CodeAssistant(_bench.Engine) { Patience = Timeout.InfiniteTimeSpan };
        Assert.Empty(assistant.Complete(code, code.Length).Items);
        Assert.Null(assistant.Describe(code, code.Length));
        Assert.NotEmpty(assistant.Complete("Cons", 4).Items);
    }

    [Fact]
    public async Task Should_complete_nothing_when_the_time_is_up()
    {
        await _bench.Good("var genes = 12;");
        var assistant = new CodeAssistant(_bench.Engine) { Patience = TimeSpan.Zero };
        Assert.Empty(assistant.Complete("gen", 3).Items);
        Assert.Null(assistant.Describe("genes", 3));
        Assert.Contains(new CodeAssistant(_bench.Engine).Complete("gen", 3).Items, item => item.Text == "genes");
    }

    [Fact]
    public async Task Should_complete_long_code_that_does_not_lie_deep_in_itself()
    {
        await _bench.Good("var genes = 12;");
        var code = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"var a{i} = genes + {i};\n")) + "gen";
        Assert.Contains(new CodeAssistant(_bench.Engine).Complete(code, code.Length).Items, item => item.Text == "genes");
    }

    [Fact]
    public async Task Should_take_many_brackets_that_do_not_lie_in_each_other()
    {
        var loops = string.Concat(
            Enumerable.Repeat("for (var i = 0; i < 1; i++) n += i < 1 ? 1 * new[] { 1 }[0] : 0; /* [][] */\n", 1_200)
        );
        Assert.Equal(
            ["result:1200 3000"],
            (await _bench.Good($"var n = 0;\n{loops}$\"{{n}} {{\"{new string('(', 3000)}\".Length}}\"")).Events
        );
    }
}
