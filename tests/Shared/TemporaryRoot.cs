namespace Glm.Testing;

/// <summary>
/// The temporary folder of a whole run of tests, for the tests and for the programs that they start. The run fails if anything of ours is
/// left in it; what compilers and package managers leave goes with the folder.
/// </summary>
public sealed class TemporaryRoot : IAsyncDisposable
{
    private static readonly string[] Variables = ["TMPDIR", "TMP", "TEMP"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("glm-run-");

    public TemporaryRoot()
    {
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, _folder.FullName);
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(_folder.FullName, "caches"));
        // Build servers would outlive the folder.
        Environment.SetEnvironmentVariable("MSBUILDDISABLENODEREUSE", "1");
        Environment.SetEnvironmentVariable("UseSharedCompilation", "false");
        // A .NET program that is killed leaves the pipes behind at which debuggers would find it.
        Environment.SetEnvironmentVariable("DOTNET_EnableDiagnostics", "0");
    }

    public async ValueTask DisposeAsync()
    {
        // Programs that were told to end may still be taking their files away.
        var started = TimeProvider.System.GetTimestamp();
        while (Left().Length > 0 && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10))
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        var left = Left();
        _folder.Delete(recursive: true);
        Assert.True(left.Length == 0, $"Tests left in the temporary folder: {string.Join(", ", left)}");
    }

    private string[] Left() => [.. _folder.EnumerateFileSystemInfos("glm*").Select(entry => entry.Name).Order(StringComparer.Ordinal)];
}
