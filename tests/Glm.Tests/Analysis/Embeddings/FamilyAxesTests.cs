using Glm.Analysis.Embeddings;
using Glm.Genomes;
using Glm.Statistics;
using Glm.Tests.Modeling;

namespace Glm.Tests.Analysis.Embeddings;

public sealed class FamilyAxesTests
{
    private const int Genomes = 12;

    [Fact]
    public void Should_measure_two_axes_with_the_jackknife_over_genomes()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, Genomes * 6 * 4).Select(_ => SmallModel.Normal(random)).ToArray();
        var axes = Of((row, i) => (i == 0 ? 3 : 1) * values[(row * 4) + i], (row, i) => values[(row * 4) + i]);
        Assert.Equal((2 * Genomes, Genomes, 0), (axes.Genes, axes.Genomes, axes.Classes));
        double[] rows =
        [
            .. Enumerable
                .Range(0, Genomes * 6)
                .Where(row => row % 6 % 3 == 0)
                .SelectMany(row => Enumerable.Range(0, 4).Select(i => (double)((i == 0 ? 3 : 1) * values[(row * 4) + i]))),
        ];
        Assert.Equal(Share(rows), axes.Scores[0].Share.Value, 9);
        // Two genes of each genome.
        double[] without = [.. Enumerable.Range(0, Genomes).Select(g => Share([.. rows[..(g * 8)], .. rows[((g + 1) * 8)..]]))];
        var error = Math.Sqrt((Genomes - 1.0) / Genomes * without.Sum(value => Math.Pow(value - without.Average(), 2)));
        Assert.Equal(axes.Scores[0].Share.Value + (1.959963984540054 * error), axes.Scores[0].Share.High, 9);
        Assert.True(axes.Scores[0].BeyondProteins.Low > 0 && axes.Scores[0].BeyondProteins.PValue < 0.05, axes.Conclusion);
        Assert.True(double.IsNaN(axes.Scores[1].BeyondProteins.Value));
        Assert.Contains("of the variance in context, more than the", axes.Conclusion, StringComparison.Ordinal);

        static double Share(double[] rows)
        {
            var pca = PrincipalComponents.Fit(rows, rows.Length / 4, 4, 2);
            return pca.ExplainedVarianceRatio(0) + pca.ExplainedVarianceRatio(1);
        }
    }

    [Fact]
    public void Should_see_by_chance_what_noise_does()
    {
        var random = new Random(4);
        var axes = Of((_, _) => SmallModel.Normal(random), (_, _) => SmallModel.Normal(random));
        Assert.InRange(axes.Scores[0].Share.Value, axes.Scores[0].ByChance.Low - 0.1, axes.Scores[0].ByChance.High + 0.1);
        var together = Of((row, _) => row * row % 17, (_, _) => SmallModel.Normal(random));
        Assert.Equal(1, together.Scores[0].Share.Value, 6); // one direction
        Assert.True(together.Scores[0].ByChance.High < 0.9);
    }

    [Fact]
    public void Should_tell_planted_classes_apart_and_not_those_dealt_anew()
    {
        var random = new Random(5);
        float Noise() => SmallModel.Normal(random);
        var planted = Of((row, i) => Noise() + (i == 1 && row / 6 % 2 == 0 ? 6 : 0), (_, _) => Noise(), ["even", "odd"]);
        Assert.Equal((2, "class", "genomes"), (planted.Classes, planted.ClassOf, planted.DealtBy));
        Assert.True(planted.Scores[0].Separation.Low > planted.Scores[0].SeparationByChance.High, planted.Conclusion);
        Assert.Equal(0.002, planted.Scores[0].SeparationP, 2);
        Assert.True(planted.Scores[1].SeparationP > 0.02, planted.Conclusion);
        Assert.Contains("Vectors in context tell the 2 classes apart", planted.Conclusion, StringComparison.Ordinal);

        // The same vectors where classes are dealt at random.
        var dealt = Of((row, i) => Noise() + (i == 1 && row / 6 % 2 == 0 ? 6 : 0), (_, _) => Noise(), ["a", "a", "b", "b"]);
        Assert.True(dealt.Scores[0].SeparationP > 0.05, dealt.Conclusion);
        Assert.Contains("do not tell the 2 classes apart", dealt.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_compute_the_variance_between_classes()
    {
        // One column: 0 and 2 in class a, 6 and 8 in b, around 4, twice: 72 of 80 lie between.
        float[] numbers = [0, 2, 0, 2, 6, 8, 6, 8];
        string[] classes = ["a", "a", "a", "a", "b", "b", "b", "b"];
        var set = Samples.Set(["a", "a", "b", "b"], windowLength: 2, windowsPerGenome: 1);
        var context = Samples.Embed(set, 1, 1, (row, _) => numbers[row], (row, _) => row);
        var axes = FamilyAxesTest.Run(context, [.. Enumerable.Range(0, 8)], classes, "class", default)!;
        Assert.Equal(0.9, axes.Scores[0].Separation.Value, 12);
        // Dealt to four genomes, the classes are where they are in two of six ways.
        Assert.InRange(axes.Scores[0].SeparationP, 0.25, 0.42);
        // Two genomes of one class each: without either there is nothing to tell apart.
        var two = FamilyAxesTest.Run(
            context with
            {
                Genomes = [.. new[] { 0, 0, 2, 2 }.Select(genome => context.Genomes[genome])],
            },
            [.. Enumerable.Range(0, 8)],
            classes,
            "class",
            default
        )!;
        Assert.Equal(0, two.Classes);
    }

    [Fact]
    public void Should_tell_nothing_apart_where_each_genome_is_a_class_of_its_own()
    {
        var random = new Random(8);
        var axes = Of((_, _) => SmallModel.Normal(random), (_, _) => SmallModel.Normal(random), color: "genome");
        Assert.Equal(0, axes.Classes);
        Assert.True(double.IsNaN(axes.Scores[0].Separation.Value));
        Assert.DoesNotContain("apart:", axes.Conclusion, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_conclude_nothing_from_vectors_that_are_equal()
    {
        var random = new Random(10);
        // Planted in context, where proteins of the family are one.
        var equal = Of((row, i) => SmallModel.Normal(random) + (i == 1 && row / 6 % 2 == 0 ? 6 : 0), (_, _) => 1, ["even", "odd"]);
        Assert.True(double.IsNaN(equal.Scores[1].Share.Value) && double.IsNaN(equal.Scores[1].SeparationP));
        Assert.Contains("the vectors of its proteins are equal", equal.Conclusion, StringComparison.Ordinal);
        Assert.Contains("tell the 2 classes apart", equal.Conclusion, StringComparison.Ordinal);
        Assert.DoesNotContain("No gLM is needed", equal.Conclusion, StringComparison.Ordinal);
        var none = Of((_, _) => 0, (_, _) => SmallModel.Normal(random), ["even", "odd"]);
        Assert.Equal("All vectors in context are equal: there is nothing to compare.", none.Conclusion);
    }

    [Fact]
    public void Should_give_no_interval_where_few_genes_are_left()
    {
        var random = new Random(9);
        var set = Samples.Set(["a", "b", "a"], windowLength: 2, windowsPerGenome: 1);
        var context = Samples.Embed(set, 5, 5, (_, _) => SmallModel.Normal(random), (_, _) => SmallModel.Normal(random));
        var axes = FamilyAxesTest.Run(context, [.. Enumerable.Range(0, 6)], null, "", default)!;
        Assert.True(double.IsNaN(axes.Scores[0].Share.Low) && axes.Scores[0].Share.Value < 1); // four would be left
        Assert.Contains("not told apart from", axes.Conclusion, StringComparison.Ordinal);
        Assert.Null(FamilyAxesTest.Run(context, [0, 1, 2, 3, 4], null, "", default));
    }

    [Fact]
    public void Should_deal_genes_where_genomes_have_several_classes()
    {
        var random = new Random(6);
        var axes = Of((_, _) => SmallModel.Normal(random), (_, _) => SmallModel.Normal(random), color: "strand");
        Assert.Equal(("genes", 2), (axes.DealtBy, axes.Classes));
    }

    [Fact]
    public void Should_count_a_gene_of_two_windows_once()
    {
        var genes = Enumerable.Range(0, 8).Select(i => new Gene($"g{i}", Strand.Forward, $"p{i}") { Family = "f" }).ToArray();
        var scaffold = new Scaffold("contig", genes, "genome");
        var genome = new Genome("genome", [scaffold], null);
        GeneWindow[] windows = [new(scaffold, 0, 5), new(scaffold, 3, 5)];
        var context = new ContextEmbeddings(
            "one",
            windows,
            [genome, genome],
            1,
            1,
            [.. Enumerable.Range(0, 10).Select(row => (float)(row * row))],
            1,
            [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        );
        var axes = FamilyAxesTest.Run(context, [.. Enumerable.Range(0, 10)], null, "", default)!;
        Assert.Equal((8, 1), (axes.Genes, axes.Genomes));
        Assert.True(double.IsNaN(axes.Scores[0].Share.Low)); // one genome: nothing to leave out
        Assert.Null(FamilyAxesTest.Run(context, [0, 1, 2], null, "", default));
    }

    [Fact]
    public void Should_make_a_table()
    {
        var random = new Random(7);
        var table = Of((_, _) => SmallModel.Normal(random), (_, _) => SmallModel.Normal(random)).ToDataFrame();
        Assert.Equal(3, table.Rows.Count);
        Assert.Null(table["separation_p"][0]);
        Assert.Equal("mean of neighbouring proteins", table["space"][2]);
    }

    [Fact]
    public void Should_stop_when_told()
    {
        var set = Set();
        var context = Samples.Embed(set, 4, 4, (row, i) => row + i, (row, i) => row * i);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            FamilyAxesTest.Run(context, [0, 3, 6, 9, 12, 15], null, "", new CancellationToken(canceled: true))
        );
    }

    private static FamilyAxes Of(
        Func<int, int, float> contextual,
        Func<int, int, float> proteins,
        string[]? classes = null,
        string? color = null
    )
    {
        var set = Set(classes);
        var context = Samples.Embed(set, 4, 4, contextual, proteins);
        var name = color ?? (classes is null ? null : "class");
        var options = new EmbeddingMapOptions { Level = EmbeddingLevel.Gene, Family = "f0" };
        return EmbeddingMapper.Map(context, options, name is null ? null : MapColors.Column(name)).FamilyAxes!;
    }

    /// <summary>Twelve genomes of two windows of three genes; the first gene of each window is of family f0.</summary>
    private static ScaffoldSet Set(string[]? classes = null)
    {
        var made = Samples.Set([.. Enumerable.Range(0, Genomes).Select(g => classes?[g % classes.Length])]);
        Genome[] genomes =
        [
            .. made.Genomes.Select(genome =>
                genome with
                {
                    Scaffolds =
                    [
                        .. genome.Scaffolds.Select(scaffold =>
                            scaffold with
                            {
                                Genes = [.. scaffold.Genes.Select((gene, i) => gene with { Family = $"f{i % 3}" })],
                            }
                        ),
                    ],
                }
            ),
        ];
        var cut = WindowCutter.Cut([.. genomes.SelectMany(genome => genome.Scaffolds)], 1, 3);
        return new ScaffoldSet("families", genomes, made.Proteins, cut.Windows, cut.Dropped);
    }
}
