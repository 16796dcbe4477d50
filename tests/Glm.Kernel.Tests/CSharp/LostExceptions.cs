using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.CSharp;

/// <summary>Exceptions that no cell waits for are told to the newest cell, with their line.</summary>
public sealed class LostExceptions : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("async void Fire()\n{\n    await Task.Delay(50);\n    throw new Exception(\"late\");\n}\nFire();", "An async void", 4)]
    [InlineData("async void Fire()\n{\n    throw new Exception(\"late\");\n}\nFire();", "An async void", 3)]
    [InlineData("async Task Fire()\n{\n    await Task.Yield();\n    throw new Exception(\"late\");\n}\n_ = Fire();", "A task", 4)]
    [InlineData("_ = Task.Run(() =>\n{\n    throw new Exception(\"late\");\n});", "A task", 3)]
    [InlineData("Task.Run(async () => { await Task.Delay(20);\n    throw new Exception(\"late\"); });", "A task", 2)]
    public async Task Should_be_told(string cell, string what, int line)
    {
        var output = await _bench.Good(cell);
        await Patience.Until(
            () => output.Err.Contains($"{what} ended with Exception: late\n  cell 1, line {line}", StringComparison.Ordinal),
            "the exception"
        );
        Assert.Contains("throw new Exception(\"late\")", output.Err);
    }

    [Fact]
    public async Task Should_tell_of_async_void_before_the_cell_ends()
    {
        var output = await _bench.Good("async void Fire() => throw new Exception(\"at once\");\nFire();");
        Assert.StartsWith("An async void ended with Exception: at once\n  cell 1, line 1", output.Err);
    }

    [Fact]
    public async Task Should_survive_an_exception_that_does_not_tell_its_message()
    {
        const string Mute = "class Mute : Exception { public override string Message => throw new Exception(\"no\"); }\n";
        var error = (await _bench.Run(Mute + "throw new Mute();")).Error!;
        Assert.Equal(("Mute", "(its message cannot be read: Exception)", 2), (error.Name, error.Message, error.Line));
        error = (await _bench.Run("class Empty : Exception { public override string Message => null; }\nthrow new Empty();")).Error!;
        Assert.Equal(("Empty", "", 2), (error.Name, error.Message, error.Line));
        var output = await _bench.Good(Mute + "async void Fire() => throw new Mute();\nFire();");
        Assert.StartsWith("An async void ended with Mute: (its message cannot be read: Exception)\n", output.Err);
    }

    [Fact]
    public async Task Should_tell_every_cause()
    {
        var error = (
            await _bench.Run(
                "throw new AggregateException(\"several\", new Exception(\"one\"), "
                    + "new InvalidOperationException(\"two\", new Exception(\"deeper\")));"
            )
        ).Error!;
        Assert.Equal(
            [
                "  because of System.Exception: one",
                "  because of System.InvalidOperationException: two",
                "  because of System.Exception: deeper",
            ],
            error.Traceback.Where(line => line.StartsWith("  because of", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Should_let_the_cell_go_on()
    {
        var output = await _bench.Good(
            "var gate = new TaskCompletionSource();\nasync void Fire() { await Task.Yield(); try { throw new "
                + "Exception(\"a\\nb\"); } finally { "
                + "gate.SetResult(); } }\nFire();\nawait gate.Task;\nawait Task.Delay(1);\nConsole.Write(\"after\");"
        );
        Assert.Equal("after", output.Out);
        Assert.StartsWith("An async void ended with Exception: a\nb\n  cell 1, line 2, in Fire\n", output.Err);
    }

    [Fact]
    public async Task Should_run_what_follows_an_await_when_the_cell_has_ended()
    {
        var output = await _bench.Good("async void Later() { await Task.Delay(50); Console.Write(\"later\"); }\nLater();");
        await Patience.Until(() => output.Out == "later", "the rest of the function");
    }
}
