using Glm.Analysis.Sets;
using Glm.Genomes;
using Glm.Modeling.Sets;
using Glm.Proteins.Sets;
using Glm.Runtime;
using Glm.Training.Sets;

namespace Glm.Tests.Training.Sets;

public sealed class SetTrainerTests
{
    private const int Clades = 4;
    private const int PerClade = 10;

    [Fact]
    public void Should_bring_genomes_of_a_clade_together_and_find_nothing_in_shuffled_ones()
    {
        var (planted, shuffled) = (Genomes(shuffled: false), Genomes(shuffled: true));
        var (before, after) = Trained(planted);
        var (_, none) = Trained(shuffled);
        // By chance 9 of 39 others are of the same clade.
        Assert.InRange(after, before + 0.1, 1);
        Assert.InRange(after, 0.85, 1);
        Assert.InRange(none, 0, 0.5);
    }

    [Fact]
    public void Should_repeat_itself_with_the_same_seed()
    {
        var proteins = Genomes(shuffled: false);
        var first = Weights(1);
        Assert.Equal(first, Weights(1));
        Assert.NotEqual(first, Weights(2));

        float[] Weights(long seed)
        {
            using var model = Fresh();
            SetTrainer.Run(
                model,
                proteins,
                new SetTrainingOptions { Epochs = 1, Seed = seed },
                cancellation: TestContext.Current.CancellationToken
            );
            return model.Weights.Values.data<float>().ToArray();
        }
    }

    [Fact]
    public void Should_stop_where_it_is_told_to_and_refuse_what_it_cannot_compare()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        using var model = Fresh();
        var history = SetTrainer.Run(model, Genomes(shuffled: false), cancellation: stop.Token);
        Assert.True(history.Interrupted);
        Assert.Empty(history.Losses);
        var two = new ScaffoldProteins("two", 16, new float[4 * 16], [2, 2], [.. Enumerable.Repeat(Strand.Forward, 4)]);
        Assert.Contains(
            "2 sets cannot be compared",
            Assert.Throws<GlmException>(() => SetTrainer.Run(model, two, cancellation: TestContext.Current.CancellationToken)).Message
        );
    }

    [Fact]
    public void Should_weigh_rare_classes_by_their_rarity()
    {
        Assert.Equal([1f, 1, 3, 1], SetTripletLoss.ClassWeights([0, 0, 5, 0], 4, logarithm: false));
        Assert.Equal(Math.Log(4) / Math.Log(4.0 / 3), SetTripletLoss.ClassWeights([0, 0, 5, 0], 4, logarithm: true)[2], 1e-5);
        Assert.Equal([1f, 1], SetTripletLoss.ClassWeights([3, 3], 2, logarithm: true));
        Assert.Equal([1f, 1], SetTripletLoss.ClassWeights(null, 2, logarithm: true));
    }

    private static ProteinSetTransformer Fresh() => ProteinSetTransformer.Create(SetTransformerConfig.Of(16, heads: 4, layers: 2));

    /// <summary>The share of genomes whose nearest one is of their clade, before and after training.</summary>
    private static (double Before, double After) Trained(ScaffoldProteins proteins)
    {
        using var model = Fresh();
        var before = Agreement(model, proteins);
        var history = SetTrainer.Run(
            model,
            proteins,
            new SetTrainingOptions { Epochs = 12, BatchSize = 20 },
            cancellation: TestContext.Current.CancellationToken
        );
        Assert.Equal((12, Clades * PerClade, false), (history.Losses.Count, history.Sets, history.Interrupted));
        return (before, Agreement(model, proteins));
    }

    private static double Agreement(ProteinSetTransformer model, ScaffoldProteins proteins)
    {
        var result = ProteinSetEmbeddings.Run(model, proteins, cancellation: TestContext.Current.CancellationToken);
        var nearest = result.NearestGenomes(1, TestContext.Current.CancellationToken)!;
        return Enumerable.Range(0, nearest.Count).Average(g => nearest.Indices[g] / PerClade == g / PerClade ? 1.0 : 0);
    }

    /// <summary>
    /// Genomes of clades: most proteins are of families that all have, and a few of families that a clade shares. Shuffled ones have the
    /// same proteins, of any clade.
    /// </summary>
    private static ScaffoldProteins Genomes(bool shuffled)
    {
        const int size = 20;
        const int own = 6;
        const int width = 16;
        var random = new SeededRandom(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var common = Families(40);
        var ofClade = Enumerable.Range(0, Clades).Select(_ => Families(own)).ToArray();
        var proteins = new List<float[]>();
        for (var g = 0; g < Clades * PerClade; g++)
        for (var i = 0; i < size; i++)
        {
            var family = i < own ? ofClade[g / PerClade][i] : common[random.Next(common.Length)];
            proteins.Add([.. family.Select(value => (float)(value + (0.4 * Normal())))]);
        }
        if (shuffled)
        {
            var all = proteins.ToArray();
            random.Shuffle(all.AsSpan());
            proteins = [.. all];
        }
        else
            for (var g = 0; g < Clades * PerClade; g++)
            {
                var genes = proteins.GetRange(g * size, size).ToArray();
                random.Shuffle(genes.AsSpan());
                for (var i = 0; i < size; i++)
                    proteins[(g * size) + i] = genes[i];
            }
        return new ScaffoldProteins(
            "made",
            width,
            [.. proteins.SelectMany(protein => protein)],
            [.. Enumerable.Repeat(size, Clades * PerClade)],
            [.. proteins.Select(_ => random.Chance(0.5) ? Strand.Forward : Strand.Reverse)]
        );

        double[][] Families(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, width).Select(_ => Normal()).ToArray())];
    }
}
