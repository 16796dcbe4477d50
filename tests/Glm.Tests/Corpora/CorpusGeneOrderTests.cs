using Glm.Formats;
using Glm.Genomes;

namespace Glm.Tests.Corpora;

public sealed class CorpusGeneOrderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(3)] // overlapping windows
    public void Should_be_the_order_of_the_genes_that_windows_cover(int? stride)
    {
        using var bench = new CorpusBench();
        bench.Write("a", 12, shared: 0.3);
        bench.Write("b", 9, shared: 0.3);
        var options = CorpusBench.Options with { Stride = stride };
        var set = ScaffoldFiles.Load(bench.Pattern, options);
        Glm.Corpora.CorpusFiles.Add(bench.Corpus, bench.Pattern, options);
        using var corpus = Glm.Corpora.Corpus.Open(bench.Corpus);
        var (expected, order) = (GeneOrder.Of(set), corpus.ToGeneOrder());
        Assert.Equal(corpus.ProteinCount, order.ProteinCount);
        Assert.Equal(corpus.CountGenomes(), order.GenomeCount);
        var proteins = corpus.Proteins(0, int.MaxValue);
        var known = GeneOrder.DistinctProteins(set);
        for (var scaffold = 0; scaffold < order.ScaffoldCount; scaffold++)
        {
            var id = order.ScaffoldId(scaffold);
            var other = expected.FindScaffold(order.GenomeId(order.GenomeOfScaffold(scaffold)), id);
            var covered = set.Windows.Where(window => window.Scaffold.Id == id).Max(window => window.Start + window.Length);
            Assert.Equal(covered, order.GeneCountOf(scaffold));
            for (var i = 0; i < covered; i++)
            {
                var (gene, twin) = (order.FirstGeneOf(scaffold) + i, expected.FirstGeneOf(other) + i);
                Assert.Equal(known[expected.ProteinOf(twin)].Sequence, proteins[order.ProteinOf(gene)].Sequence);
                Assert.Equal(expected.StrandOf(twin), order.StrandOf(gene));
                Assert.Equal((expected.StartOf(twin), expected.EndOf(twin)), (order.StartOf(gene), order.EndOf(gene)));
            }
        }
    }
}
