using System.Text.Json.Nodes;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Verification;

public sealed class OnlyStaleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private void Notebook(string map = "#!glm map --level window") =>
        _folder.Notebook(
            "work.ipynb",
            TestNotebook.Code("#!glm load data\n#!glm embed --with composition"),
            TestNotebook.Code("#!glm model --preset tiny\n#!glm train --steps 2"),
            TestNotebook.Code($"#!glm contextualize\n{map}"),
            TestNotebook.Code("history.Steps.Count + embeddingMap.Ids.Count")
        );

    private async Task<(string Log, string Text)> Run()
    {
        var (code, _, error) = await GlmProgram.Run(_folder.Path, "run", "work.ipynb", "--output", "done.ipynb", "--only-stale");
        Assert.True(code == 0, error);
        return (error, File.ReadAllText(_folder["done.ipynb"]));
    }

    [Fact]
    public async Task Should_run_only_what_changed_and_leave_what_a_whole_run_leaves()
    {
        var (code, _, error) = await GlmProgram.Run(_folder.Path, "simulate", "--genomes", "3", "--out", "data");
        Assert.True(code == 0, error);
        Notebook();
        var (log, whole) = await Run();
        Assert.DoesNotContain("not run again", log);

        var (again, same) = await Run();
        // The model as it was before training is not kept: it is made again.
        Assert.Contains("5 results were taken from the earlier run.", again);
        Assert.Equal(Made(whole), Made(same));
        Assert.Equal(Value(whole), Value(same));

        Notebook("#!glm map --level gene");
        var (changed, other) = await Run();
        Assert.Contains("4 results were taken from the earlier run.", changed);
        Assert.NotEqual(Made(whole)[^1], Made(other)[^1]);
        Assert.NotEqual(Value(whole), Value(other));

        File.AppendAllText(_folder["data/proteins.faa"], ">other\nMKV\n");
        Assert.DoesNotContain("results were taken", (await Run()).Log);

        var saved = Directory.GetFiles(_folder["done.session"], "*.objects")[0];
        var bytes = File.ReadAllBytes(saved);
        bytes[^1] ^= 1;
        File.WriteAllBytes(saved, bytes);
        var (damaged, made) = await Run();
        Assert.Contains("the results of the earlier run are of no use: ", damaged);
        Assert.Equal(Made(other)[1..], Made(made)[1..]);
    }

    [Fact]
    public async Task Should_ask_for_the_place_where_it_left_off()
    {
        _folder.Notebook("a.ipynb", TestNotebook.Code("1"));
        var (code, _, error) = await GlmProgram.Run(_folder.Path, "run", "a.ipynb", "--only-stale");
        Assert.Equal((1, "glm: --only-stale needs --output out.ipynb: it goes on from what it left there."), (code, error.Trim()));
    }

    private static string[] Made(string notebook) =>
        [
            .. JsonNode.Parse(notebook)!["cells"]!
                .AsArray()
                .SelectMany(cell => cell!["outputs"]!.AsArray())
                .SelectMany(output => output!["metadata"]?["glm"]?["makes"]?.AsArray() ?? [])
                .Select(made => $"{made!["variable"]} {made["content"]!["hash"]}"),
        ];

    private static string Value(string notebook) =>
        $"{JsonNode.Parse(notebook)!["cells"]![3]!["outputs"]!.AsArray()[^1]!["data"]!["text/plain"]}";
}
