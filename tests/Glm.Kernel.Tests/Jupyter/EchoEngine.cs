using System.Text.Json;
using Glm.Interactive.Hosting;
using Glm.Kernel.Jupyter;
using Glm.Kernel.Outputs;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Kernel.Tests.Jupyter;

/// <summary>Knows no language: its code is one word with an argument. Proves that the protocol needs no C#.</summary>
internal sealed class EchoEngine : IKernelEngine
{
    public KernelInfo Info { get; } = new("echo", "1.2.3", "An echo.", "echo", "1.0", "text/x-echo", ".echo", "text");

    private Action? _late;

    public ManualResetEventSlim Warm { get; } = new();

    public CommRegistry Comms { get; } = new() { Targets = { ["echo"] = comm => new EchoTarget(comm) } };

    public CellReply Execute(CellCode cell, CellOutput output, CancellationToken interrupt)
    {
        var (verb, argument) = cell.Code.Split(' ', 2) is [var first, var rest] ? (first, rest) : (cell.Code, "");
        switch (verb)
        {
            case "say":
                output.Write(isError: false, argument);
                return Good;
            case "value":
                output.Result(Text(argument));
                return Good;
            case "show":
                output.Display(Text(argument), "d1");
                output.Update("d1", Text(argument + "!"));
                output.Clear(wait: true);
                return Good;
            case "cell":
                output.Result(Text(cell.CellId ?? "no cell"));
                return Good;
            case "ask":
                try
                {
                    output.Result(Text(output.ReadLine(argument, password: true, interrupt)!));
                    return Good;
                }
                catch (Exception stopped) when (stopped is OperationCanceledException or GlmException)
                {
                    return Failed(stopped.GetType().Name, stopped.Message);
                }
            case "wait":
                return interrupt.WaitHandle.WaitOne(Patience.Limit) ? Failed("KeyboardInterrupt", "Stopped.") : Good;
            case "later":
                _late = () => output.Write(isError: false, argument);
                return Good;
            case "now":
                new Thread(() => _late!()).Start();
                return Good;
            case "break":
                throw new NotSupportedException("a defect");
            default:
                return new CellReply(new CellError("EchoError", "Unknown.", ["Unknown:", cell.Code]));
        }
    }

    public (MimeBundle? Value, CellError? Error) Evaluate(string expression, CancellationToken interrupt) =>
        expression == "bad" ? (null, CellError.OneLine("EchoError", "Bad.")) : (Text(expression.ToUpperInvariant()), null);

    public CodeCompletion Complete(string code, int position) => new(position - 1, position, [new CodeMatch(code[..position], "word")]);

    public MimeBundle? Inspect(string code, int position) => position == 0 ? null : Text(code[..position]);

    public CodeState IsComplete(string code) => code.EndsWith('\\') ? new CodeState("incomplete", "  ") : CodeState.Complete;

    public void WarmUp() => Warm.Set();

    public void Dispose() { }

    private static readonly CellReply Good = new(null);

    private static CellReply Failed(string name, string message) => new(CellError.OneLine(name, message));

    private static MimeBundle Text(string text) =>
        new(new Dictionary<string, string> { ["text/plain"] = text, ["application/json"] = "{\"n\":1}" });

    private sealed class EchoTarget(Comm comm) : ICommTarget
    {
        public void Opened(JsonElement data, CancellationToken interrupt) => Received(data, interrupt);

        public void Received(JsonElement data, CancellationToken interrupt) =>
            comm.Send(JsonSerializer.SerializeToElement(new { echo = data.GetProperty("text").GetString() }));

        public void Closed(JsonElement data, CancellationToken interrupt) { }
    }
}
