namespace Glm.Formats.Sources;

/// <summary>A file whose format is known. Immutable.</summary>
/// <param name="Path">As it was given, or as its folder was.</param>
/// <param name="Format">Told by its first lines.</param>
internal readonly record struct SourceFile(string Path, FileFormat Format)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public FileRole Role => Format.Role;

    public bool HasProteins => Role is FileRole.Proteins or FileRole.CalledGenes;

    /// <summary>What the names of all files of its genome have in common.</summary>
    public string Stem => GenomeFileName.StemOf(Path);
}
