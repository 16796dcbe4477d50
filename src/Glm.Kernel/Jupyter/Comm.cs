using System.Text.Json.Nodes;

namespace Glm.Kernel.Jupyter;

/// <summary>A line to a widget of the front end. From any thread.</summary>
/// <param name="id">The comm's id.</param>
/// <param name="target">The target's name.</param>
/// <param name="publish">Sends a message of a type.</param>
internal sealed class Comm(string id, string target, Action<string, JsonObject> publish)
{
    public string Id => id;

    /// <summary>The name of the target that it was opened to.</summary>
    public string Target => target;

    /// <summary>Sends data to the front end.</summary>
    public void Send(JsonObject data) => publish("comm_msg", new JsonObject { ["comm_id"] = id, ["data"] = data });

    /// <summary>Closes it; nothing happens where it is closed already.</summary>
    public void Close(JsonObject data) => publish("comm_close", new JsonObject { ["comm_id"] = id, ["data"] = data });
}
