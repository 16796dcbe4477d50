using System.Text.Json.Nodes;
using Glm.Kernel.Documents;
using Glm.Testing;
using static Glm.Kernel.Tests.Polyglot.PolyglotHost;

namespace Glm.Kernel.Tests.Polyglot;

/// <summary>The packages in the last version of .NET Interactive.</summary>
public sealed class PolyglotHostTests(PolyglotHost host) : IClassFixture<PolyglotHost>
{
    [Fact]
    public void Should_say_what_is_there_and_what_to_type_next()
    {
        host.Need();
        Assert.Contains(Shown(host.Loading), text =>
            text.StartsWith("Glm.Interactive 0.1.0: libtorch 2.10.0", StringComparison.Ordinal)
            && text.Contains("\nNext: #!glm load", StringComparison.Ordinal)
        );
        // An ordinary start shows no compiler warning and no error.
        Assert.DoesNotContain(host.Loading, happened =>
            Type(happened) is "ErrorProduced" or "StandardErrorValueProduced" or "CommandFailed"
        );
        Assert.DoesNotContain(host.Loading, happened => happened["event"]?["diagnostics"] is JsonArray { Count: > 0 });
    }

    [Fact]
    public async Task Should_show_help()
    {
        host.Need();
        Assert.StartsWith("#!glm <command> [options]", Assert.Single(Shown(await Good(await host.Run("#!glm")))));
        Assert.StartsWith("#!glm train: ", Assert.Single(Shown(await Good(await host.Run("#!glm train --help")))));
    }

    [Theory]
    [InlineData("#!glm laod x", "#!glm: there is no command 'laod'. Did you mean 'load'?")]
    [InlineData("#!glm load --nope 3", "#!glm load: there is no option '--nope'.")]
    [InlineData("#!glm load x --min-genes 5 --min-genes 6", "#!glm load: --min-genes is given twice; give it once.")]
    [InlineData("#!glm load nowhere.gbk", "nowhere.gbk: there is no such file or folder.")]
    public async Task Should_say_a_mistake_in_one_line(string line, string begin)
    {
        host.Need();
        var events = await host.Run("Console.WriteLine(\"before\");\n" + line);
        Assert.StartsWith(begin, Failure(events));
        Assert.DoesNotContain('\n', Failure(events));
        // A mistake in the line as written is reported before anything runs.
        Assert.Equal(
            line.Contains("nowhere", StringComparison.Ordinal),
            events.Any(happened => Type(happened) == "StandardOutputValueProduced")
        );
    }

    [Fact]
    public async Task Should_share_variables_both_ways()
    {
        host.Need();
        await Good(await host.Run("var two = 2;\nvar chosen = \"made\";"));
        await Good(await host.Run("#!glm simulate --genomes @two --seed 3 --as mine"));
        Assert.Contains(Shown(await Good(await host.Run("mine.Genomes.Count + two"))), text =>
            text.Contains('4', StringComparison.Ordinal)
        );
        // By name or by reference; a name without a value is the user's mistake.
        await Good(await host.Run("#!glm show --scaffolds @mine"));
        Assert.Contains("'nobody', but there is no C# variable", Failure(await host.Run("#!glm show --scaffolds nobody")));
        await Good(await host.Run("let three = 3", "fsharp"));
        await Good(await host.Run("#!glm simulate --genomes @fsharp:three --seed 3 --as theirs"));
        Assert.Contains(Shown(await Good(await host.Run("theirs.Genomes.Count"))), text => text.Contains('3', StringComparison.Ordinal));
        // The editor's list of variables.
        await Good(
            await host.Send("RequestValueInfos", new JsonObject { ["targetKernelName"] = "csharp", ["mimeType"] = "application/json" })
        );
    }

    [Fact]
    public async Task Should_show_data_frames_as_everywhere_and_leave_other_values_to_the_host()
    {
        host.Need();
        Assert.StartsWith(
            "DataFrame of 2 rows and 1 column",
            Assert.Single(
                Shown(
                    await Good(
                        await host.Run(
                            "new Microsoft.Data.Analysis.DataFrame(new Microsoft.Data.Analysis.Int32DataFrameColumn(\"a\", "
                                + "new[] { 1, 2 }))"
                        )
                    )
                )
            )
        );
        Assert.Contains("dni-", Assert.Single(Shown(await Good(await host.Run("new[] { 1, 2 }")))));
    }

