using System.Diagnostics;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Cli;

/// <summary>
/// The package as a user installs it: packed from a copy of the sources, without the compilation ahead of time, which would take a minute.
/// </summary>
public sealed class PackedTool : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_install_run_a_notebook_and_tell_Jupyter_of_itself()
    {
        foreach (
            var file in Directory
                .EnumerateFiles(Repository.Root)
                .Where(file =>
                    Path.GetFileName(file) is "global.json" or "README.md" or "LICENSE" or ".editorconfig"
                    || Path.GetFileName(file).StartsWith("Directory.", StringComparison.Ordinal)
                )
        )
            File.Copy(file, _folder[Path.GetFileName(file)]);
        var sources = Repository.PathOf("src");
        foreach (var file in Directory.EnumerateFiles(sources, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(sources, file);
            if (name.Split(Path.DirectorySeparatorChar) is [_, "bin" or "obj", ..])
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[Path.Combine("src", name)])!);
            File.Copy(file, _folder[Path.Combine("src", name)]);
        }
        await Good("dotnet", "pack", "src/Glm.Kernel", "-c", "Release", "-o", "packages", "-v", "q", "-nologo", "-p:RunAnalyzers=false");
        Assert.All(Directory.GetFiles(_folder["packages"]), file => Assert.InRange(new FileInfo(file).Length, 1, 100_000_000));
        await Good(
            "dotnet",
            "tool",
            "install",
            "Glm.Kernel",
            "--tool-path",
            "tool",
            "--add-source",
            _folder["packages"],
            "--version",
            "0.1.0"
        );

        var glm = _folder[OperatingSystem.IsWindows() ? "tool/glm.exe" : "tool/glm"];
        Assert.StartsWith("glm 0.1.0", await Good(glm, "--version"));
        _folder.Notebook(
            "a.ipynb",
            TestNotebook.Code("var one = 1;\n#!glm simulate --genomes 2 --seed 1"),
            TestNotebook.Code("Console.Write(one + scaffolds.Genomes.Count);")
        );
        await Good(glm, "run", "a.ipynb", "--output", "b.ipynb");
        Assert.Contains("\"3\"", File.ReadAllText(_folder["b.ipynb"]));
        await Good(glm, "install", "--prefix", _folder["env"]);
        Assert.Contains(".store", File.ReadAllText(_folder["env/share/jupyter/kernels/glm/kernel.json"]));
    }

    private async Task<string> Good(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment.Remove("CI"); // the lock files are those of another backend
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}{await error}");
        return output;
    }
}
