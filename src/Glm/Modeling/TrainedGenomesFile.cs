using System.Text.Json;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Modeling;

/// <summary>
/// <c>genomes.json</c> of a model's folder: the ids of the genomes that the model was trained on, one JSON array in the order of letters.
/// An evaluation on one of them measures what the model remembers.
/// </summary>
internal static class TrainedGenomesFile
{
    /// <summary>Millions of genomes: what a text can hold.</summary>
    private const int LargestFile = 1 << 28;

    private static readonly JsonSerializerOptions Json = new() { RespectNullableAnnotations = true, WriteIndented = true };

    /// <summary>As it travels with a model.</summary>
    public static CheckpointPart<IReadOnlySet<string>> Part { get; } = new("genomes.json", Read, Write);

    private static void Write(string path, IReadOnlySet<string> genomes) =>
        TextFile.Replace(path, writer => writer.Write(JsonSerializer.Serialize(genomes.Order(StringComparer.Ordinal), Json)));

    /// <exception cref="GlmException">The file is damaged, or cannot be read.</exception>
    private static IReadOnlySet<string> Read(string path)
    {
        var text = TextFile.ReadAll(path, LargestFile, "the ids of genomes. Restore the file");
        try
        {
            var ids = JsonSerializer.Deserialize<string?[]>(text, Json) ?? throw new JsonException("it is null");
            return ids.Select(id => id ?? throw new JsonException("an id is null")).ToHashSet(StringComparer.Ordinal);
        }
        catch (JsonException exception)
        {
            throw new GlmException(
                $"{path}: these are not the ids of genomes, a JSON array of texts ({LineText.Shown(exception.Message, 160)}). Restore the "
                    + $"file, or save the model again.",
                exception
            );
        }
    }
}
