using Glm.Statistics;

namespace Glm.Tests.Statistics;

public sealed class LinearDiscriminantTests
{
    private const int Width = 12;

    /// <summary>Members share coordinates 0 and 1 of their family; of the others, 5 varies most.</summary>
    [Fact]
    public void Should_keep_what_pairs_share_and_drop_what_varies_within_them()
    {
        var map = Solve(Width, components: 4);
        for (var row = 0; row < Width; row++)
        for (var k = 0; k < 4; k++)
            if (k < 2)
                Assert.True(row < 2 || Math.Abs(map[(row * 4) + k]) < 0.1, $"row {row} of direction {k}: {map[(row * 4) + k]}");
            else
                Assert.InRange(Math.Abs(map[(row * 4) + k]), 0, 0.2); // nothing else is shared
        Assert.InRange(Length(map, 0), 1, 3);
        Assert.InRange(Length(map, 1), 1, 3);
    }

    [Fact]
    public void Should_give_the_same_bits_with_any_number_of_threads()
    {
        var before = TorchSharp.torch.get_num_threads();
        try
        {
            TorchSharp.torch.set_num_threads(1);
            var one = Solve(300, components: 20);
            TorchSharp.torch.set_num_threads(2);
            Assert.Equal(one, Solve(300, components: 20));
            Assert.Equal(2, TorchSharp.torch.get_num_threads());
        }
        finally
        {
            TorchSharp.torch.set_num_threads(before);
        }
    }

    private static double Length(double[] map, int k) => Math.Sqrt(Enumerable.Range(0, Width).Sum(row => Math.Pow(map[(row * 4) + k], 2)));

    private static double[] Solve(int width, int components)
    {
        var random = new Random(1);
        const int Families = 2000;
        var rows = new float[2 * Families * width];
        var differences = new float[Families * width];
        for (var family = 0; family < Families; family++)
        {
            var shared = new[] { Normal(random), Normal(random) };
            for (var member = 0; member < 2; member++)
            for (var i = 0; i < width; i++)
            {
                var own = Normal(random) * (i == 5 ? 3 : 0.5);
                rows[((((2 * family) + member) * width) + i)] = (float)((i < 2 ? shared[i] : 0) + own);
            }
            for (var i = 0; i < width; i++)
                differences[(family * width) + i] = rows[(2 * family * width) + i] - rows[(((2 * family) + 1) * width) + i];
        }
        using var discriminant = new LinearDiscriminant(width);
        discriminant.AddRows(rows);
        discriminant.AddPairs(differences[..(500 * width)]);
        discriminant.AddPairs(differences[(500 * width)..]);
        return discriminant.Solve(components);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
