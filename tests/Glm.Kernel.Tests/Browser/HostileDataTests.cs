using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Browser;

/// <summary>Files whose names are programs: loaded, trained on, mapped and shown, they stay text.</summary>
[Collection(QuickstartCollection.Name)]
[Trait("Runs", "notebooks")]
public sealed class HostileDataTests(Chromium chromium) : IDisposable
{
    private const string Residues = "ACDEFGHIKLMNPQRSTVWY";

    private static readonly string[] Attacks =
    [
        "<script>window.owned=1</script>",
        "</script><script>window.owned=1</script>",
        "<img/src=x/onerror=window.owned=1>",
        "\"onmouseover=\"window.owned=1",
        "'><svg/onload=window.owned=1>",
        "javascript:window.owned=1",
        "<!--<script>window.owned=1//",
        "]]><script>window.owned=1</script>",
        "\u202e\u2066gnp.exe",
        "${window.owned=1}",
        "{{window.owned=1}}",
        "</style><script>window.owned=1</script>",
        "</title></details><iframe/srcdoc=x>",
        "&lt;script&gt;window.owned=1",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_execute_nothing_that_stands_in_the_data()
    {
        WriteData();
        _folder.Notebook(
            "a.ipynb",
            TestNotebook.Code("#!glm load data\n#!glm embed"),
            TestNotebook.Code("scaffolds.ToDataFrame()"),
            TestNotebook.Code("#!glm model\n#!glm train --steps 2 --eval 0.1 --eval-by scaffold"),
            TestNotebook.Code("#!glm attention"),
            TestNotebook.Code(
                "#!glm contextualize\n#!glm map --level gene --color operon\n#!glm map --level window --color class --as "
                    + "windows\n#!glm map --level gene --color product --as products"
            ),
            TestNotebook.Code("#!glm taxonomy --fold-count 2"),
            TestNotebook.Code("#!glm info"),
            TestNotebook.Code("#!glm map --color <script>window.owned=1</script>")
        );
        var (code, _, log) = await GlmProgram.Run(_folder.Path, "run", "a.ipynb", "--html", "r.html");
        Assert.True(code == 1 && log.Contains("Cell [8]", StringComparison.Ordinal), log);
        await using var window = await chromium.Open(_folder["r.html"]);
        await window.Page.WaitForFunctionAsync(
            "Array.from(document.querySelectorAll('.glm-chart')).every(c => c.querySelector('.js-plotly-plot .main-svg'))"
        );
        var genes = window.Page.Locator(".glm-gene");
        for (var i = 0; i < 20; i++)
            await genes.Nth(i).DispatchEventAsync("mouseenter");
        foreach (var summary in await window.Page.Locator("main .output summary").AllAsync())
            await summary.ClickAsync();
        foreach (var point in await window.Page.Locator(".js-plotly-plot .nsewdrag").AllAsync())
            await point.HoverAsync(new() { Force = true });
        Assert.False(await window.Page.EvaluateAsync<bool>("'owned' in window"));
        Assert.Equal(
            0,
            await window
                .Page.Locator("iframe, main img[src=x], svg[onload], [onerror], [onmouseover], a[href^='javascript:']")
                .CountAsync()
        );
        Assert.Empty(window.Faults);
        Assert.Contains("window.owned=1", await window.Page.Locator("main").TextContentAsync());
    }

    private void WriteData()
    {
        var random = new Random(1);
        Directory.CreateDirectory(_folder["data"]);
        using var fasta = File.CreateText(_folder["data/p.faa"]);
        using var map = File.CreateText(_folder["data/map.tsv"]);
        using var taxonomy = File.CreateText(_folder["data/taxonomy.tsv"]);
        using var operons = File.CreateText(_folder["data/operons.tsv"]);
        taxonomy.Write("scaffold\tgenome\tphylum\tclass\n");
        operons.Write("gene\toperon\tfamily\n");
        for (var s = 0; s < 8; s++)
        {
            var scaffold = $"{Attacks[s % Attacks.Length].Replace(';', ',')}{s}";
            var genes = new List<string>();
            for (var g = 0; g < 16; g++)
            {
                var attack = Attacks[((s * 16) + g) % Attacks.Length];
                var id = $"{attack.Replace(" ", "", StringComparison.Ordinal).Replace(';', ',')}{s}_{g}";
                genes.Add($"{(g % 3 == 0 ? '-' : '+')}{id}");
                var product =
                    s == 0 && g == 0
                        ? $"[protein={attack}{new string('x', 50_000)}{attack}{new string('y', 49_000)}]"
                        : $"[protein={attack}] [gene={attack}]";
                fasta.Write(
                    $">{id} {product}\n{new string([.. Enumerable.Range(0, 80).Select(_ => Residues[random.Next(Residues.Length)])])}\n"
                );
                operons.Write($"{id}\t{attack}\t{attack}\n");
            }
            map.Write($"{scaffold}\t{string.Join(';', genes)}\n");
            taxonomy.Write($"{scaffold}\t{Attacks[s]}\t{Attacks[s % 2]}\t{Attacks[s % 2]}\n");
        }
    }
}
