using System.Text.Json;
using Glm.Kernel.Jupyter.Messages;

namespace Glm.Kernel.Jupyter;

/// <summary>A channel to a widget of the front end. Safe from any thread.</summary>
/// <param name="id">The comm's id.</param>
/// <param name="target">The target's name.</param>
/// <param name="publish">Sends a message.</param>
internal sealed class Comm(string id, string target, Action<KernelMessage> publish)
{
    public string Id => id;

    /// <summary>The name of the target that it was opened to.</summary>
    public string Target => target;

    /// <summary>Sends data to the front end.</summary>
    public void Send(JsonElement data) => publish(new CommData(id, data));

    /// <summary>Closes it; nothing happens where it is closed already.</summary>
    public void Close(JsonElement data) => publish(new CommClose(id, data));
}
