using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Glm.Kernel.Jupyter;

/// <summary>The comms that are open, whichever end opened them, and whom a front end may open one to. Safe from any thread.</summary>
internal sealed class CommRegistry
{
    private readonly ConcurrentDictionary<string, (Comm Comm, ICommTarget Target)> _open = new(StringComparer.Ordinal);

    /// <summary>Sends a message of a type to the front ends; the server's.</summary>
    public Action<string, JsonObject> Publish { get; set; } = static (_, _) => { };

    /// <summary>Who answers for each target name that a front end may open a comm to.</summary>
    public ConcurrentDictionary<string, Func<Comm, ICommTarget>> Targets { get; } = new(StringComparer.Ordinal);

    /// <summary>The open comms.</summary>
    public IEnumerable<Comm> Comms => _open.Values.Select(open => open.Comm);

    /// <summary>Opens a comm to a target of the front end, which closes it where it knows none of that name.</summary>
    public Comm Open(string target, JsonObject data, Func<Comm, ICommTarget> create)
    {
        var comm = Add(Guid.NewGuid().ToString("N"), target, create);
        Publish(
            "comm_open",
            new JsonObject
            {
                ["comm_id"] = comm.Id,
                ["target_name"] = target,
                ["data"] = data,
            }
        );
        return comm;
    }

    /// <summary>
    /// Takes a <c>comm_open</c>, <c>comm_msg</c> or <c>comm_close</c> of a front end. One for a comm that is not open is ignored.
    /// </summary>
    public void Take(WireMessage message, CancellationToken interrupt)
    {
        var (id, data) = (message.Text("comm_id"), message.Content.TryGetProperty("data", out var sent) ? sent : default);
        switch (message.Type)
        {
            case "comm_open" when Targets.TryGetValue(message.Text("target_name"), out var create):
                Add(id, message.Text("target_name"), create);
                _open[id].Target.Opened(data, interrupt);
                break;
            case "comm_open":
                Publish("comm_close", new JsonObject { ["comm_id"] = id, ["data"] = new JsonObject() });
                break;
            case "comm_msg" when _open.TryGetValue(id, out var open):
                open.Target.Received(data, interrupt);
                break;
            case "comm_close" when _open.TryRemove(id, out var closed):
                closed.Target.Closed(data, interrupt);
                break;
        }
    }

    private Comm Add(string id, string target, Func<Comm, ICommTarget> create)
    {
        var comm = new Comm(id, target, (type, content) =>
        {
            if (type != "comm_close" || _open.TryRemove(id, out _))
                Publish(type, content);
        });
        _open[id] = (comm, create(comm));
        return comm;
    }
}
