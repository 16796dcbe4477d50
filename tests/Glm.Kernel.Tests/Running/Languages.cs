using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Running;

/// <summary>Several languages in one cell, and what Polyglot notebooks share between them.</summary>
public sealed class Languages : IDisposable
{
    private readonly Bench _bench = new() { Answer = question => $"<{question}>" };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_run_the_parts_of_a_cell_in_their_languages()
    {
        var output = await _bench.Good(
            """
            #!csharp
            var q = 5;
            q
            #!html
            <b>hi</b>
            #!markdown
            # Title
            #!glm is text here
            #!value --name table
            a,"b"

            1,2
            #!csharp
            var s = @"
            #!html
            ";
            $"{q + s.Length} {table}"
            """
        );
        Assert.Equal(["result:5", "display:hi", "display:# Title\n#!glm is text here", "result:13 a,\"b\"\n\n1,2"], output.Events);
    }

    [Fact]
    public async Task Should_begin_in_the_language_of_the_notebook()
    {
        Assert.True((await _bench.Run("<b>1</b>\n#!csharp\n1 + 1", language: "html")).Succeeded);
        Assert.Equal(["display:1", "result:2"], _bench.Output.Events);
        Assert.True((await _bench.Run("1 + 1\n#!html\n<b>1</b>", language: "csharp")).Succeeded);
        Assert.Equal(["result:2", "display:1"], _bench.Output.Events);
    }

    [Fact]
    public async Task Should_keep_the_line_numbers_of_the_parts()
    {
        var outcome = await _bench.Run("#!html\n<b>1</b>\n#!csharp\n\nthrow new Exception();");
        Assert.Equal(5, outcome.Error!.Line);
    }

    [Theory]
    [InlineData("Console.Write(1);\n#!fsharp\nlet x = 1\n#!csharp\n2", "line 2: The cell is in fsharp, which this kernel does not host")]
    [InlineData("#!html\n<b>1</b>\n#!pwsh\nls", "line 3: The cell is in pwsh")]
    [InlineData("#!sql\nselect 1\n#!csharp\n2", "The cell is in sql")]
    [InlineData("#!html\n<b>1</b>\n#!markdown too\n#", "line 3: #!markdown takes nothing on its line; 'too' belongs on the next.")]
    public async Task Should_run_nothing_of_a_cell_with_a_part_that_it_cannot_run(string cell, string expected)
    {
        Assert.False((await _bench.Run(cell)).Succeeded);
        Assert.StartsWith(expected, Assert.Single(_bench.Output.Traceback));
        Assert.Single(_bench.Output.Events);
    }

    [Theory]
    [InlineData("#!set --name x --value https://example.com\nx", "https://example.com")]
    [InlineData("#!set --name x --value \"one two\"\nx", "one two")]
    [InlineData("#!set --name x --value @csharp:known\nx + 1", "8")]
    [InlineData("#!set --name x --value @known --byref\nx + 1", "8")]
    [InlineData("#!set --value @value:known --mime-type application/json --name x\nx + 1", "8")]
    [InlineData("#!set --name x --value @input:\"Which folder?\"\nx", "<Which folder? >")]
    [InlineData("#!set --name x --value @password:Token\nx", "<Token >")]
    [InlineData("#!share known --from csharp --as x\nx + 1", "8")]
    [InlineData("#!share --from value known\nknown + 1", "8")]
    [InlineData("#!value --name x --from-value \"1 2\"\n#!csharp\nx", "1 2")]
    public async Task Should_set_variables_as_polyglot_notebooks_do(string cell, string expected)
    {
        await _bench.Good("var known = 7;");
        Assert.Equal("result:" + expected, (await _bench.Good(cell)).Events[^1]);
    }

    [Fact]
    public async Task Should_share_an_object_and_not_a_copy() =>
        Assert.Equal(
            ["result:3"],
            (await _bench.Good("var a = new List<int> { 1, 2 };\n#!set --name b --value @csharp:a\nb.Add(3);\na.Count")).Events
        );

    [Fact]
    public async Task Should_read_a_value_from_a_file_and_show_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("t.csv", "a,b\n1,2\n");
        _bench.Engine.WorkingDirectory = folder.Path;
        Assert.Equal(["display:a,b\n1,2\n"], (await _bench.Good("#!value --name t --from-file t.csv --mime-type text/csv")).Events);
        Assert.Equal("a,b\n1,2\n", _bench.Variable("t"));
    }

    [Theory]
    [InlineData("#!set --name x", "#!set needs --value.")]
    [InlineData("#!set --nam x --value 1", "#!set: there is no option --nam; did you mean --name?")]
    [InlineData("#!set --name 9x --value 1", "#!set: '9x' cannot be a variable's name")]
    [InlineData("#!set --name x --name y --value 1", "#!set: --name is given twice.")]
    [InlineData("#!set --name x --value one two", "#!set: 'two' stands alone; quote values with spaces.")]
    [InlineData("#!set --name x --value \"one", "#!set: a quote has no end.")]
    [InlineData("#!set --name x --value @fsharp:y", "#!set: 'fsharp' holds no variables here")]
    [InlineData("#!set --name x --value @csharp:nowhere", "#!set: there is no variable 'nowhere'")]
    [InlineData("#!share x", "#!share needs --from.")]
    [InlineData("#!value --from-file x", "#!value needs --name.")]
    [InlineData("#!value --name x --from-file /nowhere.txt", "/nowhere.txt: no such file")]
    [InlineData("#!value --name x --from-url file:///etc/passwd", "#!value: --from-url takes an address that begins with http")]
    [InlineData("#!value --name x --from-value 1\n2", "#!value: --from-value gives the value, and so does the text below")]
    [InlineData("#!value --name x --from-value 1 --from-file y", "#!value takes one of --from-file and --from-value, not both.")]
    [InlineData("#!forget nowhere", "#!forget: there is no variable 'nowhere'")]
    public async Task Should_say_in_one_line_what_is_wrong(string cell, string expected)
    {
        Assert.False((await _bench.Run(cell)).Succeeded);
        Assert.StartsWith(expected, Assert.Single(_bench.Output.Traceback));
    }

    [Fact]
    public async Task Should_tell_about_itself() => Assert.Contains(".NET", Assert.Single((await _bench.Good("#!about")).Events));
}
