using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Glm.Kernel.CSharp;

/// <summary>Answers <c>#r</c> with a library by path, relative to the notebook's folder or the loaded file's.</summary>
internal sealed class CellReferenceResolver(string baseFolder) : MetadataReferenceResolver
{
    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference,
        string? baseFilePath,
        MetadataReferenceProperties properties
    )
    {
        // The compiler takes one file for a directive. A package has any number, which are references of the compilation already.
        if (NuGetPackages.IsPackage(reference))
            return [(PortableExecutableReference)CellReferences.References[0]];
        var folder = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : baseFolder;
        var path = Path.GetFullPath(Path.Combine(folder, reference));
        return File.Exists(path) ? [MetadataReference.CreateFromFile(path, properties)] : [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => baseFolder.GetHashCode(StringComparison.Ordinal);
}
