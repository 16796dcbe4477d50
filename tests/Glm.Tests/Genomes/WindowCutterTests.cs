using Glm.Genomes;
using Glm.Runtime;
using Glm.Tests.Formats;

namespace Glm.Tests.Genomes;

public class WindowCutterTests
{
    private static Scaffold ScaffoldOf(string id, int genes) =>
        new(id, [.. Enumerable.Range(1, genes).Select(i => new Gene($"{id}_{i}", Strand.Forward, $"{id}_{i}"))], id);

    [Theory]
    [InlineData(14, 0, 14)]
    [InlineData(15, 1, 0)]
    [InlineData(30, 1, 0)]
    [InlineData(31, 1, 1)]
    [InlineData(44, 1, 14)]
    // The published preprocessing drops a tail of exactly 15; here 15 genes are enough for a tail as for a whole scaffold.
    [InlineData(45, 2, 0)]
    [InlineData(100, 3, 10)]
    public void Should_cut_windows_of_15_to_30(int genes, int windows, int dropped)
    {
        var cut = WindowCutter.Cut([ScaffoldOf("c", genes)]);
        Assert.Equal(windows, cut.Windows.Count);
        Assert.Equal(dropped, cut.Dropped.Sum(drop => drop.Genes));
    }

    [Fact]
    public void Should_say_why_a_scaffold_or_a_tail_is_dropped() =>
        Assert.Equal(
            [new DroppedScaffold("a", 3, "fewer than 15 genes"), new DroppedScaffold("b", 4, "the last piece has fewer than 15 genes")],
            WindowCutter.Cut([ScaffoldOf("a", 3), ScaffoldOf("b", 34)]).Dropped
        );

    [Fact]
    public void Should_put_each_gene_into_one_window_or_one_dropped_piece()
    {
        var random = new Random(7);
        for (var round = 0; round < 500; round++)
        {
            var max = random.Next(1, 60);
            var min = random.Next(1, max + 1);
            var scaffolds = Enumerable.Range(0, random.Next(1, 6)).Select(i => ScaffoldOf($"c{i}", random.Next(1, 200))).ToList();
            var cut = WindowCutter.Cut(scaffolds, min, max);

            Assert.All(cut.Windows, window => Assert.InRange(window.Length, min, max));
            Assert.All(cut.Dropped, drop => Assert.InRange(drop.Genes, 1, min - 1));
            foreach (var scaffold in scaffolds)
            {
                var windows = cut.Windows.Where(window => window.Scaffold == scaffold).ToList();
                // Consecutive from the first gene on; only the tail may be missing.
                Assert.Equal(scaffold.Genes.Take(windows.Sum(window => window.Length)), windows.SelectMany(window => window.Genes));
                Assert.Equal(
                    scaffold.Genes.Count - windows.Sum(window => window.Length),
                    cut.Dropped.Where(drop => drop.ScaffoldId == scaffold.Id).Sum(drop => drop.Genes)
                );
            }
        }
    }

    [Theory]
    [InlineData(0, 30, "MinGenes is 0")]
    [InlineData(-5, 30, "MinGenes is -5")]
    [InlineData(31, 30, "MinGenes is 31", "MaxGenes 30")]
    [InlineData(15, 513, "MaxGenes is 513", "512")]
    public void Should_refuse_limits_out_of_range(int min, int max, params string[] parts) =>
        TextInput.ShouldFail(() => WindowCutter.Cut([], min, max), parts);

    [Theory]
    [InlineData(40, null, false, "0+30", 10)]
    [InlineData(40, null, true, "0+30 30+10", 0)]
    [InlineData(40, 10, false, "0+30 10+30", 0)]
    [InlineData(33, 20, false, "0+30", 3)]
    [InlineData(33, 20, true, "0+30 20+13", 0)]
    [InlineData(50, 20, false, "0+30 20+30", 0)]
    [InlineData(5, null, true, "0+5", 0)]
    [InlineData(5, 1, false, "", 5)]
    public void Should_let_windows_overlap_and_keep_short_ones_where_asked(
        int genes,
        int? stride,
        bool keepShort,
        string windows,
        int dropped
    )
    {
        var scaffold = new Scaffold("s", [.. Enumerable.Range(0, genes).Select(i => new Gene($"g{i}", Strand.Forward, "p"))], "g");
        var cut = WindowCutter.Cut([scaffold], stride: stride, keepShort: keepShort);
        Assert.Equal(windows, string.Join(' ', cut.Windows.Select(window => $"{window.Start}+{window.Length}")));
        Assert.Equal(dropped, cut.Dropped.Sum(piece => piece.Genes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void Should_refuse_a_stride_that_leaves_genes_out(int stride) =>
        Assert.Contains($"Stride is {stride}", Assert.Throws<GlmException>(() => WindowCutter.Cut([], stride: stride)).Message);
}
