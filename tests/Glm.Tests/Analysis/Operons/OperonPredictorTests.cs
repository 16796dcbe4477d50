using Glm.Analysis.Operons;
using Glm.Runtime;
using Glm.Testing;

namespace Glm.Tests.Analysis.Operons;

public sealed class OperonPredictorTests : IDisposable
{
    private readonly TemporaryFolder _files = new();

    public void Dispose() => _files.Dispose();

    private static readonly PairFeatures Features = new("made up", ["x", "y"], [0, 1, 1, 0, 2, 5, 3, float.NaN, 4, 2, 5, 1]);

    private static OperonPredictor Fitted() => OperonPredictor.Fit(Features, [0, 1, 2, 3, 4, 5], [false, false, false, true, true, true]);

    [Fact]
    public void Should_learn_and_take_what_is_unknown_for_the_mean()
    {
        var predictor = Fitted();
        var probabilities = predictor.Predict(Features);
        Assert.All(probabilities[..3], probability => Assert.InRange(probability, 0, 0.5));
        Assert.All(probabilities[3..], probability => Assert.InRange(probability, 0.5, 1));
        var mean = Features with { Values = [3, (float)predictor.Mean[1]] };
        Assert.Equal(predictor.Predict(mean)[0], probabilities[3], 6);
        Assert.True(double.IsNaN(predictor.Predict(Features with { Values = [float.NaN, float.NaN] })[0]));
    }

    [Fact]
    public void Should_come_back_from_a_file_to_the_bit()
    {
        var path = _files["predictor.json"];
        var predictor = Fitted();
        predictor.Write(path);
        var back = OperonPredictor.Read(path);
        Assert.Equal(predictor.Predict(Features), back.Predict(Features));
        Assert.Equal((predictor.Name, predictor.Intercept), (back.Name, back.Intercept));
        Assert.Equal(predictor.Columns, back.Columns);
    }

    [Fact]
    public void Should_refuse_other_columns() =>
        Assert.Equal(
            "The operon predictor reads 2 numbers per pair (made up) and there are 1 (strand). Use the model that it was made with, or a "
                + "predictor that was made with this model.",
            Assert.Throws<GlmException>(() => Fitted().Predict(new PairFeatures("strand", ["same strand"], [1]))).Message
        );

    [Theory]
    [InlineData("{}", "it is not an operon predictor")]
    [InlineData(
        "{\"format\": \"glm operon predictor\", \"version\": 2}",
        "it is an operon predictor of version 2; this program reads version 1"
    )]
    [InlineData("{\"format\": ", "it is damaged, or not an operon predictor")]
    [InlineData(
        "{\"format\": \"glm operon predictor\", \"version\": 1, \"name\": \"x\", \"columns\": [\"a\"], \"mean\": [0], \"scale\": [0], "
            + "\"coefficients\": [1], \"intercept\": 0}",
        "its 1 columns do not go with its means, scales and coefficients"
    )]
    public void Should_say_what_is_wrong_with_a_file(string text, string message)
    {
        var path = _files["predictor.json"];
        File.WriteAllText(path, text);
        var said = Assert.Throws<GlmException>(() => OperonPredictor.Read(path)).Message;
        Assert.StartsWith(path, said);
        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_read_the_published_predictor_as_data()
    {
        var predictor = OperonPredictor.Read(Repository.Shared("reference", "operon_predictor.pkl"));
        Assert.Equal((OperonPredictor.Attention, 190), (predictor.Name, predictor.Columns.Count));
    }
}
