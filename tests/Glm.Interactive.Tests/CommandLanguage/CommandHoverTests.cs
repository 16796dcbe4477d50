using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Tests.Hosting;

namespace Glm.Interactive.Tests.CommandLanguage;

public class CommandHoverTests
{
    private readonly GlmSession _session = new(SampleCommands.Catalogue);
    private readonly FakeHost _host = new();

    [Theory]
    [InlineData("|#!glm", "#!glm <command> [options]")]
    [InlineData("#!glm tr|ain --steps 5", "#!glm train: Tests train.")]
    [InlineData("#!glm train --st|eps 5", "--steps N\nOptimiser steps. Must be a whole number of at least 1.")]
    [InlineData("#!glm train --steps |5", "--steps N\nOptimiser steps. Must be a whole number of at least 1.")]
    [InlineData("#!glm load a.|fa", "--path FILE\nA FASTA file, or a folder. Required. The name --path is optional.")]
    [InlineData(
        "#!glm embed --scaffolds mi|ne",
        "mine: scaffolds (ScaffoldSet)\n1 genome, 1 scaffold, 1 gene, 0 windows from <b>sample</b>"
    )]
    [InlineData("#!glm train --nothing| 5", null)]
    [InlineData("#!glm nothing| 5", null)]
    [InlineData("#!glm nothing 5|", null)]
    public void Should_explain(string marked, string? start)
    {
        _host.Variables["mine"] = SampleCommands.Scaffolds;
        var (line, cursor) = (marked.Replace("|", ""), marked.IndexOf('|'));
        var shown = CommandHover.Describe(line, cursor, _session, _host);
        if (start is null)
            Assert.Null(shown);
        else
            Assert.StartsWith(start, shown!.Plain);
        Assert.DoesNotContain("<b>sample", shown is null ? "" : CommandHelpView.Create(shown).Parts["text/html"]);
    }
}
