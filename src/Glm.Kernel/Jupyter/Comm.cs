using System.Text.Json.Nodes;

namespace Glm.Kernel.Jupyter;

/// <summary>A line to a widget of the front end. From any thread.</summary>
internal sealed class Comm
{
    private readonly Action<string, JsonObject> _publish;

    /// <param name="id">The comm's id.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="publish">Sends a message of a type.</param>
    public Comm(string id, string target, Action<string, JsonObject> publish)
    {
        Id = id;
        Target = target;
        _publish = publish;
    }

    public string Id { get; }

    /// <summary>The name of the target that it was opened to.</summary>
    public string Target { get; }

    /// <summary>Sends data to the front end.</summary>
    public void Send(JsonObject data) => _publish("comm_msg", new JsonObject { ["comm_id"] = Id, ["data"] = data });
}
