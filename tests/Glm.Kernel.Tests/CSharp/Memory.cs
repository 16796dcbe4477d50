using Glm.Kernel.Running;
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

    [Fact]
    public void Should_not_hand_the_comments_of_a_large_cell_to_the_compiler()
    {
        var text = string.Concat(Enumerable.Repeat(new string('x', 10_000) + "\n", 200));
        Assert.Equal(new string('\n', 200) + " 1 + 1", LargeCell.WithoutComments("/*" + text + "*/ 1 + 1"));
        Assert.Equal("\nvar s = 1;", LargeCell.WithoutComments("// " + new string('x', 2_000_000) + "\nvar s = 1;"));
        foreach (var kept in new[] { "var s = @\"\n//", "var s = \"\"\"\n//", "1; /*\n//", "// short\n1 + 1; // " })
            Assert.Equal(kept + text, LargeCell.WithoutComments(kept + text));
    }

    [Fact]
    public async Task Should_keep_the_line_numbers_of_a_large_cell()
    {
        var outcome = await _bench.Run("// " + new string('x', 2_000_000) + "\n\nnope");
        Assert.Equal(3, outcome.Error!.Line);
        Assert.Equal(["result:2"], (await _bench.Good("/* " + new string('x', 2_000_000) + "*/ 1 + 1")).Events);
    }
}
