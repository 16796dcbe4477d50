using System.IO.MemoryMappedFiles;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Glm.Interactive.Hosting;
using Microsoft.CodeAnalysis;

namespace Glm.Kernel.CSharp;

/// <summary>
/// What the first cell may refer to: the platform, everything that came with this program, and the namespaces open by default.
/// </summary>
internal static class CellReferences
{
    // Libraries that this program is made of and notebooks do not need. Each library costs every cell some 20 microseconds, and offers its
    // names to completion.
    private static readonly string[] Machinery =
    [
        "AsyncIO",
        "Humanizer",
        "Markdig",
        "Microsoft.Bcl.AsyncInterfaces",
        "Microsoft.CodeAnalysis",
        "Microsoft.DiaSymReader",
        "Microsoft.Extensions.ObjectPool",
        "Microsoft.VisualBasic",
        "Microsoft.Win32.Registry",
        "NaCl",
        "NetMQ",
        "System.CommandLine",
        "System.Composition",
        "System.Configuration.ConfigurationManager",
        "System.Diagnostics.EventLog",
        "System.Private.ServiceModel",
        "System.Security.Cryptography.Pkcs",
        "System.Security.Cryptography.ProtectedData",
        "System.Security.Cryptography.Xml",
        "System.ServiceModel",
        "System.ServiceProcess",
        "System.Windows",
        "WindowsBase",
    ];

    // The files stay mapped as long as the process lives: metadata are read where they lie.
    private static readonly List<MemoryMappedViewAccessor> Mapped = [];

    /// <summary>The namespaces open in every cell. Those of this project that do not exist are omitted.</summary>
    public static readonly string[] DefaultImports =
    [
        "System",
        "System.IO",
        "System.Linq",
        "System.Collections.Generic",
        "System.Text",
        "System.Threading",
        "System.Threading.Tasks",
        .. NotebookNamespaces.All,
        "Microsoft.DotNet.Interactive.Formatting",
        "Glm.Kernel.CSharp.CellApi",
    ];

    private static readonly Lazy<(MetadataReference[] References, MetadataReference[] Forwarders, string[] Imports)> Loaded = new(Load);

    public static IReadOnlyList<MetadataReference> References => Loaded.Value.References;

    /// <summary>
    /// Libraries that hold no types and only say where the types of older libraries are now. No cell needs them before its first
    /// <c>#r</c>, and each costs every cell memory.
    /// </summary>
    public static IReadOnlyList<MetadataReference> Forwarders => Loaded.Value.Forwarders;

    public static IReadOnlyList<string> Imports => Loaded.Value.Imports;

    /// <summary>Simple names of the assemblies that the process itself resolves.</summary>
    public static IReadOnlySet<string> PlatformNames { get; } =
        PlatformPaths().Select(Path.GetFileNameWithoutExtension).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Simple names of the assemblies that cells refer to without asking.</summary>
    public static IReadOnlySet<string> Names { get; } =
        PlatformNames.Where(name => !IsMachinery(name)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static (MetadataReference[], MetadataReference[], string[]) Load()
    {
        var paths = PlatformPaths().Where(path => !IsMachinery(Path.GetFileNameWithoutExtension(path))).ToArray();
        var own = paths
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("Glm.", StringComparison.Ordinal)))
            .SelectMany(PublicNames)
            .ToHashSet(StringComparer.Ordinal);
        var imports = DefaultImports
            .Where(name => own.Contains(name) || !(name == "Glm" || name.StartsWith("Glm.", StringComparison.Ordinal)))
            .ToArray();
        HashSet<string> needed = new(StringComparer.OrdinalIgnoreCase);
        var forwarding = new bool[paths.Length];
        var references = new MetadataReference[paths.Length];
        for (var i = 0; i < paths.Length; i++)
            references[i] = Map(paths[i], needed, out forwarding[i]);
        var spare = paths.Select((path, i) => forwarding[i] && !needed.Contains(Path.GetFileNameWithoutExtension(path))).ToArray();
        return ([.. references.Where((_, i) => !spare[i])], [.. references.Where((_, i) => spare[i])], imports);
    }

    /// <summary>A library whose metadata are read in place: the compiler would copy whole files, a hundred megabytes for all.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="needed">Receives the names of the libraries it refers to, unless it only forwards.</param>
    /// <param name="forwards">Whether it holds no types of its own.</param>
    private static unsafe MetadataReference Map(string path, HashSet<string> needed, out bool forwards)
    {
        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        var view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        Mapped.Add(view);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        var library = new PEReader(start, checked((int)new FileInfo(path).Length));
        var reader = library.GetMetadataReader();
        forwards = reader.TypeDefinitions.Count <= 1 && reader.ExportedTypes.Count > 0;
        if (!forwards)
            needed.UnionWith(reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)));
        var metadata = library.GetMetadata();
        return AssemblyMetadata
            .Create(ModuleMetadata.CreateFromMetadata((nint)metadata.Pointer, metadata.Length))
            .GetReference(CellDocumentation.Of(path), filePath: path);
    }

    private static bool IsMachinery(string name) =>
        Array.Exists(Machinery, part =>
            name.StartsWith(part, StringComparison.Ordinal) && (name.Length == part.Length || name[part.Length] == '.')
        );

    private static IEnumerable<string> PlatformPaths() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(
            Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );

    // The namespaces that hold a public type, and the public static classes themselves (an import may be either).
    private static IEnumerable<string> PublicNames(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        foreach (var type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            if ((type.Attributes & System.Reflection.TypeAttributes.VisibilityMask) != System.Reflection.TypeAttributes.Public)
                continue;
            var space = metadata.GetString(type.Namespace);
            yield return space;
            yield return space + "." + metadata.GetString(type.Name);
        }
    }
}
