using Glm.Analysis.Dark;
using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Tests.Modeling;

namespace Glm.Tests.Analysis.Dark;

public sealed class DarkGeneAnalysisTests
{
    private const int Paths = 12;
    private const int PathLength = 4;

    private static readonly DarkGeneOptions Quick = new() { Resamples = 300, Components = 5 };

    [Fact]
    public void Should_guess_dark_genes_from_planted_pathways()
    {
        var (set, context, truth) = Planted();
        var result = DarkGeneAnalysis.Run(context, set, truth, Quick);
        Assert.Equal(("genomes", 12, 12 * Paths), (result.Unit, result.Units, result.Genes.Count));
        Assert.True(result.Scores[0].Accuracy.Low > 0.75, result.Conclusion);
        // Made as alone as dark genes, known ones have no relatives left: proteins do not tell their pathways.
        var proteins = result.Scores.Single(score => score.Name == "nearest proteins");
        Assert.True(proteins.IsBaseline && proteins.Lead.Low > 0.2, $"{proteins}");
        Assert.InRange(result.Scores.Single(score => score.Name == "most frequent label").Accuracy.Value, 0, 0.2);
        Assert.Equal((12 * Paths, true), (result.Checked, result.Check.Low > 0.75));
        Assert.InRange(result.CheckedConfidence, result.Check.Value - 0.1, result.Check.Value + 0.1);
        Assert.True(result.Calibration.ExpectedCalibrationError < 0.06, $"{result.Calibration.ExpectedCalibrationError}");
        Assert.True(result.Ranking > 0.6, $"{result.Ranking}");
        Assert.Contains(
            "Of 144 dark genes that have a label all the same it is right for 0.",
            result.Conclusion,
            StringComparison.Ordinal
        );
        // The nearest are of other genomes.
        Assert.All(result.Genes, gene => Assert.All(gene.Nearest, near => Assert.NotEqual(gene.GenomeId, near.GenomeId)));
        Assert.Equal(result.Genes.OrderByDescending(gene => gene.Confidence), result.Genes);
    }

