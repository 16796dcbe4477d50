using System.Text.Json;
using Glm.Runtime;

namespace Glm.Kernel.CSharp;

/// <summary>
/// A channel between a cell and a widget of the page (Jupyter's comm): either end sends JSON objects and may close it. Handlers run
/// between cells, one at a time, and can be interrupted like a cell. Safe from any thread.
/// </summary>
public sealed class CellComm
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    private readonly Action<JsonElement> _send;
    private readonly Action<JsonElement> _close;

    internal CellComm(string id, string targetName, Action<JsonElement> send, Action<JsonElement> close)
    {
        (Id, TargetName) = (id, targetName);
        (_send, _close) = (send, close);
    }

    /// <summary>The comm's id, the same at both ends.</summary>
    public string Id { get; }

    /// <summary>The name under which the other end is registered.</summary>
    public string TargetName { get; }

    /// <summary>Called with what the page sends.</summary>
    public event Action<JsonElement>? Received;

    /// <summary>Called once, when the page has closed the comm.</summary>
    public event Action? Closed;

    /// <summary>Sends an object to the page.</summary>
    /// <param name="data">An anonymous object, a record, a dictionary; null for an empty object.</param>
    /// <exception cref="GlmException">It is not an object in JSON, or cannot be written as JSON.</exception>
    public void Send(object? data) => _send(ToJson(data));

    /// <summary>Closes the comm; nothing happens where it is closed already.</summary>
    /// <exception cref="GlmException">The data are not an object in JSON.</exception>
    public void Close(object? data = null) => _close(ToJson(data));

    internal void RaiseReceived(JsonElement data) => Received?.Invoke(data);

    internal void RaiseClosed() => Closed?.Invoke();

    internal static JsonElement ToJson(object? data)
    {
        if (data is null)
            return Empty;
        try
        {
            var json = JsonSerializer.SerializeToElement(data, data.GetType());
            return json.ValueKind == JsonValueKind.Object
                ? json
                : throw new GlmException($"A comm sends JSON objects; {data.GetType().Name} is not one. Wrap it: new {{ value = ... }}.");
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new GlmException(
                $"A comm sends JSON objects; {data.GetType().Name} cannot be written as JSON: {failure.Message}",
                failure
            );
        }
    }
}
