using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Interactive.Tests.Display;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;
using Microsoft.Playwright;

namespace Glm.Kernel.Tests.Browser;

/// <summary>
/// Every figure of every notebook by the rules of every front end: a test for each row of the table in docs/sharing.md.
/// </summary>
[Collection(QuickstartCollection.Name)]
[Trait("Runs", "notebooks")]
public sealed partial class FrontEndTests(QuickstartRun quickstart, NotebookRuns runs, Chromium chromium) : IDisposable
{
    private const double NarrowColumn = 500; // pixels
    private const double SmallestLetter = 7.5; // pixels in a narrow column

    // @jupyterlab/rendermime, renderers.ts: the text becomes the content of an element, then each script is replaced by a copy that runs.
    private const string AsJupyterLab = """
        (host, html) => {
          host.innerHTML = html;
          host.querySelectorAll('script').forEach(script => {
            const copy = document.createElement('script');
            for (const attribute of script.attributes) copy.setAttribute(attribute.name, attribute.value);
            copy.textContent = script.textContent;
            script.replaceWith(copy);
          });
        }
        """;

    // microsoft/vscode, extensions/notebook-renderers/src/index.ts, in a folder that is trusted: the text becomes the content of an
    // element; of each script a copy is added and removed again, with its text and few of its attributes.
    private const string AsVisualStudioCode = """
        (host, html) => {
          host.innerHTML = html;
          Array.from(host.getElementsByTagName('script')).forEach(script => {
            const copy = document.createElement('script');
            copy.text = script.innerText;
            for (const name of ['type', 'src', 'nonce', 'noModule', 'async']) if (script[name]) copy.setAttribute(name, script[name]);
            host.appendChild(copy).remove();
          });
        }
        """;

    private static bool LeavesPictures => Environment.GetEnvironmentVariable("GLM_LEAVE_PICTURES") is { Length: > 0 };

    // For all tests: it takes a while.
    private static Task<Dictionary<string, string>>? _converted;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_draw_every_figure_in_a_jupyterlab_that_trusts_the_notebook() => await DrawnBy(AsJupyterLab, "lab-trusted");

    [Fact]
    public async Task Should_show_every_figure_in_a_jupyterlab_that_does_not_trust_the_notebook()
    {
        var figures = await Figures();
        var cleaned = await Sanitized(figures.Select(figure => figure.Html));
        foreach (var (figure, html) in figures.Zip(cleaned))
        {
            Assert.Equal(Markup.Stills(Markup.WithoutScripts(figure.Html)), Markup.Stills(html));
            Assert.NotEmpty(Markup.Stills(html));
            Readable.Check(html);
        }
        await Pictures("lab-untrusted", cleaned);
    }

    [Fact]
    public async Task Should_show_every_figure_in_the_classic_notebook_that_does_not_trust_it()
    {
        _folder.Notebook("page.ipynb", TestNotebook.Code("1"));
        using var server = await NotebookServer.Start(_folder);
        await using var window = await chromium.OpenServed($"{server.Address}/notebooks/page.ipynb");
        await window.Page.WaitForFunctionAsync("window.Jupyter && Jupyter.notebook && window.require");
        foreach (var figure in await Figures())
        {
            // notebook/js/outputarea.js: HTML goes first, cleaned by base/js/security.js.
            var html = await window.Page.EvaluateAsync<string>(
                "html => new Promise(done => require(['base/js/security'], s => done(s.sanitize_html(html))))",
                figure.Html
            );
            Assert.Equal(Markup.Stills(Markup.WithoutScripts(figure.Html)), Markup.Stills(html));
            Readable.Check(html);
        }
    }

    [Fact]
    public async Task Should_draw_every_figure_in_visual_studio_code() => await DrawnBy(AsVisualStudioCode, "vscode");

    [Fact]
    public async Task Should_describe_every_figure_where_visual_studio_code_shows_text_alone()
    {
        // In a folder that is not trusted its renderer returns before HTML and SVG; plain text is what can be chosen.
        foreach (var figure in await Figures())
            Assert.True(figure.Plain.Length > 20, figure.Plain);
    }

    [Fact]
    public async Task Should_describe_every_figure_by_the_rules_of_github_and_carry_its_picture()
    {
        foreach (var figure in await Figures())
        {
            var html = GitHubRules.Clean(figure.Html);
            Readable.Check(html);
            Assert.Matches("<img [^>]*alt=\"[^\"]{10,}\"", html);
            // The picture itself, for a viewer that takes it: as a type of its own, and at an address that needs no script.
            Assert.True(figure.HasSvg, figure.Notebook);
            Assert.NotEmpty(Markup.Stills(Markup.WithoutScripts(figure.Html)));
        }
    }

