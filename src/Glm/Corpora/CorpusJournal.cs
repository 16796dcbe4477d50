using System.Text.Json;
using System.Text.Json.Serialization;
using Glm.Arrays.Storage;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>
/// <c>journal.jsonl</c>: what a corpus is and which steps are complete, a line of JSON each. A step counts from the moment its line is
/// whole; a line that a kill cut short does not count.
/// </summary>
/// <param name="Limits">How windows are cut.</param>
/// <param name="Steps">In the order in which they were completed.</param>
/// <param name="Bytes">Length of the whole lines.</param>
/// <param name="KeepsGenes">Whether places and names of genes are kept: since version 2 of the format.</param>
internal sealed record CorpusJournal(CorpusLimits Limits, List<CorpusStep> Steps, long Bytes, bool KeepsGenes)
{
    private const string Format = "glm-corpus";
    private const int Version = 2;
    private const int VersionWithoutGenes = 1;

    /// <summary>A step has some hundred bytes, and more where it names many reasons.</summary>
    private const int LongestLine = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    private sealed record Head(string? Format, int Version, CorpusLimits? Limits);

    /// <summary>Whether a folder holds a corpus.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, CorpusArray.Journal));

    /// <summary>Reads the journal of a folder, every line of which must continue the one before.</summary>
    /// <exception cref="GlmException">There is no journal, or it is damaged.</exception>
    public static CorpusJournal Read(string folder)
    {
        var path = Path.Combine(folder, CorpusArray.Journal);
        if (!Exists(folder))
            throw new GlmException(
                $"{folder}: this is not a corpus (it holds no {CorpusArray.Journal}). Add genome files to it first, which makes one."
            );
        var (line, end) = (0, 0L);
        CorpusLimits? limits = null;
        var keepsGenes = false;
        CorpusStepCheck? check = null;
        var steps = new List<CorpusStep>();
        try
        {
            using var stream = StoredFile.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite, BufferSize = 0 });
            foreach (var text in Lines(stream))
            {
                line++;
                end += text.Length;
                if (check is null)
                {
                    (limits, keepsGenes) = ReadHead(path, text.Span);
                    check = new CorpusStepCheck(limits, keepsGenes);
                    continue;
                }
                var step = JsonSerializer.Deserialize<CorpusStep>(text.Span, Json) ?? throw new JsonException("it is null");
                if (check.Fault(step) is { } fault)
                    throw new JsonException(fault);
                steps.Add(step);
            }
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidDataException)
        {
            var damaged = exception is InvalidDataException ? line + 1 : line; // that one did not come
            throw new GlmException(
                $"{path}:{damaged}: this line is damaged ({LineText.Shown(exception.Message, 160)}). {CorpusDamage.Remedy}",
                exception
            );
        }
        catch (Exception exception) when (StoredFile.Explain(path, "read", exception) is { } explained)
        {
            throw explained;
        }
        return limits is null
            ? throw new GlmException(
                $"{path}: the journal is empty: making this corpus was interrupted at the very start. Delete the folder and try again."
            )
            : new CorpusJournal(limits, steps, end, keepsGenes);
    }

    private static (CorpusLimits Limits, bool KeepsGenes) ReadHead(string path, ReadOnlySpan<byte> line)
    {
        var head = JsonSerializer.Deserialize<Head>(line, Json) ?? throw new JsonException("it is null");
        if (head.Format != Format || head.Version is < VersionWithoutGenes or > Version)
            throw new GlmException(
                $"{path}:1: this is {LineText.Quoted(head.Format)} of version {head.Version}; this program knows {Format} of "
                    + $"version {VersionWithoutGenes} and {Version}. Update the program."
            );
        return head.Limits is { IsPossible: true } limits
            ? (limits, head.Version > VersionWithoutGenes)
            : throw new JsonException("it does not say how windows are cut");
    }

    /// <summary>The whole lines with their ends, each valid until the next is asked for. What a file holds may be endless.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(Stream stream)
    {
        var buffer = new byte[1 << 16];
        for (var (start, filled) = (0, 0); ; )
        {
            if (buffer.AsSpan(start, filled - start).IndexOf((byte)'\n') is var length and >= 0)
            {
                yield return buffer.AsMemory(start, length + 1);
                start += length + 1;
                continue;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            (start, filled) = (0, filled - start);
            if (filled == buffer.Length)
                Array.Resize(
                    ref buffer,
                    filled < LongestLine ? filled * 2 : throw new InvalidDataException($"it has more than {LongestLine} bytes")
                );
            var read = stream.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
                yield break; // what a kill cut short does not count
            filled += read;
        }
    }

    /// <summary>The first line of a new journal.</summary>
    public static byte[] FirstLine(CorpusLimits limits) => Line(new Head(Format, Version, limits));

    /// <summary>A step's line.</summary>
    public static byte[] Line(CorpusStep step) => Line<CorpusStep>(step);

    /// <summary>Bytes of data in a file after all steps.</summary>
    public long BytesOf(string file)
    {
        for (var i = Steps.Count - 1; i >= 0; i--)
            if (Steps[i].Files.TryGetValue(file, out var segment))
                return segment.End;
        return 0;
    }

    private static byte[] Line<T>(T value) => [.. JsonSerializer.SerializeToUtf8Bytes(value, Json), (byte)'\n'];
}
