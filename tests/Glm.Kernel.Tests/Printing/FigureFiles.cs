using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Glm.Kernel.Documents;
using Glm.Kernel.Printing;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Printing;

public sealed class FigureFiles : IDisposable
{
    private const string Drawing =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"96\" height=\"48\" color=\"#24292f\"><style>svg{color:red}</style>"
        + "<text x=\"50\" y=\"20\" text-anchor=\"end\" font-size=\"20.48\" fill=\"currentColor\" transform=\"rotate(-45 50 20)\">AA "
        + "A</text><text x=\"1\" y=\"40\" font-size=\"10\">基</text></svg>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_draw_known_letters_as_outlines_where_they_stood()
    {
        var (svg, width, height) = FigureSvg.Of(Drawing);
        Assert.Equal((96, 48), (width, height));
        XNamespace space = "http://www.w3.org/2000/svg";
        var root = XElement.Parse(svg);
        var words = Assert.Single(root.Elements(space + "g"));
        Assert.Equal("AA A", words.Attribute("aria-label")!.Value);
        Assert.Equal("#24292f", words.Attribute("fill")!.Value);
        Assert.True(LetterOutlines.TryGet('A', bold: false, out var letter, out var outline));
        Assert.True(LetterOutlines.TryGet(' ', bold: false, out var space1, out _));
        // 20.48 pixels for 2048 units to the em: a hundredth of a pixel each; and the words end at 50.
        Assert.Equal(
            FormattableString.Invariant(
                $"rotate(-45 50 20) translate({50 - (0.01 * ((3 * letter) + space1)):0.###} 20) scale(0.01 -0.01)"
            ),
            words.Attribute("transform")!.Value
        );
        Assert.Equal(
            [null, $"translate({letter} 0)", $"translate({(2 * letter) + space1} 0)"],
            words.Elements(space + "path").Select(path => path.Attribute("transform")?.Value)
        );
        Assert.All(words.Elements(space + "path"), path => Assert.Equal(outline, path.Attribute("d")!.Value));
        // A letter that is not known leaves its text as it is.
        Assert.Equal("基", Assert.Single(root.Elements(space + "text")).Value);
        Assert.Empty(root.Elements(space + "style"));
    }

    [Fact]
    public void Should_name_figures_by_cell_and_result_or_kind_and_take_the_wide_one()
    {
        var still = $"src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Drawing))}\"";
        var cell = TestNotebook.Code("x");
        cell["execution_count"] = 7;
        cell["outputs"] = new JsonArray(
            Output(
                "text/html",
                $"<img class=\"glm-still glm-narrow\" {still}><script><img class=\"glm-still glm-wide\" {still}></script>",
                "operons"
            ),
            Output("text/html", $"<div><img alt=\"a\" {still}></div>", "../evil"),
            Output("image/svg+xml", Drawing, null),
            Output("image/png", Convert.ToBase64String([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]), null),
            Output("image/png", "no picture", null),
            Output("text/html", "<b>no picture</b>", "operons"),
            Output("text/html", $"<img class=\"glm-still\" {still}>", "operons")
        );
        var notebook = NotebookDocument.Read(_folder.Notebook("a.ipynb", cell));
        Assert.Equal(
            ["cell-07-operons", "cell-07-chart", "cell-07-drawing", "cell-07-picture", "cell-07-operons-2"],
            NotebookFigures.Of(notebook).Select(figure => figure.Name)
        );
    }

    [Fact]
    public async Task Should_note_which_result_is_shown()
    {
        _folder.Notebook(
            "a.ipynb",
            TestNotebook.Code("#!glm simulate --genomes 2 --seed 1 --as mine\n#!glm info\nConsole.WriteLine(1);\nmine")
        );
        var (code, _, log) = await GlmProgram.Run(_folder.Path, "run", "a.ipynb", "--output", "o.ipynb");
        Assert.True(code == 0, log);
        Assert.Equal(
            ["mine", "info", null, "mine"],
            JsonNode.Parse(File.ReadAllText(_folder["o.ipynb"]))!["cells"]![0]!["outputs"]!
                .AsArray()
                .Select(output => (string?)output!["metadata"]?["glm"]?["variable"])
        );
    }

    [Fact]
    public async Task Should_let_plotly_draw_what_nothing_else_can()
    {
        Assert.SkipWhen(ChromiumBrowser.Find() is null, "no Chromium or Chrome on this machine");
        _folder.Notebook(
            "a.ipynb",
            TestNotebook.Code(
                "using Plotly.NET.CSharp;\nvar pie = Chart.Pie<int, string, string>(values: new[] { 3, 2 }, Labels: "
                    + "new[] { \"ç – d\", \"b\" });\npie"
            ),
            TestNotebook.Code("Chart.Point<int, int, string>(x: new[] { 1, 2 }, y: new[] { 2, 1 })")
        );
        var (code, _, log) = await GlmProgram.Run(_folder.Path, "run", "a.ipynb", "--output", "o.ipynb", "--figures", "figures");
        Assert.True(code == 0, log);
        Assert.EndsWith("Wrote 2 figures to figures\n", log);
        Assert.Contains("ç – d", File.ReadAllText(_folder["figures/cell-01-pie.svg"]));
        Assert.True(new FileInfo(_folder["figures/cell-01-pie.png"]).Length > 10_000);
        Assert.True(File.Exists(_folder["figures/cell-02-chart.svg"]));
        // The notebook itself is as it was shown.
        Assert.Contains("(drawn by a script)", File.ReadAllText(_folder["o.ipynb"]));
    }

    [Theory]
    [InlineData(
        "",
        "glm: --pdf needs Chromium or Chrome, and none is on the PATH. Install one (apt-get install chromium), or name its program in the "
            + "environment variable GLM_CHROMIUM.\n"
    )]
    [InlineData("/nowhere/chromium", "glm: GLM_CHROMIUM names '/nowhere/chromium', which is no file.\n")]
    public async Task Should_say_before_anything_runs_that_there_is_no_browser(string named, string message)
    {
        _folder.Notebook("a.ipynb", TestNotebook.Code("File.WriteAllText(\"ran\", \"\");"));
        var start = InterruptibleProgram.StartInfo("run", "a.ipynb", "--pdf", "r.pdf");
        start.Environment["GLM_CHROMIUM"] = named;
        start.FileName = File.Exists(start.FileName) ? start.FileName : Environment.ProcessPath!;
        start.Environment["PATH"] = Path.GetDirectoryName(Environment.ProcessPath);
        using var program = GlmProgram.Start(_folder.Path, start);
        Assert.Equal((1, message), (await program.ExitCode(), program.Error));
        Assert.False(File.Exists(_folder["ran"]));
    }

    private static JsonObject Output(string mime, string content, string? variable) =>
        new()
        {
            ["output_type"] = "display_data",
            ["metadata"] = variable is null ? [] : new JsonObject { ["glm"] = new JsonObject { ["variable"] = variable } },
            ["data"] = new JsonObject { [mime] = content, ["text/plain"] = "plain" },
        };
}
