using Glm.Runtime;
using Glm.Statistics.Manifolds;
using TorchSharp;

namespace Glm.Tests.Statistics.Manifolds;

[Collection(Training.RandomState.Name)]
public sealed class UmapTests
{
    // umap-learn's find_ab_params, by scipy's curve_fit.
    [Theory]
    [InlineData(0.1, 1, 1.57694346, 0.89506088)]
    [InlineData(0.5, 1, 0.58303002, 1.33416699)]
    [InlineData(0, 1, 1.9328084, 0.79049497)]
    [InlineData(0.25, 2, 0.4162735, 0.92185513)]
    public void Should_fit_the_curve_of_umap_learn(double minDist, double spread, double a, double b)
    {
        var curve = UmapCurve.Fit(minDist, spread);
        Assert.Equal(a, curve.A, 1e-6);
        Assert.Equal(b, curve.B, 1e-6);
    }

    [Fact]
    public void Should_give_each_point_the_same_amount_of_neighbourhood()
    {
        var neighbours = NearestNeighbours.Find(Groups.Rows(200, 12), 200, 12, 14);
        var memberships = Umap.Memberships(neighbours);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(1, memberships[i * 14]);
            Assert.Equal(Math.Log2(15), memberships.AsSpan(i * 14, 14).ToArray().Sum(), 1e-4);
        }
    }

    [Fact]
    public async Task Should_keep_neighbours_together_as_well_as_umap_learn()
    {
        using var referee = await Referee.Call();
        var digits = await referee.Digits();
        var map = Umap.Fit(digits, 1797, 64);
        // umap-learn has about 0.98 here.
        Assert.InRange(Trustworthiness.Of(digits, 1797, 64, map, 15), 0.98, 1);
    }

    [Theory]
    [InlineData(VectorMetric.Euclidean)]
    [InlineData(VectorMetric.Cosine)]
    public void Should_keep_groups_apart(VectorMetric metric) =>
        Assert.InRange(
            Groups.KeptApart(Umap.Fit(Groups.Rows(400, 10), 400, 10, new UmapOptions { Metric = metric, Epochs = 100 })),
            0.99,
            1
        );

    [Fact]
    public void Should_make_the_same_bits_of_the_same_seed_with_any_number_of_threads()
    {
        // One component, so that eigenvectors are where the points begin; and several, where principal components are.
        foreach (var rows in new[] { Groups.Rows(600, 40, groups: 1), Groups.Rows(600, 40) })
        {
            double[] Map(int seed) => Umap.Fit(rows, 600, 40, new UmapOptions { Seed = seed, Epochs = 30 });
            var one = Map(7);
            var threads = torch.get_num_threads();
            torch.set_num_threads(threads + 1);
            try
            {
                Assert.Equal(one, Map(7));
            }
            finally
            {
                torch.set_num_threads(threads);
            }
            Assert.NotEqual(one, Map(8));
        }
    }

    [Fact]
    public void Should_begin_with_the_smoothest_functions_on_the_graph()
    {
        const int count = 120;
        var graph = GraphOf(Groups.Rows(count, 2, groups: 1), count, 2);
        var start = MapStart.Spectral(graph, 0, TestContext.Current.CancellationToken)!;
        // All eigenvectors of the whole matrix, the largest value last.
        var (matrix, degrees) = (new double[count, count], new double[count]);
        for (var i = 0; i < count; i++)
        for (var e = graph.Starts[i]; e < graph.Starts[i + 1]; e++)
            (matrix[i, graph.Columns[e]], degrees[i]) = (graph.Weights[e], degrees[i] + graph.Weights[e]);
        for (var i = 0; i < count; i++)
        for (var j = 0; j < count; j++)
            matrix[i, j] /= Math.Sqrt(degrees[i] * degrees[j]);
        using var scope = torch.NewDisposeScope();
        var vectors = torch.linalg.eigh(torch.tensor(matrix)).Item2;
        for (var axis = 0; axis < 2; axis++)
        {
            var (product, length) = (0.0, 0.0);
            for (var i = 0; i < count; i++)
            {
                var value = start[(2 * i) + axis] * Math.Sqrt(degrees[i]);
                product += value * vectors[i, count - 2 - axis].item<double>();
                length += value * value;
            }
            Assert.Equal(1, Math.Abs(product) / Math.Sqrt(length), 1e-4);
        }
        Assert.Null(MapStart.Spectral(GraphOf(Groups.Rows(60, 5), 60, 5), 0, TestContext.Current.CancellationToken));

        static SparseGraph GraphOf(float[] rows, int count, int width)
        {
            var neighbours = NearestNeighbours.Find(rows, count, width, 5);
            return SparseGraph.Join(neighbours, Umap.Memberships(neighbours), static (a, b) => a + b - (a * b));
        }
    }

    [Fact]
    public void Should_lay_out_points_of_which_many_are_equal()
    {
        var rows = Groups.Rows(90, 6);
        for (var i = 0; i < 40; i++)
            rows.AsSpan(0, 6).CopyTo(rows.AsSpan(i * 6));
        Assert.All(Umap.Fit(rows, 90, 6, new UmapOptions { Neighbours = 5 }), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Should_say_what_is_wrong_in_one_line()
    {
        string Refused(float[] rows, int count, UmapOptions? options = null) =>
            Assert.Throws<GlmException>(() => Umap.Fit(rows, count, 4, options)).Message;

        var rows = Groups.Rows(30, 4);
        Assert.Equal(
            "There are 12 points, and neighbourhoods of 15 need more points than that. Use Neighbours = 6 or Method = pca, or map more "
                + "points.",
            Refused(rows[..48], 12)
        );
        Assert.Equal(
            "MinDist = 1.5: the least distance on the map must be 0 to 1, the spread. Use 0.1, or leave it out.",
            Refused(rows, 30, new UmapOptions { MinDist = 1.5 })
        );
        Assert.Equal(
            "Neighbours = 1: a neighbourhood has at least 2 points. Use 15, or leave it out.",
            Refused(rows, 30, new UmapOptions { Neighbours = 1 })
        );
        Assert.Equal(
            "All 30 points are equal, and a map by neighbourhoods needs points that differ. Map other points, or use Method = pca, which "
                + "puts them into one place.",
            Refused(new float[120], 30)
        );
        var broken = rows.ToArray();
        broken[9] = float.NaN;
        Assert.StartsWith("Point 3 of 30 has NaN at position 1; the numbers of a map must be finite.", Refused(broken, 30));
        broken.AsSpan(8, 4).Clear();
        Assert.StartsWith(
            "Point 3 of 30 is a vector of zeros, which has no direction to compare. Use Metric = euclidean",
            Refused(broken, 30, new UmapOptions { Metric = VectorMetric.Cosine })
        );
    }

    [Fact]
    public void Should_report_epochs_and_stop_when_told()
    {
        using var source = new CancellationTokenSource();
        var epochs = 0L;
        var progress = new Glm.Testing.Immediate(report =>
        {
            if (report is not { Activity: "lay out map", Unit: "epochs" })
                return;
            epochs = report.Done;
            if (epochs == 3)
                source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => Umap.Fit(Groups.Rows(60, 4), 60, 4, null, progress, source.Token));
        Assert.Equal(3, epochs);
    }
}
