using System.Text.Json;

namespace Glm.Kernel.CSharp;

/// <summary>The packages that this program is made of, as its list of dependencies names them.</summary>
internal static class CarriedPackages
{
    private static readonly Lazy<Dictionary<string, string>> Versions = new(Read);

    /// <summary>The version of a package; null where this program does not carry it.</summary>
    public static string? VersionOf(string package) => Versions.Value.GetValueOrDefault(package);

    private static Dictionary<string, string> Read()
    {
        Dictionary<string, string> versions = new(StringComparer.OrdinalIgnoreCase);
        var lists = ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );
        foreach (var list in lists.Where(File.Exists))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(list));
            if (!document.RootElement.TryGetProperty("libraries", out var libraries))
                continue;
            foreach (var library in libraries.EnumerateObject())
                if (library.Name.Split('/') is [var id, var version])
                    versions[id] = version;
        }
        return versions;
    }
}
