using System.Text.Json.Nodes;

namespace Glm.Kernel.Tests.Support;

/// <summary>A folder of the test's own, with notebooks in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("glm-kernel-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Notebook(string name, params JsonObject[] cells)
    {
        var root = new JsonObject { ["cells"] = new JsonArray(cells), ["metadata"] = new JsonObject(), ["nbformat"] = 4, ["nbformat_minor"] = 4 };
        return File(name, root.ToJsonString());
    }

    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(this[name], text);
        return this[name];
    }

    public static JsonObject Code(string source, params string[] tags) => new()
    {
        ["cell_type"] = "code", ["execution_count"] = null, ["metadata"] = new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]) },
        ["outputs"] = new JsonArray(), ["source"] = source,
    };

    public static JsonObject Markdown(string source) => new() { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = source };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
