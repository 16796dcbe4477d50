using Glm.Formats.Text;
using Glm.Kernel.Documents;
using Glm.Runtime;

namespace Glm.Kernel.Running;

/// <summary>Reads the files that <c>#!import</c> names.</summary>
internal static class ImportedFile
{
    private static readonly string[] Extensions = [".ipynb", ".dib", ".cs", ".csx"];

    /// <summary>Paths that continue what was typed: folders, and files that can be imported; quoted where they contain spaces.</summary>
    public static string[] Complete(string typed, string folder)
    {
        typed = typed.TrimStart('"');
        var inside = typed[..(typed.LastIndexOf('/') + 1)];
        try
        {
            return
            [
                .. new DirectoryInfo(Path.GetFullPath(inside.Length == 0 ? "." : inside, folder))
                    .EnumerateFileSystemInfos()
                    .Where(entry =>
                        !entry.Name.StartsWith('.') && (entry is DirectoryInfo || Extensions.Contains(entry.Extension.ToLowerInvariant()))
                    )
                    .Select(entry => inside + entry.Name + (entry is DirectoryInfo ? "/" : ""))
                    .Where(path => path.StartsWith(typed, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
                    .Take(200)
                    .Select(path => path.Contains(' ') ? $"\"{path}\"" : path),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    /// <summary>The cells of a notebook that run, each with the language that the notebook gives it; a C# file is one cell.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="shown">As the user wrote it, for messages.</param>
    /// <exception cref="GlmException">The file is missing, damaged, or of another kind.</exception>
    public static IReadOnlyList<(string Source, string? Language)> Read(string path, string shown)
    {
        if (!File.Exists(path))
            throw new GlmException($"#!import: there is no file {shown}. A relative path starts from the folder of the notebook.");
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".cs" or ".csx":
                using (var reader = new StreamReader(TextFile.Open(path)))
                    return [(reader.ReadToEnd(), "csharp")];
            case ".ipynb" or ".dib":
                var notebook = NotebookDocument.Read(path);
                return
                [
                    .. notebook
                        .Cells.Where(cell => cell.IsCode && !string.IsNullOrWhiteSpace(cell.Source))
                        .Select(cell => (cell.Source, cell.Language ?? notebook.DefaultLanguage)),
                ];
            default:
                throw new GlmException($"#!import: {shown} is neither a notebook nor a C# file; it reads .ipynb, .dib, .cs and .csx.");
        }
    }
}
