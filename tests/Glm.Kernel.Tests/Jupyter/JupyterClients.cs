using System.Diagnostics;
using Glm.Testing;

namespace Glm.Kernel.Tests.Jupyter;

/// <summary>Jupyter's own clients, as Debian packs them, against the installed kernel.</summary>
public sealed class JupyterClients : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Suite")]
    [InlineData("Behaviour")]
    [InlineData("Notebook")]
    public async Task Should_satisfy(string tests)
    {
        Assert.SkipUnless(
            File.Exists(Python) && (await Run(Python, "-c", "import jupyter_client, jupyter_kernel_test, nbconvert")).Code == 0,
            "needs Debian's python3-jupyter-kernel-test and jupyter-nbconvert"
        );
        var (code, text) = await Glm("install", "--prefix", _folder.Path);
        Assert.True(code == 0, text);
        (code, text) = await Run(
            Python,
            "-W",
            "ignore",
            Repository.PathOf("tests", "Glm.Kernel.Tests", "Jupyter", "jupyter_clients.py"),
            tests
        );
        Assert.True(code == 0, text);
    }

    [Fact]
    public async Task Should_install_and_take_back_a_kernel()
    {
        var (code, text) = await Glm("install", "--prefix", _folder.Path, "--name", "mine");
        Assert.True(code == 0, text);
        var spec = _folder["share/jupyter/kernels/mine"];
        Assert.Equal(
            ["kernel.json", "logo-32x32.png", "logo-64x64.png"],
            Directory.EnumerateFiles(spec).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Contains("\"interrupt_mode\": \"message\"", File.ReadAllText(Path.Combine(spec, "kernel.json")));
        Assert.Equal(0, (await Glm("uninstall", "--prefix", _folder.Path, "--name", "mine")).Code);
        Assert.False(Directory.Exists(spec));
        Assert.Contains("There is no kernel", (await Glm("uninstall", "--prefix", _folder.Path, "--name", "mine")).Text);
        Assert.Contains("use letters", (await Glm("install", "--prefix", _folder.Path, "--name", "../x")).Text);
        Directory.CreateDirectory(_folder["share/jupyter/kernels/other"]);
        _folder.Write("share/jupyter/kernels/other/kernel.json", "{\"argv\":[]}");
        Assert.Contains(
            "is not a kernel that 'glm install' wrote",
            (await Glm("uninstall", "--prefix", _folder.Path, "--name", "other")).Text
        );
    }

    private Task<(int Code, string Text)> Glm(params string[] arguments) =>
        Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "Glm.Kernel.dll"), .. arguments]);

    private async Task<(int Code, string Text)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment["JUPYTER_PATH"] = _folder["share/jupyter"];
        start.Environment["JUPYTER_DATA_DIR"] = _folder["data"];
        start.Environment["JUPYTER_RUNTIME_DIR"] = _folder["runtime"];
        start.Environment["GLM_REPOSITORY"] = Repository.Root;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + error);
    }
}
