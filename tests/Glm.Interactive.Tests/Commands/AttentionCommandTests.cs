using Glm.Analysis.Attention;
using Glm.Genomes;

namespace Glm.Interactive.Tests.Commands;

public sealed class AttentionCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_read_a_window_by_scaffold_by_its_own_name_or_the_first()
    {
        var window = CommandBench.Scaffolds.Windows[7];
        _bench.WithModel();
        await _bench.Run("#!glm attention");
        Assert.Equal(CommandBench.Scaffolds.Windows[0].Id, _bench.Variable<AttentionResult>("attention").Window.Id);
        await _bench.Run($"#!glm attention {window.Id}");
        Assert.Equal(window.Id, _bench.Variable<AttentionResult>("attention").Window.Id);
        await _bench.Run($"#!glm attention --scaffold {window.Scaffold.Id} --as mine");
        var result = _bench.Variable<AttentionResult>("mine");
        Assert.Equal((window.Scaffold.Id, 3, 6), (result.Window.Scaffold.Id, result.Layers, result.Heads));
        for (var query = 0; query < result.Length; query++)
            Assert.Equal(1, result.Head(2, 5).Slice(query * result.Length, result.Length).ToArray().Sum(), 1e-4);
    }

    [Fact]
    public async Task Should_show_the_head_that_was_asked_for()
    {
        _bench.WithModel();
        var last = await _bench.Show("#!glm attention");
        var other = await _bench.Show("#!glm attention --layer 1 --head -1");
        Assert.Contains("layer 2, head 0", last.Plain);
        Assert.Contains("layer 1, head 5", other.Plain);
        Assert.Contains("layer 1, head 5", other.Parts["text/html"]);
        Assert.Contains("<svg", other.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_read_a_stretch_and_make_one_map_of_each_layer()
    {
        var scaffold = CommandBench.Scaffolds.Scaffolds.First(scaffold => scaffold.Genes.Count > 32);
        var shown = await _bench.WithModel().Show($"#!glm attention {scaffold.Id} --genes 2..32 --over rollout --arcs 5");
        var attention = _bench.Variable<AttentionResult>("attention");
        Assert.Equal((31, 3, 1, AttentionReduction.Rollout), (attention.Length, attention.Layers, attention.Heads, attention.Reduction));
        Assert.Contains("layer 2, rollout up to it", shown.Plain, StringComparison.Ordinal);
        Assert.Contains("\"arcLimit\":5", shown.Parts["text/html"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--genes 3..3", "--genes 3..3 are 1 genes; attention is shown of 2 to 120. Name more.")]
    [InlineData("nowhere", "Scaffold 'nowhere' is not in this set; the first ones with a window are G01_s1, G01_s2, G01_s3.")]
    [InlineData("short", "Scaffold 'short' has no window (fewer than 15 genes); the first ones with a window are G01_s1, G01_s2, G01_s3.")]
    [InlineData("G01_s1 --layer 3", "There is no layer 3: this model has 3, counted from 0 to 2 (or from -1, the last, to -3).")]
    [InlineData("--head -7", "There is no head -7: this model has 6, counted from 0 to 5 (or from -1, the last, to -6).")]
    public async Task Should_say_what_is_wrong(string arguments, string message)
    {
        var genomes = CommandBench
            .Scaffolds.Genomes.Append(
                new Genome("g", [new Scaffold("short", [.. CommandBench.Scaffolds.Scaffolds[0].Genes.Take(3)], "g")], null)
            )
            .ToList();
        var cut = WindowCutter.Cut(genomes.SelectMany(genome => genome.Scaffolds));
        _bench.WithModel().With("scaffolds", new ScaffoldSet("set", genomes, CommandBench.Scaffolds.Proteins, cut.Windows, cut.Dropped));
        Assert.Equal(message, await _bench.Refused("#!glm attention " + arguments));
        Assert.Empty(_bench.Host.Shown);
    }

    [Fact]
    public async Task Should_want_a_model_first() =>
        Assert.Equal(
            "#!glm attention: it needs a gLM model (GlmModel), and no command has made any yet. Run #!glm model first, or "
                + "name a C# variable by --model NAME.",
            await _bench.Refused("#!glm attention")
        );
}
