using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;
using Microsoft.Playwright;

namespace Glm.Kernel.Tests.Browser;

/// <summary>
/// JupyterLab's notebook, with this kernel behind it. Debian 12 does not pack JupyterLab: its own packages are bundled into a page by npm
/// (the folder <c>lab</c>; <c>test.sh</c> does it), and the page stands before Debian's Jupyter server.
/// </summary>
[Collection(QuickstartCollection.Name)]
[Trait("Runs", "notebooks")]
public sealed class LabPageTests(QuickstartRun run, Chromium chromium) : IDisposable
{
    private const string Chart = "Chart.Point<int, int, string>(x: new[] { 1, 2, 3 }, y: new[] { 3, 1, 2 }, Name: \"a\")";
    private const string Attack = "</script><script>window.owned=1</script><img src=x onerror=window.owned=1>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_run_complete_explain_ask_interrupt_and_show_a_saved_chart()
    {
        var bundle = Bundle();
        _folder.Notebook(
            "page.ipynb",
            TestNotebook.Code(
                "using Plotly.NET.CSharp;\n#!glm simulate --genomes 4 --seed 1\n#!glm embed\n#!glm model --preset tiny\nvar kept = 42;"
            ),
            TestNotebook.Code(Chart),
            TestNotebook.Code(Chart),
            TestNotebook.Code("#!glm train --steps 1000000"),
            TestNotebook.Code("kept + 1"),
            TestNotebook.Code("Console.WriteL"),
            TestNotebook.Code("input(\"Name? \")"),
            TestNotebook.Code(
                $"Console.WriteLine(@\"{Attack}\");\ndisplay(new[] {{ new {{ Name = @\"{Attack}\" }} }});\nthrow new "
                    + $"Exception(@\"{Attack}\");"
            )
        );
        using var server = await NotebookServer.Start(_folder, $"--NotebookApp.extra_static_paths={bundle}");
        await using var window = await chromium.OpenServed($"{server.Address}/static/glm-lab/index.html");
        var page = window.Page;
        await Open(page);

        await Run(page, 0);
        await Run(page, 1);
        await WaitForCharts(page, 1);
        await Run(page, 1); // the cell that brought Plotly.js
        await WaitForCharts(page, 1);
        await Run(page, 2);
        await WaitForCharts(page, 2);
        await Picture(page, "lab-charts");

        await Begin(page, 3);
        await page.WaitForFunctionAsync("/step/i.test(cell(3).outputArea.node.textContent)");
        await Picture(page, "lab-training");
        await page.EvaluateAsync("lab.commands.execute('notebook:interrupt-kernel')");
        await WaitUntilIdle(page, 3);
        await Run(page, 4);
        await WaitForOutput(page, 4, "43");

        await page.EvaluateAsync("select(5).editor.focus(); cell(5).editor.setCursorPosition({ line: 0, column: 14 })");
        await Invoke(page, "completer:invoke-notebook", page.Locator(".jp-Completer:not(.lm-mod-hidden)").GetByText("WriteLine"));
        await Picture(page, "lab-completion");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("cell(5).model.sharedModel.source === 'Console.WriteLine'");
        await Invoke(page, "tooltip:launch-notebook", page.Locator(".jp-Tooltip"));
        Assert.Contains("Console.WriteLine", await page.Locator(".jp-Tooltip").InnerTextAsync());
        await Picture(page, "lab-tooltip");
        await page.EvaluateAsync("lab.commands.execute('tooltip:dismiss'); null");

        await Begin(page, 6);
        await page.Locator("input.jp-Stdin-input").FillAsync("Ada");
        await page.Keyboard.PressAsync("Enter");
        await WaitUntilIdle(page, 6);
        await WaitForOutput(page, 6, "Ada");

        await Run(page, 7);
        await WaitForOutput(page, 7, "Exception");
        Assert.True(
            (await Output(page, 7)).Split("<script>window.owned=1</script>").Length > 3,
            "The printed text, the table and the exception each show it as text."
        );
        Assert.False(await page.EvaluateAsync<bool>("'owned' in window"));
        await Picture(page, "lab-hostile");

        await page.EvaluateAsync("panel.context.save()");
        await page.ReloadAsync();
        await Open(page);
        await WaitForCharts(page, 2);
        Assert.False(await page.EvaluateAsync<bool>("'owned' in window"));
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Should_show_every_picture_of_a_notebook_that_is_not_trusted()
    {
        var bundle = Bundle();
        File.WriteAllText(_folder["page.ipynb"], run.NotebookText);
        using var server = await NotebookServer.Start(_folder, $"--NotebookApp.extra_static_paths={bundle}");
        await using var window = await chromium.OpenServed($"{server.Address}/static/glm-lab/index.html");
        var page = window.Page;
        await Open(page);
        Assert.False(await page.EvaluateAsync<bool>("panel.content.widgets.some(w => w.model.type === 'code' && w.model.trusted)"));
        // JupyterLab keeps in the page what is in view. So it keeps all; "none" would also end the drawing of cells not drawn yet.
        await page.EvaluateAsync(
            "panel.content.notebookConfig = Object.assign({}, panel.content.notebookConfig, { windowingMode: 'defer' }); null"
        );
        await page.WaitForFunctionAsync("document.querySelectorAll('.jp-OutputArea-output img').length >= 14");
        await page.WaitForFunctionAsync(
            "Array.from(document.querySelectorAll('.jp-OutputArea-output img')).every(i => i.complete && i.naturalWidth > 100)"
        );
        Assert.Equal(
            0,
            await page.Locator(".jp-OutputArea-output .glm-view").Locator("svg, canvas, button, input, script, style").CountAsync()
        );
        var text = await page.EvaluateAsync<string>(
            "Array.from(document.querySelectorAll('.jp-OutputArea-output .glm-view'), v => v.innerText).join(' ')"
        );
        Assert.Contains("24 genomes\n144 scaffolds", text, StringComparison.Ordinal);
        Assert.DoesNotContain("glm-", text, StringComparison.Ordinal);
        await page.Locator(".jp-OutputArea-output img").First.ScrollIntoViewIfNeededAsync();
        await Picture(page, "lab-untrusted");
    }

    private static string Bundle()
    {
        var bundle = Repository.PathOf("tests", "Glm.Kernel.Tests", "Browser", "lab", "out");
        Assert.SkipUnless(
            File.Exists(Path.Combine(bundle, "glm-lab", "index.html")),
            "JupyterLab's page is not built: npm ci && npm run build in tests/Glm.Kernel.Tests/Browser/lab"
        );
        return bundle;
    }

    private static async Task Open(IPage page)
    {
        await page.WaitForFunctionAsync("window.ready");
        await page.EvaluateAsync(
            """
            lab.commands.execute('docmanager:open', { path: 'page.ipynb', factory: 'Notebook', kernel: { name: 'glm' } })
              .then(async opened => {
                await opened.context.ready; await opened.sessionContext.ready;
                await opened.sessionContext.session.kernel.info;
                window.panel = opened;
                window.cell = i => panel.content.widgets[i];
                window.select = i => { panel.content.activeCellIndex = i; panel.content.deselectAll(); return cell(i); };
            }).catch(fault => console.error('open: ' + fault + fault?.stack));
            null
            """
        );
        await page.WaitForFunctionAsync("window.panel");
    }

    private static async Task Run(IPage page, int cell)
    {
        await Begin(page, cell);
        await WaitUntilIdle(page, cell);
    }

    private static Task Begin(IPage page, int cell) =>
        page.EvaluateAsync(
            $"select({cell}); window.ran = false; lab.commands.execute('notebook:run-cell').finally(() => window.ran = true); null"
        );

    private static Task WaitUntilIdle(IPage page, int cell) =>
        page.WaitForFunctionAsync($"window.ran && cell({cell}).model.executionCount > 0");

    // JupyterLab drops an answer that takes the kernel over a second, as on a busy machine; a user would press the key again.
    private static async Task Invoke(IPage page, string command, ILocator shown)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await page.EvaluateAsync($"lab.commands.execute('{command}'); null");
            try
            {
                await shown.WaitForAsync(new() { Timeout = 5_000 });
                return;
            }
            catch (TimeoutException) when (TimeProvider.System.GetElapsedTime(started) < Patience.Limit) { }
        }
    }

    // JupyterLab draws what came a moment later.
    private static Task WaitForOutput(IPage page, int cell, string text) =>
        page.WaitForFunctionAsync($"cell({cell}).outputArea.node.textContent.includes('{text}')");

    private static Task<string> Output(IPage page, int cell) => page.EvaluateAsync<string>($"cell({cell}).outputArea.node.textContent");

    private static Task WaitForCharts(IPage page, int count) =>
        page.WaitForFunctionAsync($"document.querySelectorAll('.glm-chart .js-plotly-plot .main-svg .point').length >= {3 * count}");

    private static Task Picture(IPage page, string name)
    {
        Directory.CreateDirectory(Path.Combine(Repository.Root, "out"));
        return page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "out", name + ".png") });
    }
}
