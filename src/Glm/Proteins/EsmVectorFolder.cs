using System.Globalization;
using Glm.Arrays;
using Glm.Arrays.Pickle;
using Glm.Arrays.TorchArchive;
using Glm.Runtime;

namespace Glm.Proteins;

/// <summary>The folder that fair-esm's <c>esm-extract</c> writes: a file per protein with its vectors.</summary>
internal static class EsmVectorFolder
{
    private const string Means = "mean_representations.";
    private const string Extension = ".pt";

    /// <summary>The files of a folder, in the order of their names.</summary>
    /// <exception cref="GlmException">There is none.</exception>
    public static string[] FilesOf(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? files
            : throw new GlmException(
                $"{folder}: the folder holds no vectors: fair-esm writes one {Extension} file per protein. Name such a folder, or a "
                    + $"file of vectors."
            );
    }

    /// <summary>The mean over residues of the last layer in a file; the header is the label in it.</summary>
    /// <exception cref="GlmException">The file is damaged, or lacks that mean.</exception>
    public static (string Header, NdArray Vector) Read(string path)
    {
        using var file = TorchArchiveFile.Open(path);
        var last = file
            .Tensors.Where(tensor => tensor.Name.StartsWith(Means, StringComparison.Ordinal))
            .MaxBy(tensor =>
                int.TryParse(tensor.Name.AsSpan(Means.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? layer : -1
            );
        if (last is null)
            throw new GlmException(
                $"{path}: it has no mean_representations. Write the vectors again with the mean included, or leave the file out."
            );
        var label = (file.Root as PickleDict)?.TryGetValue("label", out var value) == true ? value as string : null;
        return (label ?? Path.GetFileNameWithoutExtension(path), file.Read(last.Name));
    }
}
