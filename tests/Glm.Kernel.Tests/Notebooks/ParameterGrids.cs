using Glm.Kernel.Documents;
using Glm.Kernel.Notebooks;
using Glm.Kernel.Running;
using Glm.Kernel.Tests.Support;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Kernel.Tests.Notebooks;

public sealed class ParameterGrids : IDisposable
{
    private const string Declarations =
        "// Shared by all\n#!glm parameters steps --default 300 --min 1 --max 1000 --description \"Steps of training.\"\n"
        + "#!glm parameters names --default x --type text\n#!glm parameters preset --default tiny --choices tiny,small\n"
        + "int seed = 1; string path = \"a,b\"; double lr = 1e-3;";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private NotebookDocument Notebook(params string[] tags) =>
        NotebookDocument.Read(
            _folder.Notebook("a.ipynb", TestNotebook.Code("1"), TestNotebook.Code(Declarations, tags), TestNotebook.Code("steps"))
        );

    private static ParameterGrid Grid(NotebookDocument notebook, params (string Name, string Value)[] given) =>
        ParameterGrid.Of(notebook, [.. given.Select(pair => KeyValuePair.Create(pair.Name, pair.Value))]);

    [Fact]
    public void Should_find_declarations_of_both_kinds_with_the_tag_and_without()
    {
        foreach (var notebook in new[] { Notebook("parameters"), Notebook() })
            Assert.Equal(
                ["steps int 300", "names string x", "preset string tiny", "seed int 1", "path string a,b", "lr double 1e-3"],
                NotebookParameters.Of(notebook).OrderBy(one => one.Rules is null).Select(one => $"{one.Name} {one.Type} {one.Default}")
            );
        var list = ParameterList.Text(Notebook());
        Assert.Contains("steps   int     300      a whole number from 1 to 1000  Steps of training.\n", list);
        Assert.Contains("preset  string  tiny     tiny or small\n", list);
    }

    [Fact]
    public void Should_set_a_value_after_the_declarations_and_tag_them_for_papermill()
    {
        var notebook = Notebook();
        NotebookParameters.Inject(
            notebook,
            new Dictionary<string, string>
            {
                ["steps"] = "5",
                ["preset"] = "small",
                ["lr"] = "1",
            }
        );
        Assert.Equal(["parameters"], notebook.Cells[1].Tags);
        Assert.Equal("// Parameters\nsteps = 5;\npreset = \"small\";\nlr = 1d;", notebook.Cells[2].Source);
    }

    [Fact]
    public void Should_make_a_run_of_every_combination()
    {
        var grid = Grid(Notebook(), ("steps", "100,400"), ("seed", "1,2,3"), ("lr", "0.1"));
        Assert.Equal(6, grid.Points.Count);
        Assert.Equal("steps=100, seed=2", grid.Points[1].Label);
        Assert.Equal("steps=400,seed=1", grid.Points[3].FileName);
        Assert.Equal("100 2 0.1", string.Join(' ', grid.Points[1].Values.Values));
        Assert.Equal(["steps", "seed"], grid.Varied);
        Assert.False(Grid(Notebook(), ("steps", "100")).IsGrid);
        Assert.Equal("", Assert.Single(Grid(Notebook()).Points).Label);
    }

    [Fact]
    public void Should_divide_text_at_commas_outside_quotes_and_a_string_of_CSharp_never()
    {
        var grid = Grid(Notebook(), ("names", "\"a,b\",c,\"d \"\"e\"\"\",,../x y"), ("path", "c,d"));
        Assert.Equal(["a,b", "c", "d \"e\"", "", "../x y"], grid.Points.Select(point => point.Values["names"]));
        Assert.All(grid.Points, point => Assert.Equal("c,d", point.Values["path"]));
        // Names of files, whatever the values are, and none twice.
        Assert.Equal("names=.._x_y", grid.Points[^1].FileName);
        var alike = Grid(Notebook(), ("names", "a b,a/b"));
        Assert.Equal(["names=a_b", "names=a_b-2"], alike.Points.Select(point => point.FileName));
        // What a value is when it is handed on.
        var names = NotebookParameters.Of(Notebook()).Single(one => one.Name == "names");
        foreach (var point in grid.Points)
            Assert.Equal(
                point.Values["names"],
                Assert.Single(Grid(Notebook(), ("names", ParameterGrid.Quoted(point.Values["names"], names))).Points).Values["names"]
            );
    }

