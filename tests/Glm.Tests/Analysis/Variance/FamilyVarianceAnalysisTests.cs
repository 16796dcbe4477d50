using Glm.Analysis.Embeddings;
using Glm.Analysis.Variance;
using Glm.Genomes;
using Glm.Genomes.Simulation;
using Glm.Runtime;
using Glm.Tests.Modeling;

namespace Glm.Tests.Analysis.Variance;

public sealed class FamilyVarianceAnalysisTests
{
    private static readonly FamilyVarianceOptions Quick = new() { Resamples = 300 };

    [Fact]
    public void Should_put_families_first_that_are_at_home_anywhere()
    {
        var result = Simulated(order: 0.9, shuffled: false);
        Assert.True(result.Own.Auroc.Low > 0.8, result.Conclusion);
        Assert.True(result.Own.Fold.Low > 2 && result.Own.PValue < 0.001, result.Conclusion);
        // Copies of a transposase evolve as other genes do: proteins tell nothing.
        var proteins = result.Rankings.Single(ranking => ranking.Name == "variance of proteins");
        Assert.True(proteins.Lead.Low > 0, $"{proteins}");
        // What the simulator plants, the turnover of neighbours sees without a model.
        Assert.True(result.Rankings.Single(ranking => ranking.Name == "neighbour turnover").Auroc.Low > 0.9);
        Assert.Equal("transposase", result.Terms[0].Term);
        Assert.True(result.Terms[0].FalseDiscoveryRate < 0.05);
        Assert.StartsWith("Variance in context, beyond what proteins explain, puts mobile families first (", result.Conclusion);
    }

