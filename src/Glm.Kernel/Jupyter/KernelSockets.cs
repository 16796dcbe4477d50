using System.Collections.Concurrent;
using System.Text;
using Glm.Kernel.Jupyter.Messages;
using Glm.Runtime;
using NetMQ;
using NetMQ.Sockets;

namespace Glm.Kernel.Jupyter;

/// <summary>
/// The kernel's five sockets: messages in, messages out. They live on the thread that calls <see cref="Run"/>; the other members may be
/// called from any thread. What is sent goes out in the order of the calls, whatever the channels.
/// </summary>
internal sealed class KernelSockets : IDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly Dictionary<KernelChannel, NetMQSocket> _sockets;
    private readonly RouterSocket _heartbeat = new();
    private readonly NetMQQueue<Action> _actions = new();
    private readonly NetMQPoller _poller = [];
    private readonly List<UnixSocketRelay> _relays = [];
    private readonly BlockingCollection<string> _answers = [];
    private readonly WireCodec _codec;
    private readonly TextWriter _log;
    private readonly HashSet<string> _faults = new(StringComparer.Ordinal);
    private long _dropped;

    /// <summary>Binds the sockets.</summary>
    /// <param name="connection">Where to listen, and the key that signs messages.</param>
    /// <param name="log">Told of the first message that is dropped for each reason.</param>
    /// <exception cref="GlmException">An address is taken, or is not one of this machine.</exception>
    public KernelSockets(ConnectionInfo connection, TextWriter log)
    {
        _codec = new WireCodec(connection.Key);
        _log = log;
        _sockets = new()
        {
            [KernelChannel.Shell] = Router(),
            [KernelChannel.Control] = Router(),
            [KernelChannel.Stdin] = Router(),
            [KernelChannel.IoPub] = new PublisherSocket(),
        };
        try
        {
            Bind(_sockets[KernelChannel.Shell], connection, connection.Shell);
            Bind(_sockets[KernelChannel.Control], connection, connection.Control);
            Bind(_sockets[KernelChannel.Stdin], connection, connection.Stdin);
            Bind(_sockets[KernelChannel.IoPub], connection, connection.IoPub);
            Bind(_heartbeat, connection, connection.Heartbeat);
        }
        catch
        {
            Dispose();
            throw;
        }
        foreach (var channel in new[] { KernelChannel.Shell, KernelChannel.Control, KernelChannel.Stdin })
        {
            _sockets[channel].ReceiveReady += (_, _) => Drain(channel);
            _poller.Add(_sockets[channel]);
        }
        _heartbeat.ReceiveReady += (_, _) => Beat();
        _poller.Add(_heartbeat);
        _actions.ReceiveReady += (_, ready) =>
        {
            while (ready.Queue.TryDequeue(out var action, TimeSpan.Zero))
                action();
        };
        _poller.Add(_actions);
    }

    /// <summary>Called with each request, on the sockets' thread.</summary>
    public Action<KernelChannel, WireMessage> Received { get; set; } = static (_, _) => { };

    /// <summary>How many messages were dropped because a frame was missing, malformed, wrongly signed, or had come before.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Serves the sockets until <see cref="Stop"/>.</summary>
    public void Run() => _poller.Run();

    /// <summary>Ends <see cref="Run"/> after everything that was sent before.</summary>
    public void Stop() => _actions.Enqueue(_poller.StopAsync);

    /// <summary>Sends a message to all front ends.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cause">The request that caused it; null for none.</param>
    public void Publish(KernelMessage message, WireMessage? cause) =>
        Send(KernelChannel.IoPub, [Encoding.UTF8.GetBytes("kernel." + message.Type)], message.Type, cause, message);

    /// <summary>Answers a request on its channel.</summary>
    public void Reply(KernelChannel channel, WireMessage request, KernelReply reply) =>
        Send(channel, request.Identities, request.Type.Replace("_request", "_reply", StringComparison.Ordinal), request, reply);

    /// <summary>Asks the front end of a request for a line, and waits for it.</summary>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public string Ask(WireMessage request, InputRequest question, CancellationToken interrupt)
    {
        while (_answers.TryTake(out _))
        {
            // An answer to a question whose cell was interrupted.
        }
        Send(KernelChannel.Stdin, request.Identities, question.Type, request, question);
        return _answers.Take(interrupt);
    }

    /// <summary>Calls an action on the sockets' thread, after everything that has arrived on a channel until then.</summary>
    public void AfterAllOf(KernelChannel channel, Action action) =>
        _actions.Enqueue(() =>
        {
            Drain(channel);
            action();
        });

    public void Dispose()
    {
        _poller.Dispose();
        _actions.Dispose();
        _heartbeat.Dispose();
        foreach (var socket in _sockets.Values)
            socket.Dispose();
        // Only now: what is left to send goes through them.
        NetMQConfig.Cleanup(block: true);
        _relays.ForEach(relay => relay.Dispose());
    }

    // A client that returns under its name, before its old connection is known to be gone, is accepted.
    private static RouterSocket Router() => new() { Options = { RouterHandover = true } };

    private void Bind(NetMQSocket socket, ConnectionInfo connection, int port)
    {
        socket.Options.SendHighWatermark = 0;
        socket.Options.Linger = Linger;
        try
        {
            if (connection.Transport == "ipc")
                _relays.Add(new UnixSocketRelay($"{connection.Ip}-{port}", socket.BindRandomPort("tcp://127.0.0.1")));
            else
                socket.Bind($"tcp://{connection.Ip}:{port}");
        }
        catch (Exception fault) when (fault is NetMQException or System.Net.Sockets.SocketException or IOException or ArgumentException)
        {
            throw new GlmException($"The kernel cannot listen at {connection.Transport} {connection.Ip} {port}: {fault.Message}", fault);
        }
    }

    // The queue of a slow front end has no limit: with one, its output would be lost.
    private void Send(KernelChannel channel, IReadOnlyList<byte[]> route, string type, WireMessage? parent, object content)
    {
        var frames = _codec.Encode(route, type, parent?.Header, content);
        _actions.Enqueue(() => _sockets[channel].TrySendMultipartBytes(TimeSpan.Zero, frames));
    }

    private void Drain(KernelChannel channel)
    {
        List<byte[]> frames = [];
        while (_sockets[channel].TryReceiveMultipartBytes(ref frames!))
        {
            if (_codec.Decode(frames, out var fault) is { } message)
                Take(channel, message);
            else
                Drop(channel, fault!);
            frames = []; // the message keeps them
        }
    }

    private void Drop(KernelChannel channel, string fault)
    {
        Interlocked.Increment(ref _dropped);
        if (_faults.Add(fault))
            _log.WriteLine($"A message on the {channel} channel is {fault}; it and others like it are dropped.");
    }

    private void Take(KernelChannel channel, WireMessage message)
    {
        if (channel != KernelChannel.Stdin)
            Received(channel, message);
        else if (message.Type == "input_reply")
            _answers.Add(message.Read<InputReply>().Value ?? "");
    }

    private void Beat()
    {
        List<byte[]> frames = [];
        while (_heartbeat.TryReceiveMultipartBytes(ref frames!))
            _heartbeat.TrySendMultipartBytes(TimeSpan.Zero, frames);
    }
}
