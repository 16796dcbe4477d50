using Glm.Modeling.Functions;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using Glm.Training.Functions;

namespace Glm.Tests.Training.Functions;

[Collection(RandomState.Name)]
public sealed class FunctionTrainerTests
{
    private const int Width = 4;

    private static readonly FunctionModelConfig Config = new(Width, ["left", "right"])
    {
        HiddenSize = 16,
        Heads = 2,
        FeedForward = 32,
        Layers = 1,
        MaxGenes = 8,
        Dropout = 0,
    };

    private static readonly FunctionTrainingOptions Quick = new()
    {
        Epochs = 40,
        BatchSize = 4,
        LearningRate = 3e-3,
    };

    [Fact]
    public void Should_learn_what_only_the_neighbour_tells()
    {
        // All genes are alike but the first of each sentence, which tells the label of all others.
        var (sentences, labels, labelled) = Told(sentences: 24);
        using var model = FunctionModel.Create(Config);
        var history = FunctionTrainer.Run(model, sentences, labels, labelled, Quick);
        Assert.Equal((24, 24 * 3, 240, false), (history.Windows, history.Genes, history.Steps, history.Interrupted));
        Assert.True(history.Losses[^1] < 0.2 * history.Losses[0], $"{history.Losses[0]} to {history.Losses[^1]}");
        var read = FunctionProbabilities.Read(model, sentences);
        for (var item = 0; item < sentences.ItemCount; item++)
            if (labelled[item])
                Assert.Equal(labels[item * 2], read.Probabilities[item * 2] > 0.5);
    }

    [Fact]
    public void Should_give_the_same_weights_for_the_same_seed()
    {
        var (sentences, labels, labelled) = Told(8);
        float[] Trained(long seed)
        {
            using var model = FunctionModel.Create(Config with { Dropout = 0.1 });
            FunctionTrainer.Run(model, sentences, labels, labelled, Quick with { Epochs = 2, Seed = seed });
            return [.. model.Weights.Values.data<float>()];
        }
        Assert.Equal(Trained(1), Trained(1));
        Assert.NotEqual(Trained(1), Trained(2));
    }

    [Fact]
    public void Should_not_learn_from_unlabelled_genes()
    {
        var (sentences, labels, labelled) = Told(8);
        float[] Trained(bool[] own)
        {
            using var model = FunctionModel.Create(Config);
            FunctionTrainer.Run(model, sentences, own, labelled, Quick with { Epochs = 2 });
            return [.. model.Weights.Values.data<float>()];
        }
        var others = labels.ToArray();
        for (var item = 0; item < labelled.Length; item++)
            if (!labelled[item])
                (others[item * 2], others[(item * 2) + 1]) = (!others[item * 2], !others[(item * 2) + 1]);
        Assert.NotEqual(labels, others);
        Assert.Equal(Trained(labels), Trained(others));
    }

    [Fact]
    public void Should_standardise_by_labelled_genes_once()
    {
        var (sentences, labels, labelled) = Told(4);
        using var model = FunctionModel.Create(Config);
        FunctionTrainer.Run(model, sentences, labels, labelled, Quick with { Epochs = 1 });
        // All labelled genes have the vector (1, 1, 1, 1): constant columns are divided by 1.
        Assert.Equal([1, 1, 1, 1], model.Input!.Mean);
        Assert.Equal([1, 1, 1, 1], model.Input.StandardDeviation);
        using var raw = FunctionModel.Create(Config);
        FunctionTrainer.Run(raw, sentences, labels, labelled, Quick with { Epochs = 1, Standardize = false });
        Assert.Null(raw.Input);
    }