    [Theory]
    [InlineData("steps", "0", "-p steps=0: steps must be a whole number from 1 to 1000, not '0'.")]
    [InlineData("steps", "5,1e9", "-p steps=1e9: steps must be a whole number from 1 to 1000, not '1e9'.")]
    [InlineData("preset", "tinny", "-p preset=tinny: preset must be tiny or small, not 'tinny'. Did you mean 'tiny'?")]
    [InlineData("stesp", "5", "a.ipynb has no parameter 'stesp'; it has steps, names, preset, seed, path, lr. Did you mean 'steps'?")]
    [InlineData("seed", "1,many", "-p seed=many: seed is declared as int; give a whole number.")]
    [InlineData("steps", "5,5", "-p steps=5,5: '5' is given twice.")]
    [InlineData(
        "names",
        "\"a",
        "-p names=\"a: a quote has no end. Write a value with a comma or quote in it as \"a,b\", with two quotes for one."
    )]
    [InlineData("names", "\"a\"b", "-p names=\"a\"b: a comma is missing after the quoted value.")]
    public void Should_refuse_before_anything_runs(string name, string value, string message) =>
        Assert.Equal(message, Assert.Throws<GlmException>(() => Grid(Notebook(), (name, value))).Message);

    [Fact]
    public void Should_refuse_more_runs_than_anybody_waits_for()
    {
        var many = string.Join(',', Enumerable.Range(1, 40));
        Assert.StartsWith(
            "-p: these values make 1600 runs; at most 1000",
            Assert.Throws<GlmException>(() => Grid(Notebook(), ("steps", many), ("seed", many))).Message
        );
    }

    [Theory]
    [InlineData("#!glm parameters a --default 1\nint a = 2;", "The parameter a is declared twice; declare it once.")]
    [InlineData(
        "#!glm parameters a --default 0 --min 1",
        "#!glm parameters: --default of a must be a whole number of at least 1, not '0'."
    )]
    public void Should_refuse_a_declaration_that_contradicts_itself(string source, string message)
    {
        var notebook = NotebookDocument.Read(_folder.Notebook("a.ipynb", TestNotebook.Code(source)));
        Assert.Equal(message, Assert.Throws<GlmException>(() => NotebookParameters.Of(notebook)).Message);
    }

    [Fact]
    public async Task Should_take_the_cell_that_papermill_writes()
    {
        using var cells = Workbench.CreateRunner();
        var count = 0;
        foreach (
            var (cell, works) in new[]
            {
                ("#!glm parameters genomes --default 4 --min 2 --max 10\n#!glm parameters rate --default 0.5", true),
                // For C#, with a kernel whose name or language is ".net-csharp".
                ("// Parameters\nvar genomes = 3;\nvar rate = 1.5;\n", true),
                (
                    "#!glm simulate --genomes @genomes --seed 1\nif (scaffolds.Genomes.Count != 3 || rate != 1.5) throw new Exception();",
                    true
                ),
                ("// Parameters\nvar genomes = 1;\n", true),
                ("#!glm simulate --genomes @genomes --seed 1", false),
            }
        )
        {
            var outcome = await cells.RunAsync(cell, new RecordingOutput(), ++count);
            Assert.True(outcome.Succeeded == works, outcome.Error?.Message);
            if (!works)
                Assert.Equal("The parameter genomes must be a whole number from 2 to 10, not '1'.", outcome.Error!.Message);
        }
    }
}
