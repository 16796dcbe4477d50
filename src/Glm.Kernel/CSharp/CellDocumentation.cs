using Microsoft.CodeAnalysis;

namespace Glm.Kernel.CSharp;

/// <summary>Finds the documentation of libraries: beside them, and for the platform's in the SDK's reference packs.</summary>
internal static class CellDocumentation
{
    private static readonly Lazy<string?> PlatformFolder = new(FindPlatformFolder);

    /// <summary>The documentation of a library; null where there is none. It is read when it is first asked for.</summary>
    public static DocumentationProvider? Of(string library)
    {
        var beside = Path.ChangeExtension(library, ".xml");
        if (File.Exists(beside))
            return XmlDocumentationProvider.CreateFromFile(beside);
        var inPack = PlatformFolder.Value is { } folder ? Path.Combine(folder, Path.GetFileName(beside)) : null;
        return File.Exists(inPack) ? XmlDocumentationProvider.CreateFromFile(inPack) : null;
    }

    // dotnet/shared/Microsoft.NETCore.App/10.0.1 -> dotnet/packs/Microsoft.NETCore.App.Ref/10.0.1/ref/net10.0
    private static string? FindPlatformFolder()
    {
        var shared = Path.GetDirectoryName(typeof(object).Assembly.Location);
        if (string.IsNullOrEmpty(shared))
            return null;
        var packs = Path.GetFullPath(Path.Combine(shared, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var major = $"{Environment.Version.Major}.";
        return !Directory.Exists(packs)
            ? null
            : Directory
                .EnumerateDirectories(packs, major + "*")
                .Order(StringComparer.Ordinal)
                .Select(pack => Path.Combine(pack, "ref", $"net{Environment.Version.Major}.0"))
                .LastOrDefault(Directory.Exists);
    }
}
