using System.Text.Json;
using System.Text.Json.Nodes;
using Glm.Kernel.Jupyter;

namespace Glm.Kernel.Tests.Jupyter;

/// <summary>Knows no language: its code is one word with an argument. Proves that the protocol needs no C#.</summary>
internal sealed class EchoEngine : IKernelEngine
{
    public KernelInfo Info { get; } = new("echo", "1.2.3", "An echo.", "echo", "1.0", "text/x-echo", ".echo", "text");

    public ManualResetEventSlim Warm { get; } = new();

    public CommRegistry Comms { get; } = new() { Targets = { ["echo"] = comm => new EchoTarget(comm) } };

    public KernelError? Execute(ExecuteRequest request, IKernelOutput output, CancellationToken interrupt)
    {
        var (verb, argument) = request.Code.Split(' ', 2) is [var first, var rest] ? (first, rest) : (request.Code, "");
        switch (verb)
        {
            case "say":
                output.Stream("stdout", argument);
                return null;
            case "value":
                output.Result(Text(argument));
                return null;
            case "show":
                output.Display(Text(argument), "d1");
                output.Update(Text(argument + "!"), "d1");
                output.Clear(wait: true);
                return null;
            case "cell":
                output.Result(Text(request.CellId ?? "no cell"));
                return null;
            case "ask":
                try
                {
                    output.Result(Text(output.ReadLine(argument, password: true, interrupt)));
                    return null;
                }
                catch (Exception stopped) when (stopped is OperationCanceledException or InvalidOperationException)
                {
                    return new KernelError(stopped.GetType().Name, stopped.Message, [stopped.Message]);
                }
            case "wait":
                return interrupt.WaitHandle.WaitOne(TimeSpan.FromSeconds(20))
                    ? new KernelError("KeyboardInterrupt", "Stopped.", ["Stopped."])
                    : null;
            case "later":
                Task.Delay(200, CancellationToken.None).ContinueWith(_ => output.Stream("stdout", argument), TaskScheduler.Default);
                return null;
            case "break":
                throw new NotSupportedException("a defect");
            default:
                return new KernelError("EchoError", "Unknown.", ["Unknown:", request.Code]);
        }
    }

    public (MimeData? Value, KernelError? Error) Evaluate(string expression, CancellationToken interrupt) =>
        expression == "bad" ? (null, new KernelError("EchoError", "Bad.", ["Bad."])) : (Text(expression.ToUpperInvariant()), null);

    public CodeCompletion Complete(string code, int position) => new(position - 1, position, [new CodeMatch(code[..position], "word")]);

    public MimeData? Inspect(string code, int position) => position == 0 ? null : Text(code[..position]);

    public CodeState IsComplete(string code) => code.EndsWith('\\') ? new CodeState("incomplete", "  ") : CodeState.Complete;

    public void WarmUp() => Warm.Set();

    public void Dispose() { }

    private static MimeData Text(string text) =>
        new(new Dictionary<string, string> { ["text/plain"] = text, ["application/json"] = "{\"n\":1}" });

    private sealed class EchoTarget(Comm comm) : ICommTarget
    {
        public void Opened(JsonElement data, CancellationToken interrupt) => Received(data, interrupt);

        public void Received(JsonElement data, CancellationToken interrupt) =>
            comm.Send(new JsonObject { ["echo"] = data.GetProperty("text").GetString() });

        public void Closed(JsonElement data, CancellationToken interrupt) { }
    }
}
