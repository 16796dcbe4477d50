using Glm.Features;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Tests.Training;

public sealed class GeneTripletsTests
{
    /// <summary>Four scaffolds of 13 genes in two genomes; the set has those of genome 0 first: s0, s2, s1, s3.</summary>
    private static readonly GeneDataset Data = TrainingData.Create(scaffolds: 4, genomes: 2);

    private static readonly string[] Genes = [.. Data.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(gene => gene.Id)];

    [Fact]
    public void Should_pair_genes_of_one_function_in_different_genomes()
    {
        var (triplets, at) = Of(
            [0, 2, 4],
            new()
            {
                ["s0_1"] = ["x"],
                ["s0_2"] = ["x"], // in the window of s0_1
                ["s1_3"] = ["x", "z"], // of the other genome
                ["s2_4"] = ["x"], // of the same genome
                ["s2_5"] = ["y"],
            }
        );
        Assert.Equal(["s0_1", "s0_2", "s1_3", "s2_4", "s2_5"], triplets.Rows.Select(row => at[row]));
        var pairs = triplets
            .Anchors.Zip(triplets.Positives, (anchor, positive) => (at[triplets.Rows[anchor]], at[triplets.Rows[positive]]))
            .ToDictionary();
        Assert.Equal("s1_3", pairs["s0_1"]);
        Assert.Equal("s1_3", pairs["s0_2"]);
        Assert.Equal("s1_3", pairs["s2_4"]);
        Assert.Contains(pairs["s1_3"], new[] { "s0_1", "s0_2", "s2_4" });
        Assert.DoesNotContain("s2_5", pairs.Keys); // nobody shares its function
        Assert.All(triplets.Alike.Chunk(5), alike => Assert.Equal([true, true, true, true, false], alike));
    }

    [Fact]
    public void Should_take_another_window_where_no_other_genome_has_the_function()
    {
        var (triplets, at) = Of(
            [0, 4, 2],
            new()
            {
                ["s0_1"] = ["x"],
                ["s0_2"] = ["x"],
                ["s2_4"] = ["x"],
                ["s1_5"] = ["y"],
            }
        );
        Assert.Equal(
            ["s2_4", "s2_4"],
            triplets
                .Anchors.Zip(triplets.Positives)
                .Where(pair => at[triplets.Rows[pair.First]][1] == '0')
                .Select(pair => at[triplets.Rows[pair.Second]])
        );
    }

    [Theory]
    [InlineData("s0_1")]
    [InlineData("s0_1 s0_2")] // of one window
    public void Should_make_no_triplet_without_a_positive(string genes)
    {
        var labels = genes.Split(' ').ToDictionary(gene => gene, _ => new[] { "x" });
        labels["s2_4"] = ["y"];
        Assert.Empty(Of([0, 4], labels).Triplets.Anchors);
    }

    [Theory]
    [InlineData("a,b,c", "no two genes share a label")]
    [InlineData("a,a,", "all labelled genes share one")]
    [InlineData("a,a,b", null)]
    public void Should_refuse_labels_that_make_none(string labels, string? message)
    {
        var ofGenes = new GeneLabels("f", [.. labels.Split(',').Select(label => label.Length > 0 ? new[] { label } : [])]);
        if (message is null)
            GeneFunctions.RequireTriplets(ofGenes);
        else
            Assert.Contains(message, Assert.Throws<GlmException>(() => GeneFunctions.RequireTriplets(ofGenes)).Message);
    }

    [Fact]
    public void Should_make_no_triplet_without_a_negative() =>
        Assert.Empty(
            Of(
                [0, 4],
                new()
                {
                    ["s0_1"] = ["x", "y"],
                    ["s2_4"] = ["x"],
                    ["s2_5"] = ["y", "x"],
                }
            ).Triplets.Anchors
        );

    [Fact]
    public void Should_leave_out_hidden_genes_padding_and_genes_without_labels()
    {
        var labels = Genes.Where(gene => gene != "s2_4").ToDictionary(gene => gene, gene => new[] { gene[^1..] });
        var (triplets, at) = Of([0, 1, 4], labels, hidden: "s0_3"); // window 1 has 5 genes of 8 rows
        Assert.Equal(8 + 5 + 8 - 2, triplets.Rows.Length);
        Assert.All(triplets.Rows, row => Assert.DoesNotContain(at[row], new[] { "s0_3", "s2_4", "" }));
    }

    [Fact]
    public void Should_not_pair_a_gene_with_itself_in_a_window_that_was_drawn_twice() =>
        Assert.Empty(Of([0, 0, 4], new() { ["s0_1"] = ["x"], ["s2_4"] = ["y"] }).Triplets.Anchors);

