using Glm.Analysis.Embeddings;
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
        var shown = await _bench.WithContext().Show("#!glm taxonomy --fold-count 2");
        var result = _bench.Variable<TaxonomyResult>("taxonomy");
        Assert.Equal((TaxonomicRank.Class, 2, FoldGrouping.Genome), (result.Rank, result.FoldCount, result.Grouping));
        Assert.Equal(["gLM", "context-free"], result.Scores.Select(score => score.Name));
        Assert.Equal(result.WindowsPerClass.Sum(), result.Scores[0].Confusion.Cast<int>().Sum());
        Assert.Contains("context-free", shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_obey_its_options()
    {
        await _bench.WithContext().Run("#!glm taxonomy --rank phylum --fold-count 2 --folds random --seed 4 --as phyla");
        var result = _bench.Variable<TaxonomyResult>("phyla");
        Assert.Equal((TaxonomicRank.Phylum, 2, FoldGrouping.Random), (result.Rank, result.FoldCount, result.Grouping));
    }

    [Fact]
    public async Task Should_tell_all_ranks()
    {
        var shown = await _bench.WithContext().Show("#!glm taxonomy --rank all --fold-count 2");
        var result = _bench.Variable<TaxonomyResult>("taxonomy");
        Assert.NotEmpty(result.Wider);
        Assert.Contains(TaxonomicRank.Class, result.Wider.Append(result).Select(of => of.Rank));
        Assert.All(result.Wider, wider => Assert.True(wider.Rank < result.Rank));
        Assert.Contains("gain", shown.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_assign_unknown_scaffolds_and_write_them_as_a_table()
    {
        _bench.WithContext();
        var all = ContextBench.Context;
        var first = all.Windows.TakeWhile(window => window.Scaffold.GenomeId == all.Genomes[0].Id).ToArray();
        var genes = first.Sum(window => window.Length);
        var unknown = all with
        {
            Windows = first,
            Genomes = [.. all.Genomes.Take(first.Length)],
            Contextual = all.Contextual[..(genes * all.ContextualWidth)],
            ContextFree = all.ContextFree[..(genes * all.ContextFreeWidth)],
        };
        _bench.Host.SetVariable("unknown", unknown, typeof(ContextEmbeddings));
        var shown = await _bench.Show("#!glm taxonomy --context context --apply unknown --fold-count 2 --unlike 0.1 --seed 3");
        var result = _bench.Variable<TaxonomyAssignments>("assignments");
        Assert.Equal((0.1, 2, 3), (result.Options.Unlike, result.Options.FoldCount, result.Options.Seed));
        Assert.Equal(first.Select(window => window.Scaffold.Id).Distinct(), result.Scaffolds.Select(scaffold => scaffold.Scaffold.Id));
        Assert.Contains("these are recognised rather than assigned", shown.Plain, StringComparison.Ordinal);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"], StringComparison.Ordinal);

        await _bench.Run("#!glm export assignments --out assigned.tsv");
        var lines = File.ReadAllLines(_bench.Folder["assigned.tsv"]);
        Assert.StartsWith("scaffold\tgenome\twindows\tgenes\tverdict\ttaxon\tconfidence", lines[0], StringComparison.Ordinal);
        Assert.Equal(result.Scaffolds.Count + 1, lines.Length);
    }

    [Theory]
    [InlineData(
        "--apply context --context context",
        "#!glm taxonomy: --context and --apply are the same embeddings, and only others can be assigned. Name those of the known genomes "
            + "with --context."
    )]
    [InlineData(
        "--apply context --rank all",
        "#!glm taxonomy: --apply assigns taxa of one rank. Name it with --rank, such as --rank class."
    )]
    [InlineData("--unlike 0.1", "#!glm taxonomy: --unlike is for scaffolds that are assigned, and none are named. Add --apply NAME.")]
    [InlineData(
        "--fold-count 90 --folds random",
        "Telling taxa apart needs 2 or more of 90 windows each, and at the rank of class there are none (of 4). Use another "
            + "--rank, a smaller --fold-count, or load more genomes."
    )]
    [InlineData(
        "--rank species",
        "Telling taxa apart needs 2 or more of 5 genomes each, and at the rank of species there are none (of 8). Use another "
            + "--rank, a smaller --fold-count, or load more genomes; --folds random needs fewer, and leaks."
    )]
    [InlineData(
        "--rank clas",
        "#!glm taxonomy: --rank must be domain, phylum, class, order, family, genus, species or all, not 'clas'. Did you mean 'class'?"
    )]
    [InlineData("--fold-count 1", "#!glm taxonomy: --fold-count must be a whole number from 2 to 100, not '1'.")]
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
                + "contextualize or #!glm pst first, or name a C# variable by --context NAME.",
            await _bench.Refused("#!glm taxonomy")
        );
}
