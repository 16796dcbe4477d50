using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Arrays.Pickle;

namespace Glm.Modeling.Sets;

/// <summary>
/// A dict of settings in a checkpoint, by whatever it was written: a pickle's dict or a JSON object. Values are long, double, bool,
/// string,
/// null or settings again; anything else counts as absent. Untrusted.
/// </summary>
internal sealed class CheckpointSettings
{
    public static readonly CheckpointSettings Empty = new([]);

    private readonly Dictionary<string, object?> _values;

    private CheckpointSettings(Dictionary<string, object?> values) => _values = values;

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Of a pickled dict, or an object that behaves like one; null for anything else.</summary>
    public static CheckpointSettings? Of(object? pickled) =>
        pickled switch
        {
            PickleDict dict => From(dict),
            PickleObject { Entries: { } entries } => From(entries),
            PickleObject { State: PickleDict state } => From(state),
            _ => null,
        };

    /// <summary>Of a text of JSON; null where it is no object.</summary>
    public static CheckpointSettings? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject parsed ? From(parsed) : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null; // two equal keys are an ArgumentException
        }
    }

    /// <summary>Settings within these; empty where there are none of that name.</summary>
    public CheckpointSettings Within(string name) => _values.GetValueOrDefault(name) as CheckpointSettings ?? Empty;

    /// <summary>Whether a name is there, whatever its value.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    public long? Whole(string name) =>
        _values.GetValueOrDefault(name) switch
        {
            long number => number,
            // Metadata of safetensors are texts.
            string text when long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

    public double? Number(string name) =>
        _values.GetValueOrDefault(name) switch
        {
            long number => number,
            double number => number,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };

    public bool? Flag(string name) =>
        _values.GetValueOrDefault(name) switch
        {
            bool flag => flag,
            string text when bool.TryParse(text, out var flag) => flag,
            _ => null,
        };

    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    /// <summary>These, and others where these have nothing.</summary>
    public CheckpointSettings Or(CheckpointSettings others)
    {
        var values = new Dictionary<string, object?>(others._values, StringComparer.Ordinal);
        foreach (var (name, value) in _values)
            values[name] = value;
        return new CheckpointSettings(values);
    }

    private static CheckpointSettings From(PickleDict dict)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in dict)
            if (key is string name)
                values[name] = value switch
                {
                    long or double or bool or string => value,
                    // An enumeration of texts.
                    PickleObject { Arguments: [string text] } => text,
                    _ => Of(value),
                };
        return new CheckpointSettings(values);
    }

    private static CheckpointSettings From(JsonObject json)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, node) in json)
            values[name] = node switch
            {
                JsonObject inner => From(inner),
                JsonValue value when value.TryGetValue<long>(out var number) => number,
                JsonValue value when value.TryGetValue<double>(out var number) => number,
                JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
                JsonValue value when value.TryGetValue<string>(out var text) => text,
                _ => null,
            };
        return new CheckpointSettings(values);
    }
}
