using Glm.Analysis.Taxonomy;
using Glm.Genomes;
using Glm.Statistics;

namespace Glm.Interactive.Tests.Commands;

public sealed class TaxonomyCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_score_context_beside_no_context()
    {
        var shown = await _bench.WithContext().Show("#!glm taxonomy --folds 2");
        var result = _bench.Variable<TaxonomyResult>("taxonomy");
        Assert.Equal((TaxonomicRank.Class, 2, FoldGrouping.Genome), (result.Rank, result.Folds, result.Grouping));
        Assert.Equal(["gLM", "context-free"], result.Scores.Select(score => score.Name));
        Assert.Equal(result.WindowsPerClass.Sum(), result.Scores[0].Confusion.Cast<int>().Sum());
        Assert.Contains("context-free", shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_obey_its_options()
    {
        await _bench.WithContext().Run("#!glm taxonomy --rank phylum --folds 2 --by window --seed 4 --as phyla");
        var result = _bench.Variable<TaxonomyResult>("phyla");
        Assert.Equal((TaxonomicRank.Phylum, 2, FoldGrouping.Random), (result.Rank, result.Folds, result.Grouping));
    }

    [Theory]
    [InlineData(
        "--folds 90 --by window",
        "Telling taxa apart needs 2 or more of 90 windows each, and at the rank of class there are none (of 4). Use another "
            + "--rank, fewer --folds, or load more genomes."
    )]
    [InlineData(
        "--rank species",
        "Telling taxa apart needs 2 or more of 5 genomes each, and at the rank of species there are none (of 8). Use another "
            + "--rank, fewer --folds, or load more genomes; --by window needs fewer, and leaks."
    )]
    [InlineData(
        "--rank clas",
        "#!glm taxonomy: --rank must be domain, phylum, class, order, family, genus or species, not 'clas'. Did you mean 'class'?"
    )]
    [InlineData("--folds 1", "#!glm taxonomy: --folds must be a whole number from 2 to 100, not '1'.")]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Equal(message, await _bench.WithContext().Refused("#!glm taxonomy " + arguments));

    [Fact]
    public async Task Should_say_that_there_is_no_taxonomy()
    {
        var context = ContextBench.Context with
        {
            Genomes = [.. ContextBench.Context.Genomes.Select(genome => genome with { Lineage = null })],
        };
        Assert.Equal(
            $"None of the {context.Windows.Count} windows has a class: there is nothing to predict. Load the scaffolds with "
                + $"--taxonomy FILE, or use another --rank.",
            await _bench.With("context", context).Refused("#!glm taxonomy")
        );
    }

    [Fact]
    public async Task Should_want_a_context_first() =>
        Assert.Equal(
            "#!glm taxonomy: it needs contextual embeddings (ContextEmbeddings), and no command has made any yet. Run #!glm "
                + "contextualize first, or name a C# variable by --context NAME.",
            await _bench.Refused("#!glm taxonomy")
        );
}
