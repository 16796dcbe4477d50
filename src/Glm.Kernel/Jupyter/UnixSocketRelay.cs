using System.Net;
using System.Net.Sockets;

namespace Glm.Kernel.Jupyter;

/// <summary>
/// Relays the connections of a Unix domain socket to a port of this machine. ZeroMQ's own ipc transport is such a socket, NetMQ's is not;
/// the bytes on it are those of TCP. Only its owner can use the socket's file.
/// </summary>
internal sealed class UnixSocketRelay : IDisposable
{
    private const int Backlog = 64;

    private readonly string _path;
    private readonly int _port;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <exception cref="SocketException">The file exists, or its folder cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The path is longer than such a socket's may be, about 100 bytes.</exception>
    public UnixSocketRelay(string path, int port)
    {
        (_path, _port) = (path, port);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _listener.Listen(Backlog);
        _ = AcceptAsync();
    }

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                _ = JoinAsync(await _listener.AcceptAsync().ConfigureAwait(false));
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task JoinAsync(Socket accepted)
    {
        using var outside = new NetworkStream(accepted, ownsSocket: true);
        using var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, _port).ConfigureAwait(false);
            var inside = client.GetStream();
            await Task.WhenAny(outside.CopyToAsync(inside), inside.CopyToAsync(outside)).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // One end has left; the other is closed with it.
        }
    }
}
