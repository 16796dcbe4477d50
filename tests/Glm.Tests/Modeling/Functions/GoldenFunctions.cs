using System.Text.Json;
using Glm.Testing;

namespace Glm.Tests.Modeling.Functions;

/// <summary>Two tiny models in PlasGO's form with what they yield, computed in float64 by a program of their own (make.py).</summary>
internal static class GoldenFunctions
{
    private static readonly Lazy<JsonElement> All = new(() =>
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf("golden.json")));
        return document.RootElement.Clone();
    });

    public static JsonElement Root => All.Value;

    public static string PathOf(params string[] parts) => Repository.PathOf(["tests", "Glm.Tests", "Golden", "plasgo-tiny", .. parts]);

    public static double[] Numbers(this JsonElement parent, string name) =>
        [.. parent.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    public static double Number(this JsonElement parent, string name) => parent.GetProperty(name).GetDouble();
}
