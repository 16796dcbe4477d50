using System.Diagnostics;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Runtime;

public sealed class TemporaryPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_take_away_a_file_or_a_folder()
    {
        using (var file = TemporaryPath.In(_folder.Path))
            File.WriteAllText(file.Path, "x");
        using (var folder = TemporaryPath.In(_folder.Path))
        {
            Directory.CreateDirectory(folder.Path);
            File.WriteAllText(Path.Combine(folder.Path, "x"), "x");
        }
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Should_sweep_what_a_dead_process_left_and_nothing_of_a_living_one()
    {
        using var dead = Process.Start(new ProcessStartInfo("dotnet", ["--version"]) { RedirectStandardOutput = true })!;
        await dead.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var own = TemporaryPath.In(_folder.Path);
        File.WriteAllText(own.Path, "mine");
        var parts = Path.GetFileName(own.Path).Split('-'); // ".glm", machine, process, start, the rest
        var kept = new[]
        {
            Path.GetFileName(own.Path),
            Name(parts[1], parts[2], parts[3], "0123.tmp"), // of this process
            Name("00000000", parts[2], parts[3], "0123.tmp"), // of another machine
            ".glm-save",
            ".glm-notes.tmp",
            "model.tmp",
        };
        var old = Name("00000000", "7", "7", "0123.tmp");
        foreach (
            var name in kept.Append(old)
                .Append(Name(parts[1], $"{dead.Id}", parts[3], "0.tmp"))
                .Append(Name(parts[1], parts[2], "5", "0.tmp"))
        )
            _folder.Write(name, "x");
        Directory.CreateDirectory(_folder[Name(parts[1], $"{dead.Id}", parts[3], "folder.tmp")]);
        File.SetLastWriteTimeUtc(_folder[old], DateTime.UtcNow.AddDays(-3));

        TemporaryPath.In(_folder.Path).Dispose();
        Assert.Equal(kept.Order(), Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());

        string Name(params string[] rest) => string.Join('-', [".glm", .. rest]);
    }
}
