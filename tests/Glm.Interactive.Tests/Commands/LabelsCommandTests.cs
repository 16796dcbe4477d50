using Glm.Formats.Labels;

namespace Glm.Interactive.Tests.Commands;

public sealed class LabelsCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_label_genes_and_say_what_did_not_fit()
    {
        var genes = CommandBench.Scaffolds.Scaffolds[0].Genes;
        _bench.Folder.Write("ec.tsv", $"gene\tEC\tnote\n{genes[0].Id}\t1.1.1.1;2.7.1.1\tx\n{genes[2].Id}\t-\tx\nnone\t1.1.1.1\tx\n");
        var shown = await _bench.WithScaffolds().Show("#!glm labels ec.tsv --column ec --as known");
        var labels = _bench.Variable<LabelTable>("known");
        Assert.Equal(["1.1.1.1", "2.7.1.1"], labels.Labels.PerGene[0]);
        Assert.Equal(1, labels.Labels.LabelledGenes);
        Assert.Equal(CommandBench.Scaffolds.GeneCount, labels.GeneIds.Count);
        Assert.Contains("2 of 3 rows name a gene, by column 'gene' as gene id (2); 1 row has no label in column 'EC'.", shown.Plain);
        Assert.Contains("Ids that name no gene: 1 (none).", shown.Plain);
        Assert.DoesNotContain(_bench.Folder.Path, shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Theory]
    [InlineData("#!glm labels", "--path")]
    [InlineData("#!glm labels ec.tsv", "2 others may hold the labels: EC, note. Name one with --column.")]
    [InlineData("#!glm labels ec.tsv --column go", "there is no column 'go'. Its 3 columns are gene, EC, note; name one of them")]
    [InlineData("#!glm labels ec.tsv --column ec --id note", "no row names a gene of", "(--id)")]
    [InlineData("#!glm labels none.tsv", "none.tsv")]
    [InlineData("#!glm labels .", "folder")]
    public async Task Should_say_what_is_wrong(string line, params string[] messages)
    {
        _bench.Folder.Write("ec.tsv", $"gene\tEC\tnote\n{CommandBench.Scaffolds.Scaffolds[0].Genes[0].Id}\t1.1.1.1\tx\n");
        var refused = await _bench.WithScaffolds().Refused(line);
        Assert.All(messages, message => Assert.Contains(message, refused));
    }
}
