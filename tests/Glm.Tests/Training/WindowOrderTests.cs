using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Testing;
using Glm.Tests.Modeling;
using Glm.Training;

namespace Glm.Tests.Training;

[Collection(RandomState.Name)]
public sealed class WindowOrderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_read_every_window_once_a_pass_where_nothing_is_balanced()
    {
        var order = new WindowOrder(new Places([3, 9]), [.. Enumerable.Range(0, 12)], 4, new TrainingOptions());
        Assert.Equal(Enumerable.Range(0, 12), Enumerable.Range(0, 3).SelectMany(order.Of).Order());
        Assert.NotEqual(Enumerable.Range(0, 3).SelectMany(order.Of), Enumerable.Range(3, 3).SelectMany(order.Of));
    }

    [Theory]
    [InlineData(0.5, new[] { 10, 2, 1 }, new[] { 81, 16, 8 })] // square roots
    [InlineData(0, new[] { 1, 1, 1 }, new[] { 35, 35, 35 })] // alike
    [InlineData(1, new[] { 100, 4, 1 }, new[] { 100, 4, 1 })] // as they are
    public void Should_give_taxa_their_shares_of_a_pass(double power, int[] parts, int[] counts)
    {
        Assert.Equal(parts.Length, counts.Length);
        var places = new Places([100, 4, 1]);
        var options = new TrainingOptions { Balance = WindowUnit.Genome, BalancePower = power };
        var order = new WindowOrder(places, [.. Enumerable.Range(0, 105)], 5, options);
        for (var pass = 0; pass < 3; pass++)
        {
            var drawn = Enumerable.Range(21 * pass, 21).SelectMany(order.Of).ToArray();
            Assert.Equal(counts, Enumerable.Range(0, 3).Select(genome => drawn.Count(window => places.ScaffoldOf(window) == genome)));
        }
        // The windows of a taxon take turns.
        var all = Enumerable.Range(0, 21 * 40).SelectMany(order.Of).ToArray();
        foreach (var own in all.GroupBy(places.ScaffoldOf))
        {
            var times = own.GroupBy(window => window).Select(same => same.Count()).ToArray();
            Assert.InRange(times.Max() - times.Min(), 0, 1);
        }
        Assert.Equal(105, all.Distinct().Count());
    }

    [Fact]
    public void Should_depend_on_nothing_but_the_step()
    {
        var options = new TrainingOptions { Balance = WindowUnit.Genus, Seed = 3 };
        WindowOrder Order(int seed = 3) => new(new Places([30, 5, 5]), [.. Enumerable.Range(0, 40)], 7, options with { Seed = seed });
        var (whole, later) = (Order(), Order());
        var steps = Enumerable.Range(0, 50).Select(whole.Of).ToArray();
        foreach (var step in new[] { 49, 3, 17, 0 })
            Assert.Equal(steps[step], later.Of(step));
        Assert.NotEqual(steps[0], Order(seed: 4).Of(0));
    }

    [Fact]
    public void Should_balance_by_the_rank_that_is_asked_for()
    {
        // Two genomes of one genus and one of another.
        var places = new Places([16, 9, 25], ["one", "one", "two"]);
        var order = new WindowOrder(
            places,
            [.. Enumerable.Range(0, 50)],
            50,
            new TrainingOptions { Balance = WindowUnit.Genus, BalancePower = 0 }
        );
        Assert.Equal(25, order.Of(0).Count(window => places.ScaffoldOf(window) == 2));
        Assert.Equal(25, order.Of(0).Count(window => places.ScaffoldOf(window) < 2));
    }

    [Fact]
    public void Should_say_which_genomes_have_no_such_rank()
    {
        var places = new Places([4, 4], ["one", ""]);
        Assert.Equal(
            "places: the genus of 1 genomes is unknown (g1), so their windows cannot be balanced. Load them with a taxonomy, or use "
                + "Balance = genome.",
            Assert
                .Throws<GlmException>(() => new WindowOrder(places, [0, 5], 2, new TrainingOptions { Balance = WindowUnit.Genus }))
                .Message
        );
        Assert.Contains(
            "power of the balance is 2",
            Assert.Throws<GlmException>(() => new TrainingOptions { BalancePower = 2 }.Validate()).Message
        );
    }

    [Fact]
    public void Should_go_on_to_the_same_bits()
    {
        var options = new TrainingOptions
        {
            Steps = 12,
            BatchSize = 4,
            EvaluationFraction = 0.3,
            EvaluateBy = WindowUnit.Scaffold,
            Balance = WindowUnit.Genome,
        };
        using var whole = GlmModel.Create(TrainingData.Config);
        Trainer.Train(whole, TrainingData.Create(), options);
        using var source = new CancellationTokenSource();
        using var model = GlmModel.Create(TrainingData.Config);
        var saved = options with { SaveTo = _folder["run"] };
        Trainer.Train(model, TrainingData.Create(), saved, Immediate.Cancelling(source, 5), source.Token);
        Assert.Equal(5, Trainer.Train(model, TrainingData.Create(), saved).Resumed!.Step);
        Assert.Equal(SmallModel.Weights(whole), SmallModel.Weights(model));
    }

    /// <summary>Genomes of one scaffold each with so many windows.</summary>
    private sealed record Places(int[] Windows, string[]? Genera = null) : IWindowPlaces
    {
        private readonly int[] _scaffolds = [.. Windows.SelectMany((count, genome) => Enumerable.Repeat(genome, count))];

        public string Source => "places";

        public int WindowCount => _scaffolds.Length;

        public int LengthOf(int window) => 30;

        public int ScaffoldOf(int window) => _scaffolds[window];

        public string ScaffoldId(int scaffold) => $"s{scaffold}";

        public string GenomeIdOf(int scaffold) => $"g{scaffold}";

        public Lineage? LineageOf(int scaffold) => new("", "", "", "", "", Genera is null ? $"genus{scaffold}" : Genera[scaffold]);

        public IReadOnlyList<UInt128> ProteinHashesOf(int scaffold) => [];
    }
}
