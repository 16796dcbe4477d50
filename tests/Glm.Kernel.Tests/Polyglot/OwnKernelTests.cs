using System.Text.Json.Nodes;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Testing;

namespace Glm.Kernel.Tests.Polyglot;

/// <summary>Notebooks written for .NET Interactive run unchanged in this project's own engine.</summary>
public sealed class OwnKernelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("attention.ipynb", "steps=5")]
    [InlineData("regions.ipynb", "table=FOLDER/genes.tsv")]
    [InlineData("quick-look.dib", null)]
    public async Task Should_run_the_notebook(string name, string? parameter)
    {
        string[] parameters = parameter is null ? [] : ["-p", parameter.Replace("FOLDER", _folder.Path, StringComparison.Ordinal)];
        var (code, _, log) = await GlmProgram.Run(
            _folder.Path,
            ["run", Repository.PathOf("notebooks", "polyglot", name), .. parameters, "--output", "out.ipynb"]
        );
        Assert.True(code == 0, log);
        Assert.Empty(NotebookSchema.Breaches(JsonNode.Parse(File.ReadAllText(_folder["out.ipynb"]))!));
    }

    [Fact]
    public void Should_open_the_same_namespaces_in_both_hosts() =>
        Assert.Equal(
            NotebookNamespaces.All,
            CellReferences.Imports.Where(name =>
                name.StartsWith("Glm", StringComparison.Ordinal) && !name.StartsWith("Glm.Kernel", StringComparison.Ordinal)
            )
        );

    [Theory]
    [InlineData("attention.ipynb")]
    [InlineData("regions.ipynb")]
    public void Should_carry_the_metadata_of_polyglot_notebooks_and_no_outputs(string name)
    {
        var notebook = JsonNode.Parse(File.ReadAllText(Repository.PathOf("notebooks", "polyglot", name)))!;
        Assert.Empty(NotebookSchema.Breaches(notebook));
        Assert.Equal("csharp", (string?)notebook["metadata"]!["polyglot_notebook"]!["kernelInfo"]!["defaultKernelName"]);
        var known = notebook["metadata"]!["polyglot_notebook"]!["kernelInfo"]!["items"]!
            .AsArray()
            .Select(item => (string?)item!["name"])
            .ToArray();
        foreach (var cell in notebook["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code"))
        {
            Assert.Contains((string?)cell!["metadata"]!["polyglot_notebook"]!["kernelName"], known);
            Assert.Empty(cell["outputs"]!.AsArray());
        }
    }
}
