using Glm.Runtime;
using Glm.Statistics.Manifolds;

namespace Glm.Tests.Statistics.Manifolds;

public sealed class NearestNeighboursTests
{
    [Theory]
    [InlineData(VectorMetric.Euclidean)]
    [InlineData(VectorMetric.Cosine)]
    public void Should_find_exactly_what_measuring_every_pair_finds(VectorMetric metric)
    {
        const int count = 300;
        const int width = 37;
        // Far from the origin, where products alone could not tell one neighbour from the next.
        var rows = Array.ConvertAll(Groups.Rows(count, width), value => value + 100);
        var found = NearestNeighbours.Find(rows, count, width, 7, metric);
        for (var i = 0; i < count; i++)
        {
            var expected = Enumerable
                .Range(0, count)
                .Where(j => j != i)
                .OrderBy(j => Distance(rows, width, i, j, metric))
                .Take(7)
                .ToArray();
            Assert.Equal(expected, found.Indices[(i * 7)..((i + 1) * 7)]);
            for (var n = 0; n < 7; n++)
                Assert.Equal(Distance(rows, width, i, expected[n], metric), found.Distances[(i * 7) + n], 1e-9);
        }
    }

    [Theory]
    [InlineData("euclidean")]
    [InlineData("cosine")]
    public async Task Should_agree_with_scikit_learn(string metric)
    {
        using var referee = await Referee.Call();
        const int count = 500;
        const int width = 20;
        var rows = Groups.Rows(count, width);
        referee.Give("rows", rows);
        var expected = await referee.Numbers(
            $"""
            from sklearn.neighbors import NearestNeighbors
            rows = np.fromfile('rows', 'float32').astype(float).reshape(-1, {width})
            distances, indices = NearestNeighbors(n_neighbors=5, metric='{metric}', algorithm='brute').fit(rows).kneighbors()
            for value in np.concatenate([indices.ravel(), distances.ravel()]): print(repr(float(value)))
            """
        );
        var found = NearestNeighbours.Find(rows, count, width, 5, Enum.Parse<VectorMetric>(metric, ignoreCase: true));
        Assert.Equal(expected[..(5 * count)], found.Indices.Select(index => (double)index));
        for (var i = 0; i < 5 * count; i++)
            Assert.Equal(expected[(5 * count) + i], found.Distances[i], 1e-7);
    }

    [Fact]
    public void Should_order_equal_points_by_their_row_and_never_name_the_point_itself()
    {
        float[] rows = [1, 0, 5, 5, 1, 0, 1, 0, 5, 5];
        var found = NearestNeighbours.Find(rows, 5, 2, 2);
        Assert.Equal([2, 3, 4, 0, 0, 3, 0, 2, 1, 0], found.Indices);
        Assert.Equal(0, found.Distances[0]);
    }

    [Theory]
    [InlineData(VectorMetric.Euclidean)]
    [InlineData(VectorMetric.Cosine)]
    public void Should_find_the_neighbours_of_one_row_as_those_of_all(VectorMetric metric)
    {
        const int count = 200;
        const int width = 9;
        var rows = Groups.Rows(count, width);
        var all = NearestNeighbours.Find(rows, count, width, 6, metric);
        for (var i = 0; i < count; i += 17)
        {
            var one = NearestNeighbours.Of(rows[(i * width)..((i + 1) * width)], rows, 6, metric, row => row == i);
            Assert.Equal(all.Indices[(i * 6)..((i + 1) * 6)], one.Select(found => found.Row));
            Assert.Equal(all.Distances[(i * 6)..((i + 1) * 6)], one.Select(found => found.Distance));
        }
    }

    [Fact]
    public void Should_say_how_far_it_is_and_stop_when_told()
    {
        using var source = new CancellationTokenSource();
        var progress = new Glm.Testing.Immediate(report =>
        {
            Assert.Equal(("find nearest neighbours", 300), (report.Activity, report.Total));
            source.Cancel();
        });
        NearestNeighbours.Find(Groups.Rows(300, 8), 300, 8, 3, progress: progress, cancellation: source.Token);
        Assert.Throws<OperationCanceledException>(() =>
            NearestNeighbours.Find(Groups.Rows(300, 8), 300, 8, 3, cancellation: source.Token)
        );
    }

    private static double Distance(float[] rows, int width, int i, int j, VectorMetric metric)
    {
        var (a, b) = (rows.AsSpan(i * width, width).ToArray(), rows.AsSpan(j * width, width).ToArray());
        double Product(float[] x, float[] y) => x.Zip(y, (p, q) => (double)p * q).Sum();
        return metric == VectorMetric.Euclidean
            ? Math.Sqrt(a.Zip(b, (x, y) => Math.Pow((double)x - y, 2)).Sum())
            : 1 - (Product(a, b) / Math.Sqrt(Product(a, a) * Product(b, b)));
    }
}
