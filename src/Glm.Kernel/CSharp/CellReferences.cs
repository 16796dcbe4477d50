using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace Glm.Kernel.CSharp;

/// <summary>What the first cell may refer to: the platform, everything that came with this program, and the namespaces open by default.</summary>
internal static class CellReferences
{
    /// <summary>Open in every cell. Those of this project that do not exist are left out.</summary>
    public static readonly string[] DefaultImports =
    [
        "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Text", "System.Threading", "System.Threading.Tasks",
        "Glm", "Glm.Genomes", "Glm.Genomes.Simulation", "Glm.Formats", "Glm.Formats.Embeddings", "Glm.Proteins", "Glm.Proteins.Composition", "Glm.Features", "Glm.Modeling", "Glm.Training", "Glm.Runtime",
        "Glm.Analysis", "Glm.Analysis.Attention", "Glm.Analysis.Operons", "Glm.Analysis.Embeddings", "Glm.Analysis.Synteny", "Glm.Analysis.Taxonomy",
        "Glm.Analysis.Probes", "Glm.Analysis.Prediction", "Glm.Analysis.Influence",
        "Glm.Interactive", "Glm.Interactive.Display", "Glm.Interactive.Hosting",
        "Microsoft.DotNet.Interactive.Formatting", "Glm.Kernel.CSharp.CellApi",
    ];

    private static readonly Lazy<(MetadataReference[] References, string[] Imports)> Loaded = new(Load);

    public static IReadOnlyList<MetadataReference> References => Loaded.Value.References;

    public static IReadOnlyList<string> Imports => Loaded.Value.Imports;

    /// <summary>Simple names of the assemblies that the process itself resolves.</summary>
    public static IReadOnlySet<string> PlatformNames { get; } =
        PlatformPaths().Select(Path.GetFileNameWithoutExtension).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static (MetadataReference[], string[]) Load()
    {
        var paths = PlatformPaths().Where(path => !Path.GetFileName(path).StartsWith("Microsoft.VisualBasic", StringComparison.Ordinal)).ToArray();
        var own = paths.Where(path => Path.GetFileName(path) is var name && (name.StartsWith("Glm.", StringComparison.Ordinal)))
            .SelectMany(PublicNames).ToHashSet(StringComparer.Ordinal);
        var imports = DefaultImports.Where(name => own.Contains(name) || !(name == "Glm" || name.StartsWith("Glm.", StringComparison.Ordinal))).ToArray();
        return ([.. paths.Select(path => MetadataReference.CreateFromFile(path, documentation: CellDocumentation.Of(path)))], imports);
    }

    private static IEnumerable<string> PlatformPaths() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

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
