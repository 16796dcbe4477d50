using Glm.Modeling.Functions;

namespace Glm.Tests.Modeling.Functions;

public sealed class FunctionRulesTests
{
    /// <summary>226 numbers that Python rounded.</summary>
    [Fact]
    public void Should_round_as_python_does()
    {
        var pairs = GoldenFunctions.Root.GetProperty("rounding").EnumerateArray().ToArray();
        Assert.True(pairs.Length > 200);
        Assert.All(pairs, pair => Assert.Equal(pair[1].GetDouble(), FunctionRules.Round(pair[0].GetDouble())));
    }

    [Theory]
    // Below the limit nothing helps.
    [InlineData(0.2949, 1.0, false)]
    // 0.295 lies a little below itself, and becomes 0.29; 0.2951 becomes 0.3.
    [InlineData(0.295, 1.0, false)]
    [InlineData(0.2951, 1.0, true)]
    // Between the limit and the middle only confidence helps.
    [InlineData(0.4249, 0.9499, false)]
    [InlineData(0.4249, 0.95, true)]
    [InlineData(0.425, 0.0, false)]
    [InlineData(0.425001, 0.0, true)]
    [InlineData(0.57, 0.0, true)]
    // 0.575 becomes 0.57, which is in the middle still; 0.5751 becomes 0.58, which is not.
    [InlineData(0.575, 0.0, true)]
    [InlineData(0.5751, 0.0, true)]
    [InlineData(1.0, 0.0, true)]
    public void Should_keep_what_plasgo_keeps(double probability, double confidence, bool kept) =>
        Assert.Equal(kept, FunctionRules.Keeps(FunctionRules.Round(probability), confidence, concatenatesInput: false));

    [Theory]
    [InlineData(0.4249, 0.95, true)]
    [InlineData(0.43, 0.0, true)]
    [InlineData(0.575, 0.0, true)]
    [InlineData(0.5751, 0.9499, false)]
    [InlineData(0.5751, 0.95, true)]
    [InlineData(1.0, 0.9499, false)]
    [InlineData(1.0, 1.0, true)]
    [InlineData(0.29, 1.0, false)]
    public void Should_ask_for_confidence_above_the_middle_where_the_protein_is_read_too(
        double probability,
        double confidence,
        bool kept
    ) => Assert.Equal(kept, FunctionRules.Keeps(FunctionRules.Round(probability), confidence, concatenatesInput: true));

    [Theory]
    [InlineData(0.2, 0.2, true)]
    [InlineData(0.19, 0.2, false)]
    [InlineData(0.3, 0.9, true)]
    [InlineData(0.29, 0.9, false)]
    public void Should_only_lower_the_limit(double probability, double limit, bool kept) =>
        Assert.Equal(kept, FunctionRules.Keeps(probability, 1, concatenatesInput: false, limit));

    [Fact]
    public void Should_call_what_the_rules_keep_and_average_over_the_windows_that_kept_it()
    {
        using var model = FunctionModel.Load(GoldenFunctions.PathOf("mf"));
        var random = new Random(2);
        float[] vectors = [.. Enumerable.Range(0, 7 * 6).Select(_ => (random.NextSingle() * 4) - 2)];
        string[] ids = [.. Enumerable.Range(0, 7).Select(i => $"p{i}")];
        Glm.Proteins.Sentences.ProteinSentences Of(params int[][] sentences) => new("test", ids, 6, vectors, sentences);
        var (first, last, whole) = (
            FunctionProbabilities.Read(model, Of([0, 1, 2, 3, 4])),
            FunctionProbabilities.Read(model, Of([2, 3, 4, 5, 6])),
            FunctionProbabilities.Read(model, Of([0, 1, 2, 3, 4, 5, 6]))
        );
        var some = 0;
        for (var i = 0; i < 21; i++)
        {
            double[] kept =
            [
                .. new[] { (first, i), (last, i) }
                    .Where(one => float.IsFinite(one.Item1.Probabilities[i]))
                    .Select(one => (Rounded: FunctionRules.Round(one.Item1.Probabilities[i]), Trust: (double)one.Item1.Confidences[i]))
                    .Where(one => FunctionRules.Keeps(one.Rounded, one.Trust, false))
                    .Select(one => one.Rounded),
            ];
            Assert.Equal(kept.Length == 0 ? 0 : FunctionRules.Round(kept.Average()), whole.Called[i], 6);
            some += kept.Length > 0 ? 1 : 0;
        }
        Assert.InRange(some, 1, 20);
    }
}