    [Fact]
    public void Should_find_nothing_where_neighbours_mean_nothing()
    {
        var (set, context, truth) = Planted(shuffled: true);
        var result = DarkGeneAnalysis.Run(context, set, truth, Quick);
        Assert.InRange(result.Check.Value, 0, 0.25);
        Assert.InRange(result.CheckedConfidence, result.Check.Value - 0.1, result.Check.Value + 0.1);
        Assert.Contains(
            "0 of 144 dark genes have a guess that is more likely right than wrong.",
            result.Conclusion,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Should_measure_how_far_dark_genes_lie_apart()
    {
        var (set, context, truth) = Planted();
        var result = DarkGeneAnalysis.Run(context, set, truth, Quick);
        var (own, proteins, mean) = (result.Divergences[0], result.Divergences[1], result.Divergences[2]);
        Assert.Equal(5, result.Components);
        Assert.True(proteins.Divergence.Low > proteins.Chance.High && proteins.PValue < 0.01, $"{proteins}");
        Assert.True(own.BeyondProteins.High < 0 && own.Divergence.Value < 0.5 * proteins.Divergence.Value, result.Conclusion);
        Assert.True(double.IsNaN(proteins.BeyondProteins.Value));
        Assert.StartsWith("Dark genes are nearer to annotated ones in context than as proteins (", result.Conclusion);
        // Whoever averages over neighbours sees dark genes near others; nothing needs to be known of genes.
        Assert.True(mean.Divergence.Value < 0.2 * proteins.Divergence.Value, $"{mean}");
    }

    [Fact]
    public void Should_see_no_distance_where_genes_are_dark_by_chance()
    {
        var random = new Random(4);
        var (set, context, truth) = Planted(isDark: (_, _, _) => random.Next(4) == 0, isAlone: (_, _, _) => false);
        var result = DarkGeneAnalysis.Run(context, set, truth, Quick);
        Assert.All(result.Divergences, space =>
        {
            Assert.True(space.PValue > 0.02, $"{space}");
            Assert.InRange(space.Divergence.Value, 0, 2 * space.Chance.High);
        });
        Assert.Contains("no farther than genes drawn at random", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_compute_the_divergence_of_normal_distributions()
    {
        // By hand: D = (s₁²/s₀² + (m₀ - m₁)²/s₀² - 1 + ln(s₀²/s₁²)) / 2 for each of two columns that do not covary.
        double[] dark = [3, 5, 3, 5];
        double[] other = [-2, 2, -2, 2];
        double[] second = [1, 1, -1, -1];
        double[] rows = [.. dark.SelectMany((x, i) => new[] { x, second[i] }), .. other.SelectMany((x, i) => new[] { x, second[i] })];
        var normals = new GroupedNormals(rows, 2, [0, 0, 1, 1, 0, 0, 1, 1], [true, true, true, true, false, false, false, false]);
        var (darkVariance, variance) = (4 / 3.0, 16 / 3.0);
        var expected = 0.5 * ((darkVariance / variance) + (16 / variance) - 1 + Math.Log(variance / darkVariance));
        Assert.Equal(expected, normals.Divergence([1, 1]), 12);
        // A unit drawn twice counts twice; one alone does not span the second column.
        Assert.True(double.IsNaN(normals.Divergence([2, 0])));
        Assert.True(double.IsNaN(normals.Divergence([0, 0])));
    }

    [Fact]
    public void Should_measure_no_distance_where_one_kind_does_not_vary()
    {
        var flat = new GroupedNormals(
            [1, 0, 2, 0, 3, 0, 4, 0, 1, 1, 2, 3, 3, 2, 4, 5],
            2,
            new int[8],
            [true, true, true, true, false, false, false, false]
        );
        Assert.True(double.IsNaN(flat.Divergence([1])));
        var (set, context, truth) = Planted();
        var result = DarkGeneAnalysis.Run(
            context with
            {
                ContextFree =
                [
                    .. context.ContextFree.Select(
                        (number, i) =>
                            i % 8 < 7 ? number
                            : set.Scaffolds[i / 8 / 48].Genes[i / 8 % 48].Product == "enzyme" ? number
                            : 0
                    ),
                ],
            },
            set,
            truth,
            Quick with
            {
                Components = 8,
            }
        );
        Assert.True(double.IsNaN(result.Divergences[1].Divergence.Value) && double.IsNaN(result.Divergences[1].PValue));
        Assert.StartsWith("How far dark genes lie from annotated ones cannot be measured", result.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_not_depend_on_the_order_of_labels_and_drop_blank_ones()
    {
        var (set, context, truth) = Planted();
        GeneLabels Of(Func<string, int, string[]> labels) =>
            new("two", [.. truth.PerGene.Select((own, gene) => (IReadOnlyList<string>)labels(own[0], gene))]);
        var first = DarkGeneAnalysis.Run(context, set, Of((path, gene) => [path, $"own{gene}"]), Quick);
        var second = DarkGeneAnalysis.Run(context, set, Of((path, gene) => [" ", $"own{gene}", path, ""]), Quick);
        Assert.Equal(first.Scores, second.Scores);
        Assert.DoesNotContain(second.Genes, gene => string.IsNullOrWhiteSpace(gene.Label));
    }

    [Fact]
    public void Should_learn_from_two_genomes_where_one_fills_the_sample()
    {
        var (set, context, truth) = Planted();
        var some = truth with
        {
            PerGene = [.. truth.PerGene.Select((own, gene) => gene <= PathLength * Paths ? own : (IReadOnlyList<string>)[])],
        };
        for (var seed = 1; seed < 4; seed++)
            Assert.Equal(20, DarkGeneAnalysis.Run(context, set, some, Quick with { Sample = 20, Seed = seed }).Hidden);
    }

    [Fact]
    public void Should_ask_the_nearest_that_may_be_asked()
    {
        var random = new Random(9);
        const int Items = 60;
        DarkSpace Space(string name, int width) =>
            new(name, false, width, [.. Enumerable.Range(0, Items * width).Select(_ => SmallModel.Normal(random))]);
        DarkSpace[] spaces = [Space("proteins", 6), Space("context", 4)];
        int[] units = [.. Enumerable.Range(0, Items).Select(item => item % 5)];
        int[] candidates = [.. Enumerable.Range(0, Items).Where(item => item % 3 != 0)];
        int[] queries = [0, 7, 33, 59];
        float[] most = [float.PositiveInfinity, 0.3f, -0.2f, -2];
        var found = new NearestAnnotated(spaces, candidates, units, 4).Of(queries, most, _ => { }, default);
        for (var s = 0; s < 2; s++)
        for (var q = 0; q < queries.Length; q++)
        {
            int[] expected =
            [
                .. Enumerable
                    .Range(0, candidates.Length)
                    .Where(j => units[candidates[j]] != units[queries[q]] && Cosine(spaces[0], candidates[j], queries[q]) <= most[q])
                    .OrderByDescending(j => Cosine(spaces[s], candidates[j], queries[q]))
                    .Take(4),
            ];
            Assert.Equal(expected, found[s][q].Select(one => one.Candidate));
            Assert.All(found[s][q], one => Assert.Equal(Cosine(spaces[s], candidates[one.Candidate], queries[q]), one.Cosine, 5));
        }

        static double Cosine(DarkSpace space, int a, int b)
        {
            var (dot, x, y) = (0.0, 0.0, 0.0);
            for (var i = 0; i < space.Width; i++)
            {
                var (p, q) = ((double)space.Rows[(a * space.Width) + i], (double)space.Rows[(b * space.Width) + i]);
                (dot, x, y) = (dot + (p * q), x + (p * p), y + (q * q));
            }
            return dot / Math.Sqrt(x * y);
        }
    }

    [Fact]
    public void Should_vote_by_cosine_and_then_by_nearness()
    {
        int[][] labels =
        [
            [0],
            [1, 2],
            [2],
            [3],
        ];
        NearestAnnotated.Found Of(int candidate, float cosine) => new(candidate, cosine);
        var vote = LabelVote.Of([Of(0, 0.9f), Of(1, 0.6f), Of(2, 0.5f)], labels);
        Assert.Equal(2, vote.Label); // 0.6 + 0.5
        Assert.Equal(1.1 / 2, vote.Share, 6);
        Assert.Equal((0.9f, 0.5f), ((float)vote.First, (float)vote.Last));
        Assert.Equal(3, LabelVote.Of([Of(3, 0.5f), Of(0, 0.5f)], labels).Label); // equal votes: the nearer
        Assert.Equal(1, LabelVote.Of([Of(1, 0.5f)], labels).Label); // of one gene: the first
        var opposed = LabelVote.Of([Of(0, -0.5f)], labels);
        Assert.Equal((0, 0.0), (opposed.Label, opposed.Share));
        Assert.Equal(-1, LabelVote.Of([], labels).Label);
    }

    [Fact]
    public void Should_show_the_gene_that_is_asked_for()
    {
        var (set, context, truth) = Planted();
        var dark = set.Scaffolds[3].Genes.First(gene => gene.Product is null);
        var result = DarkGeneAnalysis.Run(context, set, truth, Quick with { Gene = dark.Id.ToUpperInvariant() });
        var shown = Assert.Single(result.Surroundings);
        Assert.Equal(dark.Id, shown.GeneId);
        var own = result.Genes.Single(gene => gene.Gene.Id == dark.Id);
        Assert.Equal(own.Nearest.Select(near => near.Gene.Id).Prepend(dark.Id), shown.Map.Tracks.Select(Marked));
        Assert.Equal(3, DarkGeneAnalysis.Run(context, set, truth, Quick).Surroundings.Count);

        static string Marked(Glm.Analysis.Synteny.SyntenyTrack track) => track.Region.Genes.ElementAt(track.Marked!.Value).Id;
    }

    [Fact]
    public void Should_take_genes_without_labels_for_dark_where_asked_or_where_there_are_no_products()
    {
        var (set, context, truth) = Planted();
        var some = truth with { PerGene = [.. truth.PerGene.Select((own, gene) => gene % 10 == 0 ? (IReadOnlyList<string>)[] : own)] };
        var result = DarkGeneAnalysis.Run(context, set, some, Quick with { UnlabelledAreDark = true });
        Assert.Equal(some.PerGene.Count(own => own.Count == 0), result.Genes.Count);
        Assert.Equal("genes without a label 'pathway'", result.DarkBy);
        Assert.Equal((0, true), (result.Checked, double.IsNaN(result.Check.Value)));
        var (bare, bareContext, _) = Planted(product: _ => null);
        Assert.Equal(result.DarkBy, DarkGeneAnalysis.Run(bareContext, bare, some, Quick).DarkBy);
    }

    [Fact]
    public void Should_depend_on_the_seed_alone()
    {
        var (set, context, truth) = Planted();
        var options = Quick with { Sample = 100 };
        var first = DarkGeneAnalysis.Run(context, set, truth, options);
        var second = DarkGeneAnalysis.Run(context, set, truth, options);
        Assert.Equal(100, first.Hidden);
        Assert.Equal(
            first.Genes.Select(gene => (gene.Gene.Id, gene.Label, gene.Confidence)),
            second.Genes.Select(gene => (gene.Gene.Id, gene.Label, gene.Confidence))
        );
        Assert.Equal(first.Scores, second.Scores);
        Assert.Equal(first.Divergences, second.Divergences);
        Assert.NotEqual(first.Scores, DarkGeneAnalysis.Run(context, set, truth, options with { Seed = 2 }).Scores);
    }

    [Fact]
    public void Should_make_tables()
    {
        var (set, context, truth) = Planted();
        var result = DarkGeneAnalysis.Run(context, set, truth, Quick);
        Assert.Equal((144, 14), ((int)result.ToDataFrame().Rows.Count, result.ToDataFrame().Columns.Count));
        Assert.Equal(3, result.ToDivergenceDataFrame().Rows.Count);
        Assert.Equal(5, result.ToScoreDataFrame().Rows.Count);
        Assert.Null(result.ToScoreDataFrame()["lead"][0]);
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var (set, context, truth) = Planted();
        Refused("Neighbours = 0: the genes that vote", () => Run(Quick with { Neighbours = 0 }));
        Refused("Components = 0: principal", () => Run(Quick with { Components = 0 }));
        Refused("Reach = 51: genes on either side", () => Run(Quick with { Reach = 51 }));
        Refused("Sample = 3: at least 20", () => Run(Quick with { Sample = 3 }));
        Refused("Resamples = 0: there must", () => Run(Quick with { Resamples = 0 }));
        Refused("DarkWords has an empty word", () => Run(Quick with { DarkWords = [""] }));
        Refused("No gene in any window goes by 'nobody'", () => Run(Quick with { Gene = "nobody" }));
        var known = set.Scaffolds[0].Genes.First(gene => gene.Product is not null);
        Refused($"Gene '{known.Id}' is annotated ('enzyme'), and only dark", () => Run(Quick with { Gene = known.Id }));
        Refused("The labels 'short' are for 1 genes", () => DarkGeneAnalysis.Run(
                context,
                set,
                new GeneLabels(
                    "short",
                    [
                        ["a"],
                    ]
                ),
                Quick
            ));
        Refused("0 genes are annotated and have a label 'pathway'; 20 are needed", () =>
            DarkGeneAnalysis.Run(context, set, truth with { PerGene = [.. truth.PerGene.Select(_ => (IReadOnlyList<string>)[])] }, Quick)
        );
        Refused("all genes with a label 'pathway' are of one of the genomes, and none is asked of its own", () =>
            DarkGeneAnalysis.Run(
                context,
                set,
                truth with
                {
                    PerGene = [.. truth.PerGene.Select((own, gene) => gene < Paths * PathLength ? own : [])],
                },
                Quick
            )
        );
        var (bright, brightContext, _) = Planted(isDark: (_, _, _) => false);
        Refused("genes is dark (dark are genes without a product, or of which it says 'hypothetical'", () =>
            DarkGeneAnalysis.Run(brightContext, bright, truth, Quick)
        );
        var (few, fewContext, _) = Planted(isDark: (genome, path, step) => (genome, path, step) == (0, 0, 0));
        Refused("1 genes are dark and", () => DarkGeneAnalysis.Run(fewContext, few, truth, Quick));
        var (other, _, _) = Planted(genomes: 11);
        Refused("The embeddings are of scaffold 'contig11'", () =>
            DarkGeneAnalysis.Run(context, other, truth with { PerGene = [.. truth.PerGene.Take(other.GeneCount)] }, Quick)
        );
        var broken = context with { Contextual = [.. context.Contextual.Select((number, i) => i == 5 ? float.NaN : number)] };
        Refused("the contextual vectors hold a number that is not finite", () => DarkGeneAnalysis.Run(broken, set, truth, Quick));

        DarkGeneResult Run(DarkGeneOptions options) => DarkGeneAnalysis.Run(context, set, truth, options);

        static void Refused(string message, Func<DarkGeneResult> run)
        {
            var refused = Assert.Throws<GlmException>(run);
            Assert.Contains(message, refused.Message, StringComparison.Ordinal);
            Assert.True(refused.Message.Length < 700);
        }
    }

    [Fact]
    public void Should_stop_when_told()
    {
        var (set, context, truth) = Planted();
        Assert.Throws<OperationCanceledException>(() =>
            DarkGeneAnalysis.Run(context, set, truth, Quick, cancellation: new CancellationToken(canceled: true))
        );
    }

    /// <summary>
    /// Genomes of pathways of four genes in random order. Genes of one step of a pathway have similar proteins; by default the last step
    /// is dark, and its proteins resemble nothing. A gene in context is noise and, where another of its pathway is at most two steps away,
    /// what stands for that pathway.
    /// </summary>
    private static (ScaffoldSet Set, ContextEmbeddings Context, GeneLabels Truth) Planted(
        bool shuffled = false,
        int genomes = 12,
        Func<int, int, int, bool>? isDark = null,
        Func<int, int, int, bool>? isAlone = null,
        Func<string, string?>? product = null
    )
    {
        const int width = 8;
        isDark ??= (_, _, step) => step == PathLength - 1;
        isAlone ??= isDark;
        var random = new Random(3);
        float[] Draw(float spread) => [.. Enumerable.Range(0, width).Select(_ => spread * SmallModel.Normal(random))];
        var middles = Enumerable.Range(0, Paths * PathLength).Select(_ => Draw(2)).ToArray();
        var (made, labels, vectors) = (new List<Genome>(), new List<IReadOnlyList<string>>(), new List<float[]>());
        var proteins = new Dictionary<string, Protein>(StringComparer.Ordinal);
        for (var genome = 0; genome < genomes; genome++)
        {
            int[] order = [.. Enumerable.Range(0, Paths)];
            random.Shuffle(order);
            (int Path, int Step)[] places = [.. order.SelectMany(path => Enumerable.Range(0, PathLength).Select(step => (path, step)))];
            if (shuffled)
                random.Shuffle(places);
            var genes = new List<Gene>();
            foreach (var (path, step) in places)
            {
                var id = $"g{genome}_{path}_{step}";
                genes.Add(
                    new Gene(id, Strand.Forward, $"p{id}")
                    {
                        Product = isDark(genome, path, step)
                            ? product is null && step % 2 == 0
                                ? "hypothetical protein"
                                : null
                            : product is null
                                ? "enzyme"
                                : product(id),
                    }
                );
                proteins.Add($"p{id}", new Protein($"p{id}", "MKVLAT" + new string((char)('A' + path), 1 + step)));
                labels.Add([$"path{path}"]);
                var noise = Draw(0.4f);
                vectors.Add(
                    isAlone(genome, path, step)
                        ? [.. Draw(2).Select((number, i) => number + (i == 0 ? 4 : 0))]
                        : [.. middles[(path * PathLength) + step].Select((number, i) => number + noise[i])]
                );
            }
            made.Add(new Genome($"genome{genome}", [new Scaffold($"contig{genome}", genes, $"genome{genome}")], null));
        }
        var cut = WindowCutter.Cut([.. made.SelectMany(genome => genome.Scaffolds)], 15, Paths * PathLength);
        var set = new ScaffoldSet("planted", made, proteins, cut.Windows, cut.Dropped);
        var perGenome = Paths * PathLength;
        var ofPath = Enumerable.Range(0, Paths).ToDictionary(path => $"path{path}", _ => Draw(1));
        float[][] inContext =
        [
            .. labels.Select(
                (own, row) =>
                {
                    var (middle, noise) = (new float[width], Draw(0.6f));
                    for (var at = Math.Max(0, row - 2); at <= Math.Min(labels.Count - 1, row + 2); at++)
                        if (at != row && at / perGenome == row / perGenome && labels[at][0] == own[0])
                            middle = ofPath[own[0]];
                    return middle.Zip(noise, (x, y) => x + y).ToArray();
                }
            ),
        ];
        var context = Samples.Embed(set, width, width, (row, i) => inContext[row][i], (row, i) => vectors[row][i]);
        return (set, context, new GeneLabels("pathway", labels));
    }
}
