using Microsoft.Playwright;

namespace Glm.Kernel.Tests.Browser;

/// <summary>The system's own Chromium; tests skip where there is none, and nothing is ever downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Executable() is not { } path)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = path, Args = Environment.UserName == "root" ? ["--no-sandbox", "--disable-dev-shm-usage"] : [] }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Opens a file in a window of its own, offline.</summary>
    internal async Task<Window> Open(string path, int width = 1280, bool dark = false, bool scripts = true)
    {
        Assert.SkipWhen(_browser is null, "no chromium, chromium-browser or google-chrome on this machine");
        var context = await _browser!.NewContextAsync(
            new()
            {
                Offline = true,
                JavaScriptEnabled = scripts,
                ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
                ViewportSize = new() { Width = width, Height = 900 },
            }
        );
        var window = new Window(context, await context.NewPageAsync());
        await window.Page.GotoAsync(new Uri(path).AbsoluteUri);
        return window;
    }

    /// <summary>Opens a page of a server on this machine; requests to any other place are faults.</summary>
    internal async Task<Window> OpenServed(string address)
    {
        Assert.SkipWhen(_browser is null, "no chromium, chromium-browser or google-chrome on this machine");
        var context = await _browser!.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = 1280, Height = 1000 },
            }
        );
        var window = new Window(context, await context.NewPageAsync(), new Uri(address).GetLeftPart(UriPartial.Authority));
        await window.Page.GotoAsync(address);
        return window;
    }

    private static string? Executable() =>
        new[] { "/usr/bin/chromium" }
            .Concat(
                from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                from name in new[] { "chromium", "chromium-browser", "google-chrome" }
                select Path.Combine(folder, name)
            )
            .FirstOrDefault(File.Exists);
}
