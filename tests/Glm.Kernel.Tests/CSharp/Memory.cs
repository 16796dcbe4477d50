using Glm.Kernel.CSharp;
using Glm.Kernel.Tests.Support;

namespace Glm.Kernel.Tests.CSharp;

/// <summary>What cells leave in memory.</summary>
public sealed class Memory : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    private async Task<bool> IsAlive(string reference)
    {
        await _bench.Good("GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect();");
        return (bool)(await Value($"{reference}.IsAlive"))!;
    }

    private async Task<object?> Value(string expression) =>
        bool.TryParse((await _bench.Good(expression)).Events[^1]["result:".Length..], out var value) ? value : null;

    [Fact]
    public async Task Should_let_a_value_go_when_its_name_is_declared_again()
    {
        await _bench.Good("WeakReference seen;");
        await _bench.Good("void See(object value) => seen = new WeakReference(value);");
        await _bench.Good("var big = new byte[1000]; See(big);");
        Assert.True(await IsAlive("seen"));
        await _bench.Good("var big = new byte[1000]; int Length() => big.Length;");
        Assert.False(await IsAlive("seen"));
        Assert.Equal(["result:1000"], (await _bench.Good("Length()")).Events);
    }

    [Theory]
    [InlineData("int Length() => big.Length;")]
    [InlineData("Func<int> length = () => big.Length; int Length() => length();")]
    [InlineData("int Length() { return (from one in big select one).Count(); }")]
    public async Task Should_keep_what_a_function_in_between_may_still_see(string function)
    {
        await _bench.Good("var big = new byte[1000];");
        await _bench.Good(function);
        await _bench.Good("var big = \"another\";");
        Assert.Equal(["result:1000 7"], (await _bench.Good("$\"{Length()} {big.Length}\"")).Events);
        await _bench.Good("#!forget big");
        Assert.DoesNotContain(_bench.Engine.Variables, variable => variable.Name == "big");
        Assert.False((await _bench.Run("Length()")).Succeeded);
    }

    [Fact]
    public async Task Should_forget_variables()
    {
        await _bench.Good("var seen = new WeakReference(null); var one = new byte[10]; var two = 5;");
        await _bench.Good("seen.Target = one;");
        await _bench.Good("#!forget one two");
        Assert.False(await IsAlive("seen"));
        Assert.Equal(["seen"], _bench.Engine.Variables.Select(variable => variable.Name));
        Assert.Equal(["result:True"], (await _bench.Good("one is null")).Events);
        await _bench.Good("var one = 1;");
        Assert.Equal(1, _bench.Variable("one"));
    }

    [Theory]
    [InlineData("/*", "*/ 1 + 1", "2")]
    [InlineData("//", "\n1 + 1", "2")]
    [InlineData("#if NEVER\n", "\n#endif\n1 + 1", "2")]
    [InlineData("\"", "\".Length", "20000000")]
    [InlineData("@\"", "\".Length", "20000000")]
    [InlineData("\"\"\"\n  ", "\n  \"\"\".Length", "20000000")]
    [InlineData("foreach (var i in new[] { 1, 2 }) Console.Write(\"", "\".Length);\n1 + 1", "2")]
    [InlineData("nope(\"", "\");", "")]
    [InlineData("var s = \"", "\" {", "")]
    public async Task Should_keep_nothing_of_the_text_of_a_large_cell(string before, string behind, string result)
    {
        await _bench.Good("1 + 1");
        var added = await HeldMemory.Added(async () =>
        {
            await _bench.Run(before + new string('A', 20_000_000) + behind);
            Assert.Equal(
                result,
                _bench.Output.Events[^1].StartsWith("result:", StringComparison.Ordinal) ? _bench.Output.Events[^1][7..] : ""
            );
            await _bench.Good("1 + 1");
        });
        Assert.InRange(added, -1, 15);
    }

    [Fact]
    public async Task Should_keep_a_long_string_as_long_as_its_variable()
    {
        await _bench.Good("1 + 1");
        var held = HeldMemory.Now();
        await _bench.Good("var text = \"" + new string('A', 20_000_000) + "\"; int Length() => text.Length;");
        Assert.Equal(["result:20000000"], (await _bench.Good("Length()")).Events);
        Assert.InRange(HeldMemory.Now() - held, 30, 55);
        await _bench.Good("#!forget text");
        Assert.InRange(HeldMemory.Now() - held, double.NegativeInfinity, 15);
    }

    [Theory]
    [InlineData("var s = §; s.Length")]
    [InlineData("string S() => §; S().Length")]
    [InlineData("class C { public static string S = §; public string T => $\"{§}\"; }\nC.S == new C().T ? C.S.Length : 0")]
    [InlineData("const string S = §;\nS.Length")]
    [InlineData("int F() { const string s = §; return s.Length; }\nF()")]
    [InlineData("int F(string s = §) => s.Length;\nF()")]
    [InlineData(
        "[Obsolete(§, false)] class C { }\ntypeof(C).GetCustomAttributes(false).OfType<ObsoleteAttribute>().Single().Message.Length"
    )]
    [InlineData("object o = §; o switch { § => 1_100_000, _ => 0 }")]
    [InlineData("string o = §; switch (o) { case §: Console.Write(1); break; }\no is § ? o.Length : 0")]
    [InlineData("(§ + \"\").Length")]
    [InlineData("Func<string> f = () => §; object.ReferenceEquals(f(), f()) ? f().Length : 0")]
    [InlineData("ReadOnlySpan<byte> Bytes() => §u8;\nBytes().Length")]
    [InlineData("$\"{§}\".Length")]
    [InlineData("$\"{§,5}{(true ? § : null)}\".Length / 2")]
    public async Task Should_mean_the_same_with_a_long_string(string cell)
    {
        var output = await _bench.Good(cell.Replace("§", "\"" + new string('A', 1_100_000) + "\"", StringComparison.Ordinal));
        Assert.Equal("result:1100000", output.Events[^1]);
    }

    [Theory]
    [InlineData("var s = \"\\t§\\\"\\u0041\\n\";", "\t§\"A\n")]
    [InlineData("var s = @\"\\t§\"\"\n\";", "\\t§\"\n")]
    [InlineData("var s = \"\"\"a \"§\" \\t\"\"\";", "a \"§\" \\t")]
    [InlineData("var s = \"\"\"\"\n    a\"\"\"\n\n      §\n    \"\"\"\";", "a\"\"\"\n\n  §")]
    [InlineData("var s = \"\"\"\r\n\ta\r\n\t§\r\n\t\"\"\";", "a\r\n§")]
    public async Task Should_read_a_long_string_as_the_compiler_does(string cell, string value)
    {
        var text = new string('A', 1_100_000);
        await _bench.Good(cell.Replace("§", text, StringComparison.Ordinal));
        Assert.Equal(value.Replace("§", text, StringComparison.Ordinal), _bench.Variable("s"));
    }

    [Fact]
    public async Task Should_remember_everything_of_a_large_cell()
    {
        var text = new string('A', 1_100_000);
        await _bench.Good($"record Gene(string Name);\nGene G(int i) => new(\"{text}\"[..i]);\nvar n = \"{text}\".Length;");
        Assert.Equal(["result:Gene { Name = AAA }"], (await _bench.Good("G(3)")).Events);
        var outcome = await _bench.Run("G(-1)");
        Assert.Equal(["  cell 1, line 2, in G", "  cell 3, line 1"], _bench.Output.Traceback.Where(line => line.StartsWith("  cell")));
        Assert.Contains(_bench.Output.Traceback, line => line.Contains("\"AAAAAAAAAAAAAAAAAAAA…\"[..i]", StringComparison.Ordinal));
        var assistant = new CodeAssistant(_bench.Engine);
        Assert.Contains("Gene G(int i)", assistant.Describe("G(1)", 1));
        Assert.Contains(assistant.Complete("n", 1).Items, item => item.Text == "n");
    }

    [Theory]
    [InlineData("// {0}\n\nnope", 3, "nope", 1)]
    [InlineData("/* {0}\n*/ nope", 2, "nope", 4)]
    [InlineData("#if NEVER\n{0}\n#endif\nnope", 4, "nope", 1)]
    [InlineData("var s = @\"{0}\n\n\";\nnope", 4, "nope", 1)]
    [InlineData("var s = \"{0}\"; nope", 1, "nope", 2_000_013)]
    [InlineData("var s = \"{0}\"; {{", 1, "CS1513", 2_000_014)]
    public async Task Should_name_the_place_in_a_large_cell(string cell, int line, string what, int column)
    {
        var outcome = await _bench.Run(string.Format(null, cell, new string('x', 2_000_000)));
        Assert.Equal(line, outcome.Error!.Line);
        Assert.Contains(what, outcome.Error.Message);
        Assert.Contains($"line {line}, column {column}: ", outcome.Error.Message);
    }
}
