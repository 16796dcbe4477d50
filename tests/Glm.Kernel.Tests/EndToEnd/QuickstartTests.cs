using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Testing;

namespace Glm.Kernel.Tests.EndToEnd;

[Collection(QuickstartCollection.Name)]
[Trait("Runs", "notebooks")]
public sealed partial class QuickstartTests(QuickstartRun run)
{
    private IEnumerable<(string Source, JsonArray Outputs)> CodeCells =>
        run.Notebook["cells"]!
            .AsArray()
            .Where(cell => (string)cell!["cell_type"]! == "code")
            .Select(cell => (Text(cell!["source"]), cell["outputs"]!.AsArray()));

    [Fact]
    public void Should_run_to_its_end()
    {
        Assert.True(run.Code == 0, run.Log);
        Assert.Matches(@"Wrote out\.ipynb\nWrote report\.html\n(Wrote report\.pdf\n)?Wrote \d+ figures to figures[^\n]*\n$", run.Log);
    }

    [Fact]
    public void Should_leave_displays_and_no_error_in_every_cell()
    {
        Assert.DoesNotContain(CodeCells.SelectMany(cell => cell.Outputs), output =>
            (string)output!["output_type"]! == "error" || (string?)output["name"] == "stderr"
        );
        var commands = CodeCells.Where(cell => cell.Source.Contains("#!glm ", StringComparison.Ordinal)).ToList();
        Assert.True(commands.Count >= 7);
        foreach (var (source, outputs) in commands)
        {
            var displays = outputs.Where(output => (string)output!["output_type"]! == "display_data").ToList();
            Assert.True(displays.Count >= source.Split('\n').Count(line => line.StartsWith("#!glm", StringComparison.Ordinal)), source);
            Assert.All(displays, display => Assert.NotEmpty(Text(display!["data"]!["text/plain"])));
            Assert.All(displays, display => Assert.NotEmpty(Text(display!["data"]!["text/html"])));
        }
        foreach (var (source, outputs) in CodeCells.Where(cell => !Declares().IsMatch(cell.Source)))
            Assert.True(outputs.Count > 0, source);
    }

    [Fact]
    public void Should_write_a_valid_notebook() => Assert.Empty(NotebookSchema.Breaches(run.Notebook));

    [Fact]
    public void Should_keep_the_parameter_beside_its_default()
    {
        Assert.Contains(CodeCells, cell => cell.Source == "// Parameters\nsteps = 40;");
        Assert.Contains("<dt>Parameter steps</dt><dd>40</dd>", run.Report);
    }

    [Fact]
    public void Should_not_tell_whose_machine_it_was()
    {
        var user = Environment.UserName;
        foreach (var text in new[] { run.NotebookText, run.Report })
        {
            foreach (
                var folder in new[]
                {
                    Repository.Root,
                    run.Folder,
                    Path.GetTempPath().TrimEnd('/'),
                    AppContext.BaseDirectory,
                    Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                }
            )
                Assert.DoesNotContain(folder + "/", text);
            Assert.DoesNotMatch($@"[/\\]{Regex.Escape(user)}[/\\]|[""']{Regex.Escape(user)}[""']|\b{Regex.Escape(user)}@", text);
            Assert.DoesNotMatch($@"\b{Regex.Escape(Environment.MachineName)}\b", text);
        }
    }

    [Fact]
    public void Should_write_a_report_that_needs_nothing_else()
    {
        Assert.DoesNotMatch(@"(?:src|href)\s*=\s*[""']?(?:https?:|//|\.\.?/)", ScriptBody().Replace(run.Report, ""));
        Assert.Contains("default-src 'none'", run.Report);
        Assert.InRange(new FileInfo(run.ReportPath).Length, 1 << 20, 8 << 20);
    }

    private static string Text(JsonNode? lines) =>
        lines is JsonArray array ? string.Concat(array.Select(line => (string)line!)) : (string?)lines ?? "";

    // A cell of declarations and assignments alone shows nothing.
    [GeneratedRegex(@"^(?:(?://.*|(?:string|int|var) \w+ = [^\n]*;|\w+ = [^\n]*;)\n?)+$")]
    private static partial Regex Declares();

    [GeneratedRegex("<script[^>]*>.*?</script>", RegexOptions.Singleline)]
    private static partial Regex ScriptBody();
}
