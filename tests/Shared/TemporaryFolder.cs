namespace Glm.Testing;

/// <summary>A folder of its own for one test, taken away afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("glm-tests-");

    public string Path => _folder.FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file, in a folder made for it, and returns its path.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    /// <summary>Makes a named pipe and returns its path; skips the test where there are none.</summary>
    public string MakePipe(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs named pipes");
        using var made = System.Diagnostics.Process.Start("mkfifo", [this[name]]);
        made.WaitForExit();
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
