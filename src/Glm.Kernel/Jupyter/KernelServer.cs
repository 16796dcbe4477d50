using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Glm.Kernel.Jupyter.Messages;
using Glm.Runtime;

namespace Glm.Kernel.Jupyter;

/// <summary>
/// Speaks Jupyter's protocol for an engine. The thread that calls <see cref="Run"/> owns the sockets and answers the control channel;
/// another thread takes the requests of the shell channel in their order and calls the engine.
/// </summary>
internal sealed class KernelServer : IDisposable
{
    // What a running cell may take to end when the kernel is shut down; front ends kill a kernel after 5 s.
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(3);

    // The copies of a request this large are not left to be collected some day.
    private const int LargeRequest = 4_000_000;

    private readonly IKernelEngine _engine;
    private readonly TextWriter _log;
    private readonly KernelSockets _sockets;
    private readonly BlockingCollection<(WireMessage Message, long Number)> _requests = [];
    private readonly SessionHistory _history = new();
    private readonly Interruption _interruption = new();
    private readonly ManualResetEventSlim _requestsEnded = new();
    private WireMessage? _current;
    private long _abortedUpTo; // requests to execute up to this number are not run: a cell before them failed
    private int _count;
    private bool _warm;
    private int _stopping;

    /// <param name="connection">Where to listen.</param>
    /// <param name="engine">Runs the code; disposed of with the server.</param>
    /// <param name="log">For what no front end can be told.</param>
    public KernelServer(ConnectionInfo connection, IKernelEngine engine, TextWriter log)
    {
        _engine = engine;
        _log = log;
        _sockets = new KernelSockets(connection, log) { Received = Receive };
        engine.Comms.Publish = message => _sockets.Publish(message, Volatile.Read(ref _current));
    }

    /// <summary>How many messages were dropped because a frame was missing, malformed, wrongly signed, or had come before.</summary>
    public long Dropped => _sockets.Dropped;

    /// <summary>Serves front ends until one of them, or <see cref="Stop"/>, ends the kernel.</summary>
    public void Run()
    {
        new Thread(ServeRequests) { IsBackground = true, Name = "requests" }.Start();
        _sockets.Publish(new KernelStatus("starting"), null);
        _sockets.Run();
        if (Dropped > 0)
            _log.WriteLine($"{Dropped} messages were malformed, wrongly signed or repeated.");
    }

    /// <summary>Interrupts the running cell, or else those that wait to run.</summary>
    public void Interrupt() => _interruption.Interrupt();

