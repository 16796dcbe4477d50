using System.Text.Json;
using Glm.Kernel.CSharp;
using Glm.Kernel.Running;

namespace Glm.Kernel.Jupyter.Cells;

/// <summary>Connects the comms of cells to those of the protocol.</summary>
internal sealed class CellComms(CommRegistry registry, CellRunner runner) : ICellComms
{
    public CellComm Open(string targetName, JsonElement data)
    {
        End? end = null;
        registry.Open(targetName, data, comm => end = new End(comm, runner, null));
        return end!.Cell;
    }

    public void Register(string targetName, Action<CellComm, JsonElement> opened) =>
        registry.Targets[targetName] = comm => new End(comm, runner, opened);

    /// <summary>One comm, seen from both sides.</summary>
    private sealed class End(Comm comm, CellRunner runner, Action<CellComm, JsonElement>? opened) : ICommTarget
    {
        public CellComm Cell { get; } = new(comm.Id, comm.Target, comm.Send, comm.Close);

        public void Opened(JsonElement data, CancellationToken interrupt) => Call(() => opened?.Invoke(Cell, data), interrupt);

        public void Received(JsonElement data, CancellationToken interrupt) => Call(() => Cell.RaiseReceived(data), interrupt);

        public void Closed(JsonElement data, CancellationToken interrupt) => Call(Cell.RaiseClosed, interrupt);

        private void Call(Action action, CancellationToken interrupt) =>
            runner.CallAsync(action, $"comm '{comm.Target}'", interrupt).GetAwaiter().GetResult();
    }
}
