using System.Buffers.Binary;
using System.Text.Json;
using Glm.Features;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Modeling;

/// <summary>
/// <c>genomes.json</c> of a model's folder: the genomes that the model was trained on, an object with <c>sketch_size</c>,
/// <see cref="GenomeSketch.Size"/>, and <c>genomes</c>, of which each has an <c>id</c> and a <c>sketch</c>: its hashes, ascending, as 16
/// hexadecimal digits each, one after the other; null where it is not known. Earlier versions wrote a JSON array of ids, which is read. An
/// evaluation on one of them measures what the model remembers.
/// </summary>
internal static class TrainedGenomesFile
{
    /// <summary>Half a million genomes: what a text can hold.</summary>
    private const int LargestFile = 1 << 29;

    private const int Digits = 16;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <summary>As it travels with a model.</summary>
    public static CheckpointPart<TrainedGenomes> Part { get; } = new("genomes.json", Read, Write);

    private static void Write(string path, TrainedGenomes genomes)
    {
        var stored = new Stored(
            GenomeSketch.Size,
            [.. genomes.Select(genome => new StoredGenome(genome.Id, genome.Sketch is null ? null : Text(genome.Sketch)))]
        );
        TextFile.Replace(path, writer => writer.Write(JsonSerializer.Serialize(stored, Json)));
    }

    /// <exception cref="GlmException">The file is damaged, or cannot be read.</exception>
    private static TrainedGenomes Read(string path)
    {
        var text = TextFile.ReadAll(path, LargestFile, "the genomes of a model. Restore the file");
        try
        {
            return new TrainedGenomes(text.AsSpan().TrimStart().StartsWith("[") ? OfIds(text) : OfGenomes(text));
        }
        catch (JsonException exception)
        {
            throw new GlmException(
                $"{path}: these are not the genomes that a model was trained on, an object of sketch_size and genomes with id and "
                    + $"sketch, or an array of ids ({LineText.Shown(exception.Message, 160)}). Restore the file, or save the model again.",
                exception
            );
        }
    }

    private static IEnumerable<TrainedGenome> OfIds(string text)
    {
        var ids = JsonSerializer.Deserialize<string?[]>(text, Json)!;
        return ids.Select(id => new TrainedGenome(id ?? throw new JsonException("an id is null"), Sketch: null));
    }

    private static IEnumerable<TrainedGenome> OfGenomes(string text)
    {
        var stored = JsonSerializer.Deserialize<Stored>(text, Json) ?? throw new JsonException("it is null");
        if (stored.SketchSize != GenomeSketch.Size)
            throw new JsonException($"its sketch_size is {stored.SketchSize}, and this program compares {GenomeSketch.Size} hashes");
        return stored.Genomes.Select(
            (genome, i) =>
                genome is null ? throw new JsonException($"genome {i + 1} is null")
                : genome.Sketch is null ? new TrainedGenome(genome.Id, Sketch: null)
                : new TrainedGenome(
                    genome.Id,
                    Sketch(genome.Sketch)
                        ?? throw new JsonException(
                            $"the sketch of genome {i + 1} is not 1 to {GenomeSketch.Size} ascending numbers of {Digits} digits"
                        )
                )
        );
    }

    private static string Text(GenomeSketch sketch)
    {
        var bytes = new byte[sketch.Hashes.Count * sizeof(ulong)];
        for (var i = 0; i < sketch.Hashes.Count; i++)
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * sizeof(ulong)), sketch.Hashes[i]);
        return Convert.ToHexStringLower(bytes);
    }

    private static GenomeSketch? Sketch(string text)
    {
        var bytes = new byte[GenomeSketch.Size * sizeof(ulong)];
        if (text.Length % Digits != 0 || text.Length > 2 * bytes.Length)
            return null;
        if (Convert.FromHexString(text, bytes, out _, out var count) != System.Buffers.OperationStatus.Done)
            return null;
        var hashes = new ulong[count / sizeof(ulong)];
        for (var i = 0; i < hashes.Length; i++)
            hashes[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(i * sizeof(ulong)));
        return GenomeSketch.OfHashes(hashes);
    }

    /// <param name="SketchSize">The most hashes of a sketch.</param>
    /// <param name="Genomes">In the order of letters.</param>
    private sealed record Stored(int SketchSize, IReadOnlyList<StoredGenome?> Genomes);

    /// <param name="Id">Untrusted text.</param>
    /// <param name="Sketch">Hexadecimal digits; null where it is not known.</param>
    private sealed record StoredGenome(string Id, string? Sketch);
}
