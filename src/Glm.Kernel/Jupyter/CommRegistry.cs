using System.Collections.Concurrent;
using System.Text.Json;
using Glm.Kernel.Jupyter.Messages;

namespace Glm.Kernel.Jupyter;

/// <summary>The open comms, whichever end opened them, and the targets that front ends may open comms to. Safe from any thread.</summary>
internal sealed class CommRegistry
{
    private static readonly JsonElement NoData = JsonElement.Parse("{}");

    private readonly ConcurrentDictionary<string, (Comm Comm, ICommTarget Target)> _open = new(StringComparer.Ordinal);

    /// <summary>Sends a message to the front ends; set by the server.</summary>
    public Action<KernelMessage> Publish { get; set; } = static _ => { };

    /// <summary>What answers for each target name that a front end may open a comm to.</summary>
    public ConcurrentDictionary<string, Func<Comm, ICommTarget>> Targets { get; } = new(StringComparer.Ordinal);

    /// <summary>The open comms.</summary>
    public IEnumerable<Comm> Comms => _open.Values.Select(open => open.Comm);

    /// <summary>Opens a comm to a target of the front end, which closes it where it knows no target of that name.</summary>
    public Comm Open(string target, JsonElement data, Func<Comm, ICommTarget> create)
    {
        var comm = Add(Guid.NewGuid().ToString("N"), target, create);
        Publish(new CommOpen(comm.Id, target, data));
        return comm;
    }

    /// <summary>
    /// Takes a <c>comm_open</c>, <c>comm_msg</c> or <c>comm_close</c> of a front end. One for a comm that is not open is ignored.
    /// </summary>
    public void Take(string type, CommRequest message, CancellationToken interrupt)
    {
        var (id, target) = (message.CommId ?? "", message.TargetName ?? "");
        switch (type)
        {
            case "comm_open" when Targets.TryGetValue(target, out var create):
                Add(id, target, create);
                _open[id].Target.Opened(message.Data, interrupt);
                break;
            case "comm_open":
                Publish(new CommClose(id, NoData));
                break;
            case "comm_msg" when _open.TryGetValue(id, out var open):
                open.Target.Received(message.Data, interrupt);
                break;
            case "comm_close" when _open.TryRemove(id, out var closed):
                closed.Target.Closed(message.Data, interrupt);
                break;
        }
    }

    private Comm Add(string id, string target, Func<Comm, ICommTarget> create)
    {
        var comm = new Comm(id, target, message =>
        {
            if (message is not CommClose || _open.TryRemove(id, out _))
                Publish(message);
        });
        _open[id] = (comm, create(comm));
        return comm;
    }
}