    [Theory]
    [InlineData("#!glm lo", 8, 6, 8, "load")]
    [InlineData("#!glm load", 10, 6, 10, "load")]
    [InlineData("#!glm load quick", 16, 11, 16, "quick-look.dib")]
    [InlineData("var x = 1;\n#!glm train --st", 16, 12, 16, "--steps")]
    public async Task Should_complete(string code, int cursor, int start, int end, string expected)
    {
        host.Need();
        var produced = Assert.Single(await Good(await host.Send("RequestCompletions", At(code, cursor))), happened =>
            Type(happened) == "CompletionsProduced"
        )["event"]!;
        Assert.Equal(expected, (string?)Assert.Single(produced["completions"]!.AsArray())!["insertText"]);
        Assert.Equal(
            (start, end),
            ((int)produced["linePositionSpan"]!["start"]!["character"]!, (int)produced["linePositionSpan"]!["end"]!["character"]!)
        );
    }

    [Fact]
    public async Task Should_explain_the_word_under_the_pointer_and_leave_other_code_to_the_host()
    {
        host.Need();
        var hover = Assert.Single(await Good(await host.Send("RequestHoverText", At("var x = 1;\n#!glm train --steps 3", 15))), happened =>
            Type(happened) == "HoverTextProduced"
        );
        Assert.Contains("--steps N", hover["event"]!["content"]!.ToJsonString());
        var ofHost = await Good(await host.Send("RequestCompletions", At("Console.Wri", 11)));
        Assert.Contains(ofHost, happened =>
            Type(happened) == "CompletionsProduced" && happened.ToJsonString().Contains("WriteLine", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Should_stop_training_and_keep_what_was_learned()
    {
        host.Need();
        await Good(await host.Run("#!glm simulate --genomes 4 --seed 5\n#!glm embed\n#!glm model"));
        var events = await host.Run("#!glm train --steps 100000 --as stopped", cancelAt: happened =>
            Type(happened) == "DisplayedValueUpdated"
        );
        Assert.Equal("Command cancelled.", Failure(events));
        for (var tries = 0; ; tries++)
        {
            var found = await host.Run("Console.WriteLine($\"{stopped.Steps.Count < 100000} {stopped.Interrupted}\");");
            if (Type(found[^1]) == "CommandSucceeded")
            {
                Assert.Contains(found, happened =>
                    Type(happened) == "StandardOutputValueProduced"
                    && Part(happened, "text/plain")!.StartsWith("True True", StringComparison.Ordinal)
                );
                return;
            }
            Assert.True(tries < 40, Failure(found));
            await Task.Delay(250);
        }
    }

    [Theory]
    [InlineData("attention.ipynb")]
    [InlineData("regions.ipynb")]
    [InlineData("quick-look.dib")]
    public async Task Should_run_the_notebook(string name)
    {
        host.Need();
        using var folder = new TemporaryFolder();
        var document = NotebookDocument.Read(Repository.PathOf("notebooks", "polyglot", name));
        var charts = 0;
        foreach (var cell in document.Cells.Where(cell => cell.IsCode))
        {
            var source = cell
                .Source.Replace("#r \"nuget: Glm.Interactive\"", host.Reference, StringComparison.Ordinal)
                .Replace("steps = 400", "steps = 5", StringComparison.Ordinal)
                .Replace("\"genes.tsv\"", $"@\"{folder["genes.tsv"]}\"", StringComparison.Ordinal);
            var events = await Good(await host.Run(source, cell.Language ?? "csharp"));
            var pages = events
                .Where(happened => Type(happened) is "DisplayedValueProduced" or "ReturnValueProduced")
                .Select(happened => Part(happened, "text/html") ?? "")
                .ToArray();
            Assert.All(pages, page => Assert.DoesNotContain("cdn.plot.ly", page));
            // Plotly.js once in a cell, however many charts it has.
            Assert.InRange(pages.Sum(page => page.Split("DecompressionStream").Length - 1), 0, 1);
            charts += pages.Count(page => page.Contains("glm-chart", StringComparison.Ordinal));
        }
        if (name == "attention.ipynb")
            Assert.True(charts >= 2, $"{charts} charts");
    }

    private static JsonObject At(string code, int character) =>
        new()
        {
            ["code"] = code,
            ["targetKernelName"] = "csharp",
            ["linePosition"] = new JsonObject { ["line"] = code.Count(c => c == '\n'), ["character"] = character },
        };
}
