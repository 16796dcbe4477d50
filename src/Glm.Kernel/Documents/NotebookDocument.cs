using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Arrays.Storage;
using Glm.Formats.Text;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Kernel.Documents;

/// <summary>
/// A notebook: its JSON, of which only what must change is changed. Reads .ipynb (nbformat 4) and .dib; writes .ipynb (nbformat 4.5).
/// </summary>
/// <remarks>
/// A notebook in Jupyter's own layout that is not changed is written to the byte as it was read.
/// <c>Microsoft.DotNet.Interactive.Documents</c> 1.0.0-beta.26120.1 was tried in its place. It keeps cell ids and unknown metadata, and a
/// .dib comes back unchanged, but an .ipynb does not: attachments are lost, a raw cell becomes a code cell, every code cell gets the two
/// metadata of a polyglot notebook (naming the kernel "C#" where the kernelspec says so), numbers are respelled (1.50 as 1.5, 1e-7 as
/// 1E-07), strings become lists of lines, also images in base64, cells without an id stay without one under version 4.5, and an output of
/// a JSON type, such as a chart, cannot be read at all.
/// </remarks>
public sealed class NotebookDocument
{
    private const int MaxDepth = 256;
    private const long MaxBytes = 1L << 30;
    private const string FolderKey = "folder";

    private readonly JsonObject _root;
    private readonly List<NotebookCell> _cells;

    private NotebookDocument(string path, JsonObject root, string hash)
    {
        Path = path;
        Sha256 = hash;
        _root = root;
        _cells = [.. root["cells"]!.AsArray().Select(cell => new NotebookCell(cell!.AsObject()))];
    }

    /// <summary>Full path of the file it was read from.</summary>
    public string Path { get; }

    /// <summary>Of the file as it was read; lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>From top to bottom.</summary>
    public IReadOnlyList<NotebookCell> Cells => _cells;

