using Glm.Testing;
using Microsoft.Playwright;

namespace Glm.Kernel.Tests.Browser;

/// <summary>A page and everything wrong that happened on it.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _faults = [];

    /// <param name="context">Closed with the window.</param>
    /// <param name="page">The page.</param>
    /// <param name="server">Where the page comes from, if not from a file; what its own scripts log is then theirs.</param>
    public Window(IBrowserContext context, IPage page, string? server = null)
    {
        (_context, Page) = (context, page);
        page.SetDefaultTimeout(Patience.Milliseconds);
        page.Console += (_, message) =>
            Note(server is null && message.Type is ("error" or "warning"), $"console {message.Type}: {message.Text}");
        page.PageError += (_, error) => Note(true, $"script error: {error}");
        page.Dialog += (_, dialog) => Note(true, $"dialog: {dialog.Message}");
        page.Request += (_, request) =>
            Note(
                !Own(request.Url) && (server is null || !request.Url.StartsWith(server, StringComparison.Ordinal)),
                $"request: {request.Url}"
            );
        page.RequestFailed += (_, request) => Note(server is null, $"failed request: {request.Url[..Math.Min(200, request.Url.Length)]}");
    }

    public IPage Page { get; }

    /// <summary>Requests to the outside, console errors and warnings, script errors, dialogs; empty on a good page.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_faults)
                return [.. _faults];
        }
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static bool Own(string url) =>
        url.StartsWith("file:", StringComparison.Ordinal)
        || url.StartsWith("data:", StringComparison.Ordinal)
        || url.StartsWith("blob:", StringComparison.Ordinal);

    private void Note(bool fault, string what)
    {
        if (!fault)
            return;
        lock (_faults)
            _faults.Add(what);
    }
}
