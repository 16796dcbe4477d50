using Glm.Features;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Tests.Training;

public sealed class EvaluationSplitTests
{
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Should_keep_whole_scaffolds_on_one_side(double fraction)
    {
        var data = TrainingData.Create(20);
        for (var seed = 0; seed < 20; seed++)
        {
            var split = EvaluationSplit.Create(data, fraction, unit: null, seed);
            Assert.Equal(Enumerable.Range(0, 40), split.Training.Concat(split.Evaluation).Order());
            Assert.Empty(split.Training.Select(Scaffold).Intersect(split.Evaluation.Select(Scaffold)));
            Assert.NotEmpty(split.Training);
            Assert.InRange(split.Evaluation.Length, Math.Max(2, (40 * fraction) - 2), Math.Max(2, (40 * fraction) + 2));
        }

        string Scaffold(int window) => data.Windows[window].Scaffold.Id;
    }

    [Fact]
    public void Should_depend_on_the_seed_alone()
    {
        var data = TrainingData.Create(20);
        Assert.Equal(
            EvaluationSplit.Create(data, 0.2, unit: null, 1).Evaluation,
            EvaluationSplit.Create(data, 0.2, unit: null, 1).Evaluation
        );
        Assert.True(
            Enumerable
                .Range(0, 10)
                .Select(seed => string.Join(',', EvaluationSplit.Create(data, 0.2, unit: null, seed).Evaluation))
                .Distinct()
                .Count() > 5
        );
    }

    [Fact]
    public void Should_hold_out_nothing_when_asked()
    {
        var split = EvaluationSplit.Create(TrainingData.Create(1), 0, unit: null, 1);
        Assert.Equal([0, 1], split.Training);
        Assert.Empty(split.Evaluation);
    }

    [Fact]
    public void Should_refuse_a_set_without_windows()
    {
        var set = new ScaffoldSet("empty", [], new Dictionary<string, Protein>(), [], []);
        var data = GeneDataset.Create(
            set,
            new ProteinVectors("one", ["p"], 1, [Half.One]),
            new FeatureTransform(new Normalizer([0], [1]), null)
        );
        Assert.Contains("no window", Assert.Throws<GlmException>(() => EvaluationSplit.Create(data, 0.1, unit: null, 1)).Message);
    }

    [Theory]
    [InlineData(null, WindowUnit.Genome)]
    [InlineData(WindowUnit.Genome, WindowUnit.Genome)]
    [InlineData(WindowUnit.Scaffold, WindowUnit.Scaffold)]
    [InlineData(WindowUnit.Class, WindowUnit.Class)]
    public void Should_keep_whole_units_on_one_side(WindowUnit? asked, WindowUnit used)
    {
        var places = new Places(Genomes: 12, ScaffoldsPerGenome: 3, WindowsPerScaffold: 4);
        for (var seed = 0; seed < 20; seed++)
        {
            var split = EvaluationSplit.Create(places, 0.25, asked, seed);
            Assert.Equal(used, split.Unit);
            Assert.Equal(Enumerable.Range(0, places.WindowCount), split.Training.Concat(split.Evaluation).Order());
            Assert.Empty(Units(split.Training, used).Intersect(Units(split.Evaluation, used)));
            Assert.Equal(split.HeldOut, Units(split.Evaluation, used).Order(StringComparer.Ordinal));
            Assert.InRange(split.Evaluation.Length, 24, 36); // of the 36 wanted; a class has 24
        }

        IEnumerable<string> Units(int[] windows, WindowUnit unit) =>
            windows
                .Select(places.ScaffoldOf)
                .Select(scaffold =>
                    unit switch
                    {
                        WindowUnit.Scaffold => places.ScaffoldId(scaffold),
                        WindowUnit.Genome => places.GenomeIdOf(scaffold),
                        _ => places.LineageOf(scaffold)![TaxonomicRank.Class],
                    }
                )
                .Distinct();
    }

    [Fact]
    public void Should_hold_out_scaffolds_where_there_is_one_genome()
    {
        var split = EvaluationSplit.Create(new Places(1, 5, 2), 0.2, unit: null, seed: 1);
        Assert.Equal(WindowUnit.Scaffold, split.Unit);
        Assert.Single(split.HeldOut);
    }

    [Fact]
    public void Should_come_as_close_to_the_share_as_whole_units_can()
    {
        // One genome of 90 windows and ten of 1: a tenth of them is never the large one.
        var places = new Places(11, 1, 1) { WindowsOfFirst = 90 };
        for (var seed = 0; seed < 20; seed++)
            Assert.Equal(10, EvaluationSplit.Create(places, 0.1, WindowUnit.Genome, seed).Evaluation.Length);
        // Two genomes of 50: half is the nearest to a tenth.
        Assert.Equal(50, EvaluationSplit.Create(new Places(2, 1, 50), 0.1, WindowUnit.Genome, 1).Evaluation.Length);
    }

    [Fact]
    public void Should_name_genomes_of_unknown_rank()
    {
        var error = Assert.Throws<GlmException>(() =>
            EvaluationSplit.Create(new Places(12, 1, 1) { KnowsLineages = false }, 0.1, WindowUnit.Family, 1)
        );
        Assert.Contains("the family of 12 genomes is unknown (g0, g1, g2, …)", error.Message);
    }

    [Fact]
    public void Should_refuse_one_unit_by_name()
    {
        var error = Assert.Throws<GlmException>(() => EvaluationSplit.Create(new Places(1, 5, 2), 0.2, WindowUnit.Genome, 1));
        Assert.Contains("All windows are of the genome 'g0'", error.Message);
    }

    /// <summary>Windows of numbered genomes, two of which make a class.</summary>
    private sealed record Places(int Genomes, int ScaffoldsPerGenome, int WindowsPerScaffold) : IWindowPlaces
    {
        public int WindowsOfFirst { get; init; }

        public bool KnowsLineages { get; init; } = true;

        public string Source => "places";

        private int Extra => Math.Max(0, WindowsOfFirst - WindowsPerScaffold);

        public int WindowCount => (Genomes * ScaffoldsPerGenome * WindowsPerScaffold) + Extra;

        public int LengthOf(int window) => 30;

        public int ScaffoldOf(int window) => Math.Max(0, window - Extra) / WindowsPerScaffold;

        public string ScaffoldId(int scaffold) => $"s{scaffold}";

        public string GenomeIdOf(int scaffold) => $"g{scaffold / ScaffoldsPerGenome}";

        public Lineage? LineageOf(int scaffold) =>
            KnowsLineages ? new Lineage("Bacteria", "p", $"c{scaffold / ScaffoldsPerGenome / 2}") : null;

        public IReadOnlyList<UInt128> ProteinHashesOf(int scaffold) => [];
    }
}
