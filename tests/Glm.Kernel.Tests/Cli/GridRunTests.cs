using System.Text.Json.Nodes;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Cli;

/// <summary>Several runs of one notebook, as processes.</summary>
public sealed class GridRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_run_every_point_go_on_after_a_failure_and_compare()
    {
        _folder.Notebook(
            "a.ipynb",
            TestNotebook.Code("#!glm parameters n --default 1 --min 0\n#!glm parameters word --default <b> --type text"),
            TestNotebook.Code("double half = n / 2.0; int same = 7;\nif (n == 3) throw new Exception(\"not <i>three</i>\");\nword + n")
        );
        var (code, _, log) = await GlmProgram.Run(
            _folder.Path,
            ["run", "a.ipynb", "-p", "n=2,3", "-p", "word=\"<b>, x\"", "--output", "o/out.ipynb", "--html", "r.html"]
        );
        Assert.True(code == 1, log);
        Assert.Contains("n=2: all cells ran, ", log);
        Assert.Contains("n=3: failed in cell [3]: not <i>three</i>\n", log);
        Assert.EndsWith("Wrote r.html, which compares the runs\n", log);
        var first = JsonNode.Parse(File.ReadAllText(_folder["o/out/n=2.ipynb"]))!;
        Assert.Equal("<b>, x2", (string)first["cells"]![2]!["outputs"]![0]!["data"]!["text/plain"]![0]!);
        Assert.Equal("parameters", (string)first["cells"]![0]!["metadata"]!["tags"]![0]!);
        Assert.Contains("failed in cell [3]", File.ReadAllText(_folder["r/n=3.html"]));

        var report = File.ReadAllText(_folder["r.html"]);
        Assert.Contains("1 succeeded, <span class=\"failed\">1 failed</span>.", report);
        Assert.Contains("<th>n</th><th>outcome</th><th>time</th><th>half</th>", report);
        Assert.Contains("<tr><td>2</td><td><a href=\"r/n%3D2.html\">all cells ran</a></td>", report);
        Assert.Contains(
            "<tr class=\"failed\"><td>3</td><td><a href=\"r/n%3D3.html\">failed in cell [3]</a>: not &lt;i&gt;three&lt;/i&gt;</td>",
            report
        );
        Assert.Contains("<td>1.5</td>", report);
        Assert.DoesNotContain(_folder.Path, report);
    }

    [Fact]
    public async Task Should_begin_nothing_where_a_value_is_refused()
    {
        _folder.Notebook("a.ipynb", TestNotebook.Code("#!glm parameters n --default 1 --max 5"), TestNotebook.Code("n"));
        var (code, _, log) = await GlmProgram.Run(_folder.Path, "run", "a.ipynb", "-p", "n=2,9", "--output", "out.ipynb");
        Assert.Equal((1, "glm: -p n=9: n must be a whole number of at most 5, not '9'.\n"), (code, log));
        Assert.False(Directory.Exists(_folder["out"]));
        var (listed, text, _) = await GlmProgram.Run(_folder.Path, "run", "a.ipynb", "--list-parameters");
        Assert.Equal(0, listed);
        Assert.EndsWith("n     int   1        a whole number of at most 5\n", text);
    }

    [Fact]
    public async Task Should_stop_all_runs_and_keep_what_there_is_when_interrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a POSIX signal");
        _folder.Notebook(
            "a.ipynb",
            TestNotebook.Code("#!glm parameters n --default 1"),
            TestNotebook.Code("Console.Write(\"kept\"); File.WriteAllText(\"begun\", \"\"); while (true) { }")
        );
        using var program = GlmProgram.Start(_folder.Path, "run", "a.ipynb", "-p", "n=1,2,3", "--output", "o.ipynb", "--html", "r.html");
        await Patience.Until(() => program.HasExited || File.Exists(_folder["begun"]), "the cell begins");
        program.Interrupt();
        Assert.Equal(130, await program.ExitCode());
        Assert.Contains("kept", File.ReadAllText(_folder["o/n=1.ipynb"]));
        Assert.False(File.Exists(_folder["o/n=2.ipynb"]));
        Assert.Contains(">interrupted in cell [3]<", File.ReadAllText(_folder["r.html"]));
        Assert.Contains("<td>not run</td>", File.ReadAllText(_folder["r.html"]));
    }
}
