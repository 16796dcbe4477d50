using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Glm.Runtime;

/// <summary>The folders in which libtorch and TorchSharp's binding may be, and the version that a folder holds.</summary>
internal static partial class NativeTorchFolders
{
    /// <summary>Names a folder with libtorch, such as <c>torch/lib</c> of a Python PyTorch; it goes before all others.</summary>
    public const string Variable = "GLM_LIBTORCH";

    private const int LongestVersionFile = 64 * 1024;

    /// <summary>"linux-x64" and the like.</summary>
    public static string RuntimeId { get; } = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>The version of TorchSharp's assembly, found without running any of its code.</summary>
    public static string TorchSharpVersion { get; } = ShortVersion(typeof(TorchSharp.torch).Assembly.GetName().Version?.ToString() ?? "?");

    /// <summary>
    /// The libtorch that TorchSharp was built against. Its public <c>torch.__version__</c> would run the static constructor that needs
    /// libtorch loaded; the constant behind it can be read without.
    /// </summary>
    public static string WantedVersion { get; } =
        ShortVersion(
            typeof(TorchSharp.torch)
                .GetField("libtorchPackageVersion", BindingFlags.NonPublic | BindingFlags.Static)
                ?.GetRawConstantValue() as string
                ?? "2.10.0"
        );

    /// <summary>The existing folders to search, best first.</summary>
    /// <exception cref="GlmException">GLM_LIBTORCH names a folder without libtorch.</exception>
    public static IReadOnlyList<string> All(string? named)
    {
        var location = typeof(TorchSharp.torch).Assembly.Location; // empty in a single-file app
        var home = location.Length > 0 ? Path.GetDirectoryName(location)! : AppContext.BaseDirectory;
        IEnumerable<string> folders = string.IsNullOrWhiteSpace(named)
            ? BesideAndInPackages(home)
            : BesideAndInPackages(home).Prepend(Named(named));
        return [.. folders.Where(Directory.Exists).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The version that a folder with libtorch states: PyTorch's version.py, a libtorch download's build-version, or a NuGet package's
    /// path; null where there is none of them.
    /// </summary>
    public static string? VersionIn(string folder)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) ?? folder;
        if (ReadSmall(Path.Combine(parent, "version.py")) is { } python && PythonVersion().Match(python) is { Success: true } match)
            return match.Groups[1].Value;
        if (ReadSmall(Path.Combine(parent, "build-version")) is { } build && build.Trim() is { Length: > 0 and < 64 } version)
            return version;
        return PackagePath().Match(folder) is { Success: true } package ? package.Groups[1].Value : null;
    }

    /// <summary>"2.10.0" of "2.10.0+cu128", "2.10.0.0" or "2.10.0".</summary>
    public static string ShortVersion(string version)
    {
        var numbers = version.Split('+', '-')[0].Split('.');
        return string.Join('.', numbers[..Math.Min(3, numbers.Length)]);
    }

    private static string Named(string named)
    {
        var folder = Path.GetFullPath(named);
        if (!Directory.Exists(folder))
            throw new GlmException(
                $"{Variable} names '{named}', which is not a folder. Name the folder that holds libtorch.so, or unset it."
            );
        return new[] { folder, Path.Combine(folder, "lib"), Path.Combine(folder, "torch", "lib") }.FirstOrDefault(candidate =>
            File.Exists(Path.Combine(candidate, "libtorch.so"))
        )
            ?? throw new GlmException(
                $"{Variable} names '{named}', which holds no libtorch.so. Name the folder that does (torch/lib of a Python "
                    + $"PyTorch), or unset it."
            );
    }

    private static IEnumerable<string> BesideAndInPackages(string home)
    {
        yield return home;
        yield return Native(home);
        yield return Native(AppContext.BaseDirectory);
        foreach (
            var folder in ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? "").Split(
                Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            )
        )
            yield return Path.TrimEndingDirectorySeparator(folder);

        // Loaded straight from a package (#r "nuget:..."), TorchSharp.dll lies in <packages>/torchsharp/<version>/lib/<framework>/.
        var package = Path.GetFullPath(Path.Combine(home, "..", ".."));
        yield return Native(package);
        foreach (var assembled in Matching(home, "cuda-*"))
            yield return assembled;
        string[] roots =
        [
            Path.GetFullPath(Path.Combine(package, "..", "..")),
            Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? "",
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        ];
        foreach (var packages in roots.Where(root => Path.IsPathFullyQualified(root) && Directory.Exists(root)))
        {
            foreach (var cuda in Matching(packages, $"libtorch-cuda-*-{RuntimeId}"))
                yield return Native(Path.Combine(cuda, WantedVersion));
            yield return Native(Path.Combine(packages, $"libtorch-cpu-{RuntimeId}", WantedVersion));
            yield return Native(Path.Combine(packages, "torchsharp", TorchSharpVersion));
        }
    }

    private static string Native(string folder) => Path.Combine(folder, "runtimes", RuntimeId, "native");

    private static IEnumerable<string> Matching(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern).Order(StringComparer.Ordinal) : [];

    private static string? ReadSmall(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= LongestVersionFile ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex("""^__version__\s*=\s*['"]([^'"\s]{1,64})['"]""", RegexOptions.Multiline)]
    private static partial Regex PythonVersion();

    [GeneratedRegex(@"[/\\]libtorch-(?:cpu|cuda)[^/\\]*[/\\]([0-9][0-9A-Za-z.+-]*)[/\\]")]
    private static partial Regex PackagePath();
}