    /// <summary>
    /// The language of cells that name none, where the notebook's metadata say another than C#: F# and PowerShell notebooks do; else null.
    /// </summary>
    public string? DefaultLanguage
    {
        get
        {
            var metadata = _root["metadata"] as JsonObject;
            if (
                (metadata?["polyglot_notebook"] as JsonObject)?["kernelInfo"] is JsonObject info
                && info["defaultKernelName"] is JsonValue named
                && named.TryGetValue<string>(out var language)
            )
                return language is "csharp" ? null : language;
            return (metadata?["kernelspec"] as JsonObject)?["name"] is JsonValue value && value.TryGetValue<string>(out var kernel)
                ? kernel switch
                {
                    ".net-fsharp" => "fsharp",
                    ".net-powershell" => "pwsh",
                    _ => null,
                }
                : null;
        }
    }

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="GlmException">The file is missing, damaged, or not a notebook that this program knows.</exception>
    public static NotebookDocument Read(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new GlmException($"There is no notebook {path}.");
        StoredFile.RequireRegular(full);
        if (new FileInfo(full).Length > MaxBytes)
            throw new GlmException($"{path} is larger than 1 GB: clear its outputs first.");
        var bytes = File.ReadAllBytes(full);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes);
        }
        catch (DecoderFallbackException exception)
        {
            throw new GlmException($"{path} is not UTF-8 text: see byte {exception.Index}.", exception);
        }
        var root = System.IO.Path.GetExtension(full).Equals(".dib", StringComparison.OrdinalIgnoreCase)
            ? DibFormat.Read(text)
            : ReadJson(path, text);
        return new NotebookDocument(full, root, hash);
    }

    /// <summary>
    /// The folder in which the notebook was run, as its metadata name it: full path. Null where it was run in its own, or nothing tells.
    /// </summary>
    internal string? RanIn =>
        (_root["metadata"] as JsonObject)?[RecordJson.MetadataKey] is JsonObject about
        && about[FolderKey] is JsonValue value
        && value.TryGetValue<string>(out var folder)
        && folder.Length > 0
        && !System.IO.Path.IsPathRooted(folder)
            ? System.IO.Path.GetFullPath(folder, System.IO.Path.GetDirectoryName(Path)!)
            : null;

    /// <summary>Writes .ipynb, to a temporary file first.</summary>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    public void Write(string path)
    {
        SetFolder(null);
        TextFile.Replace(path, writer => writer.Write(ToJson()));
    }

    /// <summary>
    /// As <see cref="Write"/>; in another folder than that of the notebook it tells where it was run, since paths in its records start
    /// there. Folders that are far apart, which have in common no more than where all users have theirs, are not named to each other.
    /// </summary>
    /// <exception cref="GlmException">The file cannot be written.</exception>
    internal void WriteAsRun(string path)
    {
        var (from, to) = (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, System.IO.Path.GetDirectoryName(Path)!);
        SetFolder(from == to || !IsNear(from, to) ? null : System.IO.Path.GetRelativePath(from, to).Replace('\\', '/'));
        TextFile.Replace(path, writer => writer.Write(ToJson()));
    }

    /// <summary>The text of the .ipynb file.</summary>
    public string ToJson()
    {
        if (_root["nbformat_minor"] is not JsonValue minor || !minor.TryGetValue<int>(out var number) || number < 5)
            _root["nbformat_minor"] = 5;
        GiveIds();
        return NotebookJson.Write(_root);
    }

    internal NotebookCell InsertCode(int index, string source, string tag)
    {
        var json = new JsonObject
        {
            ["cell_type"] = NotebookCell.Code,
            ["execution_count"] = null,
            ["metadata"] = new JsonObject { ["tags"] = new JsonArray(tag) },
            ["outputs"] = new JsonArray(),
            ["source"] = MultilineText.Split(source),
        };
        var cell = new NotebookCell(json);
        _root["cells"]!.AsArray().Insert(index, json);
        _cells.Insert(index, cell);
        return cell;
    }

    /// <summary>Whether two folders have more in common than the folder in which users have theirs, or one above it.</summary>
    private static bool IsNear(string from, string to)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] users = Parts(System.IO.Path.GetDirectoryName(home) ?? "");
        string[] shared = [.. Parts(from).Zip(Parts(to)).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)];
        return shared.Length > users.Length || !shared.SequenceEqual(users.Take(shared.Length));

        static string[] Parts(string folder) => folder.Split(System.IO.Path.DirectorySeparatorChar);
    }

    private void SetFolder(string? way)
    {
        var metadata = _root["metadata"] as JsonObject;
        if (way is not null)
        {
            if (metadata is null)
                _root["metadata"] = metadata = [];
            if (metadata[RecordJson.MetadataKey] is not JsonObject about)
                metadata[RecordJson.MetadataKey] = about = [];
            about[FolderKey] = way;
        }
        else if (metadata?[RecordJson.MetadataKey] is JsonObject about && about.Remove(FolderKey) && about.Count == 0)
            metadata.Remove(RecordJson.MetadataKey);
    }

    // Ids follow from place and content, so that running a notebook twice writes the same file.
    private void GiveIds()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _cells.Count; i++)
        {
            if (_cells[i].Json["id"] is JsonValue value && value.TryGetValue<string>(out var id) && taken.Add(id))
                continue;
            for (var attempt = 0; ; attempt++)
            {
                var made = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{i}/{attempt}/{_cells[i].Source}")))[..8];
                if (!taken.Add(made))
                    continue;
                _cells[i].Json["id"] = made;
                break;
            }
        }
    }

    private static JsonObject ReadJson(string path, string text)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(
                text,
                documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }
            );
        }
        catch (JsonException exception)
        {
            var why = exception.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw new GlmException(
                $"{path}:{exception.LineNumber.GetValueOrDefault() + 1}: the notebook is damaged, it is not JSON: {why}",
                exception
            );
        }
        if (node is not JsonObject root || root["nbformat"] is not JsonValue format || !format.TryGetValue<int>(out var major))
            throw new GlmException($"{path} is JSON but not a notebook: it lacks 'nbformat'.");
        if (major != 4)
            throw new GlmException($"{path} is in notebook format {major}; format 4 is read. Open and save it in Jupyter to convert it.");
        if (root["cells"] is not JsonArray cells)
            throw new GlmException($"{path}: the notebook is damaged, 'cells' is not a list.");
        for (var i = 0; i < cells.Count; i++)
            if (Fault(cells[i]) is { } fault)
                throw new GlmException($"{path}: cell {i + 1} is damaged, {fault}.");
        return root;
    }

    private static string? Fault(JsonNode? cell)
    {
        if (cell is not JsonObject json)
            return "it is not an object";
        if (
            json["cell_type"] is not JsonValue kind
            || !kind.TryGetValue<string>(out var name)
            || name is not (NotebookCell.Code or NotebookCell.Markdown or NotebookCell.Raw)
        )
            return "its 'cell_type' is not code, markdown or raw";
        if (json["metadata"] is not (null or JsonObject))
            return "its 'metadata' is not an object";
        if (name == NotebookCell.Code && json["outputs"] is not (null or JsonArray))
            return "its 'outputs' is not a list";
        return json["source"] switch
        {
            JsonValue value when value.GetValueKind() == JsonValueKind.String => null,
            JsonArray lines when lines.All(line => line is JsonValue text && text.GetValueKind() == JsonValueKind.String) => null,
            _ => "its 'source' is neither text nor a list of lines",
        };
    }
}
