using Glm.Analysis.Baselines;
using Glm.Features;
using Glm.Genomes;
using Glm.Tests.Modeling;

namespace Glm.Tests.Analysis.Baselines;

public sealed class RandomFeaturesTests
{
    private const int Length = 6,
        Width = 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Should_say_the_same_of_either_strand_where_they_follow_the_reading(bool follows)
    {
        var options = new RandomFeatureRidgeOptions
        {
            Features = 40,
            WeightDeviation = 2,
            FollowsReading = follows,
            Bias = 0.1,
        };
        var features = new RandomFeatures(options, Width);
        WindowRows one = Rows(),
            other = Rows();
        other.Turn(0);
        var differences = Enumerable
            .Range(0, Length)
            .Select(gene => Fill(one, gene).Zip(Fill(other, Length - 1 - gene)).Max(Gap))
            .ToList();
        if (follows)
            Assert.All(differences, gap => Assert.InRange(gap, 0, 1e-5f));
        else
            Assert.All(differences, gap => Assert.True(gap > 0.1f));

        float[] Fill(WindowRows rows, int gene)
        {
            var row = new float[features.Count];
            features.Fill(Window(rows), gene, new float[Width], row);
            return row;
        }
    }

    private static float Gap((float One, float Other) pair) => Math.Abs(pair.One - pair.Other);

    private static WindowRows Rows()
    {
        var random = new Random(1);
        float[] labels = [.. Enumerable.Range(0, Length * Width).Select(_ => SmallModel.Normal(random))];
        for (var gene = 0; gene < Length; gene++)
            labels[((gene + 1) * Width) - 1] = Orientation.Of(gene % 3 == 1 ? Strand.Reverse : Strand.Forward);
        return new WindowRows(1, Length, [.. labels], [.. Enumerable.Repeat(1f, Length)], labels);
    }

    private static MaskedWindow Window(WindowRows rows) =>
        new(rows, 0, new bool[Length], new GeneWindow(new Scaffold("s", [], "g"), 0, Length), 0, labelLimit: 100);
}
