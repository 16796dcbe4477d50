using Glm.Analysis.Paralogs;

namespace Glm.Interactive.Tests.Commands;

[Collection(RandomState.Name)]
public sealed class ParalogsCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_rank_the_genes_of_a_family_alone_and_beside_a_partner()
    {
        var shown = await _bench.WithModel().Show("#!glm paralogs permease");
        var alone = _bench.Variable<ParalogResult>("paralogs");
        Assert.All(alone.Choices, choice => Assert.Contains("permease", choice.Gene.Product, StringComparison.Ordinal));
        Assert.All(alone.Choices, choice => Assert.Null(choice.Partner));
        Assert.Equal("gLM", alone.Scores[0].Name);
        Assert.Contains(alone.Conclusion, shown.Plain, StringComparison.Ordinal);

        await _bench.Run("#!glm paralogs permease --partner hydrolase --reach 30 --distance euclidean --as near");
        var near = _bench.Variable<ParalogResult>("near");
        Assert.Equal(alone.Candidates, near.Candidates);
        Assert.Equal(near.Candidates, near.Choices.Count + near.Left.Values.Sum());
        Assert.Equal("gLM, both hidden", near.Scores[0].Name);
    }

    [Theory]
    [InlineData("#!glm paralogs", "--family")]
    [InlineData("#!glm paralogs nothing", "0 genes in windows are 'nothing'", "--family")]
    [InlineData("#!glm paralogs permease --partner nothing", "has a gene of 'nothing' within 5 genes", "--partner")]
    [InlineData("#!glm paralogs permease --reach 0", "--reach")]
    public async Task Should_say_what_is_wrong(string line, params string[] messages)
    {
        var refused = await _bench.WithModel().Refused(line);
        Assert.All(messages, message => Assert.Contains(message, refused, StringComparison.Ordinal));
    }
}
