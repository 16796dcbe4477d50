using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Glm.Kernel.CSharp;

/// <summary>Answers <c>#r</c>: packages from what was restored before compiling, libraries by path relative to the notebook's folder or the loaded file's.</summary>
internal sealed class CellReferenceResolver(string baseFolder, IReadOnlyDictionary<string, ImmutableArray<PortableExecutableReference>> packages) : MetadataReferenceResolver
{
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (packages.TryGetValue(reference, out var files))
            return files;
        var folder = Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : baseFolder;
        var path = Path.GetFullPath(Path.Combine(folder, reference));
        return File.Exists(path) ? [MetadataReference.CreateFromFile(path, properties)] : [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => baseFolder.GetHashCode(StringComparison.Ordinal);
}
