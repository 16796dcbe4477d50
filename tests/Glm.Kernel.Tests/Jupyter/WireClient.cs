using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Glm.Testing;
using NetMQ;
using NetMQ.Sockets;

namespace Glm.Kernel.Tests.Jupyter;

/// <summary>A front end that shows every frame. One thread at a time.</summary>
internal sealed class WireClient : IDisposable
{
    public const string Key = "a-key";

    private readonly DealerSocket _shell = new(),
        _control = new(),
        _stdin = new();
    private readonly SubscriberSocket _iopub = new();
    private readonly RequestSocket _heartbeat = new();

    public WireClient(int firstPort)
    {
        var identity = Guid.NewGuid().ToByteArray();
        identity[0] = 1; // a zero is ZeroMQ's own
        foreach (var socket in new[] { _shell, _control, _stdin })
            socket.Options.Identity = identity;
        _iopub.SubscribeToAnyTopic();
        NetMQSocket[] sockets = [_shell, _control, _stdin, _iopub, _heartbeat];
        for (var i = 0; i < sockets.Length; i++)
            sockets[i].Connect($"tcp://127.0.0.1:{firstPort + i}");
    }

    /// <summary>The first of five ports in a row that nobody listens on.</summary>
    public static int FreePorts()
    {
        for (var port = Random.Shared.Next(20000, 30000); ; port += 5)
        {
            var listeners = Enumerable.Range(port, 5).Select(candidate => new TcpListener(IPAddress.Loopback, candidate)).ToArray();
            try
            {
                foreach (var listener in listeners)
                    listener.Start();
                return port;
            }
            catch (SocketException) { }
            finally
            {
                foreach (var listener in listeners)
                    listener.Dispose();
            }
        }
    }

    public string Send(
        string type,
        JsonObject content,
        bool control = false,
        bool stdin = false,
        JsonObject? metadata = null,
        string key = Key
    )
    {
        var id = Guid.NewGuid().ToString();
        byte[][] parts =
        [
            Bytes(
                new JsonObject
                {
                    ["msg_id"] = id,
                    ["msg_type"] = type,
                    ["session"] = "s",
                    ["username"] = "u",
                    ["version"] = "5.4",
                }
            ),
            Bytes([]),
            Bytes(metadata ?? []),
            Bytes(content),
        ];
        SendFrames(
            control ? _control
                : stdin ? _stdin
                : _shell,
            ["<IDS|MSG>"u8.ToArray(), Sign(key, parts), .. parts]
        );
        return id;
    }

    public void SendRaw(params byte[][] frames) => SendFrames(_shell, frames);

    public static byte[] Sign(string key, params byte[][] parts) =>
        Encoding.ASCII.GetBytes(
            Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), parts.SelectMany(part => part).ToArray()))
        );

    public JsonObject Reply(string to) => Until(_shell, message => Parent(message) == to);

    public JsonObject ControlReply(string to) => Until(_control, message => Parent(message) == to);

    public JsonObject InputRequest() => Until(_stdin, _ => true);

    /// <summary>Everything published for a request until it is idle, the states left out.</summary>
    public List<JsonObject> Published(string by)
    {
        List<JsonObject> messages = [];
        while (true)
        {
            var message = Until(_iopub, message => Parent(message) == by);
            if (Type(message) != "status")
                messages.Add(message);
            else if ((string)message["content"]!["execution_state"]! == "idle")
                return messages;
        }
    }

    public JsonObject NextPublished(string type) => Until(_iopub, message => Type(message) == type);

    public bool Beats()
    {
        _heartbeat.SendFrame("ping");
        return _heartbeat.TryReceiveFrameString(Patience.Limit, out var answer) && answer == "ping";
    }

    /// <summary>Asks for an introduction until the output channel has been heard.</summary>
    public void Connect()
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var id = Send("kernel_info_request", []);
            Reply(id);
            if (_iopub.Poll(PollEvents.PollIn, TimeSpan.FromMilliseconds(100)) == PollEvents.PollIn)
            {
                Published(Send("kernel_info_request", []));
                return;
            }
        }
        Assert.Fail("The kernel is not heard.");
    }

    public static string Type(JsonObject message) => (string)message["header"]!["msg_type"]!;

    public static string? Parent(JsonObject message) => (string?)message["parent_header"]!["msg_id"];

    public void Dispose()
    {
        foreach (var socket in new NetMQSocket[] { _shell, _control, _stdin, _iopub, _heartbeat })
        {
            socket.Options.Linger = TimeSpan.Zero;
            socket.Dispose();
        }
    }

    private static JsonObject Until(NetMQSocket socket, Func<JsonObject, bool> wanted)
    {
        while (true)
        {
            List<byte[]> frames = [];
            Assert.True(socket.TryReceiveMultipartBytes(Patience.Limit, ref frames!), "Nothing came.");
            var at = frames.FindIndex(frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
            byte[][] parts = [.. frames.Skip(at + 2).Take(4)];
            Assert.Equal(Encoding.ASCII.GetString(Sign(Key, parts)), Encoding.ASCII.GetString(frames[at + 1]));
            var message = new JsonObject
            {
                ["header"] = JsonNode.Parse(parts[0]),
                ["parent_header"] = JsonNode.Parse(parts[1]),
                ["metadata"] = JsonNode.Parse(parts[2]),
                ["content"] = JsonNode.Parse(parts[3]),
            };
            if (wanted(message))
                return message;
        }
    }

    private static void SendFrames(NetMQSocket socket, byte[][] frames) => socket.SendMultipartBytes(frames);

    private static byte[] Bytes(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString());
}
