using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Cli;

public sealed class Programs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Process Start(params string[] arguments)
    {
        var info = InterruptibleProgram.StartInfo(arguments);
        (info.WorkingDirectory, info.RedirectStandardError, info.RedirectStandardOutput) = (_folder.Path, true, true);
        return Process.Start(info)!;
    }

    private async Task<(int Code, string Out, string Error)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }

    [Fact]
    public async Task Should_run_a_notebook_with_parameters_and_write_both_files()
    {
        _folder.Notebook("a.ipynb", TestNotebook.Code("int n = 1;", "parameters"), TestNotebook.Code("n * 2"));
        var (code, _, error) = await Run("run", "a.ipynb", "-p", "n=21", "--output", "out/o.ipynb", "--html", "out/r.html");
        Assert.True(code == 0, error);
        var cells = JsonNode.Parse(File.ReadAllText(_folder["out/o.ipynb"]))!["cells"]!.AsArray();
        Assert.Equal("42", (string)cells[2]!["outputs"]![0]!["data"]!["text/plain"]![0]!);
        var report = File.ReadAllText(_folder["out/r.html"]);
        Assert.Contains("<dt>Parameter n</dt><dd>21</dd>", report);
        Assert.DoesNotContain(_folder.Path, report);
        Assert.DoesNotContain("\"" + Environment.UserName + "\"", report);
    }

    [Fact]
    public async Task Should_fail_with_the_cell_its_line_and_the_error()
    {
        _folder.Notebook("a.ipynb", TestNotebook.Code("1"), TestNotebook.Code("var a = 1;\nvar b = a + missing;"));
        var (code, _, error) = await Run("run", "a.ipynb", "--output", "o.ipynb");
        Assert.Equal(1, code);
        Assert.Contains("Cell [2], line 2: var b = a + missing;", error);
        Assert.Contains("CS0103", error);
        Assert.True(File.Exists(_folder["o.ipynb"]));
    }

    [Fact]
    public async Task Should_say_what_is_wrong_with_the_command_line()
    {
        var (code, _, error) = await Run("run", "missing.ipynb", "--html", "r.html");
        Assert.Equal((1, "glm: There is no notebook missing.ipynb."), (code, error.Trim()));
        Assert.Equal("glm 0.1.0", (await Run("--version")).Out.Trim());
    }

    [Fact]
    public async Task Should_save_and_exit_with_130_when_interrupted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a POSIX signal");
        _folder.Notebook(
            "a.ipynb",
            TestNotebook.Code("Console.Write(\"kept\"); File.WriteAllText(\"begun\", \"\"); while (true) { }"),
            TestNotebook.Code("2")
        );
        using var process = Start("run", "a.ipynb", "--output", "o.ipynb");
        await Patience.Until(() => process.HasExited || File.Exists(_folder["begun"]), "the cell begins");
        Kill(process.Id, 2);
        await process.WaitForExitAsync().WaitAsync(Patience.Limit);
        Assert.Equal(130, process.ExitCode);
        Assert.Contains("kept", File.ReadAllText(_folder["o.ipynb"]));
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
