using System.Diagnostics;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Running;

public sealed class Interruption : IDisposable
{
    // After this time a command that has not stopped is left behind. What stops takes a fraction of it, even on a busy machine.
    private static readonly TimeSpan CommandGrace = TimeSpan.FromSeconds(10);

    private readonly Bench _bench;

    public Interruption() => _bench = new Bench(async (_, host) => await Task.Delay(-1, host.Cancellation));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("for (;;);")]
    [InlineData("again: var q = 1; goto again;")]
    [InlineData("while (true) { try { while (true) i++; } catch (Exception) { } }")]
    [InlineData("Thread.Sleep(-1);")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("await Task.Run(() => { while (true) { } });")]
    [InlineData("Task.Run(() => { while (true) { } }).Wait();")]
    [InlineData("Parallel.For(0, int.MaxValue, k => { Thread.SpinWait(100); });")]
    [InlineData("new ManualResetEvent(false).WaitOne();")]
    [InlineData("int F(int n) { if (n > 0) { F(n - 1); F(n - 1); } return n; } F(200);")]
    [InlineData("int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(60);")]
    [InlineData("int Fib(int n)=>n<2?n:Fib(n-1)+Fib(n-2); Fib(60);")]
    [InlineData("class D { public int this[int n] => n < 2 ? n : this[n - 1] + this[n - 2]; }\n_ = new D()[60];")]
    [InlineData("class E { public bool On { get => true; set { while (value == On); } } }\nnew E().On = true;")]
    [InlineData("class C { public static long Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); }\nC.Fib(60);")]
    [InlineData(
        "async Task Rest() => await Task.Yield(); void Nothing() => i.ToString(); ref int Same(ref int n) => ref n; int None() "
            + "=> throw new Exception();\nawait Rest(); Nothing(); Same(ref i) = 43; async Task<int> Deep(int n) => n < 2 ? n : await "
            + "Deep(n - 1) + await Deep(n - 2); await Deep(60);"
    )]
    [InlineData("#!glm train")]
    public async Task Should_stop_and_keep_the_state(string cell)
    {
        await _bench.Good("int i = 41;");
        using var interrupt = new CancellationTokenSource();
        var running = _bench.Run("i = 42; Console.WriteLine(i);\n" + cell, interrupt.Token);
        await Patience.Until(() => _bench.Output.Out.Contains("42", StringComparison.Ordinal), "the cell begins");
        var clock = Stopwatch.StartNew();
        interrupt.Cancel();
        var outcome = await running;
        Assert.True(outcome.Interrupted, string.Join('\n', _bench.Output.Traceback));
        Assert.True(clock.Elapsed < CommandGrace, "It was given up rather than stopped.");
        Assert.Equal(["The cell was interrupted."], _bench.Output.Traceback);
        Assert.StartsWith(
            "result:",
            (await _bench.Good("Thread.Sleep(50); foreach (var k in new[] { 1 }) await Task.Delay(k); i")).Events[0]
        );
        Assert.True((int)_bench.Variable("i")! >= 42);
    }

    [Fact]
    public async Task Should_let_a_loop_that_watches_the_token_end_in_its_own_way()
    {
        using var interrupt = new CancellationTokenSource();
        var running = _bench.Run(
            "Console.WriteLine(0); try { await Task.Delay(-1, Cancellation); } catch (OperationCanceledException) { "
                + "Console.WriteLine(\"saved\"); }",
            interrupt.Token
        );
        await Patience.Until(() => _bench.Output.Out.Length > 0, "the cell begins");
        interrupt.Cancel();
        Assert.True((await running).Succeeded);
        Assert.Equal("0\nsaved\n", _bench.Output.Out);
    }
}
