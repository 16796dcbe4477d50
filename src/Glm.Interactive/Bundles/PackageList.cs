using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glm.Interactive.Bundles;

/// <summary>The packages that the running program is made of, in the form of NuGet's lock files.</summary>
internal static class PackageList
{
    /// <summary>Writes <c>packages.lock.json</c>.</summary>
    public static void Write(string path)
    {
        var packages = new SortedDictionary<string, JsonObject>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? "").Split(';').Where(File.Exists))
            Add(packages, file);
        var frameworks = new JsonObject { [$"net{Environment.Version.ToString(2)}"] = new JsonObject(packages.Select(Property)) };
        File.WriteAllText(
            path,
            new JsonObject { ["version"] = 1, ["dependencies"] = frameworks }.ToJsonString(
                new JsonSerializerOptions { WriteIndented = true }
            ) + "\n"
        );

        static KeyValuePair<string, JsonNode?> Property(KeyValuePair<string, JsonObject> package) =>
            KeyValuePair.Create(package.Key, (JsonNode?)package.Value);
    }

    private static void Add(SortedDictionary<string, JsonObject> packages, string file)
    {
        JsonObject? libraries;
        try
        {
            libraries = JsonNode.Parse(File.ReadAllText(file))?["libraries"] as JsonObject;
        }
        catch (JsonException)
        {
            return; // not of this program's making
        }
        foreach (var (key, value) in libraries ?? [])
            if (key.Split('/') is [var name, var version] && (string?)value?["type"] is "package" or "project")
                packages[name] = new JsonObject
                {
                    ["type"] = (string?)value!["type"] == "project" ? "Project" : "Transitive",
                    ["resolved"] = version,
                    ["contentHash"] = ((string?)value["sha512"])?.Replace("sha512-", "", StringComparison.Ordinal) ?? "",
                };
    }
}
