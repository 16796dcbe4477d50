using System.Text.Json;

namespace Glm.Kernel.CSharp;

/// <summary>
/// The files of restored packages: what to compile against, what to load, and native libraries. Full paths. And the version of every
/// package, those included that others need.
/// </summary>
internal sealed record NuGetAssets(IReadOnlyList<string> Compile, IReadOnlyList<string> Managed, IReadOnlyList<string> Native)
{
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a <c>project.assets.json</c>; files that the process already has are omitted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="present">Simple names of assemblies that need no loading.</param>
    public static NuGetAssets Read(string path, IReadOnlySet<string> present)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var libraries = root.GetProperty("libraries");
        // "net10.0/linux-x64" holds what runs here; "net10.0" alone would lack the natives.
        var target = root.GetProperty("targets").EnumerateObject().First(candidate => candidate.Name.Contains('/')).Value;
        List<string> compile = [],
            managed = [],
            native = [];
        Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);
        foreach (var package in target.EnumerateObject())
        {
            var library = libraries.GetProperty(package.Name);
            if (library.GetProperty("type").GetString() != "package")
                continue;
            var folder = library.GetProperty("path").GetString()!;
            if (package.Name.Split('/') is [var id, var version])
                versions[id] = version;
            compile.AddRange(Files("compile").Where(IsNew));
            managed.AddRange(Files("runtime").Where(IsNew));
            native.AddRange(Files("native"));

            IEnumerable<string> Files(string kind) =>
                !package.Value.TryGetProperty(kind, out var files)
                    ? []
                    : files
                        .EnumerateObject()
                        .Select(file => file.Name)
                        .Where(name => !name.EndsWith("_._", StringComparison.Ordinal))
                        .Select(name => folders.Select(root => Path.Combine(root, folder, name)).FirstOrDefault(File.Exists))
                        .OfType<string>();
        }
        return new NuGetAssets(compile, managed, native) { Versions = versions };

        bool IsNew(string file) => !present.Contains(Path.GetFileNameWithoutExtension(file));
    }
}