    [Fact]
    public void Should_stop_after_a_step_and_keep_what_it_learned()
    {
        var (sentences, labels, labelled) = Told(8);
        using var model = FunctionModel.Create(Config);
        using var stop = new CancellationTokenSource();
        var progress = new Testing.Immediate(report =>
        {
            if (report.Done == 3)
                stop.Cancel();
        });
        var history = FunctionTrainer.Run(model, sentences, labels, labelled, Quick, progress, stop.Token);
        Assert.Equal((true, 3, 1), (history.Interrupted, history.Steps, history.Losses.Count));
    }

    [Fact]
    public void Should_train_on_plasmids_of_one_gene_and_on_long_ones()
    {
        int[][] sentences =
        [
            [0],
            [1],
            [.. Enumerable.Range(2, 19)],
        ];
        var all = new ProteinSentences("test", [.. Enumerable.Range(0, 21).Select(i => $"p{i}")], 1, new float[21], sentences);
        using var model = FunctionModel.Create(Config with { ProteinWidth = 1 });
        bool[] labelled = [.. Enumerable.Repeat(true, 21)];
        var history = FunctionTrainer.Run(model, all, new bool[42], labelled, Quick with { Epochs = 1 });
        // 19 genes in windows of 8, 6 apart: at 0 and 6, and the last 8.
        Assert.Equal((5, 21), (history.Windows, history.Genes));
        Assert.All(FunctionProbabilities.Read(model, all).Probabilities, one => Assert.InRange(one, 0, 1));
    }

    [Fact]
    public void Should_raise_the_rate_and_lower_it_again()
    {
        double[] shares = [.. Enumerable.Range(0, 10).Select(step => FunctionTrainer.Share(step, 2, 10))];
        Assert.Equal([0, 0.5, 1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125], shares);
        Assert.Equal(1, FunctionTrainer.Share(0, 0, 4));
    }

    [Fact]
    public void Should_say_what_is_wrong()
    {
        var (sentences, labels, labelled) = Told(2);
        using var model = FunctionModel.Create(Config);
        string Message(FunctionTrainingOptions options, bool[]? marks = null) =>
            Assert.Throws<GlmException>(() => FunctionTrainer.Run(model, sentences, labels, marks ?? labelled, options)).Message;
        Assert.Contains("no gene has a label", Message(Quick, new bool[labelled.Length]), StringComparison.Ordinal);
        Assert.Contains("at least 1 round", Message(Quick with { Epochs = 0 }), StringComparison.Ordinal);
        Assert.Contains("at least 1 window", Message(Quick with { BatchSize = 0 }), StringComparison.Ordinal);
        Assert.Contains("above 0", Message(Quick with { LearningRate = 0 }), StringComparison.Ordinal);
        Assert.Contains("0 to 1", Message(Quick with { RankMargin = 2 }), StringComparison.Ordinal);
        Assert.Contains("The loss became", Message(Quick with { LearningRate = 1, WarmUp = 0, ClipNorm = 1e30, WeightDecay = 1e30 }));
    }

    /// <summary>Sentences of 4 genes: a first one of two kinds without a label, and three alike that have the label of its kind.</summary>
    private static (ProteinSentences Sentences, bool[] Labels, bool[] Labelled) Told(int sentences)
    {
        float[] vectors = [1, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1];
        var (places, labels, labelled, ids, values) = (
            new List<IReadOnlyList<int>>(),
            new List<bool>(),
            new List<bool>(),
            new List<string>(),
            new List<float>()
        );
        for (var s = 0; s < sentences; s++)
        {
            var kind = (s * 7 / 3) % 2;
            var own = new List<int>();
            for (var place = 0; place < 4; place++)
            {
                own.Add(ids.Count);
                ids.Add($"p{ids.Count}");
                values.AddRange(vectors.AsSpan((place == 0 ? kind : 2) * Width, Width));
                labels.AddRange([place > 0 && kind == 0, place > 0 && kind == 1]);
                labelled.Add(place > 0);
            }
            places.Add(own);
        }
        return (new ProteinSentences("test", ids, Width, [.. values], places), [.. labels], [.. labelled]);
    }
}
