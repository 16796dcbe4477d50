using Glm.Kernel.Documents;
using Glm.Kernel.Running;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Running;

public sealed class Magics : IDisposable
{
    private readonly Bench _bench = new();
    private readonly TemporaryFolder _folder = new();

    public Magics() => _bench.Engine.WorkingDirectory = _folder.Path;

    public void Dispose()
    {
        _bench.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<string> Names =>
        [.. CellMagics.All.Where(magic => !magic.TakesLine).SelectMany(magic => magic.Aliases.Prepend(magic.Name))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Should_explain_itself(string name)
    {
        var magic = CellMagics.Find(name)!;
        var shown = Assert.Single((await _bench.Good($"#!{name} --help")).Events);
        Assert.StartsWith("display:#!" + magic.Name, shown);
        Assert.Contains(magic.Summary, shown);
        Assert.Equal(_bench.Output.Events, (await _bench.Good($"#!{name} -h")).Events);
    }

    [Fact]
    public async Task Should_list_all()
    {
        var shown = Assert.Single((await _bench.Good("#!lsmagic")).Events);
        Assert.All(CellMagics.All, magic => Assert.Contains($"#!{magic.Name} ", shown));
    }

    [Fact]
    public async Task Should_list_variables()
    {
        Assert.Equal(["display:There are no variables yet."], (await _bench.Good("#!who")).Events);
        await _bench.Good("int one = 1; var two = new List<string> { \"<b>\" };");
        Assert.Equal(["display:one\ntwo"], (await _bench.Good("#!who")).Events);
        var table = Assert.Single((await _bench.Good("#!whos")).Events);
        Assert.Matches(@"one\s+Int32\s+1", table);
        Assert.Contains("List<String>", table);
    }

    [Fact]
    public async Task Should_hand_JavaScript_to_the_page()
    {
        await _bench.Good("#!js\nelement.append(\"</script><!--\");");
        var parts = Assert.Single(_bench.Output.Displays).Parts;
        Assert.Equal("element.append(\"</script><!--\");", parts["text/plain"]);
        Assert.Contains("<\\/script><\\!--", parts["text/html"]);
        Assert.Equal(parts["text/html"].Length - "</script></div>".Length, parts["text/html"].IndexOf("</", StringComparison.Ordinal));
        Assert.Contains("element.append(\"</script><!--\");", parts["application/javascript"]);
    }

    [Fact]
    public async Task Should_import_notebooks_and_files_with_what_they_show()
    {
        Directory.CreateDirectory(_folder["lib"]);
        _folder.Notebook(
            "lib/first.ipynb",
            TestNotebook.Code("int a = 1;\na"),
            TestNotebook.Markdown("text"),
            TestNotebook.Code("#!import second.dib"),
            TestNotebook.Code("Console.Write(a + b);")
        );
        _folder.Write(
            "lib/second.dib",
            "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\"}}\n\n#!csharp\n\nint b = 2;\n\n#!markdown\n\n# "
                + "Title\n\n#!html\n\n<b>bold</b>\n"
        );
        _folder.Write("twice.cs", "int Twice(int number) => 2 * number;");
        await _bench.Good("#!import lib/first.ipynb");
        Assert.Equal(["result:1", "display:bold", "out:3"], _bench.Output.Events);
        Assert.Equal(["result:6"], (await _bench.Good("#!import \"twice.cs\"\nTwice(a + b)")).Events);
    }

    [Fact]
    public async Task Should_say_where_an_import_failed()
    {
        _folder.Notebook("bad.ipynb", TestNotebook.Code("int kept = 1;"), TestNotebook.Code("int x = \"no\";"));
        _folder.Write("loop.dib", "#!import loop.dib");
        _folder.Write("damaged.ipynb", "{");
        _folder.Write("other.txt", "1");
        Assert.StartsWith("bad.ipynb, cell 2: ", await Refused("1 + 1\n#!import bad.ipynb"));
        Assert.Contains("bad.ipynb cell 2, line 1", string.Join('\n', _bench.Output.Traceback));
        Assert.Equal(1, _bench.Variable("kept"));
        Assert.Contains("it imports itself", await Refused("#!import loop.dib"));
        Assert.Contains("it is not JSON", await Refused("#!import damaged.ipynb"));
        Assert.Equal(
            "#!import: there is no file nowhere.dib. A relative path starts from the folder of the notebook.",
            await Refused("#!import nowhere.dib")
        );
        Assert.Equal(
            "#!import: other.txt is neither a notebook nor a C# file; it reads .ipynb, .dib, .cs and .csx.",
            await Refused("#!import other.txt")
        );
        Assert.Equal("line 1: #!import needs a file: #!import helpers.dib", await Refused("#!import"));
        Assert.Equal("line 1: #!who takes no argument, not 'x'.", await Refused("#!who x"));
    }

    [Theory]
    [InlineData("#!fsharp\nlet a = 1", "fsharp")]
    [InlineData("#!pwsh\nls", "pwsh")]
    [InlineData("var a = 1;\n#!sql\nselect 1", "sql")]
    [InlineData("#!mermaid\ngraph TD", "mermaid")]
    public async Task Should_name_a_language_that_is_not_hosted(string cell, string language) =>
        Assert.EndsWith(
            $"The cell is in {language}, which this kernel does not host; it hosts csharp, markdown, html, javascript and #!glm. "
                + $"Remove the cell, or write it in C#.",
            await Refused(cell)
        );

    [Theory]
    [InlineData(null, "1 + 1", "result:2")]
    [InlineData("csharp", "1 + 1", "result:2")]
    [InlineData("glm", "1 + 1", "result:2")]
    [InlineData("html", "<b>1 + 1</b>", "display:1 + 1")]
    [InlineData("html", "#!csharp\n1 + 1", "result:2")]
    [InlineData("markdown", "*1*", "display:*1*")]
    [InlineData("javascript", "alert(1)", "display:alert(1)")]
    [InlineData(
        "fsharp",
        "let a = 1",
        "error:GlmException: The cell is in fsharp, which this kernel does not host; it hosts csharp, markdown, html, "
            + "javascript and #!glm. Remove the cell, or write it in C#."
    )]
    public async Task Should_run_a_cell_in_the_language_its_notebook_names(string? language, string cell, string expected)
    {
        await _bench.Run(cell, language: language);
        Assert.Equal([expected], _bench.Output.Events);
    }

    [Fact]
    public void Should_find_the_language_of_a_Polyglot_cell()
    {
        var path = _folder.Write(
            "polyglot.ipynb",
            """
            {"nbformat":4,"nbformat_minor":2,"metadata":{},"cells":[
            {"cell_type":"code","metadata":{"polyglot_notebook":{"kernelName":"html"},"dotnet_interactive":{"language":"csharp"}},
              "outputs":[],"source":"a"},
            {"cell_type":"code","metadata":{"dotnet_interactive":{"language":"fsharp"},"vscode":{"languageId":"polyglot-notebook"}},
              "outputs":[],"source":"a"},
            {"cell_type":"code","metadata":{"vscode":{"languageId":"polyglot-notebook"}},"outputs":[],"source":"a"},
            {"cell_type":"code","metadata":{"vscode":{"languageId":"dotnet-interactive.csharp"}},"outputs":[],"source":"a"}]}
            """
        );
        Assert.Equal(["html", "fsharp", null, "csharp"], NotebookDocument.Read(path).Cells.Select(cell => cell.Language));
    }

    [Theory]
    [InlineData("""{"kernelspec":{"name":".net-fsharp"}}""", "fsharp")]
    [InlineData("""{"kernelspec":{"name":".net-csharp"}}""", null)]
    [InlineData("""{"kernelspec":{"name":"glm"},"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"csharp"}}}""", null)]
    [InlineData("""{"polyglot_notebook":{"kernelInfo":{"defaultKernelName":"pwsh"}}}""", "pwsh")]
    [InlineData("{}", null)]
    public void Should_know_the_language_of_a_notebook(string metadata, string? language) =>
        Assert.Equal(
            language,
            NotebookDocument
                .Read(_folder.Write("n.ipynb", $$"""{"nbformat":4,"nbformat_minor":2,"metadata":{{metadata}},"cells":[]}"""))
                .DefaultLanguage
        );

    private async Task<string> Refused(string cell)
    {
        Assert.False((await _bench.Run(cell)).Succeeded);
        return Assert.Single(_bench.Output.Events, text => text.StartsWith("error:", StringComparison.Ordinal)).Split(": ", 2)[1];
    }
}
