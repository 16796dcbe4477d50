using Glm.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace Glm.Tests.Modeling;

public sealed class ContrastLossTests
{
    private const int Masked = 5,
        Predictions = 3,
        Width = 7,
        Genes = 12;

    private const double Temperature = 0.1;

    [Fact]
    public void Should_be_the_probability_of_the_right_gene()
    {
        var (predictions, likelihoods, candidates, own) = Draw();
        Assert.Equal(Plain(predictions, likelihoods, candidates, own), Loss(predictions, likelihoods, candidates, own), 1e-5);
    }

    [Fact]
    public void Should_not_hold_the_own_family_against_a_gene()
    {
        var (predictions, likelihoods, candidates, own) = Draw();
        var before = Loss(predictions, likelihoods, candidates, own);
        // A copy of the first masked gene's label replaces a stranger: the right gene has one rival less.
        var stranger = Enumerable.Range(0, Genes).First(gene => !own.Contains(gene));
        Array.Copy(candidates, own[0] * Width, candidates, (int)stranger * Width, Width);
        Assert.Equal(Plain(predictions, likelihoods, candidates, own), Loss(predictions, likelihoods, candidates, own), 1e-5);
        Assert.NotEqual(before, Loss(predictions, likelihoods, candidates, own), 1e-3);
    }

    [Fact]
    public void Should_be_that_of_a_guess_where_predictions_say_nothing()
    {
        var (_, likelihoods, candidates, own) = Draw();
        Assert.Equal(Math.Log(Genes), Loss(new float[Masked * Predictions * Width], likelihoods, candidates, own), 1e-5);
    }

    private static double Loss(float[] predictions, float[] likelihoods, float[] candidates, long[] own)
    {
        using var scope = NewDisposeScope();
        return ContrastLoss
            .Compute(
                tensor(predictions, Masked, Predictions, Width),
                tensor(likelihoods, Masked, Predictions),
                tensor(candidates, Genes, Width),
                tensor(own),
                Temperature
            )
            .item<float>();
    }

    private static double Plain(float[] predictions, float[] likelihoods, float[] candidates, long[] own)
    {
        var sum = 0.0;
        for (var gene = 0; gene < Masked; gene++)
        {
            var weights = Enumerable.Range(0, Predictions).Select(p => Math.Exp(likelihoods[(gene * Predictions) + p])).ToArray();
            var probability = 0.0;
            for (var p = 0; p < Predictions; p++)
            {
                var prediction = predictions.AsSpan(((gene * Predictions) + p) * Width, Width).ToArray();
                var rivals = Enumerable
                    .Range(0, Genes)
                    .Where(other => other == own[gene] || Cosine(Label(other), Label((int)own[gene])) <= 0.8);
                double Vote(int other) => Math.Exp(Cosine(prediction, Label(other)) / Temperature);
                probability += weights[p] / weights.Sum() * Vote((int)own[gene]) / rivals.Sum(Vote);
            }
            sum -= Math.Log(probability);
        }
        return sum / Masked;

        float[] Label(int gene) => candidates[(gene * Width)..((gene + 1) * Width)];

        static double Cosine(float[] a, float[] b) =>
            a.Zip(b, (x, y) => (double)x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x) * b.Sum(x => (double)x * x));
    }

    private static (float[] Predictions, float[] Likelihoods, float[] Candidates, long[] Own) Draw()
    {
        var random = new Random(4);
        float[] Normal(int count) => [.. Enumerable.Range(0, count).Select(_ => SmallModel.Normal(random))];
        var candidates = Normal(Genes * Width);
        foreach (var label in candidates.Chunk(Width).Select((label, gene) => (label, gene)))
        {
            var length = Math.Sqrt(label.label.Sum(x => x * x));
            for (var i = 0; i < Width; i++)
                candidates[(label.gene * Width) + i] = (float)(label.label[i] / length);
        }
        return (Normal(Masked * Predictions * Width), Normal(Masked * Predictions), candidates, [7, 2, 11, 0, 5]);
    }
}
