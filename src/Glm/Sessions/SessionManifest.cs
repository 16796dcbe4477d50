using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Sessions;

/// <summary>The list of a session's variables and files, with a checksum of each file and of itself: <c>session.json</c>.</summary>
/// <param name="Program">Which version wrote it.</param>
/// <param name="Variables">In the order in which the session got them.</param>
/// <param name="Files">All files beside this one.</param>
/// <param name="LeftOut">What could not be saved.</param>
internal sealed partial record SessionManifest(
    string Program,
    IReadOnlyList<SessionManifest.Variable> Variables,
    IReadOnlyList<SessionManifest.StoredPart> Files,
    IReadOnlyList<LeftOutVariable> LeftOut
)
{
    /// <summary>The file in the session's folder.</summary>
    public const string FileName = "session.json";

    /// <summary>What this version writes, and the latest that it reads.</summary>
    public const int Version = 1;

    private const string Format = "glm-session";
    private const int LargestText = 1 << 26;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
    };

    /// <param name="Name">Of the variable.</param>
    /// <param name="Type">Of its value, for people.</param>
    /// <param name="Description">Of its value, for people.</param>
    /// <param name="File">The file of its objects.</param>
    /// <param name="Folders">Folders of objects that have a format of their own.</param>
    /// <param name="Needs">Variables before it, by their numbers from 0, whose objects it shares.</param>
    internal sealed record Variable(
        string Name,
        string Type,
        string Description,
        string File,
        IReadOnlyList<string> Folders,
        IReadOnlyList<int> Needs
    );

    /// <param name="Path">As seen from the session's folder, with slashes.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Sha256">Its checksum, hexadecimal.</param>
    internal sealed record StoredPart(string Path, long Bytes, string Sha256);

    /// <summary>The name of a file or folder that only a session has.</summary>
    /// <param name="number">Of the variable, from 0.</param>
    /// <param name="name">Of the variable, or what a folder holds.</param>
    public static string NameOf(int number, string name) =>
        string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{number + 1:000}-{string.Concat(name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? c : '_'))}"
        );

    /// <summary>Whether a file or folder is called as those of sessions are.</summary>
    public static bool IsName(string name) => Names().IsMatch(name);

    /// <summary>Whether a folder has such a file, by its format.</summary>
    public static bool IsIn(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return false;
        try
        {
            return (string?)Parse(path)["format"] == Format;
        }
        catch (Exception exception) when (exception is GlmException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Writes it into a folder.</summary>
    public void Write(string folder)
    {
        var body = new JsonObject { ["format"] = Format, ["version"] = Version };
        foreach (var (name, value) in JsonSerializer.SerializeToNode(this, Json)!.AsObject().ToList())
            body[name] = value!.DeepClone();
        body["sha256"] = ChecksumOf(body);
        TextFile.Replace(Path.Combine(folder, FileName), writer => writer.Write(body.ToJsonString(Json) + "\n"));
    }

    /// <summary>Reads that of a folder.</summary>
    /// <exception cref="GlmException">There is none, it is damaged, or a later version wrote it.</exception>
    public static SessionManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!Directory.Exists(folder))
            throw new GlmException($"{folder}: there is no such folder; name one that a session was saved to.");
        Arrays.Storage.StoredFolder.Recover(folder);
        if (!File.Exists(path))
            throw new GlmException($"{folder}: this folder holds no saved session (no {FileName}); name one that a session was saved to.");
        var body = Parse(path);
        try
        {
            if ((string?)body["format"] != Format)
                throw new JsonException($"its format is not {Format}");
            var version = body["version"]?.GetValue<int>() ?? throw new JsonException("it has no version");
            if (version is < 1 or > Version)
                throw new GlmException(
                    $"{path}: this session is of version {version} of its format ({LineText.Shown((string?)body["program"] ?? "", 60)}), "
                        + $"and this program ({OwnProgram}) reads up to {Version}. Restore it with the program that saved it, or a newer "
                        + $"one."
                );
            var checksum = (string?)body["sha256"];
            body.Remove("sha256");
            if (checksum != ChecksumOf(body))
                throw new JsonException("its checksum is another");
            body.Remove("format");
            body.Remove("version");
            var manifest = body.Deserialize<SessionManifest>(Json)!;
            manifest.Check();
            return manifest;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new GlmException(
                $"{path}: this is not the list of a saved session as it was written ({LineText.Shown(exception.Message, 160)}). Restore "
                    + $"the file from a copy, or save the session again.",
                exception
            );
        }
    }

    /// <summary>This program and its version.</summary>
    public static string OwnProgram { get; } = $"Glm.Interactive {typeof(SessionManifest).Assembly.GetName().Version?.ToString(3)}";

    /// <exception cref="JsonException">What it says makes no session.</exception>
    private void Check()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < Variables.Count; i++)
        {
            var variable = Variables[i];
            if (!names.Add(variable.Name))
                throw new JsonException("a variable is in it twice");
            if (variable.Folders.Append(variable.File).Any(name => !IsName(name) || !paths.Add(name)))
                throw new JsonException("a file in it has no name of a session's file");
            if (variable.Needs.Any(needed => needed < 0 || needed >= i))
                throw new JsonException("a variable in it needs one that does not stand before it");
        }
        foreach (var file in Files)
            if (file.Path.Split('/') is not ([_] or [_, { Length: > 0 } and not ("." or "..")]) || file.Path.AsSpan().ContainsAny("\\:\0"))
                throw new JsonException("a path in it leads elsewhere");
    }

    private static JsonObject Parse(string path)
    {
        var text = TextFile.ReadAll(path, LargestText, "the list of a saved session. Save it again");
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it is no object");
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new GlmException(
                $"{path}: this is not the list of a saved session ({LineText.Shown(exception.Message, 160)}). Restore the file from a "
                    + $"copy, or save the session again.",
                exception
            );
        }
    }

    /// <summary>The checksum that the list has of itself.</summary>
    internal static string ChecksumOf(JsonObject body) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.ToJsonString())));

    [GeneratedRegex(@"^\d{3,6}-[A-Za-z0-9_-]{1,64}(\.objects)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
