using Glm.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace Glm.Tests.Modeling;

public sealed class TripletLossTests
{
    private const int Genes = 9,
        Width = 4;

    /// <summary>Labels of each gene: some have two, and the last is like all others.</summary>
    private static readonly int[][] Labels =
    [
        [0],
        [0, 1],
        [1],
        [2],
        [2],
        [0],
        [3],
        [1, 2],
        [0, 1, 2, 3],
    ];

    private static readonly long[] Anchors = [0, 1, 2, 3, 4, 7];
    private static readonly long[] Positives = [5, 2, 7, 4, 7, 3];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Should_be_that_of_plain_loops(int seed)
    {
        var vectors = Draw(seed);
        Assert.Equal(Plain(vectors), Loss(vectors), 1e-12);
        Assert.True(Plain(vectors) > 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Should_have_the_gradient_of_finite_differences(int seed)
    {
        const double Step = 1e-6;
        var vectors = Draw(seed);
        using var scope = NewDisposeScope();
        var leaves = tensor(vectors, Genes, Width).requires_grad_();
        Compute(leaves).backward();
        double[] gradient = [.. leaves.grad!.data<double>()];
        for (var i = 0; i < vectors.Length; i++)
        {
            double At(double change)
            {
                var moved = (double[])vectors.Clone();
                moved[i] += change;
                return Plain(moved);
            }
            Assert.Equal((At(Step) - At(-Step)) / (2 * Step), gradient[i], 1e-7);
        }
        Assert.Contains(gradient, number => Math.Abs(number) > 1e-2);
    }

    [Fact]
    public void Should_not_depend_on_the_lengths_of_vectors()
    {
        var vectors = Draw(4);
        Assert.Equal(Loss(vectors), Loss([.. vectors.Select((number, i) => number * (1 + (i / Width)))]), 1e-12);
    }

    [Fact]
    public void Should_be_nothing_where_functions_lie_apart()
    {
        // Anchor and positive in one direction, all others in the opposite one.
        double[] vectors = [1, 0, 1, 0, -1, 0, -1, 0.1];
        using var scope = NewDisposeScope();
        var leaves = tensor(vectors, 4, 2).requires_grad_();
        var loss = TripletLoss.Compute(
            leaves,
            tensor(new long[] { 0, 1 }),
            tensor(new long[] { 1, 0 }),
            tensor(new[] { true, true, false, false, true, true, false, false }, 2, 4)
        );
        loss.backward();
        Assert.Equal(0, loss.item<double>());
        Assert.All(leaves.grad!.data<double>(), number => Assert.Equal(0, number));
    }

    [Fact]
    public void Should_choose_the_farthest_negative_where_none_lies_beyond_the_positive()
    {
        // The positive lies opposite the anchor; the negatives at a right angle and nearer.
        double[] vectors = [1, 0, -1, 0, 0, 1, 1, 0.2];
        using var scope = NewDisposeScope();
        var loss = TripletLoss.Compute(
            tensor(vectors, 4, 2),
            tensor(new long[] { 0 }),
            tensor(new long[] { 1 }),
            tensor(new[] { true, true, false, false }, 1, 4),
            margin: 0.5
        );
        Assert.Equal(4 - 2 + 0.5, loss.item<double>(), 1e-12);
    }

    private static double Loss(double[] vectors)
    {
        using var scope = NewDisposeScope();
        return Compute(tensor(vectors, Genes, Width)).item<double>();
    }

    private static Tensor Compute(Tensor vectors) =>
        TripletLoss.Compute(
            vectors,
            tensor(Anchors),
            tensor(Positives),
            tensor(Anchors.SelectMany(anchor => Enumerable.Range(0, Genes).Select(gene => IsAlike((int)anchor, gene))).ToArray(), 6, Genes)
        );

    private static bool IsAlike(int gene, int other) => Labels[gene].Intersect(Labels[other]).Any();

    private static double Plain(double[] vectors)
    {
        var sum = 0.0;
        for (var i = 0; i < Anchors.Length; i++)
        {
            var anchor = (int)Anchors[i];
            var near = Distance(anchor, (int)Positives[i]);
            var (beyond, farthest) = (double.PositiveInfinity, double.NegativeInfinity);
            for (var gene = 0; gene < Genes; gene++)
            {
                if (IsAlike(anchor, gene))
                    continue;
                var far = Distance(anchor, gene);
                farthest = Math.Max(farthest, far);
                if (far > near)
                    beyond = Math.Min(beyond, far);
            }
            sum += Math.Max(0, near - (double.IsFinite(beyond) ? beyond : farthest) + 0.2);
        }
        return sum / Anchors.Length;

        double Distance(int a, int b)
        {
            var (one, other) = (Unit(a), Unit(b));
            return one.Zip(other, (x, y) => (x - y) * (x - y)).Sum();
        }

        double[] Unit(int gene)
        {
            var own = vectors[(gene * Width)..((gene + 1) * Width)];
            var length = Math.Sqrt(own.Sum(x => x * x));
            return [.. own.Select(x => x / length)];
        }
    }

    private static double[] Draw(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Genes * Width).Select(_ => (double)SmallModel.Normal(random))];
    }
}
