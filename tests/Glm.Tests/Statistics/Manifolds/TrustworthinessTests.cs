using Glm.Statistics.Manifolds;
using Glm.Tests.Analysis;

namespace Glm.Tests.Statistics.Manifolds;

public sealed class TrustworthinessTests
{
    private static readonly double[] Wide = Waves.Rows(40, 6);
    private static readonly float[] Rows = Array.ConvertAll(Wide, value => (float)value);
    private static readonly double[] Map = [.. Enumerable.Range(0, 80).Select(i => Wide[(i / 2 * 6) + (i % 2 == 0 ? 5 : 3)])];

    // By scikit-learn 1.2.1.
    [Theory]
    [InlineData(3, VectorMetric.Euclidean, 0.86)]
    [InlineData(5, VectorMetric.Euclidean, 0.8614062499999999)]
    [InlineData(12, VectorMetric.Euclidean, 0.889437984496124)]
    [InlineData(3, VectorMetric.Cosine, 0.8604761904761905)]
    [InlineData(5, VectorMetric.Cosine, 0.85671875)]
    [InlineData(12, VectorMetric.Cosine, 0.8845930232558139)]
    public void Should_equal_scikit_learn(int neighbours, VectorMetric metric, double expected) =>
        Assert.Equal(expected, Trustworthiness.Of(Rows, 40, 6, Map, neighbours, metric), 1e-9);

    [Fact]
    public async Task Should_equal_scikit_learn_on_many_points()
    {
        using var referee = await Referee.Call();
        const int count = 1500;
        var rows = Groups.Rows(count, 30);
        double[] map = [.. Enumerable.Range(0, 2 * count).Select(i => (double)rows[(i / 2 * 30) + (i % 2)])];
        referee.Give("rows", rows);
        referee.Give("map", map);
        var expected = await referee.Numbers(
            """
            from sklearn.manifold import trustworthiness
            rows, places = np.fromfile('rows', 'float32').astype(float).reshape(-1, 30), np.fromfile('map').reshape(-1, 2)
            for metric in ('euclidean', 'cosine'): print(repr(trustworthiness(rows, places, n_neighbors=15, metric=metric)))
            """
        );
        Assert.Equal(expected[0], Trustworthiness.Of(rows, count, 30, map, 15), 1e-9);
        Assert.Equal(expected[1], Trustworthiness.Of(rows, count, 30, map, 15, VectorMetric.Cosine), 1e-9);
        // A sample of points measures it nearly as well.
        Assert.Equal(expected[0], Trustworthiness.Of(rows, count, 30, map, 15, most: 300), 0.02);
    }

    [Fact]
    public void Should_be_one_for_a_map_that_is_the_space()
    {
        float[] plane = [.. Enumerable.Range(0, 60).Select(i => (float)Math.Sin(1.7 * i))];
        Assert.Equal(1, Trustworthiness.Of(plane, 30, 2, Array.ConvertAll(plane, value => (double)value), 5));
    }
}
