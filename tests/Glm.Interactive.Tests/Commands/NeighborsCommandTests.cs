using Glm.Analysis.Embeddings;
using Glm.Statistics.Manifolds;

namespace Glm.Interactive.Tests.Commands;

public sealed class NeighborsCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_list_genes_with_their_surroundings()
    {
        var gene = ContextBench.Context.Windows[0].Genes.First();
        var shown = await _bench.WithContext().Show($"#!glm neighbors {gene.Id} --top 5 --metric euclidean --space protein");
        var found = _bench.Variable<EmbeddingNeighbours>("neighbors");
        Assert.Equal(
            (gene.Id, 5, EmbeddingSpace.Protein, VectorMetric.Euclidean),
            (found.Of.Key, found.Nearest.Count, found.Space, found.Metric)
        );
        Assert.Equal(6, found.Neighbourhoods!.Tracks.Count);
        Assert.Contains("protein vectors, without context", shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Theory]
    [InlineData(EmbeddingLevel.Window)]
    [InlineData(EmbeddingLevel.Scaffold)]
    [InlineData(EmbeddingLevel.Genome)]
    public async Task Should_compare_wider_levels(EmbeddingLevel level)
    {
        var point = EmbeddingPooling.Pool(ContextBench.Context, level).Points[1];
        await _bench.WithContext().Run($"#!glm neighbors --of {point.Key} --level {level.ToString().ToLowerInvariant()} --as near");
        var found = _bench.Variable<EmbeddingNeighbours>("near");
        Assert.Equal((point.Key, level), (found.Of.Key, found.Level));
        Assert.Equal(found.Nearest.Select(one => one.Distance).Order(), found.Nearest.Select(one => one.Distance));
    }

    [Theory]
    [InlineData("", "#!glm neighbors: --of is missing. Write #!glm neighbors OF.")]
    [InlineData("x --top 0", "#!glm neighbors: --top must be a whole number from 1 to 10000, not '0'.")]
    [InlineData("x --space both", "#!glm neighbors: --space must be context or protein, not 'both'.")]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Equal(message, await _bench.WithContext().Refused("#!glm neighbors " + arguments));

    [Theory]
    [InlineData("nonsense-gene-of-no-genome")]
    [InlineData("\"<img src=x onerror=alert(1)>\"")]
    public async Task Should_name_genes_that_there_are(string name)
    {
        var message = await _bench.WithContext().Refused("#!glm neighbors " + name);
        Assert.Contains($"goes by '{name.Trim('"')}'. They begin with '{ContextBench.Context.Windows[0].Genes.First().Label}'", message);
    }
}
