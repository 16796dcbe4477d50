using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glm.Kernel.Jupyter;

/// <summary>
/// Speaks Jupyter's protocol for an engine. The thread that calls <see cref="Run"/> owns the sockets and answers the control channel; one
/// other
/// thread takes the requests of the shell channel in their order and calls the engine.
/// </summary>
internal sealed class KernelServer : IDisposable
{
    // What a running cell may take to end when the kernel is shut down; front ends kill a kernel after 5 s.
    private static readonly TimeSpan ShutdownGrace = TimeSpan.FromSeconds(3);

    private readonly IKernelEngine _engine;
    private readonly TextWriter _log;
    private readonly WireCodec _codec;
    private readonly KernelSockets _sockets;
    private readonly BlockingCollection<(WireMessage Message, long Number)> _requests = [];
    private readonly BlockingCollection<string> _lines = [];
    private readonly SessionHistory _history = new();
    private readonly Lock _interruption = new();
    private readonly ManualResetEventSlim _requestsEnded = new();
    private CancellationTokenSource? _interrupt; // of the cell that runs
    private WireMessage? _current;
    private long _arrived;
    private long _interruptedUpTo; // an interrupt came before these began
    private long _abortedUpTo; // requests to execute up to this number are not run: a cell before them failed
    private long _dropped;
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
        _codec = new WireCodec(connection.Key);
        _sockets = new KernelSockets(connection) { Received = Receive };
        engine.Comms.Publish = (type, content) => Publish(type, content, Volatile.Read(ref _current));
    }

    /// <summary>How many messages were dropped because a frame was missing, malformed or wrongly signed.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Serves front ends until one of them, or <see cref="Stop"/>, ends the kernel.</summary>
    public void Run()
    {
        new Thread(ServeRequests) { IsBackground = true, Name = "requests" }.Start();
        Publish("status", new JsonObject { ["execution_state"] = "starting" }, null);
        _sockets.Run();
        if (Dropped > 0)
            _log.WriteLine($"{Dropped} messages were malformed or wrongly signed.");
    }

    /// <summary>Interrupts the running cell, if one runs.</summary>
    public void Interrupt()
    {
        lock (_interruption)
        {
            _interrupt?.Cancel();
            // What has arrived and not begun is meant too: the button was pressed right behind it.
            if (_interrupt is null)
                _interruptedUpTo = Interlocked.Read(ref _arrived);
        }
    }

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

    private void Receive(KernelChannel channel, IReadOnlyList<byte[]> frames)
    {
        if (_codec.Decode(frames) is not { } message)
        {
            if (Interlocked.Increment(ref _dropped) == 1)
                _log.WriteLine($"A message on the {channel} channel was malformed or wrongly signed; it and others like it are dropped.");
            return;
        }
        switch (channel)
        {
            case KernelChannel.Stdin when message.Type == "input_reply":
                _lines.Add(message.Text("value"));
                break;
            case KernelChannel.Control:
                Serve(KernelChannel.Control, message, number: 0);
                break;
            case KernelChannel.Shell when Volatile.Read(ref _stopping) == 0:
                _requests.Add((message, Interlocked.Increment(ref _arrived)));
                break;
        }
    }

    private void ServeRequests()
    {
        foreach (var (message, number) in _requests.GetConsumingEnumerable())
        {
            Volatile.Write(ref _current, message);
            // What was asked before the end of the kernel, but not begun, is not run.
            if (Volatile.Read(ref _stopping) == 0)
                Serve(KernelChannel.Shell, message, number);
            Volatile.Write(ref _current, null);
        }
        _requestsEnded.Set();
    }

    private void Serve(KernelChannel channel, WireMessage message, long number)
    {
        PublishState("busy", message);
        try
        {
            Answer(channel, message, number);
        }
        catch (Exception defect)
        {
            _log.WriteLine($"{message.Type}: {defect}");
            var error = new KernelError(defect.GetType().Name, defect.Message, [$"{defect.GetType().Name}: {defect.Message}"]);
            if (message.Type.EndsWith("_request", StringComparison.Ordinal))
                Reply(channel, message, "error", error.ToJson());
        }
        PublishState("idle", message);
    }

    private void Answer(KernelChannel channel, WireMessage message, long number)
    {
        switch (message.Type)
        {
            case "kernel_info_request":
                Reply(channel, message, "ok", Introduction());
                WarmUp();
                break;
            case "shutdown_request":
                var restart = new JsonObject { ["restart"] = message.Flag("restart", false) };
                Reply(channel, message, "ok", restart);
                Publish("shutdown_reply", new JsonObject { ["status"] = "ok", ["restart"] = message.Flag("restart", false) }, message);
                Stop();
                break;
            case "interrupt_request":
                Interrupt();
                Reply(channel, message, "ok", []);
                break;
            case var _ when channel == KernelChannel.Control:
                _log.WriteLine($"The control channel does not take {message.Type}.");
                break;
            case "execute_request":
                Execute(message, number);
                break;
            case "complete_request":
                Complete(message);
                break;
            case "inspect_request":
                var code = message.Text("code");
                var found = _engine.Inspect(code, CodePoints.ToIndex(code, message.Number("cursor_pos", -1)));
                Reply(
                    channel,
                    message,
                    "ok",
                    new JsonObject
                    {
                        ["found"] = found is not null,
                        ["data"] = found?.ToJson() ?? [],
                        ["metadata"] = new JsonObject(),
                    }
                );
                break;
            case "is_complete_request":
                var state = _engine.IsComplete(message.Text("code"));
                Reply(channel, message, state.Status, state.Status == "incomplete" ? new JsonObject { ["indent"] = state.Indent } : []);
                break;
            case "history_request":
                Reply(channel, message, "ok", new JsonObject { ["history"] = _history.Answer(message) });
                break;
            case "comm_info_request":
                var target = message.Text("target_name");
                var comms = _engine
                    .Comms.Comms.Where(comm => target.Length == 0 || comm.Target == target)
                    .Select(comm => KeyValuePair.Create<string, JsonNode?>(comm.Id, new JsonObject { ["target_name"] = comm.Target }));
                Reply(channel, message, "ok", new JsonObject { ["comms"] = new JsonObject(comms) });
                break;
            case "comm_open" or "comm_msg" or "comm_close":
                Interruptible(number, interrupt =>
                {
                    _engine.Comms.Take(message, interrupt);
                    return true;
                });
                break;
        }
    }

    private void Execute(WireMessage message, long number)
    {
        if (number <= Interlocked.Read(ref _abortedUpTo))
        {
            Reply(
                KernelChannel.Shell,
                message,
                "aborted",
                new JsonObject
                {
                    ["execution_count"] = _count,
                    ["user_expressions"] = new JsonObject(),
                    ["payload"] = new JsonArray(),
                }
            );
            return;
        }
        var code = message.Text("code");
        var silent = message.Flag("silent", false);
        var store = !silent && message.Flag("store_history", true);
        if (store)
            _count++;
        if (!silent)
            Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = _count }, message);
        var output = new RequestOutput(this, message, _count, silent);
        var (error, expressions) = Interruptible(number, interrupt =>
        {
            var failure = _engine.Execute(
                new ExecuteRequest(
                    code,
                    _count,
                    WireMessage.Text(message.Metadata, "cellId"),
                    AllowsInput(message),
                    LanguageOf(message.Metadata)
                ),
                output,
                interrupt
            );
            return (failure, failure is null ? Evaluate(message, interrupt) : []);
        });
        if (store && code.Length > 0)
            _history.Add(_count, code, output.Value);
        var reply = error?.ToJson() ?? [];
        reply["execution_count"] = _count;
        reply["user_expressions"] = expressions;
        reply["payload"] = output.Payload;
        if (error is not null)
        {
            if (!silent)
                Publish("error", error.ToJson(), message);
            if (message.Flag("stop_on_error", true))
                AbortArrived();
        }
        Reply(KernelChannel.Shell, message, error is null ? "ok" : "error", reply);
    }

    /// <summary>Runs what <see cref="Interrupt"/> stops.</summary>
    private T Interruptible<T>(long number, Func<CancellationToken, T> run)
    {
        using var interrupt = new CancellationTokenSource();
        lock (_interruption)
        {
            _interrupt = interrupt;
            if (number <= _interruptedUpTo)
                interrupt.Cancel();
        }
        try
        {
            return run(interrupt.Token);
        }
        finally
        {
            lock (_interruption)
                _interrupt = null;
        }
    }

    // As Polyglot notebooks mark a cell, today and before.
    private static string? LanguageOf(JsonElement metadata)
    {
        return Named("polyglot_notebook", "kernelName") ?? Named("dotnet_interactive", "language");

        string? Named(string holder, string name) =>
            metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(holder, out var value)
                ? WireMessage.Text(value, name)
                : null;
    }

    private JsonObject Evaluate(WireMessage message, CancellationToken interrupt)
    {
        var values = new JsonObject();
        if (!message.Content.TryGetProperty("user_expressions", out var asked) || asked.ValueKind != JsonValueKind.Object)
            return values;
        foreach (var expression in asked.EnumerateObject().Where(expression => expression.Value.ValueKind == JsonValueKind.String))
        {
            var (value, error) = _engine.Evaluate(expression.Value.GetString()!, interrupt);
            var answer = error?.ToJson() ?? new JsonObject { ["data"] = value?.ToJson() ?? [], ["metadata"] = new JsonObject() };
            answer["status"] = error is null ? "ok" : "error";
            values[expression.Name] = answer;
        }
        return values;
    }

    // Before the reply goes out: what a front end asks after it has seen the error shall run.
    private void AbortArrived()
    {
        using var marked = new ManualResetEventSlim();
        _sockets.AfterAllOf(KernelChannel.Shell, () =>
        {
            Interlocked.Exchange(ref _abortedUpTo, _arrived);
            marked.Set();
        });
        marked.Wait();
    }

    private void Complete(WireMessage message)
    {
        var code = message.Text("code");
        var found = _engine.Complete(code, CodePoints.ToIndex(code, message.Number("cursor_pos", -1)));
        var (start, end) = (CodePoints.Before(code, found.Start), CodePoints.Before(code, found.End));
        var kinds = found.Matches.Select(match =>
        {
            var item = new JsonObject
            {
                ["text"] = match.Text,
                ["type"] = match.Kind,
                ["start"] = start,
                ["end"] = end,
            };
            if (match.Signature.Length > 0)
                item["signature"] = match.Signature;
            return (JsonNode)item;
        });
        Reply(
            KernelChannel.Shell,
            message,
            "ok",
            new JsonObject
            {
                ["matches"] = new JsonArray([.. found.Matches.Select(match => (JsonNode)match.Text)]),
                ["cursor_start"] = start,
                ["cursor_end"] = end,
                ["metadata"] = new JsonObject { ["_jupyter_types_experimental"] = new JsonArray([.. kinds]) },
            }
        );
    }

    private JsonObject Introduction()
    {
        var info = _engine.Info;
        return new JsonObject
        {
            ["protocol_version"] = WireCodec.Version,
            ["implementation"] = info.Name,
            ["implementation_version"] = info.Version,
            ["banner"] = info.Banner,
            ["language_info"] = new JsonObject
            {
                ["name"] = info.Language,
                ["version"] = info.LanguageVersion,
                ["mimetype"] = info.MimeType,
                ["file_extension"] = info.FileExtension,
                ["pygments_lexer"] = info.Lexer,
                ["codemirror_mode"] = info.MimeType,
            },
            ["help_links"] = new JsonArray(),
            ["debugger"] = false,
            ["supported_features"] = new JsonArray(),
        };
    }

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

    private static bool AllowsInput(WireMessage message) => message.Flag("allow_stdin", true);

    private string ReadLine(WireMessage message, string prompt, bool password, CancellationToken interrupt)
    {
        if (!AllowsInput(message))
            throw new InvalidOperationException("This front end does not take input.");
        while (_lines.TryTake(out _))
        {
            // An answer to a question whose cell was interrupted.
        }
        _sockets.Send(
            KernelChannel.Stdin,
            _codec.Encode(
                message.Identities,
                "input_request",
                message.Header,
                new JsonObject { ["prompt"] = prompt, ["password"] = password }
            )
        );
        return _lines.Take(interrupt);
    }

    private void Reply(KernelChannel channel, WireMessage message, string status, JsonObject content)
    {
        content["status"] = status;
        _sockets.Send(
            channel,
            _codec.Encode(
                message.Identities,
                message.Type.Replace("_request", "_reply", StringComparison.Ordinal),
                message.Header,
                content
            )
        );
    }

    private void Publish(string type, JsonObject content, WireMessage? parent) =>
        _sockets.Send(KernelChannel.IoPub, _codec.Encode([Encoding.UTF8.GetBytes("kernel." + type)], type, parent?.Header, content));

    private void PublishState(string state, WireMessage parent) =>
        Publish("status", new JsonObject { ["execution_state"] = state }, parent);

    /// <summary>Output with one request as its parent.</summary>
    private sealed class RequestOutput(KernelServer server, WireMessage request, int count, bool silent) : IKernelOutput
    {
        /// <summary>The value as text; null for none.</summary>
        public string? Value { get; private set; }

        public void Stream(string name, string text) => Publish("stream", new JsonObject { ["name"] = name, ["text"] = text });

        public void Display(MimeData data, string displayId) => Publish("display_data", Shown(data, displayId));

        public void Update(MimeData data, string displayId) => Publish("update_display_data", Shown(data, displayId));

        /// <summary>What the reply carries for the front end's pager.</summary>
        public JsonArray Payload { get; } = [];

        public void Page(MimeData data) =>
            Payload.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["source"] = "page",
                        ["data"] = data.ToJson(),
                        ["start"] = 0,
                    }
            );

        public void Result(MimeData data)
        {
            Value = data.Parts.GetValueOrDefault("text/plain");
            Publish(
                "execute_result",
                new JsonObject
                {
                    ["execution_count"] = count,
                    ["data"] = data.ToJson(),
                    ["metadata"] = new JsonObject(),
                }
            );
        }

        public void Clear(bool wait) => Publish("clear_output", new JsonObject { ["wait"] = wait });

        public string ReadLine(string prompt, bool password, CancellationToken interrupt) =>
            server.ReadLine(request, prompt, password, interrupt);

        private static JsonObject Shown(MimeData data, string displayId) =>
            new()
            {
                ["data"] = data.ToJson(),
                ["metadata"] = new JsonObject(),
                ["transient"] = new JsonObject { ["display_id"] = displayId },
            };

        private void Publish(string type, JsonObject content)
        {
            if (!silent)
                server.Publish(type, content, request);
        }
    }
}
