using System.Text.Json.Nodes;
using Glm.Testing;

namespace Glm.Kernel.Tests.Support;

/// <summary>Notebooks for tests, made of cells.</summary>
internal static class TestNotebook
{
    /// <summary>Writes a notebook and returns its path.</summary>
    public static string Notebook(this TemporaryFolder folder, string name, params JsonObject[] cells)
    {
        var root = new JsonObject
        {
            ["cells"] = new JsonArray(cells),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 4,
        };
        return folder.Write(name, root.ToJsonString());
    }

    public static JsonObject Code(string source, params string[] tags) =>
        new()
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["metadata"] = new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode)tag)]) },
            ["outputs"] = new JsonArray(),
            ["source"] = source,
        };

    public static JsonObject Markdown(string source) =>
        new()
        {
            ["cell_type"] = "markdown",
            ["metadata"] = new JsonObject(),
            ["source"] = source,
        };
}
