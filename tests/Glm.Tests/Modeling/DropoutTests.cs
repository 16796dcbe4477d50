using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Tests.Modeling;

public class DropoutTests
{
    private const int Count = 1_000_003; // no multiple of a vector's width

    public DropoutTests() => NativeTorch.Ensure();

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Should_drop_the_asked_share_and_keep_the_mean(double probability)
    {
        var factors = Factors(probability, seed: 1);

        var dropped = factors.Count(factor => factor == 0);
        Assert.Equal(probability, (double)dropped / Count, 4 * Math.Sqrt(probability * (1 - probability) / Count));
        Assert.All(factors.Where(factor => factor != 0).Distinct(), factor => Assert.Equal((float)(1 / (1 - probability)), factor));
    }

    /// <summary>A drop must not make the next one, or the one at any near distance, likelier: vector lanes included.</summary>
    [Fact]
    public void Should_drop_neighbours_independently()
    {
        var dropped = Array.ConvertAll(Factors(0.1, seed: 2), factor => factor == 0);

        foreach (var distance in new[] { 1, 2, 4, 7, 8, 16, 30, 96 })
        {
            var both = Enumerable.Range(0, Count - distance).Count(i => dropped[i] && dropped[i + distance]);
            Assert.Equal(0.01, (double)both / (Count - distance), 5 * Math.Sqrt(0.01 / Count));
        }
    }

    [Fact]
    public void Should_repeat_for_a_seed_only()
    {
        Assert.Equal(Factors(0.1, seed: 3), Factors(0.1, seed: 3));
        Assert.NotEqual(Factors(0.1, seed: 3), Factors(0.1, seed: 4));
    }

    [Fact]
    public void Should_follow_the_global_generator_and_differ_from_call_to_call()
    {
        using var scope = NewDisposeScope();
        var x = ones(30, 40);

        manual_seed(5);
        var first = Dropout.Apply(x, 0.1).data<float>().ToArray();
        var second = Dropout.Apply(x, 0.1).data<float>().ToArray();
        manual_seed(5);

        Assert.NotEqual(first, second);
        Assert.Equal(first, Dropout.Apply(x, 0.1).data<float>().ToArray());
    }

    [Fact]
    public void Should_pass_gradients_where_it_passed_numbers()
    {
        using var scope = NewDisposeScope();
        var x = ones(7, 5, requires_grad: true);

        var y = Dropout.Apply(x, 0.5);
        y.sum().backward();

        Assert.Equal(y.data<float>().ToArray(), x.grad!.data<float>().ToArray());
    }

    private static float[] Factors(double probability, long seed)
    {
        var factors = new float[Count];
        Dropout.FillFactors(factors, probability, new SeededRandom(seed));
        return factors;
    }
}
