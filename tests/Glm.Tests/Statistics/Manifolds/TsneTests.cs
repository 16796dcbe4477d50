using Glm.Runtime;
using Glm.Statistics.Manifolds;
using TorchSharp;

namespace Glm.Tests.Statistics.Manifolds;

[Collection(Training.RandomState.Name)]
public sealed class TsneTests
{
    [Fact]
    public void Should_give_each_point_the_perplexity_that_was_asked_for()
    {
        var affinities = Tsne.Affinities(NearestNeighbours.Find(Groups.Rows(200, 12), 200, 12, 61), 20);
        for (var i = 0; i < 200; i++)
        {
            var shares = affinities[(i * 61)..((i + 1) * 61)];
            Assert.Equal(1, shares.Sum(), 1e-9);
            Assert.Equal(20, Math.Exp(-shares.Where(share => share > 0).Sum(share => share * Math.Log(share))), 1e-3);
        }
    }

    [Fact]
    public void Should_push_as_all_points_together_would()
    {
        var random = new SeededRandom(3);
        double[] map = [.. Enumerable.Range(0, 1000).Select(_ => (random.NextDouble() * 40) - 20)];
        // Points in one place must neither loop nor push each other.
        (map[10], map[11]) = (map[0], map[1]);
        var tree = new QuadTree(map);
        for (var i = 0; i < 500; i += 5)
        {
            var (x, y, sum) = (0.0, 0.0, 0.0);
            for (var j = 0; j < 500; j++)
            {
                var (dx, dy) = (map[2 * i] - map[2 * j], map[(2 * i) + 1] - map[(2 * j) + 1]);
                var near = 1 / (1 + (dx * dx) + (dy * dy));
                (x, y, sum) = (x + (near * near * dx), y + (near * near * dy), sum + (i == j ? 0 : near));
            }
            var push = tree.Push(map[2 * i], map[(2 * i) + 1]);
            Assert.Equal(sum, push.Sum, 0.03 * sum);
            Assert.Equal(x, push.X, 0.06);
            Assert.Equal(y, push.Y, 0.06);
        }
        Assert.Equal(Enumerable.Range(0, 500), tree.Order.Order());
    }

    [Fact]
    public async Task Should_keep_neighbours_together_as_well_as_scikit_learn()
    {
        using var referee = await Referee.Call();
        var digits = await referee.Digits();
        var expected = await referee.Numbers(
            """
            from sklearn.manifold import TSNE, trustworthiness
            rows = np.fromfile('digits', 'float32').reshape(-1, 64)
            print(trustworthiness(rows, TSNE(init='pca', learning_rate='auto', random_state=0).fit_transform(rows), n_neighbors=15))
            """
        );
        var map = Tsne.Fit(digits, 1797, 64);
        Assert.Equal(expected[0], Trustworthiness.Of(digits, 1797, 64, map, 15), 0.01);
    }

    [Theory]
    [InlineData(VectorMetric.Euclidean)]
    [InlineData(VectorMetric.Cosine)]
    public void Should_keep_groups_apart(VectorMetric metric) =>
        Assert.InRange(
            Groups.KeptApart(Tsne.Fit(Groups.Rows(400, 10), 400, 10, new TsneOptions { Metric = metric, Iterations = 400 })),
            0.99,
            1
        );

    [Fact]
    public void Should_make_the_same_bits_of_the_same_seed_with_any_number_of_threads()
    {
        var rows = Groups.Rows(700, 40);
        double[] Map(int seed) => Tsne.Fit(rows, 700, 40, new TsneOptions { Seed = seed, Iterations = 250 });
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

    [Fact]
    public void Should_part_points_that_exaggeration_drew_together()
    {
        // Noise in so many dimensions that nobody is near anybody: no group holds its own.
        var random = new SeededRandom(5);
        float[] rows = [.. Enumerable.Range(0, 600 * 100).Select(_ => (float)random.NextDouble())];
        var map = Tsne.Fit(rows, 600, 100, new TsneOptions { Iterations = 600 });
        Assert.InRange(map.Max() - map.Min(), 5, 500);
        Assert.InRange(Trustworthiness.Of(rows, 600, 100, map, 15), 0.65, 1);
    }

    [Fact]
    public void Should_take_points_apart_that_are_equal()
    {
        var rows = Groups.Rows(90, 6);
        for (var i = 0; i < 40; i++)
            rows.AsSpan(0, 6).CopyTo(rows.AsSpan(i * 6));
        Assert.All(Tsne.Fit(rows, 90, 6, new TsneOptions { Perplexity = 10 }), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Should_say_what_is_wrong_in_one_line()
    {
        string Refused(int count, TsneOptions? options = null) =>
            Assert.Throws<GlmException>(() => Tsne.Fit(Groups.Rows(count, 4), count, 4, options)).Message;

        Assert.Equal(
            "Perplexity = 30 for 20 points: it must be less than the number of points. Use Perplexity = 6 or Method = pca, or map more "
                + "points.",
            Refused(20)
        );
        Assert.StartsWith("Perplexity = 0.5: it must be at least 1", Refused(20, new TsneOptions { Perplexity = 0.5 }));
        Assert.StartsWith(
            "100 iterations are too few for t-SNE: groups need 250 to form.",
            Refused(20, new TsneOptions { Perplexity = 5, Iterations = 100 })
        );
    }

    [Fact]
    public void Should_stop_when_told()
    {
        using var source = new CancellationTokenSource();
        var progress = new Glm.Testing.Immediate(report =>
        {
            if (report is { Activity: "lay out map", Done: 5 })
                source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() =>
            Tsne.Fit(Groups.Rows(60, 4), 60, 4, new TsneOptions { Perplexity = 10 }, progress, source.Token)
        );
    }
}
