using System.Diagnostics;
using Glm.Runtime;

namespace Glm.Kernel.Printing;

/// <summary>An installed Chromium or Chrome without a window, which prints pages and draws pictures. It reaches no network.</summary>
internal static class ChromiumBrowser
{
    /// <summary>The environment variable that names the program.</summary>
    public const string Variable = "GLM_CHROMIUM";

    private static readonly string[] Names =
    [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "chrome.exe",
        "msedge.exe",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>The program; null where there is none.</summary>
    /// <exception cref="GlmException">The environment variable names no file.</exception>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new GlmException($"{Variable} names {LineText.Quoted(named)}, which is no file.");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    /// <summary>The program, where there must be one.</summary>
    /// <param name="purpose">What needs it, for the message.</param>
    /// <exception cref="GlmException">There is none.</exception>
    public static string Require(string purpose) =>
        Find()
        ?? throw new GlmException(
            $"{purpose} needs Chromium or Chrome, and none is on the PATH. Install one (apt-get install chromium), or name its "
                + $"program in the environment variable {Variable}."
        );

    /// <summary>Opens a page, and does with it what the arguments say.</summary>
    /// <param name="page">HTML, a document of its own.</param>
    /// <param name="arguments">Of the program, such as <c>--print-to-pdf=FILE</c>.</param>
    /// <returns>What the program wrote to its standard output.</returns>
    /// <exception cref="GlmException">There is no such program, or it failed.</exception>
    public static async Task<string> OpenAsync(string page, params string[] arguments)
    {
        var program = Require("Printing");
        var scratch = Directory.CreateTempSubdirectory("glm-print-");
        try
        {
            var file = Path.Combine(scratch.FullName, "page.html");
            await File.WriteAllTextAsync(file, page).ConfigureAwait(false);
            var start = new ProcessStartInfo(
                program,
                [
                    "--headless",
                    "--disable-gpu",
                    "--no-first-run",
                    "--hide-scrollbars",
                    "--disable-extensions",
                    "--disable-background-networking",
                    "--host-resolver-rules=MAP * ~NOTFOUND",
                    $"--user-data-dir={Path.Combine(scratch.FullName, "profile")}",
                    // Its sandbox refuses to run as root, as in a container; the page is this program's own and loads nothing.
                    .. Environment.IsPrivilegedProcess ? (string[])["--no-sandbox", "--disable-dev-shm-usage"] : [],
                    .. arguments,
                    new Uri(file).AbsoluteUri,
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                var output = process.StandardOutput.ReadToEndAsync(patience.Token);
                var errors = process.StandardError.ReadToEndAsync(patience.Token);
                await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
                var (said, complaint) = (await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
                return process.ExitCode == 0
                    ? said
                    : throw new GlmException(
                        $"{Path.GetFileName(program)} ended with exit code {process.ExitCode}: {LineText.Shown(complaint, 300)}"
                    );
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new GlmException($"{Path.GetFileName(program)} did not end within {Patience.TotalMinutes:0} minutes.");
            }
        }
        finally
        {
            Remove(scratch);
        }
    }

    /// <summary>The words that the scripts of a page have written into its element <c>out</c>; none if they did not finish.</summary>
    /// <param name="dom">The page afterwards, from <c>--dump-dom</c>.</param>
    /// <param name="begin">What the scripts write first.</param>
    public static string[] Written(string dom, string begin)
    {
        var at = dom.LastIndexOf($"<pre id=\"out\">{begin}", StringComparison.Ordinal);
        return at < 0
            ? []
            : dom[(dom.IndexOf(begin, at, StringComparison.Ordinal) + begin.Length)..]
                .Split('<')[0]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // The browser's helpers may still be writing their profile.
    private static void Remove(DirectoryInfo scratch)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                scratch.Delete(recursive: true);
                return;
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                if (tries == 10)
                    return;
                Thread.Sleep(100);
            }
        }
    }
}