    [Fact]
    public async Task Should_draw_every_figure_on_nbviewer() =>
        // jupyter/nbviewer#785: pages of nbconvert that may run scripts and connect to nothing.
        await DrawnOn(
            (await Converted()).ToDictionary(
                page => page.Key,
                page =>
                    page.Value.Replace(
                        "<head>",
                        "<head><meta http-equiv=\"Content-Security-Policy\" content=\"connect-src 'none';\">",
                        StringComparison.Ordinal
                    )
            ),
            "nbviewer"
        );

    [Fact]
    public async Task Should_draw_every_figure_in_html_of_nbconvert()
    {
        var pages = await Converted();
        await DrawnOn(pages, "nbconvert");
        await StillOn(pages);
    }

    [Fact]
    public async Task Should_print_every_figure_of_nbconvert_and_of_the_report()
    {
        foreach (var (name, page) in (await Converted()).Concat(await Reports(onPaper: true)))
        {
            var path = _folder.Write("print.html", page);
            await using var window = await chromium.Open(path, scripts: false);
            await window.Page.EmulateMediaAsync(new() { Media = Media.Print });
            await AssertStill(window.Page, name);
            var pdf = await window.Page.PdfAsync(new() { Format = "A4", PrintBackground = true });
            Assert.True(Regex.Count(Encoding.Latin1.GetString(pdf), "/Type */Page\\b") > 1, name);
        }
    }

    [Fact]
    public async Task Should_draw_every_figure_in_the_report()
    {
        var pages = await Reports(onPaper: false);
        await DrawnOn(pages, "report");
        await StillOn(pages);
    }

    [Fact]
    public async Task Should_keep_the_letters_of_every_figure_legible_in_a_narrow_column()
    {
        foreach (var figure in await Figures())
        foreach (var still in Markup.Stills(Markup.WithoutScripts(figure.Html)))
        {
            var width = double.Parse(Width().Match(still).Groups[1].Value, CultureInfo.InvariantCulture);
            var smallest = Letters().Matches(still).Select(size => double.Parse(size.Groups[1].Value, CultureInfo.InvariantCulture)).Min();
            var seen = smallest * Math.Min(1, NarrowColumn / width);
            Assert.True(seen >= SmallestLetter, $"{figure.Notebook}: {seen:0.0} pixels in a picture of {width}:\n{figure.Plain}");
        }
    }

    /// <summary>A display with pictures.</summary>
    private sealed record Figure(string Notebook, string Html, bool HasSvg, string Plain);

    private async Task<List<(string Name, string Text)>> Notebooks()
    {
        var names = NotebookRuns.Names.ToList();
        var finished = await Task.WhenAll(names.Select(runs.Of));
        return [("quickstart", quickstart.NotebookText), .. names.Zip(finished, (name, run) => (name, run.Text))];
    }

    private async Task<List<Figure>> Figures()
    {
        var figures = (
            from notebook in await Notebooks()
            from cell in JsonNode.Parse(notebook.Text)!["cells"]!.AsArray()
            from output in cell!["outputs"]?.AsArray() ?? []
            let data = output!["data"]
            let html = Text(data?["text/html"])
            where html.Contains("glm-still", StringComparison.Ordinal) || html.Contains("class=\"glm-chart\"", StringComparison.Ordinal)
            select new Figure(notebook.Name, html, data!["image/svg+xml"] is not null, Text(data["text/plain"]))
        ).ToList();
        Assert.True(figures.Count > 30 && figures.Select(figure => figure.Notebook).Distinct().Count() == NotebookRuns.Names.Count + 1);
        return figures;
    }

    private async Task DrawnBy(string insertion, string picture)
    {
        var pages = (await Figures())
            .GroupBy(figure => figure.Notebook)
            .ToDictionary(
                notebook => notebook.Key,
                notebook =>
                    $"<!DOCTYPE html><meta charset=\"utf-8\"><body><script>const insert = {insertion};\n"
                    + string.Concat(
                        notebook.Select(figure =>
                            "insert(document.body.appendChild(document.createElement('div')), "
                            + $"{JsonSerializer.Serialize(figure.Html).Replace("<", "\\u003c", StringComparison.Ordinal)});\n"
                        )
                    )
                    + "</script>"
            );
        await DrawnOn(pages, picture);
    }

    /// <summary>Scripts run: every chart is drawn by Plotly, every other picture has become its drawing, and each can be seen.</summary>
    private async Task DrawnOn(Dictionary<string, string> pages, string picture)
    {
        foreach (var (name, page) in pages)
        {
            await using var window = await chromium.Open(_folder.Write("page.html", page), 1100);
            await window.Page.WaitForFunctionAsync(
                "Array.from(document.querySelectorAll('.glm-chart')).every(c => c.querySelector('.js-plotly-plot .main-svg'))"
            );
            Assert.Equal(0, await window.Page.Locator("img.glm-still").CountAsync());
            Assert.Empty(
                await window.Page.EvaluateAsync<string[]>(
                    """
                    Array.from(document.querySelectorAll('.glm-view')).filter(view => {
                      const pictures = Array.from(view.querySelectorAll('svg.glm-svg, .glm-chart .main-svg, canvas'));
                      return pictures.length && !pictures.some(one => one.getBoundingClientRect().width > 100);
                    }).map(view => view.innerText.slice(0, 200))
                    """
                )
            );
            Assert.DoesNotContain(window.Faults, fault => fault.StartsWith("script error", StringComparison.Ordinal));
            await Picture(window.Page, $"{picture}-{name}");
        }
    }

