using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Commands;

public sealed class SyntenyCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_find_operons_conserved_and_their_edges_not()
    {
        var shown = await _bench.WithScaffolds().Show("#!glm synteny --search built-in");
        var found = _bench.Variable<RegionNeighbourhood>("neighbourhood");
        Gene[] genes = [.. found.Region.Genes];
        Assert.Equal(CommandBench.Scaffolds.Scaffolds[0].Id, found.Region.Scaffold.Id);
        var (within, across) = (Mean(pair => IsOperon(pair)), Mean(pair => !IsOperon(pair)));
        Assert.True(within > 2 * across, $"{within} genomes within operons, {across} across their edges");
        Assert.Equal(7, found.ReferenceGenomes);
        Assert.Contains("is a homolog", shown.Plain, StringComparison.Ordinal);
        Assert.Contains("neighbours predict:", shown.Parts[MimeBundle.Svg], StringComparison.Ordinal);

        bool IsOperon(NeighbourPair pair) => genes[pair.First].Operon is { } operon && genes[pair.First + 1].Operon == operon;

        double Mean(Func<NeighbourPair, bool> which) => found.Pairs.Where(which).Average(pair => pair.Genomes);
    }

    [Fact]
    public async Task Should_ask_a_corpus_about_a_range()
    {
        Glm.Formats.SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["set"]);
        await _bench.Run("#!glm load set --corpus mine --min-genes 1");
        var id = CommandBench.Scaffolds.Scaffolds[2].Id;
        var shown = await _bench.WithScaffolds().Show($"#!glm synteny {id} --genes 3..9 --from mine --search built-in --as part");
        var found = _bench.Variable<RegionNeighbourhood>("part");
        Assert.Equal((2, 7, 6), (found.Region.Start, found.Region.Length, found.Pairs.Count));
        // The corpus holds a copy of the genome, which is no evidence about itself.
        Assert.Equal(7, found.ReferenceGenomes);
        Assert.Contains("they share a weight", shown.Plain, StringComparison.Ordinal);
        await _bench.Run("#!glm export part --out pairs.tsv");
        Assert.Equal(8, File.ReadAllLines(_bench.Folder["pairs.tsv"]).Length);
    }

    [Theory]
    [InlineData("nowhere", "has no scaffold")]
    [InlineData("--genes 1..9999", "End the range at")]
    [InlineData("--from nowhere", "nowhere")]
    public async Task Should_refuse_what_is_not_there(string arguments, string message) =>
        Assert.Contains(message, await _bench.WithScaffolds().Refused("#!glm synteny " + arguments), StringComparison.Ordinal);
}
