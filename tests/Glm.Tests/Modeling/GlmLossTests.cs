using Glm.Modeling;
using static TorchSharp.torch;

namespace Glm.Tests.Modeling;

/// <summary>The objective against sums done by hand.</summary>
public sealed class GlmLossTests
{
    // Two masked genes, two predictions, two label numbers.
    private static readonly float[] Predictions =
    [
        1,
        0,
        3,
        3, /* gene 1 */
        0,
        0,
        2,
        -1,
    ];
    private static readonly float[] Labels =
    [
        3,
        2, /* gene 1 */
        1,
        0,
    ];
    private static readonly float[] Likelihoods =
    [
        0.5f,
        -0.5f, /* gene 1 */
        2,
        1,
    ];

    private const double Closest0 = 1; // (3,3) to (3,2); the other is 4 + 4 away
    private const double Closest1 = 1; // (0,0) to (1,0); the other is 1 + 1 away

    // -log softmax at the closest prediction: the second of gene 0, the first of gene 1.
    private static readonly double Entropy = Math.Log(1 + Math.Exp(1)) + Math.Log(1 + Math.Exp(-1));

    [Fact]
    public void Should_average_over_masked_genes_in_fixed_mode()
    {
        using var scope = NewDisposeScope();
        var loss = Compute(positions: 10, LossAveraging.MaskedGenes);
        Assert.Equal([1L, 0], loss.Closest.data<long>().ToArray());
        Assert.Equal((Closest0 + Closest1) / (2 * 2), loss.Prediction.item<float>(), 1e-6);
        Assert.Equal(Entropy / 2, loss.Likelihood.item<float>(), 1e-6);
        Assert.Equal(((Closest0 + Closest1) / 4) + (1e-4 * Entropy / 2), loss.Total.item<float>(), 1e-6);
    }

    [Fact]
    public void Should_average_over_all_positions_in_paper_mode()
    {
        using var scope = NewDisposeScope();
        var loss = Compute(positions: 10, LossAveraging.AllPositions);
        Assert.Equal((Closest0 + Closest1) / (10 * 2), loss.Prediction.item<float>(), 1e-6);
        var entropy = (Entropy + (8 * Math.Log(2))) / 10;
        Assert.Equal(entropy, loss.Likelihood.item<float>(), 1e-6);
        Assert.Equal(((Closest0 + Closest1) / 20) + (1e-4 * entropy), loss.Total.item<float>(), 1e-6);
    }

    [Fact]
    public void Should_not_depend_on_unmasked_positions_in_fixed_mode()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(
            Compute(10, LossAveraging.MaskedGenes).Total.item<float>(),
            Compute(1000, LossAveraging.MaskedGenes).Total.item<float>()
        );
    }

    [Theory]
    [InlineData(LossAveraging.MaskedGenes)]
    [InlineData(LossAveraging.AllPositions)]
    public void Should_pull_only_the_closest_prediction(LossAveraging averaging)
    {
        using var scope = NewDisposeScope();
        var predictions = tensor(Predictions, 2, 2, 2).requires_grad_(true);
        var likelihoods = tensor(Likelihoods, 2, 2).requires_grad_(true);
        GlmLoss.Compute(predictions, likelihoods, tensor(Labels, 2, 2), 10, averaging).Total.backward();
        var share = averaging == LossAveraging.MaskedGenes ? 2f * 2 : 10f * 2;
        float[] expected =
        [
            0,
            0,
            0,
            2 / share, /* gene 1 */
            -2 / share,
            0,
            0,
            0,
        ];
        Assert.True(SmallModel.Difference(expected, SmallModel.Numbers(predictions.grad!)) < 1e-7);

        // The cross-entropy pushes the closest one's likelihood up and the other's down.
        var gradient = SmallModel.Numbers(likelihoods.grad!);
        var (first, second) = (1 / (1 + Math.Exp(-1)), 1 / (1 + Math.Exp(1))); // softmax of the one that is not closest
        float[] wanted =
        [
            .. new[] { first, -first, -second, second }.Select(value =>
                (float)(1e-4 * value / (averaging == LossAveraging.MaskedGenes ? 2 : 10))
            ),
        ];
        Assert.True(SmallModel.Difference(wanted, gradient) < 1e-10);
    }

    [Theory]
    [InlineData(LossAveraging.MaskedGenes, 0)]
    [InlineData(LossAveraging.AllPositions, 1)]
    public void Should_be_a_constant_when_nothing_is_masked(LossAveraging averaging, double perLog)
    {
        using var scope = NewDisposeScope();
        var predictions = zeros(0, 4, 2).requires_grad_(true);
        var loss = GlmLoss.Compute(predictions, zeros(0, 4), zeros(0, 2), 30, averaging);
        Assert.Equal(0, loss.Prediction.item<float>());
        Assert.Equal(perLog * Math.Log(4), loss.Likelihood.item<float>(), 1e-6);
        Assert.Equal(1e-4 * perLog * Math.Log(4), loss.Total.item<float>(), 1e-9);
        Assert.Equal([0L], loss.Closest.shape);
        loss.Total.backward();
        Assert.Equal([0L, 4, 2], predictions.grad!.shape);
    }

    private static GlmLoss Compute(long positions, LossAveraging averaging) =>
        GlmLoss.Compute(tensor(Predictions, 2, 2, 2), tensor(Likelihoods, 2, 2), tensor(Labels, 2, 2), positions, averaging);
}
