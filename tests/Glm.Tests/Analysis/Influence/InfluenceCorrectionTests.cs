using Glm.Analysis.Influence;

namespace Glm.Tests.Analysis.Influence;

public sealed class InfluenceCorrectionTests
{
    // Rows and columns of three genes; the diagonal takes no part.
    private static double[] Example => [0, 1, 5, 2, 0, 3, 7, 4, 0];

    [Fact]
    public void Should_give_both_directions_their_mean()
    {
        var values = Example;
        InfluenceCorrection.Symmetrize(values, 3);
        Assert.Equal([0, 1.5, 6, 1.5, 0, 3.5, 6, 3.5, 0], values);
    }

    [Fact]
    public void Should_take_the_average_product_out()
    {
        // Row sums 6, 5, 11; column sums 9, 5, 8; all 22.
        var values = Example;
        InfluenceCorrection.AverageProduct(values, 3);
        double[] expected =
        [
            0,
            1 - (6 * 5 / 22.0),
            5 - (6 * 8 / 22.0),
            2 - (5 * 9 / 22.0),
            0,
            3 - (5 * 8 / 22.0),
            7 - (11 * 9 / 22.0),
            4 - (11 * 5 / 22.0),
            0,
        ];
        for (var i = 0; i < 9; i++)
            Assert.Equal(expected[i], values[i], 12);
    }

    [Fact]
    public void Should_leave_what_has_no_background_to_take_out()
    {
        double[] values = [0, -1, 1, 1, 0, -1, -1, 1, 0];
        var before = values.ToArray();
        InfluenceCorrection.AverageProduct(values, 3);
        Assert.Equal(before, values);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    public void Should_leave_nothing_of_sums_of_rows_and_columns_and_all_of_what_is_centred(int n)
    {
        var random = new Random(n);
        var (rows, columns, own) = (Numbers(n), Numbers(n), Numbers(n * n));
        // A matrix is centred already where no row, no column and no constant fits it.
        for (var i = 0; i < n; i++)
            own[(i * n) + i] = 0;
        InfluenceCorrection.Center(own, n);
        for (var i = 0; i < n; i++)
        {
            Assert.Equal(0, Enumerable.Range(0, n).Sum(j => own[(i * n) + j]), 10);
            Assert.Equal(0, Enumerable.Range(0, n).Sum(j => own[(j * n) + i]), 10);
        }
        var values = new double[n * n];
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            values[(i * n) + j] = i == j ? 99 : own[(i * n) + j] + rows[i] + columns[j] + 4;
        InfluenceCorrection.Center(values, n);
        for (var at = 0; at < values.Length; at++)
            Assert.Equal(own[at], values[at], 10);

        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }

    [Fact]
    public void Should_leave_nothing_of_two_genes_when_centred()
    {
        double[] values = [0, 3, 5, 0];
        InfluenceCorrection.Center(values, 2);
        Assert.Equal([0, 0, 0, 0], values);
    }

    [Fact]
    public void Should_refuse_what_is_no_square() =>
        Assert.Throws<ArgumentException>(() => InfluenceCorrection.Symmetrize(new double[6], 3));
}
