using System.Text.Json.Nodes;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Outputs;
using Glm.Kernel.Running;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Notebooks;

public sealed class Running : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LimitClock _clock = new();
    private readonly CellRunner _cells = new(
        new CSharpEngine(),
        (_, host) =>
        {
            var id = host.Display(new MimeBundle("0%", "<b>0%</b>"));
            host.Update(id, new MimeBundle("100%", "<b>100%</b>"));
            return Task.CompletedTask;
        },
        value => new MimeBundle(value?.ToString() ?? "null")
    );

    public void Dispose()
    {
        _cells.Dispose();
        _folder.Dispose();
    }

    private async Task<(NotebookRun Run, JsonArray Cells)> Run(
        NotebookRunOptions options,
        CancellationToken interrupt,
        params JsonObject[] cells
    )
    {
        var notebook = NotebookDocument.Read(_folder.Notebook("a.ipynb", cells));
        var run = await new NotebookRunner(_cells, _clock).RunAsync(notebook, options, interrupt);
        return (run, JsonNode.Parse(notebook.ToJson())!["cells"]!.AsArray());
    }

    [Fact]
    public async Task Should_keep_outputs_as_jupyter_does()
    {
        var log = new StringWriter();
        var (run, cells) = await Run(
            new() { Log = log },
            default,
            TestNotebook.Code(
                "Console.WriteLine(1);\nConsole.Out.Flush();\nConsole.WriteLine(2);\n#!glm "
                    + "train\nConsole.Error.WriteLine(3);\nvar d = display(\"old\");\n4"
            ),
            TestNotebook.Markdown("text"),
            TestNotebook.Code("  "),
            TestNotebook.Code("d.Update(\"new\"); display(Html(\"<i>x</i>\"));")
        );
        Assert.True(run.Succeeded);
        var outputs = cells[0]!["outputs"]!.AsArray();
        Assert.Equal(
            ["stream", "display_data", "stream", "display_data", "execute_result"],
            outputs.Select(output => (string)output!["output_type"]!)
        );
        Assert.Equal("[\"1\\n\",\"2\\n\"]", outputs[0]!["text"]!.ToJsonString());
        Assert.Equal("100%", (string)outputs[1]!["data"]!["text/plain"]![0]!);
        Assert.Equal("stderr", (string)outputs[2]!["name"]!);
        Assert.Equal("new", (string)outputs[3]!["data"]!["text/plain"]![0]!);
        Assert.Equal(1, (int)outputs[4]!["execution_count"]!);
        Assert.Equal([1, null, 2], new[] { cells[0], cells[2], cells[3] }.Select(cell => (int?)cell!["execution_count"]));
        Assert.Equal("<i>x</i>", (string)cells[3]!["outputs"]![0]!["data"]!["text/html"]![0]!);
        Assert.NotNull(cells[0]!["metadata"]!["execution"]!["iopub.status.idle"]);
        Assert.Matches(@"^\[1/2\] Console\.WriteLine\(1\); … \d+\.\d s\n\[2/2\] d\.Update", log.ToString());
    }

    [Fact]
    public async Task Should_stop_at_the_first_error_and_drop_older_outputs()
    {
        var stale = TestNotebook.Code("3");
        stale["outputs"]!
            .AsArray()
            .Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["output_type"] = "stream",
                        ["name"] = "stdout",
                        ["text"] = "stale",
                    }
            );
        var (run, cells) = await Run(
            new(),
            default,
            TestNotebook.Code("var a = 1;"),
            TestNotebook.Code("var b = 0;\n  _ = a / b;"),
            stale
        );
        Assert.Equal((2, 2, "_ = a / b;"), (run.FailedCell, run.Error!.Line, run.FailedLine));
        Assert.Equal("DivideByZeroException", (string)cells[1]!["outputs"]![0]!["ename"]!);
        Assert.Empty(cells[2]!["outputs"]!.AsArray());
        Assert.Null(cells[2]!["execution_count"]);
    }

    [Fact]
    public async Task Should_resolve_paths_in_the_notebooks_folder_and_restore_the_process()
    {
        _folder.Write("data.txt", "here");
        var before = Environment.CurrentDirectory;
        var (run, cells) = await Run(new(), default, TestNotebook.Code("File.ReadAllText(\"data.txt\")"));
        Assert.True(run.Succeeded);
        Assert.Equal("here", (string)cells[0]!["outputs"]![0]!["data"]!["text/plain"]![0]!);
        Assert.Equal(before, Environment.CurrentDirectory);
    }

    [Fact]
    public async Task Should_end_a_cell_at_its_time_limit()
    {
        _cells.Engine.SetVariable("passLimit", (Action)_clock.Pass, typeof(Action));
        var (run, cells) = await Run(
            new() { CellTimeout = TimeSpan.FromSeconds(1) },
            default,
            TestNotebook.Code("Console.Write(\"begun\"); passLimit(); while (true) { }")
        );
        Assert.Equal("The cell ran longer than 1 s.", run.Error!.Message);
        Assert.False(run.Interrupted);
        Assert.Equal(["stream", "error"], cells[0]!["outputs"]!.AsArray().Select(output => (string)output!["output_type"]!));
        Assert.Equal("Timeout", (string)cells[0]!["outputs"]![1]!["ename"]!);
    }

    [Fact]
    public async Task Should_keep_what_there_is_when_interrupted()
    {
        using var interrupt = new CancellationTokenSource();
        _cells.Engine.SetVariable("interrupt", () => interrupt.Cancel(), typeof(Action));
        var (run, cells) = await Run(
            new(),
            interrupt.Token,
            TestNotebook.Code("Console.Write(\"kept\"); interrupt(); await Task.Delay(-1);"),
            TestNotebook.Code("1")
        );
        Assert.True(run.Interrupted);
        Assert.Equal("kept", (string)cells[0]!["outputs"]![0]!["text"]![0]!);
        Assert.Equal(CellError.Interrupted, (string)cells[0]!["outputs"]![1]!["ename"]!);
    }

    [Fact]
    public async Task Should_refuse_a_language_it_does_not_run_in_one_line()
    {
        var cell = TestNotebook.Code("let x = 1");
        cell["metadata"]!["polyglot_notebook"] = new JsonObject { ["kernelName"] = "fsharp" };
        var (run, _) = await Run(new(), default, cell);
        Assert.StartsWith("The cell is in fsharp", run.Error!.Message);
    }

    /// <summary>A clock whose timers are due when the test says so.</summary>
    private sealed class LimitClock : TimeProvider
    {
        private readonly List<Action> _due = [];

        public void Pass() => _due.ForEach(callback => callback());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                _due.Add(() => callback(state));
            return base.CreateTimer(static _ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