    [Fact]
    public void Should_draw_the_same_again_and_other_positives_with_other_numbers()
    {
        var labels = Genes.ToDictionary(gene => gene, gene => new[] { gene[^1..] });
        int[] windows = [.. Enumerable.Range(0, Data.WindowCount)];
        Assert.Equal(Of(windows, labels).Triplets.Positives, Of(windows, labels).Triplets.Positives);
        Assert.NotEqual(Of(windows, labels).Triplets.Positives, Of(windows, labels, seed: 2).Triplets.Positives);
    }

    [Fact]
    public void Should_draw_some_of_very_many_genes()
    {
        var data = TrainingData.Create(scaffolds: 200, genomes: 4);
        var names = data
            .Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes)
            .Select((gene, i) => (IReadOnlyList<string>)[$"f{i % 7}"]);
        var functions = GeneFunctions.Of(data, new GeneLabels("f", [.. names]));
        int[] windows = [.. Enumerable.Range(0, data.WindowCount)];
        var genes = Enumerable.Repeat(-1, windows.Length * 8).ToArray();
        foreach (var window in windows)
            for (var place = 0; place < data.LengthOf(window); place++)
                genes[(window * 8) + place] = functions.FirstGene(window, 0) + place;
        var triplets = GeneTriplets.Of(functions, windows, genes, new bool[genes.Length], new SeededRandom(1));
        Assert.Equal((2048, 2048), (triplets.Rows.Length, triplets.Anchors.Length));
        Assert.Equal(triplets.Rows.Order(), triplets.Rows);
        Assert.Equal(2048, triplets.Rows.Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_follow_windows_that_are_moved_and_turned(bool moved)
    {
        // Every gene has a vector of its own, which says where it stands.
        var width = Data.FeatureWidth;
        var known = new HashSet<float>();
        for (var window = 0; window < Data.WindowCount; window++)
        {
            var rows = WindowRows.From(Data, [window]);
            for (var place = 0; place < Data.LengthOf(window); place++)
                if (IsKnown(Data.Windows[window].Genes.ElementAt(place).Id))
                    known.Add(rows.Features[place * width]);
        }
        var labels = new GeneLabels("f", [.. Genes.Select(gene => (IReadOnlyList<string>)(IsKnown(gene) ? [gene] : []))]);
        var options = new TrainingOptions
        {
            BatchSize = 8,
            EvaluationFraction = 0,
            MaskProbability = 0.3,
            Recipe = moved ? TrainingRecipe.Contrast : TrainingRecipe.Corrected,
        };
        var order = new WindowOrder(Data, [.. Enumerable.Range(0, 8)], 8, options);
        using var batches = new StepBatches(Data, order, options, leastLength: 9, GeneFunctions.Of(Data, labels));
        for (var step = 0; step < 10; step++)
        {
            var batch = batches.Of(step, end: 10);
            Assert.Equal(
                Enumerable.Range(0, batch.Masked.Length).Where(i => known.Contains(batch.Rows.Features[i * width]) && !batch.Masked[i]),
                batch.Triplets!.Rows
            );
            Assert.NotEmpty(batch.Triplets.Rows);
            Assert.Empty(batch.Triplets.Anchors); // although windows that are moved share genes
        }

        static bool IsKnown(string gene) => (gene[1] + gene[^1]) % 3 == 0;
    }

    /// <summary>The triplets of whole windows, and the gene at each position.</summary>
    private static (GeneTriplets Triplets, string[] At) Of(
        int[] windows,
        Dictionary<string, string[]> labels,
        string? hidden = null,
        long seed = 1
    )
    {
        const int Length = 8;
        var functions = GeneFunctions.Of(
            Data,
            new GeneLabels("f", [.. Genes.Select(gene => (IReadOnlyList<string>)labels.GetValueOrDefault(gene, []))])
        );
        var genes = Enumerable.Repeat(-1, windows.Length * Length).ToArray();
        for (var i = 0; i < windows.Length; i++)
        for (var place = 0; place < Data.LengthOf(windows[i]); place++)
            genes[(i * Length) + place] = functions.FirstGene(windows[i], 0) + place;
        string[] at = [.. genes.Select(gene => gene < 0 ? "" : Genes[gene])];
        Assert.Equal(Data.Windows[windows[0]].Genes.First().Id, at[0]);
        return (GeneTriplets.Of(functions, windows, genes, [.. at.Select(gene => gene == hidden)], new SeededRandom(seed)), at);
    }
}
