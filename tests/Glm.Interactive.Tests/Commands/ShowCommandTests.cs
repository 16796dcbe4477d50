using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.Hosting;
using Glm.Interactive.Tests.Display;

namespace Glm.Interactive.Tests.Commands;

public sealed class ShowCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public ShowCommandTests() => _bench.WithScaffolds();

    public void Dispose() => _bench.Dispose();

    private static Scaffold First => CommandBench.Scaffolds.Scaffolds[0];

    [Fact]
    public async Task Should_draw_the_first_scaffold_by_itself()
    {
        var shown = await _bench.Show("#!glm show");
        Assert.Equal(First.Id, Assert.Single(_bench.Variable<SyntenyMap>("region").Tracks).Region.Scaffold.Id);
        Assert.Contains(First.Id, shown.Plain);
        Assert.Equal(Math.Min(40, First.Genes.Count), Occurrences(shown.Parts[MimeBundle.Svg], "class=\"glm-gene\""));
    }

    [Fact]
    public async Task Should_draw_a_range_and_align_others_below()
    {
        var others = CommandBench
            .Scaffolds.Scaffolds.Where(scaffold => scaffold.Genes.Count >= 5)
            .Skip(1)
            .Take(2)
            .Select(scaffold => scaffold.Id)
            .ToList();
        var shown = await _bench.Show($"#!glm show {First.Id} --genes 2..9 --with \"{others[0]}:1..5, {others[1]}\" --as mine");
        var map = _bench.Variable<SyntenyMap>("mine");
        Assert.Equal([First.Id, .. others], map.Tracks.Select(track => track.Region.Scaffold.Id));
        Assert.Equal(
            (1, 8, 0, 5),
            (map.Tracks[0].Region.Start, map.Tracks[0].Region.Length, map.Tracks[1].Region.Start, map.Tracks[1].Region.Length)
        );
        Assert.All(Markup.Stills(shown.Parts[MimeBundle.Html]), still =>
            Assert.Equal(map.Links.Count, Occurrences(still, "class=\"glm-band\""))
        );
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("homology")]
    [InlineData("product")]
    [InlineData("cog")]
    [InlineData("pfam")]
    [InlineData("ec")]
    [InlineData("operon")]
    [InlineData("family")]
    [InlineData("strand")]
    public async Task Should_colour_by_any_of_its_choices(string color) =>
        Assert.Contains(
            $"{(color is "cog" ? "COG" : color is "pfam" ? "Pfam" : color is "ec" ? "EC" : color is "auto" ? "" : color)}:",
            (await _bench.Show($"#!glm show --color {color}")).Parts[MimeBundle.Svg]
        );

    [Fact]
    public async Task Should_show_a_gene_among_its_neighbours()
    {
        var gene = First.Genes[6];
        await _bench.Run($"#!glm show --around {gene.Id} --flank 3");
        var region = _bench.Variable<SyntenyMap>("region").Tracks[0].Region;
        Assert.Equal((First.Id, 3, 7), (region.Scaffold.Id, region.Start, region.Length));
    }

    [Theory]
    [InlineData("nowhere", "has no scaffold")]
    [InlineData("--genes 1-9", "is not a range of genes; write the first and the last, counted from 1, as in 1..40.")]
    [InlineData("--genes 1..9999", "End the range at")]
    [InlineData("--around nothing", "goes by")]
    [InlineData("--with nowhere", "has no scaffold")]
    public async Task Should_refuse_what_is_not_there(string arguments, string message) =>
        Assert.Contains(message, await _bench.Refused("#!glm show " + arguments));

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
