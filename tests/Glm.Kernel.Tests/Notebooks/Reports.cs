using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Notebooks;

public sealed partial class Reports : IDisposable
{
    private const string Hostile = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Render(params JsonObject[] cells) =>
        HtmlReport.Render(NotebookDocument.Read(_folder.Notebook("a.ipynb", cells)), new Provenance([("Seed", Hostile)]));

    private static JsonObject Output(string source, params JsonObject[] outputs)
    {
        var cell = TestNotebook.Code(source);
        cell["outputs"] = new JsonArray(outputs);
        return cell;
    }

    private static JsonObject Display(string mime, JsonNode content) =>
        new()
        {
            ["output_type"] = "display_data",
            ["metadata"] = new JsonObject(),
            ["data"] = new JsonObject { [mime] = content, ["text/plain"] = "plain " + Hostile },
        };

    [Fact]
    public void Should_let_no_text_become_markup()
    {
        var page = Render(
            TestNotebook.Markdown(
                $"# {Hostile}\n\n{Hostile}\n\n[x](javascript:alert(1)) [y](java&#10;script:alert(1)) <javascript:alert(1)> "
                    + $"![p](https://evil.example/p.png \"{Hostile}\")"
            ),
            Output(
                $"// {Hostile}\nvar s = \"\"\"\n{Hostile}\n\"\"\";\n#!glm load \"{Hostile}\"",
                new()
                {
                    ["output_type"] = "stream",
                    ["name"] = "stdout",
                    ["text"] = Hostile,
                },
                new()
                {
                    ["output_type"] = "error",
                    ["ename"] = "E",
                    ["evalue"] = Hostile,
                    ["traceback"] = new JsonArray(Hostile),
                },
                Display("image/png", "AAAA\" onerror=\"alert(1)"),
                Display("image/png", "AAAA"),
                Display("image/svg+xml", $"<svg>{Hostile}</svg>"),
                Display("text/markdown", Hostile)
            )
        );
        Assert.DoesNotContain("<script>alert", page);
        Assert.DoesNotContain("<img src=x", page);
        Assert.DoesNotMatch("""(?i)(href|src)="\s*java""", page);
        Assert.Equal(1, Regex.Count(page, "<script>"));
    }

    [Fact]
    public void Should_need_nothing_from_elsewhere()
    {
        File.WriteAllBytes(_folder["p.png"], [1, 2, 3]);
        var page = Render(
            TestNotebook.Markdown("[a link](https://example.org/x) ![in](p.png) ![out](https://example.org/p.png) ![up](../../etc/p.png)"),
            Output("1", Display("text/html", "<p id=\"rich\">rich</p>"))
        );
        Assert.Contains("Content-Security-Policy\" content=\"default-src 'none';", page);
        Assert.Equal(
            ["https://example.org/x"],
            Reference()
                .Matches(page)
                .Select(match => match.Groups[1].Value)
                .Where(url => !url.StartsWith('#') && !url.StartsWith("data:", StringComparison.Ordinal))
        );
        Assert.Contains("data:image/png;base64,AQID", page);
        Assert.Contains("<p id=\"rich\">", page);
    }

    [Fact]
    public void Should_show_contents_code_and_the_last_state_of_a_progress_line()
    {
        var page = Render(
            TestNotebook.Markdown("# One"),
            TestNotebook.Markdown("## Two *x*"),
            Output(
                "var n = 1; // c",
                new JsonObject
                {
                    ["output_type"] = "stream",
                    ["name"] = "stdout",
                    ["text"] = "10%\r\u001b[31m100%\u001b[0m\r\nnext\n",
                }
            )
        );
        Assert.Contains("<a href=\"#s2\">Two x</a>", page);
        Assert.Contains("<title>One</title>", page);
        Assert.Contains("<span class=\"k\">var</span> n = <span class=\"n\">1</span>; <span class=\"c\">// c</span>", page);
        Assert.Contains("<pre class=\"stdout\">100%\nnext\n</pre>", page);
    }

    [GeneratedRegex("(?:href|src)=\"([^\"]*)\"")]
    private static partial Regex Reference();
}
