using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Glm.Runtime;

namespace Glm.Kernel.CSharp;

/// <summary>
/// The packages a notebook asked for by <c>#r "nuget: Id, Version"</c>. The SDK resolves them: a project is written to a per-user cache
/// folder named by the package set, and <c>dotnet restore</c> says where the files are.
/// </summary>
internal sealed partial class NuGetPackages
{
    private const string Prefix = "nuget:";

    // The package that brings the commands to a notebook of .NET Interactive; here they are part of the program.
    private static readonly string[] Own = ["Glm", "Glm.Interactive"];

    private readonly SortedDictionary<string, string> _asked = new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, string> _loaded = new(StringComparer.OrdinalIgnoreCase);
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
    /// <exception cref="GlmException">The reference is malformed, a package cannot be found, or another version of it is
    /// loaded.</exception>
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
            else if (_loaded.TryGetValue(parts[0], out var loaded) && !Allows(version, loaded))
                throw new GlmException(
                    $"#r \"nuget: {parts[0]}, {LineText.Shown(version)}\": {parts[0]} {loaded} is loaded already and stays. "
                        + "Restart the kernel to use another version."
                );
            else if (!_asked.ContainsKey(parts[0]) || version != "*")
                wanted[parts[0]] = version;
        }
        if (wanted.Count == 0)
            return new NuGetAssets([], [], []);
        var assets = Restore(wanted, references.First().Trim(), token);
        RefuseReplacing(references, assets.Versions);
        TellWhatIsCarried(wanted);
        foreach (var (id, version) in assets.Versions)
            _loaded[id] = version;
        foreach (var (id, version) in wanted)
            _asked[id] = version;
        return assets;
    }

    // What a reference asks for, against what is there: a number, "1.2.*", "*", or a range, which is left to the restore.
    private static bool Allows(string asked, string loaded) =>
        asked.EndsWith('*')
            ? loaded.StartsWith(asked[..^1], StringComparison.OrdinalIgnoreCase)
            : asked[0] is '[' or '(' || Number(asked) == Number(loaded);

    private static string Number(string version)
    {
        var plain = version.Split('+')[0].ToLowerInvariant();
        while (plain.Split('.').Length > 2 && plain.EndsWith(".0", StringComparison.Ordinal))
            plain = plain[..^2];
        return plain;
    }

    /// <summary>What is loaded stays: a package that needs another version of it cannot be used.</summary>
    private void RefuseReplacing(IEnumerable<string> references, IReadOnlyDictionary<string, string> versions)
    {
        foreach (var (id, version) in versions)
            if (_loaded.TryGetValue(id, out var loaded) && Number(loaded) != Number(version))
                throw Conflict(references.First().Trim(), id, version, loaded);
    }

    private static GlmException Conflict(string reference, string id, string needed, string loaded) =>
        new(
            $"#r \"{LineText.Shown(reference)}\": it needs {id} {needed}, but {id} {loaded} is loaded already and stays. "
                + "Restart the kernel and ask for this package first."
        );

    // "Detected package downgrade: Some.Package from 2.0.0 to 1.0.0."
    [GeneratedRegex(@"downgrade: (?<id>\S+) from (?<needed>\S+) to (?<asked>\S+?)\.?\s", RegexOptions.CultureInvariant)]
    private static partial Regex Downgrade();

    /// <summary>Says where a library that comes with this program is used in place of the version that was asked for.</summary>
    private void TellWhatIsCarried(SortedDictionary<string, string> wanted)
    {
        foreach (var (id, version) in wanted)
            if (
                !_asked.ContainsKey(id)
                && CarriedPackages.VersionOf(id) is { } carried
                && !Allows(version, carried)
                && CellReferences.Names.Contains(id)
            )
                Console.Error.WriteLine(
                    $"{id} {carried}, which comes with this kernel, is used in place of {LineText.Shown(version)}; a kernel "
                        + $"holds one version."
                );
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

    private NuGetAssets Restore(SortedDictionary<string, string> packages, string newest, CancellationToken token)
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
            RunRestore(file, packages, newest, token);
        }
        return NuGetAssets.Read(assets, CellReferences.Names);
    }

    private static void RunRestore(string project, SortedDictionary<string, string> packages, string newest, CancellationToken token)
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
        var all = output.Result + errors.Result;
        if (Downgrade().Match(all) is { Success: true } conflict)
            throw Conflict(newest, conflict.Groups["id"].Value, conflict.Groups["needed"].Value, conflict.Groups["asked"].Value);
        var said = all.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim()
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
