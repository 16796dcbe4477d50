namespace Glm.Testing;

/// <summary>Where the repository's own files and the optional reference material beside it are.</summary>
internal static class Repository
{
    /// <summary>The folder that holds GlmInteractive.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>A file or folder of the reference material beside the repository; skips the test where it is absent.</summary>
    public static string Shared(params string[] parts)
    {
        var path = Path.Combine([Root, "..", "shared", .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"shared/{string.Join('/', parts)} is not beside this repository");
        return Path.GetFullPath(path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "GlmInteractive.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds GlmInteractive.sln.");
    }
}
