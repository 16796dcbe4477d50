using Glm.Kernel.Documents;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Cli;

/// <summary><c>glm bundle</c> and <c>glm open</c>.</summary>
public sealed class BundleVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_run_pack_open_and_run_again()
    {
        await Good("simulate", "--genomes", "2", "--seed", "3", "--out", "data");
        _folder.Notebook(
            "notebooks/mine.ipynb",
            TestNotebook.Code("var width = 1;", "parameters"),
            TestNotebook.Code("#!glm load ../data\n#!glm embed --with composition\nvar twice = 2 * width;")
        );
        var packed = await Good("bundle", "notebooks/mine.ipynb", "--out", "mine.zip", "-p", "width=21");
        Assert.Contains("Wrote mine.zip: ", packed.Error, StringComparison.Ordinal);
        Directory.Delete(_folder["data"], recursive: true);
        Directory.Delete(_folder["notebooks"], recursive: true);

        var opened = await Good("open", "mine.zip");
        Assert.Contains("each is as it was packed", opened.Out, StringComparison.Ordinal);
        Assert.Contains("proteins   ProteinVectors", opened.Out, StringComparison.Ordinal);
        Assert.Contains("#!glm restore session", File.ReadAllText(_folder["mine/notebooks/continue.ipynb"]), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["mine/notebooks/report.html"]));

        // Elsewhere, with nothing but what was in it.
        await Good("run", "mine/notebooks/mine.ipynb", "--output", "again.ipynb");
        Assert.Contains("2 genomes", Text("again.ipynb"), StringComparison.Ordinal);
        _folder.Notebook(
            "mine/notebooks/next.ipynb",
            TestNotebook.Code("#!glm restore session"),
            TestNotebook.Code("twice + proteins.Count")
        );
        await Good("run", "mine/notebooks/next.ipynb", "--output", "next.ipynb");
        Assert.Matches("4[0-9]+", Text("next.ipynb"));

        // The notebook tells where it was run, which is where its inputs are.
        var again = await Good("bundle", "again.ipynb", "--out", "as-is.zip", "--as-is");
        Assert.Contains("Wrote as-is.zip", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Left out", again.Error, StringComparison.Ordinal);
        Assert.Contains("Run it again:", (await Good("open", "as-is.zip")).Out, StringComparison.Ordinal);
        Assert.Equal(Names("mine/data"), Names("as-is/data"));
        Assert.DoesNotContain("\"folder\"", File.ReadAllText(_folder["as-is/notebooks/again.ipynb"]), StringComparison.Ordinal);
        Assert.Contains("identical", (await Good("verify", "again.ipynb")).Out, StringComparison.Ordinal);

        string[] Names(string folder) => [.. Directory.GetFiles(_folder[folder]).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
    }

    [Fact]
    public async Task Should_tell_all_parameters_of_a_run()
    {
        _folder.Notebook(
            "mine.ipynb",
            TestNotebook.Code("#!glm parameters seed --default 3 --description \"Of the draw.\"\n#!glm parameters share --default 0.5"),
            TestNotebook.Code("#!glm simulate --genomes 2 --seed @seed --out data")
        );
        await Good("bundle", "mine.ipynb", "--out", "mine.zip", "-p", "share=-0.25");
        await Good("open", "mine.zip");
        var told = File.ReadAllText(_folder["mine/ro-crate-metadata.json"]);
        Assert.Matches("\"name\": \"seed\",\\s+\"value\": \"3\"", told);
        Assert.Matches("\"name\": \"share\",\\s+\"value\": \"-0.25\"", told);
        Assert.Matches("\"defaultValue\": \"3\",\\s+\"description\": \"Of the draw.\"", told);
        var (code, _, error) = await GlmProgram.Run(_folder.Path, ["bundle", "mine.ipynb", "--out", "x.zip", "--as-is", "-p", "seed=4"]);
        Assert.Equal(1, code);
        Assert.Contains("leave out one of the two", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_refuse_in_one_line()
    {
        _folder.Notebook("fails.ipynb", TestNotebook.Code("#!glm load nowhere"));
        _folder.Write("no.zip", "text");
        foreach (
            var (arguments, message) in new[]
            {
                (new[] { "bundle", "fails.ipynb", "--out", "x.zip" }, "cell [1] failed, so there is nothing to bundle"),
                (["bundle", "fails.ipynb", "--out", "x.zip", "--as-is"], "its outputs do not tell how they were made"),
                (["bundle", "fails.ipynb", "--out", "x.tar"], "must end in .zip"),
                (["bundle", "none.ipynb", "--out", "x.zip"], "There is no notebook none.ipynb"),
                (["open", "no.zip"], "no.zip: the .zip archive is damaged"),
                (["open", "none.zip"], "none.zip: there is no such file"),
            }
        )
        {
            var (code, _, error) = await GlmProgram.Run(_folder.Path, arguments);
            Assert.Equal(1, code);
            Assert.Contains(message, error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        }
        Assert.False(File.Exists(_folder["x.zip"]));
    }

    private string Text(string notebook) =>
        string.Join(
            '\n',
            NotebookDocument.Read(_folder[notebook]).Cells.SelectMany(cell => cell.Outputs).Select(output => output!.ToJsonString())
        );

    private async Task<(string Out, string Error)> Good(params string[] arguments)
    {
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, arguments);
        Assert.True(code == 0, error);
        return (shown, error);
    }
}
