using System.Text.Json;
using System.Text.Json.Serialization;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// <c>baselines.json</c> of a run's folder: what baselines made of its held-out windows. The windows and their masks belong to the run, so
/// the file names it, and figures of another run are not taken for those of this one.
/// </summary>
internal static class BaselineFile
{
    public const string Name = "baselines.json";

    /// <summary>A figure has some hundred characters.</summary>
    private const int LargestFile = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    private sealed record Content(string Run, IReadOnlyList<BaselineScore> Baselines);

    /// <exception cref="GlmException">The file cannot be written.</exception>
    public static void Write(string folder, string run, IReadOnlyList<BaselineScore> baselines) =>
        TextFile.Replace(Path.Combine(folder, Name), writer => writer.Write(JsonSerializer.Serialize(new Content(run, baselines), Json)));

    /// <summary>The figures of a run; null where there are none of it.</summary>
    /// <exception cref="GlmException">The file is damaged, or cannot be read.</exception>
    public static IReadOnlyList<BaselineScore>? Find(string folder, string run)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return null;
        var text = TextFile.ReadAll(path, LargestFile, "the figures of baselines. Delete the file");
        try
        {
            return JsonSerializer.Deserialize<Content>(text, Json) is { } content && content.Run == run ? content.Baselines : null;
        }
        catch (JsonException exception)
        {
            throw new GlmException(
                $"{path}: these are not the figures of baselines ({LineText.Shown(exception.Message, 160)}). Delete the file; they are "
                    + $"computed anew where they are asked for.",
                exception
            );
        }
    }
}
