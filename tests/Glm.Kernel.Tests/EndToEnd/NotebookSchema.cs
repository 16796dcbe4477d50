using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Glm.Kernel.Tests.EndToEnd;

/// <summary>The rules of nbformat 4.5 that a written notebook must keep.</summary>
internal static partial class NotebookSchema
{
    private static readonly string[] MarkdownKeys = ["id", "cell_type", "metadata", "source", "attachments"];
    private static readonly string[] CodeKeys = ["id", "cell_type", "metadata", "source", "outputs", "execution_count"];

    /// <summary>Every breach, with its place; empty for a valid notebook.</summary>
    public static IReadOnlyList<string> Breaches(JsonNode notebook)
    {
        List<string> breaches = [];
        Require(notebook["nbformat"]?.GetValue<int>() == 4, "nbformat is 4");
        Require(notebook["nbformat_minor"]?.GetValue<int>() is 5, "nbformat_minor is 5");
        Require(notebook["metadata"] is JsonObject, "metadata is an object");
        Require(
            notebook["metadata"]?["kernelspec"] is not JsonObject kernel || (IsText(kernel["name"]) && IsText(kernel["display_name"])),
            "kernelspec has name and display_name"
        );
        Only(notebook.AsObject(), ["nbformat", "nbformat_minor", "metadata", "cells"], "notebook");
        var ids = new HashSet<string>();
        var cells = notebook["cells"] as JsonArray ?? [];
        for (var i = 0; i < cells.Count; i++)
        {
            var (cell, where) = (cells[i]!.AsObject(), $"cell {i}");
            Require(
                IsText(cell["id"]) && CellId().IsMatch((string)cell["id"]!) && ids.Add((string)cell["id"]!),
                $"{where}: id is unique, 1 to 64 of a-zA-Z0-9-_"
            );
            Require(cell["metadata"] is JsonObject, $"{where}: metadata is an object");
            Require(
                cell["metadata"]?["tags"] is null || cell["metadata"]!["tags"] is JsonArray tags && tags.All(IsText),
                $"{where}: tags are texts"
            );
            Require(IsMultiline(cell["source"]), $"{where}: source is text or lines");
            switch ((string?)cell["cell_type"])
            {
                case "code":
                    Only(cell, CodeKeys, where);
                    Require(
                        cell.ContainsKey("execution_count") && IsCount(cell["execution_count"]),
                        $"{where}: execution_count is null or a number"
                    );
                    foreach (var output in cell["outputs"] as JsonArray ?? [])
                        Output(output!.AsObject(), where);
                    Require(cell["outputs"] is JsonArray, $"{where}: outputs is a list");
                    break;
                case "markdown" or "raw":
                    Only(cell, MarkdownKeys, where);
                    break;
                default:
                    breaches.Add($"{where}: cell_type");
                    break;
            }
        }
        return breaches;

        void Output(JsonObject output, string where)
        {
            switch ((string?)output["output_type"])
            {
                case "stream":
                    Only(output, ["output_type", "name", "text"], where);
                    Require(IsText(output["name"]) && IsMultiline(output["text"]), $"{where}: stream has name and text");
                    break;
                case "display_data":
                    Only(output, ["output_type", "data", "metadata"], where);
                    Bundle(output, where);
                    break;
                case "execute_result":
                    Only(output, ["output_type", "data", "metadata", "execution_count"], where);
                    Require(
                        output.ContainsKey("execution_count") && IsCount(output["execution_count"]),
                        $"{where}: a result has an execution_count"
                    );
                    Bundle(output, where);
                    break;
                case "error":
                    Only(output, ["output_type", "ename", "evalue", "traceback"], where);
                    Require(
                        IsText(output["ename"]) && IsText(output["evalue"]) && output["traceback"] is JsonArray lines && lines.All(IsText),
                        $"{where}: error has ename, evalue and traceback"
                    );
                    break;
                default:
                    breaches.Add($"{where}: output_type");
                    break;
            }
        }

        void Bundle(JsonObject output, string where)
        {
            Require(output["metadata"] is JsonObject, $"{where}: an output has metadata");
            Require(output["data"] is JsonObject { Count: > 0 }, $"{where}: an output has data");
            foreach (var (mime, value) in output["data"] as JsonObject ?? [])
                Require(
                    mime.Contains('/', StringComparison.Ordinal)
                        && (mime.EndsWith("json", StringComparison.Ordinal) || IsMultiline(value)),
                    $"{where}: {mime} is text or lines"
                );
        }

        void Only(JsonObject node, string[] allowed, string where)
        {
            foreach (var (key, _) in node)
                Require(allowed.Contains(key), $"{where}: {key} is no property of nbformat 4.5");
        }

        void Require(bool holds, string rule)
        {
            if (!holds)
                breaches.Add(rule);
        }
    }

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static bool IsCount(JsonNode? node) =>
        node is null || (node.GetValueKind() == JsonValueKind.Number && node.GetValue<int>() >= 0);

    private static bool IsMultiline(JsonNode? node) =>
        IsText(node) || (node is JsonArray lines && lines.All(IsText) && lines.SkipLast(1).All(line => ((string)line!).EndsWith('\n')));

    [GeneratedRegex("^[a-zA-Z0-9-_]{1,64}$")]
    private static partial Regex CellId();
}
