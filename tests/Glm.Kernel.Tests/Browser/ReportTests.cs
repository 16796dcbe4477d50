using Glm.Kernel.Tests.EndToEnd;
using Glm.Testing;
using Microsoft.Playwright;

namespace Glm.Kernel.Tests.Browser;

/// <summary>The quickstart's report as a reader uses it, with the network off.</summary>
[Collection(QuickstartCollection.Name)]
[Trait("Runs", "notebooks")]
public sealed class ReportTests(QuickstartRun run, Chromium chromium)
{
    private const string Charts = ".glm-chart";
    private const string Drawn = ".js-plotly-plot .main-svg";

    [Theory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(700, false)]
    public async Task Should_draw_every_chart_without_a_complaint(int width, bool dark)
    {
        await using var window = await OpenDrawn(width, dark);
        Assert.Equal(await window.Page.Locator(Charts).CountAsync(), await window.Page.Locator(".js-plotly-plot").CountAsync());
        Assert.True(await window.Page.Locator(Charts).CountAsync() >= 3);
        Assert.False(
            await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"),
            "the page is wider than the window"
        );
        await Picture(window, $"report-{width}{(dark ? "-dark" : "")}");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Should_change_the_heat_map_when_a_head_is_chosen_by_mouse_or_keyboard()
    {
        await using var window = await OpenDrawn();
        var heads = window.Page.GetByRole(AriaRole.Gridcell);
        Assert.Equal(18, await heads.CountAsync());
        var before = await Fills(window);
        Assert.Equal("layer 2, head 0", await window.Page.Locator(".glm-which").TextContentAsync());
        await window.Page.GetByRole(AriaRole.Gridcell, new() { Name = "layer 0, head 5" }).ClickAsync();
        Assert.Equal("layer 0, head 5", await window.Page.Locator(".glm-which").TextContentAsync());
        Assert.NotEqual(before, await Fills(window));

        // Arrow keys move, and stop at the edges; Enter chooses; the tab key reaches one head only.
        foreach (var key in (string[])["ArrowRight", "ArrowUp", "ArrowDown", "ArrowLeft"])
            await window.Page.Keyboard.PressAsync(key);
        Assert.Equal("layer 0, head 5", await window.Page.Locator(".glm-which").TextContentAsync());
        Assert.Equal("layer 1, head 4", await window.Page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-label')"));
        Assert.Equal(1, await window.Page.Locator(".glm-heads [tabindex='0']").CountAsync());
        await window.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("layer 1, head 4", await window.Page.Locator(".glm-which").TextContentAsync());
        Assert.Equal("layer 1, head 4", await window.Page.Locator(".glm-heads [aria-selected='true']").GetAttributeAsync("aria-label"));

        var asymmetric = await Fills(window);
        await window.Page.Locator(".glm-symmetric").CheckAsync();
        Assert.NotEqual(asymmetric, await Fills(window));
        Assert.Empty(window.Faults);

        static Task<string> Fills(Window window) =>
            window.Page.EvaluateAsync<string>(
                "Array.from(document.querySelectorAll('.glm-heat .glm-cells rect'), r => r.getAttribute('fill')).join()"
            );
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(420)]
    public async Task Should_fit_every_display_into_the_window(int width)
    {
        await using var window = await OpenDrawn(width);
        await Unfold(window);
        // The panels of a chart stand side by side, or one below the other.
        await window.Page.WaitForFunctionAsync(
            "one => Array.from(document.querySelectorAll('.js-plotly-plot')).every(p => (p._fullLayout.xaxis.domain[1] === 1) === one)",
            width < 620
        );
        var cut = await window.Page.EvaluateAsync<string[]>(
            "Array.from(document.querySelectorAll('.glm-view svg.glm-svg, .glm-view canvas, .glm-view button, .glm-view .js-plotly-plot'))"
                + ".filter(e => e.getClientRects().length && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)"
                + ".map(e => e.tagName + '.' + (e.getAttribute('class') || ''))"
        );
        Assert.Empty(cut);
        Assert.Equal(width < 620, await window.Page.Locator("svg.glm-narrow").First.IsVisibleAsync());
        Assert.Equal(width >= 620, await window.Page.Locator("svg.glm-wide").First.IsVisibleAsync());
        await Picture(window, $"report-fit-{width}");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Should_show_only_the_arcs_of_the_gene_under_the_pointer()
    {
        await using var window = await OpenDrawn();
        // "rubA – rubB: 0.0783" without the weight, whose last digit depends on who rounds it.
        const string pairs = "Array.from(document.querySelectorAll('.glm-arcs path title'), t => t.textContent.replace(/: [0-9.]+$/, ''))";
        var all = await window.Page.EvaluateAsync<string[]>(pairs);
        await window.Page.Locator(".glm-arc-map.glm-wide .glm-gene").Nth(3).HoverAsync();
        var own = await window.Page.EvaluateAsync<string[]>(pairs);
        Assert.NotEmpty(own);
        Assert.NotEqual(all, own);
        Assert.Single(own[0].Split(" – "), name => own.All(pair => pair.Split(" – ").Contains(name)));
        await window.Page.Locator("h1").First.HoverAsync();
        Assert.Equal(all.Order(StringComparer.Ordinal), (await window.Page.EvaluateAsync<string[]>(pairs)).Order(StringComparer.Ordinal));
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Should_smooth_the_curve_with_the_slider()
    {
        await using var window = await OpenDrawn();
        const string curve = "document.querySelector('.glm-smooth').closest('.glm-view').querySelector('.js-plotly-plot').data[3].y";
        var before = await window.Page.EvaluateAsync<double[]>($"Array.from({curve})");
        await window.Page.Locator(".glm-smooth").FillAsync("0");
        Assert.Equal("0.00", await window.Page.Locator(".glm-smooth + output").TextContentAsync());
        var raw = await window.Page.EvaluateAsync<double[]>($"Array.from({curve})");
        Assert.NotEqual(before, raw);
        Assert.True(Roughness(before) < Roughness(raw));
        Assert.Empty(window.Faults);

        static double Roughness(double[] values) => values.Zip(values.Skip(1), (a, b) => Math.Abs(a - b)).Sum();
    }

    [Fact]
    public async Task Should_isolate_the_class_whose_legend_entry_is_clicked()
    {
        await using var window = await OpenDrawn();
        const string visible =
            "Array.from(document.querySelectorAll('.js-plotly-plot')).map(p => p.data.filter(t => t.visible === undefined || "
            + "t.visible === true).length)";
        var before = await window.Page.EvaluateAsync<int[]>(visible);
        var map = await window.Page.EvaluateAsync<int>(
            "Array.from(document.querySelectorAll('.js-plotly-plot')).findIndex(p => p.data.some(t => (t.mode || '') === 'markers'))"
        );
        await window.Page.Locator(".js-plotly-plot").Nth(map).Locator(".legendtoggle").First.ClickAsync();
        await window.Page.WaitForFunctionAsync($"n => {visible}[{map}] < n", before[map]);
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Should_unfold_every_table()
    {
        await using var window = await OpenDrawn();
        await Unfold(window);
        var tables = window.Page.Locator("main .output details table");
        Assert.True(await tables.CountAsync() >= 6);
        for (var i = 0; i < await tables.CountAsync(); i++)
            Assert.True(await tables.Nth(i).IsVisibleAsync());
        await Picture(window, "report-tables");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Should_hide_the_code_and_show_it_again()
    {
        await using var window = await OpenDrawn();
        await window.Page.Locator("#toggle-code").ClickAsync();
        Assert.False(await window.Page.Locator("details.code").First.IsVisibleAsync());
        await window.Page.Locator("#toggle-code").ClickAsync();
        Assert.True(await window.Page.Locator("details.code").First.IsVisibleAsync());
    }

    [Fact]
    public async Task Should_show_still_pictures_without_scripts()
    {
        await using var window = await chromium.Open(run.ReportPath, scripts: false);
        await Unfold(window);
        var stills = window.Page.Locator($"{Charts} img");
        Assert.Equal(await window.Page.Locator(Charts).CountAsync(), await stills.CountAsync());
        for (var i = 0; i < await stills.CountAsync(); i++)
            Assert.True(await stills.Nth(i).IsVisibleAsync());
        var others = window.Page.Locator("img.glm-still");
        Assert.True(await others.CountAsync() >= 10);
        for (var i = 0; i < await others.CountAsync(); i++)
            Assert.True((await others.Nth(i).BoundingBoxAsync())!.Height > 50);
        Assert.Equal(0, await window.Page.Locator(".glm-view canvas, .glm-view button, .glm-view input").CountAsync());
        await Picture(window, "report-still");
        Assert.DoesNotContain(window.Faults, fault => fault.StartsWith("request", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Should_print()
    {
        await using var window = await OpenDrawn();
        var pdf = await window.Page.PdfAsync(
            new()
            {
                Format = "A4",
                Path = Path.Combine(Pictures, "report.pdf"),
                PrintBackground = true,
            }
        );
        Assert.InRange(pdf.Length, 50_000, 20_000_000);
        Assert.Empty(window.Faults);
    }

    /// <summary>Where pictures are left to be looked at.</summary>
    private static string Pictures => Directory.CreateDirectory(Path.Combine(Repository.Root, "out")).FullName;

    private async Task<Window> OpenDrawn(int width = 1280, bool dark = false)
    {
        var window = await chromium.Open(run.ReportPath, width, dark);
        await window.Page.WaitForFunctionAsync(
            $"document.querySelectorAll('{Charts}').length > 0 && Array.from(document.querySelectorAll('{Charts}')).every(c => "
                + $"c.querySelector('{Drawn}'))"
        );
        return window;
    }

    /// <summary>Clicks on what is folded, from the outside in.</summary>
    private static async Task Unfold(Window window)
    {
        var folds = window.Page.Locator("main .output details");
        for (var i = 0; i < await folds.CountAsync(); i++)
            if (await folds.Nth(i).GetAttributeAsync("open") is null)
                await folds.Nth(i).Locator("> summary").ClickAsync();
    }

    private static Task<byte[]> Picture(Window window, string name) =>
        window.Page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(Pictures, name + ".png") });
}
