using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;
using Glm.Kernel.Documents;
using Glm.Kernel.Outputs;

namespace Glm.Kernel.Notebooks;

/// <summary>
/// Writes what a cell shows into its outputs: consecutive text of one stream is joined, updates replace a display wherever it was shown.
/// </summary>
internal sealed class NotebookOutput(NotebookCell cell, int executionCount, Dictionary<string, List<JsonObject>> displays) : CellOutput
{
    private readonly JsonArray _outputs = cell.Outputs;
    private readonly System.Text.StringBuilder _text = new();
    private string? _stream;
    private bool _clearNext;
    private bool _closed;

    protected override void OnText(bool isError, string text) => Stream(isError ? "stderr" : "stdout", text);

    protected override void OnDisplay(MimeBundle content, string displayId)
    {
        var output = new JsonObject
        {
            ["data"] = Data(content),
            ["metadata"] = Metadata(content),
            ["output_type"] = "display_data",
        };
        lock (displays)
        {
            if (!displays.TryGetValue(displayId, out var places))
                displays[displayId] = places = [];
            places.Add(output);
            Add(output);
        }
    }

    protected override void OnUpdate(string displayId, MimeBundle content)
    {
        lock (displays)
        {
            if (_closed || !displays.TryGetValue(displayId, out var places))
                return;
            foreach (var place in places)
                (place["data"], place["metadata"]) = (Data(content), Metadata(content));
        }
    }

    protected override void OnResult(MimeBundle content) =>
        Add(
            new JsonObject
            {
                ["data"] = Data(content),
                ["execution_count"] = executionCount,
                ["metadata"] = Metadata(content),
                ["output_type"] = "execute_result",
            }
        );

    /// <summary>Adds why the cell failed.</summary>
    public void Fail(CellError error)
    {
        Flush();
        Add(
            new JsonObject
            {
                ["ename"] = error.Name,
                ["evalue"] = error.Message,
                ["output_type"] = "error",
                ["traceback"] = new JsonArray([.. error.Traceback.Select(line => (JsonNode)line)]),
            }
        );
    }

    protected override void OnClear(bool wait)
    {
        lock (displays)
        {
            _clearNext = wait;
            if (!wait && !_closed)
                ClearNow();
        }
    }

    /// <summary>Accepts nothing more: from here on the document belongs to its reader. What leftover threads print is lost.</summary>
    public void Close()
    {
        lock (displays)
        {
            FinishText();
            _closed = true;
        }
    }

    private void ClearNow()
    {
        _clearNext = false;
        _stream = null;
        _text.Clear();
        _outputs.Clear();
    }

    private void FinishText()
    {
        if (_stream is null)
            return;
        _outputs.Add(
            (JsonNode)
                new JsonObject
                {
                    ["name"] = _stream,
                    ["output_type"] = "stream",
                    ["text"] = MultilineText.Split(_text.ToString()),
                }
        );
        _stream = null;
        _text.Clear();
    }

    private void Stream(string name, string text)
    {
        lock (displays)
        {
            if (_closed)
                return;
            if (_clearNext)
                ClearNow();
            if (_stream != name)
                FinishText();
            _stream = name;
            _text.Append(text);
        }
    }

    private void Add(JsonObject output)
    {
        lock (displays)
        {
            if (_closed)
                return;
            if (_clearNext)
                ClearNow();
            FinishText();
            _outputs.Add((JsonNode)output);
        }
    }

    private static JsonObject Metadata(MimeBundle content) =>
        JsonNode.Parse(content.Metadata ?? RecordJson.Metadata(content.Parts))!.AsObject();

    private static JsonObject Data(MimeBundle content)
    {
        var data = new JsonObject();
        foreach (var (mime, text) in content.Parts)
            data[mime] =
                IsJson(mime) && Parsed(text) is { } json ? json
                : IsLines(mime) ? MultilineText.Split(text)
                : text;
        return data;
    }

    private static bool IsJson(string mime) => mime == "application/json" || mime.EndsWith("+json", StringComparison.Ordinal);

    // What nbformat splits into lines: text of any kind, but not images in base64.
    private static bool IsLines(string mime) =>
        mime.StartsWith("text/", StringComparison.Ordinal) || mime is "image/svg+xml" or "application/javascript";

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