    /// <summary>Interrupts the running cell and ends <see cref="Run"/>. Returns at once.</summary>
    public void Stop()
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0)
            return;
        _requests.CompleteAdding();
        new Thread(() =>
        {
            Interrupt();
            _requestsEnded.Wait(ShutdownGrace);
            _sockets.Stop();
        })
        {
            IsBackground = true,
            Name = "shutdown",
        }.Start();
    }

    public void Dispose()
    {
        _sockets.Dispose();
        _engine.Dispose();
    }

    private void Receive(KernelChannel channel, WireMessage message)
    {
        if (channel == KernelChannel.Control)
            Serve(channel, message, number: 0);
        else if (Volatile.Read(ref _stopping) == 0)
            _requests.Add((message, _interruption.Arrive()));
    }

    private void ServeRequests()
    {
        while (ServeNext(out var bytes))
            if (bytes > LargeRequest)
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _requestsEnded.Set();
    }

    // A function of its own, and not an enumeration: while the thread waits, nothing on its stack holds the request before.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool ServeNext(out int bytes)
    {
        bytes = 0;
        if (!_requests.TryTake(out var request, Timeout.Infinite))
            return false;
        var (message, number) = request;
        bytes = message.Content.Length;
        Volatile.Write(ref _current, message);
        // What was asked before the end of the kernel, but not begun, is not run.
        if (Volatile.Read(ref _stopping) == 0)
            Serve(KernelChannel.Shell, message, number);
        Volatile.Write(ref _current, null);
        return true;
    }

    private void Serve(KernelChannel channel, WireMessage message, long number)
    {
        _sockets.Publish(new KernelStatus("busy"), message);
        try
        {
            Answer(channel, message, number);
        }
        catch (Exception defect)
        {
            _log.WriteLine($"{message.Type}: {defect}");
            var name = defect.GetType().Name;
            if (message.Type.EndsWith("_request", StringComparison.Ordinal))
                _sockets.Reply(channel, message, new ErrorReply(name, defect.Message, [$"{name}: {defect.Message}"]));
        }
        _sockets.Publish(new KernelStatus("idle"), message);
    }

    private void Answer(KernelChannel channel, WireMessage message, long number)
    {
        switch (message.Type)
        {
            case "kernel_info_request":
                Reply(Introduce());
                WarmUp();
                break;
            case "shutdown_request":
                var restart = message.Read<ShutdownRequest>().Restart ?? false;
                Reply(new ShutdownReply(restart));
                _sockets.Publish(new ShutdownNotice(restart), message);
                Stop();
                break;
            case "interrupt_request":
                Interrupt();
                Reply(new OkReply());
                break;
            case var _ when channel == KernelChannel.Control:
                _log.WriteLine($"The control channel does not take {LineText.Quoted(message.Type)}.");
                break;
            case "execute_request":
                Reply(Execute(message, number));
                break;
            case "complete_request":
                Reply(Complete(message.Read<CodeRequest>()));
                break;
            case "inspect_request":
                Reply(Inspect(message.Read<CodeRequest>()));
                break;
            case "is_complete_request":
                var state = _engine.IsComplete(message.Read<CodeRequest>().Code ?? "");
                Reply(new IsCompleteReply(state.Status, state.Status == "incomplete" ? state.Indent : null));
                break;
            case "history_request":
                Reply(new HistoryReply(_history.Find(message.Read<HistoryRequest>())));
                break;
            case "comm_info_request":
                Reply(ListComms(message.Read<CommInfoRequest>().TargetName ?? ""));
                break;
            case "comm_open" or "comm_msg" or "comm_close":
                _interruption.Run(number, interrupt => _engine.Comms.Take(message.Type, message.Read<CommRequest>(), interrupt));
                break;
        }

        void Reply(KernelReply reply) => _sockets.Reply(channel, message, reply);
    }

    private KernelInfoReply Introduce()
    {
        var info = _engine.Info;
        var language = new LanguageInfo(info.Language, info.LanguageVersion, info.MimeType, info.FileExtension, info.Lexer, info.MimeType);
        return new KernelInfoReply(WireCodec.Version, info.Name, info.Version, info.Banner, language);
    }

    private ExecuteReply Execute(WireMessage message, long number)
    {
        if (number <= Interlocked.Read(ref _abortedUpTo))
            return new ExecuteReply(KernelReply.Aborted, _count);
        var request = message.Read<ExecuteRequest>();
        var metadata = KernelJson.Read<CellMetadata>(message.Metadata);
        var code = request.Code ?? "";
        var silent = request.Silent ?? false;
        var store = !silent && (request.StoreHistory ?? true);
        if (store)
            _count++;
        if (!silent)
            _sockets.Publish(new ExecuteInput(code, _count), message);
        var cell = new CellCode(code, _count, metadata.CellId, request.AllowStdin ?? true, metadata.Language);
        // What the cell leaves behind may print for as long as the kernel lives; it needs to know the request, not its content.
        var output = new RequestOutput(_sockets, message.WithoutContent(), _count, silent, cell.AllowsInput);
        var (reply, expressions) = _interruption.Run(number, interrupt =>
        {
            var ended = _engine.Execute(cell, output, interrupt);
            return (ended, ended.Error is null ? Evaluate(request.UserExpressions, interrupt) : []);
        });
        output.Flush();
        if (store && code.Length > 0)
            _history.Add(_count, code, output.Value);
        if (reply.Error is { } error)
        {
            if (!silent)
                _sockets.Publish(new ExecuteError(error.Name, error.Message, error.Traceback), message);
            if (request.StopOnError ?? true)
                AbortArrived();
        }
        return ExecuteReply.Of(reply.Error, _count) with
        {
            UserExpressions = expressions,
            Payload = reply.Page is { } page ? [new PagePayload(page)] : [],
        };
    }

    private Dictionary<string, object> Evaluate(JsonElement expressions, CancellationToken interrupt)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        if (expressions.ValueKind != JsonValueKind.Object)
            return values;
        foreach (var expression in expressions.EnumerateObject().Where(expression => expression.Value.ValueKind == JsonValueKind.String))
        {
            var (value, error) = _engine.Evaluate(expression.Value.GetString()!, interrupt);
            values[expression.Name] = error is null ? new ExpressionReply(value) : ErrorReply.Of(error);
        }
        return values;
    }

    // Before the reply goes out: what a front end asks after it has seen the error must run.
    private void AbortArrived()
    {
        using var marked = new ManualResetEventSlim();
        _sockets.AfterAllOf(KernelChannel.Shell, () =>
        {
            Interlocked.Exchange(ref _abortedUpTo, _interruption.Arrived);
            marked.Set();
        });
        marked.Wait();
    }

    private CompleteReply Complete(CodeRequest request)
    {
        var code = request.Code ?? "";
        var found = _engine.Complete(code, CodePoints.ToIndex(code, request.CursorPos ?? -1));
        var (start, end) = (CodePoints.Before(code, found.Start), CodePoints.Before(code, found.End));
        var items = found.Matches.Select(match => new CompletionItem(
            match.Text,
            match.Kind,
            start,
            end,
            match.Signature.Length > 0 ? match.Signature : null
        ));
        return new CompleteReply([.. found.Matches.Select(match => match.Text)], start, end, new CompletionTypes([.. items]));
    }

    private InspectReply Inspect(CodeRequest request)
    {
        var code = request.Code ?? "";
        var found = _engine.Inspect(code, CodePoints.ToIndex(code, request.CursorPos ?? -1));
        return new InspectReply(found is not null, found);
    }

    private CommInfoReply ListComms(string target) =>
        new(
            _engine
                .Comms.Comms.Where(comm => target.Length == 0 || comm.Target == target)
                .ToDictionary(comm => comm.Id, comm => new CommInfo(comm.Target), StringComparer.Ordinal)
        );

    private void WarmUp()
    {
        if (_warm)
            return;
        _warm = true;
        new Thread(() =>
        {
            try
            {
                _engine.WarmUp();
            }
            catch (Exception defect)
            {
                _log.WriteLine($"Warming up: {defect}");
            }
        })
        {
            IsBackground = true,
            Name = "warm-up",
        }.Start();
    }
}
