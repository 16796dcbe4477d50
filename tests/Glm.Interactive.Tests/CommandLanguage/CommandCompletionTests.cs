using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Hosting;

namespace Glm.Interactive.Tests.CommandLanguage;

public sealed class CommandCompletionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("glm-test-").FullName;
    private readonly GlmSession _session = new(SampleCommands.Catalogue);
    private readonly FakeHost _host;

    public CommandCompletionTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "data", "deep"));
        foreach (var file in new[] { "data/a.fa", "data/my \"b\".fa", ".hidden", "weights.bin" })
            File.WriteAllText(Path.Combine(_folder, file), "");
        _host = new FakeHost { WorkingDirectory = _folder };
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("#!g|", "#!glm")]
    [InlineData("#!glm tr|", "train")]
    [InlineData("#!glm |", "load embed model train attention taxonomy doctor")]
    [InlineData("#!glm doctor |", "--help")]
    [InlineData("#!glm train --s|", "--steps --seed --save")]
    [InlineData("#!glm train --e| --steps 5", "")] // excluded by --steps
    [InlineData("#!glm train --steps 5 --s|", "--seed --save")] // already given
    [InlineData("#!glm train --st|eps 5", "--steps")]
    [InlineData("#!glm model --preset |", "tiny small paper")]
    [InlineData("#!glm model --preset s|", "small")]
    [InlineData("#!glm model --preset | --weights x", "tiny small paper")]
    [InlineData("#!glm train --lr |", "1e-4")]
    [InlineData("#!glm load |", "data/ weights.bin --path --min-genes --max-genes --as --help")]
    [InlineData("#!glm load data/|", "data/a.fa data/deep/ \"data/my \\\"b\\\".fa\"")]
    [InlineData("#!glm load \"data/m|\"", "\"data/my \\\"b\\\".fa\"")]
    [InlineData("#!glm load .h|", ".hidden")]
    [InlineData("#!glm load nowhere/|", "")]
    [InlineData("#!glm load a.fa |", "--min-genes --max-genes --as --help")]
    [InlineData("#!glm embed --with |", "composition data/ weights.bin")]
    [InlineData("#!glm train --save |", "data/")]
    [InlineData("#!glm nothing |", "")]
    [InlineData("#!glm attention |", "s --scaffold --layer --help")]
    [InlineData("#!glm embed --scaffolds |", "named mine")]
    [InlineData("#!glm embed --scaffolds n|", "named")]
    public void Should_offer(string marked, string expected)
    {
        _session.Remember("named", SampleCommands.Scaffolds);
        _session.Remember("vectors", SampleCommands.Vectors);
        _host.Variables["mine"] = SampleCommands.Scaffolds;
        _host.Variables["number"] = 5;
        var items = Complete(marked);
        Assert.Equal(expected, string.Join(' ', items.Select(item => item.Text)));
    }

    [Fact]
    public void Should_replace_the_whole_word_at_the_cursor()
    {
        Assert.All(Complete("#!glm train --st|eps 5"), item => Assert.Equal((12, 7), (item.Start, item.Length)));
        Assert.All(Complete("#!glm train |"), item => Assert.Equal((12, 0), (item.Start, item.Length)));
    }

    [Theory]
    [InlineData("#!glm load \"data/my \\\"b\\\".fa\" --min-genes -3 --as x --as y --nothing = \"unfinished \\")]
    [InlineData("#!glm train --steps 5 --epochs --lr 1e-4 --mask \u0000 --dry-run stray --save /nowhere/\u0001/")]
    [InlineData("  #!glm embed --with composition --scaffolds named \"\" --help")]
    [InlineData("")]
    [InlineData("\"\"\"")]
    public void Should_survive_every_cursor(string line)
    {
        for (var cursor = -1; cursor <= line.Length + 1; cursor++)
        {
            foreach (var item in CommandCompletion.Complete(line, cursor, _session, _host))
                Assert.InRange(item.Start + item.Length, 0, line.Length);
            CommandCompletion.Complete(line, cursor, _session);
            CommandHover.Describe(line, cursor, _session, _host);
        }
    }

    [Fact]
    public void Should_insert_file_names_that_come_back_whole()
    {
        var item = Complete("#!glm load data/m|").Single();
        Assert.Equal("data/my \"b\".fa", CommandLine.Parse($"#!glm load {item.Text}", SampleCommands.Catalogue).Written("--path"));
    }

    private IReadOnlyList<CompletionItem> Complete(string marked)
    {
        var (line, cursor) = Unmark(marked);
        return CommandCompletion.Complete(line, cursor, _session, _host);
    }

    private static (string Line, int Cursor) Unmark(string marked) => (marked.Replace("|", ""), marked.IndexOf('|'));
}
