using Glm.Analysis.Homologs;
using Glm.Genomes;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Commands;

public sealed class HomologsCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    /// <summary>A gene whose family several genomes have.</summary>
    private static Gene Gene { get; } =
        CommandBench
            .Scaffolds.Scaffolds[0]
            .Genes.MaxBy(gene =>
                CommandBench.Scaffolds.Genomes.Count(genome =>
                    genome.Scaffolds.Any(scaffold => scaffold.Genes.Any(other => other.Family == gene.Family))
                )
            )!;

    [Fact]
    public async Task Should_show_the_homologs_of_a_gene_and_their_neighbourhoods()
    {
        var shown = await _bench.WithScaffolds().Show($"#!glm homologs {Gene.Id} --search built-in --flank 3 --tracks 2");
        var found = _bench.Variable<HomologSearchResult>("homologs");
        // Families of the simulator may be distant relatives of each other; its members are near ones, and the best hits.
        var members = CommandBench.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).Count(gene => gene.Family == Gene.Family);
        Assert.True(members >= 4);
        Assert.All(found.Hits.Take(members - 1), hit => Assert.Equal(Gene.Family, hit.Gene.Family));
        Assert.DoesNotContain(found.Hits, hit => hit.Gene.Id == Gene.Id);
        Assert.Equal(3, found.Neighbourhoods!.Tracks.Count);
        Assert.Contains(found.Hits[0].GenomeId!, shown.Plain, StringComparison.Ordinal);
        Assert.Contains("e-value up to 1e-4, by built-in", shown.Plain, StringComparison.Ordinal);
        Assert.Contains("glm-band", shown.Parts[MimeBundle.Svg], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_bound_the_table_and_state_the_total()
    {
        var shown = await _bench.WithScaffolds().Show($"#!glm homologs {Gene.Id} --search built-in --max 1 --tracks 0");
        var rest = _bench.Variable<HomologSearchResult>("homologs").Hits.Count - 1;
        Assert.Contains($"… and {rest} more row", shown.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain(MimeBundle.Svg, shown.Parts.Keys);
    }

    [Fact]
    public async Task Should_search_a_corpus_for_the_proteins_of_a_file_without_scaffolds()
    {
        Glm.Formats.SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["set"]);
        await _bench.Run("#!glm load set --corpus mine");
        var protein = CommandBench.Scaffolds.Proteins[Gene.ProteinId].Sequence;
        _bench.Folder.Write("query.faa", $">q1 a\n{protein}\n>q2 b\n{new string('W', 5)}{protein[..40]}\n");
        var shown = await _bench.Show("#!glm homologs query.faa --from mine --search built-in --as hits");
        var found = _bench.Variable<HomologSearchResult>("hits");
        Assert.Equal(["q1", "q2"], found.Queries);
        Assert.Equal(1, found.Hits[0].Alignment.Identity);
        Assert.Equal(8, found.DatabaseGenomes);
        Assert.Contains("query", shown.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_say_in_one_line_that_there_is_none()
    {
        _bench.Folder.Write("query.faa", ">lonely\nMWWCHWPYMFWCQWHHPMCYWKWFDWCMPWYHWE\n");
        var shown = await _bench.WithScaffolds().Show("#!glm homologs query.faa --search built-in");
        Assert.StartsWith("No homologs of lonely. Searched:", shown.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', shown.Plain);
    }

    [Fact]
    public async Task Should_export_the_hits()
    {
        await _bench.WithScaffolds().Run($"#!glm homologs {Gene.Id} --search built-in");
        await _bench.Run("#!glm export homologs --out hits.tsv");
        var lines = File.ReadAllLines(_bench.Folder["hits.tsv"]);
        Assert.StartsWith("query\tgene\tname\tproduct\tgenome\ttaxon", lines[0], StringComparison.Ordinal);
        Assert.Equal(_bench.Variable<HomologSearchResult>("homologs").Hits.Count + 1, lines.Length);
    }

    [Theory]
    [InlineData("nothing", "No gene of")]
    [InlineData("", "query")]
    [InlineData("x --e-value 0", "--e-value")]
    [InlineData("x --tracks 99", "--tracks")]
    public async Task Should_refuse_what_is_not_there(string arguments, string message) =>
        Assert.Contains(message, await _bench.WithScaffolds().Refused($"#!glm homologs {arguments}".TrimEnd()), StringComparison.Ordinal);

    [Fact]
    public async Task Should_refuse_a_place_to_search_that_is_none()
    {
        _bench.WithProteins();
        Assert.Contains("it holds no genes", await _bench.Refused($"#!glm homologs {Gene.Id} --from proteins"), StringComparison.Ordinal);
        Assert.Contains("nowhere", await _bench.Refused($"#!glm homologs {Gene.Id} --from nowhere"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_stop_when_it_is_told_to()
    {
        await _bench.WithScaffolds().Host.Source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.Run($"#!glm homologs {Gene.Id} --search built-in"));
    }
}
