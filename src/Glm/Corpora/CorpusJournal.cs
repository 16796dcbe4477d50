using System.Text;
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
internal sealed record CorpusJournal(CorpusLimits Limits, List<CorpusStep> Steps, long Bytes)
{
    private const string Format = "glm-corpus";
    private const int Version = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
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
        using var stream = StoredFile.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite });
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        var whole = text.LastIndexOf('\n') + 1;
        var lines = text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0)
            throw new GlmException(
                $"{path}: the journal is empty: making this corpus was interrupted at the very start. Delete the folder and try again."
            );
        var line = 1;
        try
        {
            var head = JsonSerializer.Deserialize<Head>(lines[0], Json) ?? throw new JsonException("it is null");
            if (head.Format != Format || head.Version != Version)
                throw new GlmException(
                    $"{path}:1: this is {LineText.Quoted(head.Format)} of version {head.Version}; this program knows {Format} of "
                        + $"version {Version}. Update the program."
                );
            if (head.Limits?.IsPossible != true)
                throw new JsonException("it does not say how windows are cut");
            var check = new CorpusStepCheck(head.Limits);
            var steps = new List<CorpusStep>(lines.Length);
            for (line = 2; line <= lines.Length; line++)
            {
                var step = JsonSerializer.Deserialize<CorpusStep>(lines[line - 1], Json) ?? throw new JsonException("it is null");
                if (check.Fault(step) is { } fault)
                    throw new JsonException(fault);
                steps.Add(step);
            }
            return new CorpusJournal(head.Limits, steps, Encoding.UTF8.GetByteCount(text.AsSpan(0, whole)));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new GlmException(
                $"{path}:{line}: this line is damaged ({LineText.Shown(exception.Message, 160)}). {CorpusDamage.Remedy}",
                exception
            );
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
