using System.Text.Json;
using Glm.Runtime;

namespace Glm.Kernel.Jupyter;

/// <summary>Where a kernel listens, as a front end writes it into the connection file.</summary>
/// <param name="Transport"><c>tcp</c> or <c>ipc</c>.</param>
/// <param name="Ip">The address for tcp; the beginning of the sockets' file names for ipc.</param>
/// <param name="Shell">Port of requests.</param>
/// <param name="Control">Port of interrupts and the end.</param>
/// <param name="Stdin">Port of questions to the user.</param>
/// <param name="IoPub">Port of everything shown.</param>
/// <param name="Heartbeat">Port of the echo.</param>
/// <param name="Key">Signs the messages; empty for unsigned ones.</param>
internal sealed record ConnectionInfo(string Transport, string Ip, int Shell, int Control, int Stdin, int IoPub, int Heartbeat, string Key)
{
    private const string Scheme = "hmac-sha256";
    private const int MostBytes = 1 << 20;

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="GlmException">It is missing, not JSON, or asks for what this kernel cannot do.</exception>
    public static ConnectionInfo Read(string path)
    {
        if (!File.Exists(path))
            throw new GlmException($"There is no connection file {path}; a Jupyter front end writes one and passes its path.");
        if (new FileInfo(path).Length > MostBytes)
            throw new GlmException($"{path} is not a connection file: it has over {MostBytes} bytes.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new GlmException($"{path} is not a connection file: it does not hold a JSON object.");
            var transport = Text("transport", "tcp");
            if (transport is not ("tcp" or "ipc"))
                throw new GlmException($"{path}: transport is '{transport}'; this kernel knows tcp and ipc.");
            if (Text("signature_scheme", Scheme) is var scheme && scheme is not (Scheme or ""))
                throw new GlmException($"{path}: signature_scheme is '{scheme}'; this kernel knows {Scheme}.");
            return new ConnectionInfo(
                transport,
                Text("ip", "127.0.0.1"),
                Port("shell_port"),
                Port("control_port"),
                Port("stdin_port"),
                Port("iopub_port"),
                Port("hb_port"),
                Text("key", "")
            );

            string Text(string name, string missing) =>
                root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : missing;

            int Port(string name) =>
                root.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out var port)
                && port is > 0 and <= 65535
                    ? port
                    : throw new GlmException($"{path}: {name} must be a number from 1 to 65535.");
        }
        catch (JsonException fault)
        {
            throw new GlmException($"{path} is not a connection file: {fault.Message}", fault);
        }
    }
}
