using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;
using Microsoft.Playwright;

namespace Glm.Kernel.Tests.Browser;

/// <summary>Jupyter's own notebook page, as Debian packs it, with this kernel behind it.</summary>
[Collection(QuickstartCollection.Name)]
[Trait("Runs", "notebooks")]
public sealed class NotebookPageTests(Chromium chromium) : IDisposable
{
    private const string Chart = "Chart.Point<int, int, string>(x: new[] { 1, 2, 3 }, y: new[] { 3, 1, 2 }, Name: \"a\")";
    private const string Attack = "</script><script>window.owned=1</script><img src=x onerror=window.owned=1>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_draw_charts_that_outlive_a_reload_and_stop_a_training_from_the_toolbar()
    {
        _folder.Notebook(
            "page.ipynb",
            TestNotebook.Code(
                "using Plotly.NET.CSharp;\n#!glm simulate --genomes 4 --seed 1\n#!glm embed\n#!glm model --preset tiny\nvar kept = 42;"
            ),
            TestNotebook.Code(Chart),
            TestNotebook.Code(Chart),
            TestNotebook.Code("#!glm train --steps 1000000"),
            TestNotebook.Code("kept + 1"),
            TestNotebook.Code(
                $"Console.WriteLine(@\"{Attack} \u001b[31mred\");\ndisplay(new[] {{ new {{ Name = @\"{Attack}\", Line = new "
                    + $"string('x', 1_000_000) }} }});\nthrow new Exception(@\"{Attack}\");"
            )
        );
        using var server = await NotebookServer.Start(_folder);
        await using var window = await chromium.OpenServed($"{server.Address}/notebooks/page.ipynb");
        var page = window.Page;
        await page.WaitForFunctionAsync(
            "window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()"
        );

        await Run(page, 0);
        await Run(page, 1);
        await WaitForCharts(page, 1);
        await Run(page, 1); // the cell that brought Plotly.js: it must bring it again
        await WaitForCharts(page, 1);
        await Run(page, 2);
        await WaitForCharts(page, 2);

        await page.EvaluateAsync("Jupyter.notebook.execute_cells([3])");
        await page.WaitForFunctionAsync("(Jupyter.notebook.get_cell(3).element.text() || '').match(/step/i)");
        await page.Locator("button[data-jupyter-action='jupyter-notebook:interrupt-kernel']").ClickAsync();
        await WaitUntilIdle(page, 3);
        await Run(page, 4);
        await WaitForOutput(page, 4, "43");

        await Run(page, 5);
        await WaitForOutput(page, 5, "Exception");
        var shown = await page.EvaluateAsync<string>("Jupyter.notebook.get_cell(5).element.find('.output').text()");
        Assert.True(
            shown.Split("<script>window.owned=1</script>").Length > 3,
            "The printed text, the table and the exception each show it as text."
        );
        Assert.False(await page.EvaluateAsync<bool>("'owned' in window"));

        await page.EvaluateAsync("Jupyter.notebook.save_checkpoint()");
        await page.WaitForFunctionAsync("!Jupyter.notebook.dirty");
        Directory.CreateDirectory(Path.Combine(Repository.Root, "out"));
        await page.EvaluateAsync("Jupyter.notebook.get_cell(1).element[0].scrollIntoView()");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "out", "notebook-page.png") });
        await page.ReloadAsync();
        await WaitForCharts(page, 2);
        Assert.False(await page.EvaluateAsync<bool>("'owned' in window"));
        Assert.Empty(window.Faults);
    }

    private static async Task Run(IPage page, int cell)
    {
        await page.EvaluateAsync($"Jupyter.notebook.execute_cells([{cell}])");
        await WaitUntilIdle(page, cell);
    }

    private static Task WaitUntilIdle(IPage page, int cell) =>
        page.WaitForFunctionAsync(
            $"typeof Jupyter.notebook.get_cell({cell}).input_prompt_number === 'number' && !Jupyter.notebook.kernel_busy"
        );

    // The reply and the output come by different sockets: either may be first.
    private static Task WaitForOutput(IPage page, int cell, string text) =>
        page.WaitForFunctionAsync($"Jupyter.notebook.get_cell({cell}).element.find('.output').text().includes('{text}')");

    private static Task WaitForCharts(IPage page, int count) =>
        page.WaitForFunctionAsync($"document.querySelectorAll('.glm-chart .js-plotly-plot .main-svg .point').length >= {3 * count}");
}
