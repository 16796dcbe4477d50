using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Glm.Runtime;

namespace Glm.Kernel.CSharp;

/// <summary>
/// The packages a notebook asked for by <c>#r "nuget: Id, Version"</c>. The SDK resolves them: a project is written to a per-user cache
/// folder named by the package set, and <c>dotnet restore</c> says where the files are.
/// </summary>
internal sealed class NuGetPackages
{
    private const string Prefix = "nuget:";

    // The package that brings the commands to a notebook of .NET Interactive; here they are part of the program.
    private static readonly string[] Own = ["Glm", "Glm.Interactive"];

    private readonly SortedDictionary<string, string> _asked = new(StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _sources = [];

    /// <summary>Adds sources of packages to those of the machine's settings.</summary>
    /// <param name="sources">Folders, relative ones from <paramref name="folder"/>, and addresses.</param>
    /// <param name="folder">Full path.</param>
    /// <exception cref="GlmException">There is no such folder.</exception>
    public void AddSources(IEnumerable<string> sources, string folder)
    {
        foreach (var source in sources)
        {
            var place = source.Contains("://", StringComparison.Ordinal) ? source : Path.GetFullPath(source, folder);
            if (!source.Contains("://", StringComparison.Ordinal) && !Directory.Exists(place))
                throw new GlmException(
                    $"#i \"nuget: {LineText.Shown(source)}\": there is no such folder; name a folder of packages or the address of a feed."
                );
            if (!_sources.Contains(place))
                _sources.Add(place);
        }
    }

    public static bool IsPackage(string reference) => reference.TrimStart().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds packages to those requested before and resolves them all together.</summary>
    /// <param name="references">For example "nuget: Humanizer.Core, 2.14.1"; without a version, the newest release.</param>
    /// <param name="token">Stops the restore.</param>
    /// <exception cref="GlmException">The reference is malformed, or a package cannot be found.</exception>
    public NuGetAssets Add(IEnumerable<string> references, CancellationToken token)
    {
        var wanted = new SortedDictionary<string, string>(_asked, StringComparer.OrdinalIgnoreCase);
        foreach (var reference in references)
        {
            var parts = reference.Trim()[Prefix.Length..].Split(',', StringSplitOptions.TrimEntries);
            if (
                parts.Length is < 1 or > 2
                || parts[0].Length == 0
                || parts[0].Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            )
                throw new GlmException($"#r \"{reference}\": write #r \"nuget: Package.Id, Version\".");
            var version = parts.Length == 2 && parts[1].Length > 0 ? parts[1] : "*";
            if (Own.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
                RefuseAnother(parts[0], version);
            else
                wanted[parts[0]] = version;
        }
        if (wanted.Count == 0)
            return new NuGetAssets([], [], []);
        var assets = Restore(wanted, token);
        foreach (var (id, version) in wanted)
            _asked[id] = version;
        return assets;
    }

    private static void RefuseAnother(string package, string version)
    {
        var present = typeof(GlmException).Assembly.GetName().Version!.ToString(3);
        if (version != present && !version.Contains('*', StringComparison.Ordinal))
            throw new GlmException(
                $"#r \"nuget: {package}, {LineText.Shown(version)}\": this kernel carries {package} {present} and cannot load "
                    + $"another beside it. Omit the version, or install the kernel of that version."
            );
    }

    private NuGetAssets Restore(SortedDictionary<string, string> packages, CancellationToken token)
    {
        var sources = SecurityElement.Escape(string.Join(';', _sources));
        var references = packages.Select(package =>
            $"<PackageReference Include=\"{SecurityElement.Escape(package.Key)}\" Version=\"{SecurityElement.Escape(package.Value)}\" />"
        );
        var project = $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeId()}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <RestoreAdditionalProjectSources>{sources}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16];
        var folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            "glm",
            "nuget",
            key
        );
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        if (!File.Exists(assets) || packages.ContainsValue("*"))
        {
            Directory.CreateDirectory(folder);
            // Empty files keep the settings of folders above from leaking in.
            foreach (var name in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
                File.WriteAllText(Path.Combine(folder, name), "<Project />");
            var file = Path.Combine(folder, "cell.csproj");
            File.WriteAllText(file, project);
            RunRestore(file, packages, token);
        }
        return NuGetAssets.Read(assets, CellReferences.Names);
    }

    private static void RunRestore(string project, SortedDictionary<string, string> packages, CancellationToken token)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["restore", project, "-v", "q", "-nologo"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                WorkingDirectory = Path.GetDirectoryName(project),
            }
        ) ?? throw new GlmException("#r \"nuget:\" needs the .NET SDK: the program dotnet did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var stop = token.Register(() =>
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException) { }
        });
        process.WaitForExit();
        token.ThrowIfCancellationRequested();
        if (process.ExitCode == 0)
            return;
        var said = (output.Result + errors.Result)
            .Split('\n')
            .FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))
            ?.Trim()
            ?? "dotnet restore failed";
        var start = said.IndexOf("error", StringComparison.Ordinal);
        throw new GlmException(
            $"#r \"nuget:\": {string.Join(", ", packages.Keys)} cannot be restored: {(start > 0 ? said[start..] : said).Split(" [", 2)[0]}"
        );
    }

    private static string RuntimeId()
    {
        var system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
            || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal)
                ? "linux-musl"
            : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
