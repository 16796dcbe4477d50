using Glm.Formats.Detection;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Sources;

/// <summary>A file whose format is known. Immutable.</summary>
/// <param name="Path">As it was given, or as its folder was.</param>
/// <param name="Format">Told by its first lines.</param>
internal readonly record struct SourceFile(string Path, FileFormat Format)
{
    private static readonly string[] Tables = [".tsv", ".txt", ".tab", ".map"];

    /// <summary>Why not even the format can be told; null if the file could be looked at.</summary>
    public GlmException? Fault { get; private init; }

    /// <summary>Whether it came through a pipe, so that no other files lie beside it.</summary>
    public bool IsPiped { get; private init; }

    public string Name => System.IO.Path.GetFileName(Path);

    public FileRole Role => Format.Role;

    public bool HasProteins => Role is FileRole.Proteins or FileRole.CalledGenes;

    /// <summary>Whether it holds the bases of contigs, not of genes.</summary>
    public bool IsContigs => Role == FileRole.Contigs && !GenomeFileName.IsOfGenes(Path);

    /// <summary>Whether it is called like a table.</summary>
    public bool HasTableName => Tables.Contains(System.IO.Path.GetExtension(Path), StringComparer.OrdinalIgnoreCase);

    /// <summary>What the names of all files of its genome have in common.</summary>
    public string Stem => GenomeFileName.StemOf(Path);

    /// <summary>Looks at the first lines of a file.</summary>
    public static SourceFile Look(string path)
    {
        try
        {
            using var unnoted = FileTrace.Pause();
            using var stream = Open(path, out var isPiped);
            return new SourceFile(path, FormatDetector.Detect(stream, path)) { IsPiped = isPiped };
        }
        catch (GlmException fault)
        {
            return new SourceFile(path, UnknownFormat.Instance) { Fault = fault };
        }
    }

    private static Stream Open(string path, out bool isPiped)
    {
        isPiped = path == PipedInput.Standard;
        if (isPiped)
            return OpenInput();
        PipedInput.Forget(path);
        var stream = TextFile.Open(path);
        isPiped = stream is FileStream { CanSeek: false };
        if (!isPiped)
            return stream;
        using (stream)
            PipedInput.Keep(path, stream);
        return TextFile.Open(path);
    }

    private static Stream OpenInput()
    {
        // Once: at its end, standard input has nothing more to give.
        if (PipedInput.Open(PipedInput.Standard) is { } kept)
            return kept;
        using (var input = Console.OpenStandardInput())
            PipedInput.Keep(PipedInput.Standard, input);
        return TextFile.Open(PipedInput.Standard);
    }
}