    [Fact]
    public void Should_find_nothing_in_shuffled_genomes()
    {
        var result = Simulated(order: 0.9, shuffled: true);
        Assert.InRange(0.5, result.Own.Auroc.Low, result.Own.Auroc.High);
        Assert.InRange(1, result.Own.Fold.Low, result.Own.Fold.High);
        Assert.True(result.Own.PValue > 0.05);
        Assert.DoesNotContain(result.Terms, term => term.FalseDiscoveryRate < 0.05);
        Assert.Contains("does not put mobile families first beyond chance", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_measure_all_pairs_of_each_family()
    {
        var random = new Random(4);
        var set = Set(genomes: 6, genes: 8, (_, gene) => $"f{gene % 8}");
        float[] values = [.. Enumerable.Range(0, 6 * 8 * 3).Select(_ => SmallModel.Normal(random))];
        var context = Samples.Embed(set, 3, 2, (row, i) => values[(row * 3) + i], (row, i) => values[(row * 3) + i] * 2);
        var result = FamilyVarianceAnalysis.Run(context, set, Quick with { MinOccurrences = 6 });
        Assert.Equal(8, result.Families.Count);
        for (var number = 0; number < 8; number++)
        {
            var family = result.Families.Single(one => one.Name == $"f{number}");
            int[] rows = [.. Enumerable.Range(0, 6).Select(genome => (genome * 8) + number)];
            Assert.Equal((6, 6), (family.Occurrences, family.Genomes));
            Assert.Equal(Pairs(rows, 3, 1), family.Context.Value, 6);
            Assert.Equal(Pairs(rows, 2, 2), family.Protein, 6);
            // The jackknife, one genome at a time.
            double[] without = [.. rows.Select(left => Pairs([.. rows.Where(row => row != left)], 3, 1))];
            var error = Math.Sqrt(5 / 6.0 * without.Sum(value => Math.Pow(value - without.Average(), 2)));
            Assert.Equal(family.Context.Value + (1.959963984540054 * error), family.Context.High, 6);
            Assert.Equal(result.Line.At(family.Protein), family.Expected, 9);
        }
        Assert.Equal(result.Families.OrderByDescending(family => family.Excess), result.Families);
        Assert.Equal(1, result.Families.Count(family => family.IsTail));
        Assert.Equal(8, result.ToDataFrame().Rows.Count);

        double Pairs(int[] rows, int width, double scale)
        {
            var (sum, pairs) = (0d, 0);
            for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < i; j++, pairs++)
            for (var k = 0; k < width; k++)
                sum += Math.Pow(scale * (values[(rows[i] * 3) + k] - values[(rows[j] * 3) + k]), 2);
            return Math.Sqrt(sum / pairs);
        }
    }

    [Fact]
    public void Should_count_the_families_beside_a_family()
    {
        // The first gene of each genome stands beside a gene of its own kind, the third always beside the same.
        var set = Set(genomes: 6, genes: 12, (genome, gene) => gene == 1 ? $"own{genome}" : $"f{gene}");
        var result = FamilyVarianceAnalysis.Run(Noise(set), set, Quick with { MinOccurrences = 6, Reach = 1 });
        var (first, last) = (Named(result, "f0"), Named(result, "f11"));
        Assert.Equal((1, 0), (first.NeighbourTurnover, last.NeighbourTurnover));
        Assert.Equal(Math.Log2(6) + (5 / (2 * 6 * Math.Log(2))), first.NeighbourEntropy, 9);
        Assert.Equal(0, last.NeighbourEntropy);
        // Neighbours own0 … own5 and f3: of two neighbours of two genes a quarter are f3 twice.
        Assert.Equal(0.75, Named(result, "f2").NeighbourTurnover, 9);
    }

    [Fact]
    public void Should_tell_what_was_left_out()
    {
        var set = Set(genomes: 6, genes: 12, (genome, gene) => gene == 11 ? null
            : gene == 10 ? $"rare{genome % 2}"
            : $"f{gene}");
        var windows = set.Windows.Where(window => window.Start == 0 || window.Scaffold.Id != "contig0").ToArray();
        var fewer = new ScaffoldSet(set.Source, set.Genomes, set.Proteins, windows, []);
        var result = FamilyVarianceAnalysis.Run(Noise(fewer), fewer, Quick);
        Assert.Equal(["rare1", "rare0"], result.Dropped.Select(family => family.Name));
        Assert.Equal([3, 2], result.Dropped.Select(family => family.Genes));
        Assert.Equal(6, result.Left["of no family"]);
        Assert.Equal(5, result.Left["outside every window"]); // of its second window but the gene without a family
        Assert.Equal(5, result.Left["of families with fewer than 5 occurrences"]);
        Assert.Equal(set.GeneCount, result.Occurrences + result.Left.Values.Sum());
    }

    [Fact]
    public void Should_read_a_gene_of_overlapping_windows_from_the_widest_view()
    {
        var set = Set(genomes: 6, genes: 12, (_, gene) => $"f{gene}");
        GeneWindow[] windows =
        [
            .. set.Scaffolds.SelectMany(scaffold => new[] { new GeneWindow(scaffold, 0, 8), new GeneWindow(scaffold, 4, 8) }),
        ];
        var overlapping = new ScaffoldSet(set.Source, set.Genomes, set.Proteins, windows, []);
        // Vectors are 0 but in the first window's last two genes, which the second window shows better.
        var context = Samples.Embed(overlapping, 1, 1, (row, _) => row % 16 is 6 or 7 ? row : 0, (row, _) => 0);
        var result = FamilyVarianceAnalysis.Run(context, overlapping, Quick);
        Assert.All(result.Families, family => Assert.Equal((6, 0), (family.Occurrences, family.Context.Value)));
    }

    [Fact]
    public void Should_take_families_and_terms_from_labels()
    {
        var set = Set(genomes: 6, genes: 12, (_, _) => null);
        var families = new GeneLabels("cog", [.. Enumerable.Range(0, set.GeneCount).Select(gene => new[] { $"c{gene % 6}", "x" })]);
        var terms = new GeneLabels("role", [.. Enumerable.Range(0, set.GeneCount).Select(gene => new[] { gene % 6 < 3 ? "a" : "b" })]);
        var result = FamilyVarianceAnalysis.Run(Noise(set), set, Quick, families, terms);
        Assert.Equal(6, result.Families.Count);
        Assert.Contains("c3, x", result.Families.Select(family => family.Name));
        Assert.Equal(["a", "b"], result.Terms.Select(term => term.Term).Order());
        Assert.Equal(("the labels 'cog'", "labels 'role'"), (result.FamiliesBy, result.TermsOf));
        Assert.Equal("No family has a product, so that nothing tells which are mobile: the order stands alone.", result.Conclusion);
        Assert.All(result.Rankings, ranking => Assert.True(double.IsNaN(ranking.Auroc.Value)));
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var set = Set(genomes: 6, genes: 12, (_, gene) => $"f{gene}");
        var context = Noise(set);
        Refused("families have 7 occurrences or more in windows", () => Run(new FamilyVarianceOptions { MinOccurrences = 7 }));
        Refused("MinOccurrences = 2: a family needs 3", () => Run(new FamilyVarianceOptions { MinOccurrences = 2 }));
        Refused("Tail = 0.6: the share of the tail", () => Run(new FamilyVarianceOptions { Tail = 0.6 }));
        Refused("Reach = 0: genes on either side", () => Run(new FamilyVarianceOptions { Reach = 0 }));
        Refused("MinFamilies = 1: a word", () => Run(new FamilyVarianceOptions { MinFamilies = 1 }));
        Refused("Resamples = 0", () => Run(new FamilyVarianceOptions { Resamples = 0 }));
        Refused("MobileWords is empty", () => Run(new FamilyVarianceOptions { MobileWords = ["a", " "] }));
        Refused("The labels 'short' are for 3 genes, and the scaffolds have 72.", () => FamilyVarianceAnalysis.Run(
                context,
                set,
                Quick,
                new GeneLabels(
                    "short",
                    [
                        ["a"],
                        ["b"],
                        ["c"],
                    ]
                )
            ));
        Refused("The embeddings are of scaffold 'contig5' with 12 genes, which", () =>
            FamilyVarianceAnalysis.Run(context, Set(genomes: 5, genes: 12, (_, gene) => $"f{gene}"), Quick)
        );
        Refused("the genes carry no families, and gene 'g0_0' has no protein sequence", () =>
            FamilyVarianceAnalysis.Run(context, Set(genomes: 6, genes: 12, (_, _) => null), Quick)
        );
        var broken = Samples.Embed(set, 1, 1, (row, _) => row == 5 ? float.NaN : row, (row, _) => row);
        Refused("The contextual vectors of family 'f5' hold a number", () => FamilyVarianceAnalysis.Run(broken, set, Quick));

        FamilyVarianceResult Run(FamilyVarianceOptions options) => FamilyVarianceAnalysis.Run(context, set, options);

        static void Refused(string message, Func<FamilyVarianceResult> run)
        {
            var refused = Assert.Throws<GlmException>(run);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
            Assert.True(refused.Message.Length < 700);
        }
    }

    [Fact]
    public void Should_stop_when_told()
    {
        var set = Set(genomes: 6, genes: 12, (_, gene) => $"f{gene}");
        Assert.Throws<OperationCanceledException>(() =>
            FamilyVarianceAnalysis.Run(Noise(set), set, Quick, cancellation: new CancellationToken(canceled: true))
        );
    }

    /// <summary>Simulated genomes. The vector of a gene in context is its own and the mean of those of the five genes around it.</summary>
    private static FamilyVarianceResult Simulated(double order, bool shuffled)
    {
        var set = GenomeSimulator.Simulate(
            new SimulationOptions
            {
                Genomes = 40,
                LoneFamilies = 300,
                LoneOrder = order,
                Seed = 5,
            }
        );
        if (shuffled)
            set = Shuffle(set);
        // Genes of a family have similar vectors.
        var random = new Random(6);
        var ofFamily = new Dictionary<string, float[]>();
        var width = SmallModel.Config.ProteinWidth;
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        var values = new Half[genes.Length * width];
        for (var i = 0; i < values.Length; i++)
        {
            if (!ofFamily.TryGetValue(genes[i / width].Family!, out var middle))
                ofFamily.Add(genes[i / width].Family!, middle = [.. Enumerable.Range(0, width).Select(_ => SmallModel.Normal(random))]);
            values[i] = (Half)(middle[i % width] + (0.3 * SmallModel.Normal(random)));
        }
        var numberOf = genes.Select((gene, number) => (gene.Id, number)).ToDictionary(gene => gene.Id, gene => gene.number);
        int[][] windows = [.. set.Windows.Select(window => window.Genes.ToArray().Select(gene => numberOf[gene.Id]).ToArray())];
        var rows = windows.SelectMany(window => window.Select((gene, position) => (window, gene, position))).ToArray();
        return FamilyVarianceAnalysis.Run(
            Samples.Embed(
                set,
                width,
                width,
                (row, i) =>
                    (float)values[(rows[row].gene * width) + i]
                    + Enumerable
                        .Range(rows[row].position - 2, 5)
                        .Where(at => at >= 0 && at < rows[row].window.Length)
                        .Average(at => (float)values[(rows[row].window[at] * width) + i]),
                (row, i) => (float)values[(rows[row].gene * width) + i]
            ),
            set,
            Quick
        );
    }

    /// <summary>The same genes on the same scaffolds, in another order within each genome.</summary>
    private static ScaffoldSet Shuffle(ScaffoldSet set)
    {
        var random = new Random(8);
        Genome[] genomes =
        [
            .. set.Genomes.Select(genome =>
            {
                var genes = genome.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
                random.Shuffle(genes);
                var next = 0;
                return genome with
                {
                    Scaffolds =
                    [
                        .. genome.Scaffolds.Select(scaffold => scaffold with { Genes = [.. scaffold.Genes.Select(_ => genes[next++])] }),
                    ],
                };
            }),
        ];
        var cut = WindowCutter.Cut([.. genomes.SelectMany(genome => genome.Scaffolds)], 15, 30);
        return new ScaffoldSet("shuffled", genomes, set.Proteins, cut.Windows, cut.Dropped);
    }

    private static FamilyVariance Named(FamilyVarianceResult result, string name) => result.Families.Single(one => one.Name == name);

    private static ContextEmbeddings Noise(ScaffoldSet set)
    {
        var random = new Random(2);
        return Samples.Embed(set, 2, 2, (_, _) => SmallModel.Normal(random), (_, _) => SmallModel.Normal(random));
    }

    /// <summary>Genomes of one scaffold of two windows side by side.</summary>
    private static ScaffoldSet Set(int genomes, int genes, Func<int, int, string?> family)
    {
        var made = Enumerable
            .Range(0, genomes)
            .Select(genome => new Genome(
                $"genome{genome}",
                [
                    new Scaffold(
                        $"contig{genome}",
                        [
                            .. Enumerable
                                .Range(0, genes)
                                .Select(gene => new Gene($"g{genome}_{gene}", Strand.Forward, $"p{genome}_{gene}")
                                {
                                    Family = family(genome, gene),
                                }),
                        ],
                        $"genome{genome}"
                    ),
                ],
                null
            ))
            .ToArray();
        var windows = made.SelectMany(genome =>
            new[] { new GeneWindow(genome.Scaffolds[0], 0, genes / 2), new GeneWindow(genome.Scaffolds[0], genes / 2, genes / 2) }
        );
        return new ScaffoldSet("sample", made, new Dictionary<string, Protein>(), [.. windows], []);
    }
}
