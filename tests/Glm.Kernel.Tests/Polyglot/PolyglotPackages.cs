using System.Diagnostics;
using Glm.Testing;

namespace Glm.Kernel.Tests.Polyglot;

/// <summary>
/// The two packages, packed from the current build under a version that no cache has; removed from NuGet's cache at the end.
/// </summary>
internal sealed class PolyglotPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private PolyglotPackages() { }

    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow.Ticks}";

    public string Folder => _folder.Path;

    public static async Task<PolyglotPackages> Pack()
    {
        var packages = new PolyglotPackages();
        foreach (var library in new[] { "Glm", "Glm.Interactive" })
        {
            var start = new ProcessStartInfo(
                "dotnet",
                [
                    "pack",
                    Repository.PathOf("src", library),
                    "-c",
                    "Release",
                    "--no-build",
                    "-o",
                    packages.Folder,
                    "-p:Version=" + packages.Version,
                    "-v",
                    "q",
                    "-nologo",
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, output + await error);
        }
        return packages;
    }

    public void Dispose()
    {
        _folder.Dispose();
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var library in new[] { "glm", "glm.interactive" })
            if (Path.Combine(cache, library, Version) is var unpacked && Directory.Exists(unpacked))
                Directory.Delete(unpacked, recursive: true);
    }
}
