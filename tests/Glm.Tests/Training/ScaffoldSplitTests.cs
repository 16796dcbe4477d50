using Glm.Features;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Training;

namespace Glm.Tests.Training;

public sealed class ScaffoldSplitTests
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
            var split = ScaffoldSplit.Create(data, fraction, seed);
            Assert.Equal(Enumerable.Range(0, 40), split.Training.Concat(split.Evaluation).Order());
            Assert.Empty(split.Training.Select(Scaffold).Intersect(split.Evaluation.Select(Scaffold)));
            Assert.NotEmpty(split.Training);
            Assert.InRange(split.Evaluation.Length, Math.Min(2, (40 * fraction) - 1), (40 * fraction) + 2);
        }

        string Scaffold(int window) => data.Windows[window].Scaffold.Id;
    }

    [Fact]
    public void Should_depend_on_the_seed_alone()
    {
        var data = TrainingData.Create(20);
        Assert.Equal(ScaffoldSplit.Create(data, 0.2, 1).Evaluation, ScaffoldSplit.Create(data, 0.2, 1).Evaluation);
        Assert.True(
            Enumerable.Range(0, 10).Select(seed => string.Join(',', ScaffoldSplit.Create(data, 0.2, seed).Evaluation)).Distinct().Count()
                > 5
        );
    }

    [Fact]
    public void Should_hold_out_nothing_when_asked()
    {
        var split = ScaffoldSplit.Create(TrainingData.Create(1), 0, 1);
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
        Assert.Contains("no window", Assert.Throws<GlmException>(() => ScaffoldSplit.Create(data, 0.1, 1)).Message);
    }
}
