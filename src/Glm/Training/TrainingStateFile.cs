using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// <c>state.json</c> of a checkpoint, its last file: what the training was at, the checksums (SHA-256, hexadecimal) of all other files,
/// and one of its own text in front of it.
/// </summary>
internal static class TrainingStateFile
{
    public const string Name = "state.json";

    private const string Format = "glm-training";
    private const int Version = 1;

    /// <summary>A state has some thousand characters.</summary>
    private const int LargestFile = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
    };

    private static readonly string SumBegins = ",\"sha256\":\"";
    private static readonly int SumLength = SumBegins.Length + (2 * SHA256.HashSizeInBytes) + "\"}".Length;

    private sealed record Content(string Format, int Version, TrainingState State, IReadOnlyDictionary<string, string> Files);

    private sealed record Head(string? Format, int Version);

    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string path, TrainingState state, IReadOnlyDictionary<string, string> files)
    {
        var text = JsonSerializer.Serialize(new Content(Format, Version, state, files), Json);
        TextFile.Replace(path, writer => writer.Write(text[..^1] + SumBegins + SumOf(text) + "\"}"));
    }

    /// <exception cref="GlmException">The file is missing or damaged, or not of this version.</exception>
    public static (TrainingState State, IReadOnlyDictionary<string, string> Files) Read(string path)
    {
        var written = Text(path);
        try
        {
            var text = written.Length > SumLength ? written[..^SumLength] + "}" : "";
            if (written != text[..^1] + SumBegins + SumOf(text) + "\"}")
                throw new GlmException($"{path}: its checksum is not that of its text; the file is damaged.");
            var content = JsonSerializer.Deserialize<Content>(text, Json);
            if (content is not { Format: Format, State: { } state, Files: { } files })
                throw new GlmException($"{path}: this is not the state of a training.");
            state.Options.Validate();
            return (state, files);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            throw new GlmException($"{path}: this is not the state of a training ({LineText.Shown(exception.Message, 160)}).", exception);
        }
    }

    /// <summary>Refuses what a later version of this program wrote, which is not damaged.</summary>
    /// <exception cref="GlmException">It is of a later version.</exception>
    public static void RequireKnownVersion(string path)
    {
        if (!File.Exists(path))
            return;
        Head? head;
        try
        {
            head = JsonSerializer.Deserialize<Head>(Text(path), Json);
        }
        catch (Exception exception) when (exception is JsonException or GlmException)
        {
            return; // damaged
        }
        if (head is { Format: Format, Version: > Version })
            throw new GlmException(
                $"{path}: this training was saved by a later version of this program (format {head.Version}; this one knows "
                    + $"{Version}). Update the program."
            );
    }

    private static string Text(string path) => TextFile.ReadAll(path, LargestFile, "the state of a training");

    private static string SumOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