    /// <summary>No script runs: every picture is an image that can be seen.</summary>
    private async Task StillOn(Dictionary<string, string> pages)
    {
        foreach (var (name, page) in pages)
        {
            await using var window = await chromium.Open(_folder.Write("page.html", page), (int)NarrowColumn, dark: true, scripts: false);
            await AssertStill(window.Page, name);
            await Picture(window.Page, $"still-{name}");
        }
    }

    private static async Task AssertStill(IPage page, string name)
    {
        var seen = await page.EvaluateAsync<double[]>(
            "Array.from(document.querySelectorAll('.glm-view img')).filter(i => !i.closest('details:not([open])'))"
                + ".map(i => i.naturalWidth ? i.getBoundingClientRect().width : 0)"
        );
        Assert.NotEmpty(seen);
        Assert.True(seen.All(width => width > 100), $"{name}: {string.Join(' ', seen)}");
    }

    private async Task<Dictionary<string, string>> Reports(bool onPaper) =>
        (await Notebooks()).ToDictionary(
            notebook => notebook.Name,
            notebook =>
                HtmlReport.Render(
                    NotebookDocument.Read(_folder.Write(notebook.Name + ".ipynb", notebook.Text)),
                    new Provenance([]),
                    onPaper
                )
        );

    private Task<Dictionary<string, string>> Converted() => _converted ??= Convert();

    private async Task<Dictionary<string, string>> Convert()
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/nbconvert"), "needs Debian's jupyter-nbconvert");
        var notebooks = await Notebooks();
        foreach (var (name, text) in notebooks)
            _folder.Write(name + ".ipynb", text);
        using var convert = Process.Start(
            new ProcessStartInfo(python, ["-m", "nbconvert", "--to", "html", .. notebooks.Select(notebook => notebook.Name + ".ipynb")])
            {
                WorkingDirectory = _folder.Path,
                RedirectStandardError = true,
            }
        )!;
        var log = await convert.StandardError.ReadToEndAsync();
        await convert.WaitForExitAsync().WaitAsync(Patience.Limit);
        Assert.True(convert.ExitCode == 0, log);
        return notebooks.ToDictionary(notebook => notebook.Name, notebook => File.ReadAllText(_folder[notebook.Name + ".html"]));
    }

    private static async Task<string[]> Sanitized(IEnumerable<string> pages)
    {
        var program = Repository.PathOf("tests", "Glm.Kernel.Tests", "Browser", "lab", "out", "sanitize.cjs");
        Assert.SkipUnless(
            File.Exists(program),
            "JupyterLab's sanitizer is not built: npm ci && npm run build in tests/Glm.Kernel.Tests/Browser/lab"
        );
        using var node = Process.Start(
            new ProcessStartInfo("node", [program])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardInputEncoding = new UTF8Encoding(false),
                StandardOutputEncoding = Encoding.UTF8,
            }
        )!;
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(pages));
        node.StandardInput.Close();
        var cleaned = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.Equal(0, node.ExitCode);
        return JsonSerializer.Deserialize<string[]>(cleaned)!;
    }

    private async Task Pictures(string name, IEnumerable<string> parts)
    {
        if (!LeavesPictures)
            return;
        var page = _folder.Write("page.html", $"<!DOCTYPE html><meta charset=\"utf-8\"><body>{string.Join("<hr>", parts)}");
        foreach (var dark in new[] { false, true })
        {
            await using var window = await chromium.Open(page, (int)NarrowColumn, dark);
            await Picture(window.Page, name + (dark ? "-dark" : ""));
        }
    }

    /// <summary>
    /// Leaves a picture to be looked at, where GLM_LEAVE_PICTURES is set: photographs of long pages take minutes in all.
    /// </summary>
    private static async Task Picture(IPage page, string name)
    {
        if (!LeavesPictures)
            return;
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "out", "front-ends")).FullName;
        await page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(folder, name + ".png") });
    }

    private static string Text(JsonNode? lines) =>
        lines is JsonArray array ? string.Concat(array.Select(line => (string)line!)) : (string?)lines ?? "";

    [GeneratedRegex("<svg [^>]*width=\"([0-9.]+)\"")]
    private static partial Regex Width();

    [GeneratedRegex("font-size=\"([0-9.]+)\"")]
    private static partial Regex Letters();
}
