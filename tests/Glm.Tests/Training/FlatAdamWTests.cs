using Glm.Modeling;
using Glm.Runtime;
using Glm.Tests.Modeling;
using Glm.Training;
using TorchSharp;

namespace Glm.Tests.Training;

public sealed class FlatAdamWTests
{
    private const int Steps = 6;

    /// <summary>Numbers of parameters that leave every remainder of a vector's width, and one that takes several pieces.</summary>
    public static TheoryData<AdamEpsilon, int, double> Cases
    {
        get
        {
            var cases = new TheoryData<AdamEpsilon, int, double>();
            foreach (var placement in Enum.GetValues<AdamEpsilon>())
            foreach (var width in new[] { 2, 3, 4, 5, 9000 })
            foreach (var scale in new[] { 1, 0.1 })
                cases.Add(placement, width, scale);
            return cases;
        }
    }

    [Fact]
    public void Should_be_tested_on_lengths_of_every_kind()
    {
        long Length(int width) => new ParameterLayout(ConfigOf(width)).Count;
        Assert.Equal(4, new[] { 2, 3, 4, 5 }.Select(width => Length(width) % 4).Distinct().Count());
        Assert.True(Length(9000) > (1 << 16) && Length(9000) % 8 != 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_do_what_the_formulas_say(AdamEpsilon placement, int width, double scale)
    {
        // A large epsilon makes its placement count.
        const double Epsilon = 1e-2;
        using var model = GlmModel.Create(ConfigOf(width));
        using var optimizer = new FlatAdamW(model.Parameters, Epsilon, placement);
        var expected = Array.ConvertAll(SmallModel.Weights(model), value => (double)value);
        var (mean, variance) = (new double[expected.Length], new double[expected.Length]);
        for (var step = 1; step <= Steps; step++)
        {
            var gradients = Gradients(expected.Length, step);
            Set(model, gradients);
            var rate = 1e-3 * step;
            optimizer.Step(rate, scale);
            for (var i = 0; i < expected.Length; i++)
            {
                var gradient = gradients[i] * scale;
                mean[i] = (0.9 * mean[i]) + (0.1 * gradient);
                variance[i] = (0.999 * variance[i]) + (0.001 * gradient * gradient);
                var (unbiased1, unbiased2) = (1 - Math.Pow(0.9, step), 1 - Math.Pow(0.999, step));
                expected[i] -=
                    placement == AdamEpsilon.AfterBiasCorrection
                        ? rate * (mean[i] / unbiased1) / (Math.Sqrt(variance[i] / unbiased2) + Epsilon)
                        : rate * Math.Sqrt(unbiased2) / unbiased1 * mean[i] / (Math.Sqrt(variance[i]) + Epsilon);
            }
        }
        Assert.True(SmallModel.Difference(Array.ConvertAll(expected, value => (float)value), SmallModel.Weights(model)) <= 1e-6);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Should_do_the_same_by_tensor_operations(AdamEpsilon placement, int width, double scale)
    {
        float[] Run(bool tensorOperations)
        {
            using var model = GlmModel.Create(ConfigOf(width));
            using var optimizer = new FlatAdamW(model.Parameters, 1e-6, placement) { UsesTensorOperations = tensorOperations };
            for (var step = 1; step <= Steps; step++)
            {
                Set(model, Gradients((int)model.Parameters.Layout.Count, step));
                optimizer.Step(1e-2, scale);
            }
            return SmallModel.Weights(model);
        }
        Assert.True(SmallModel.Difference(Run(false), Run(true)) <= 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_leave_weights_without_gradient_alone_and_keep_no_tensor(bool tensorOperations)
    {
        using var model = GlmModel.Create(ConfigOf(5));
        using var optimizer = new FlatAdamW(model.Parameters, 1e-8, AdamEpsilon.AfterBiasCorrection)
        {
            UsesTensorOperations = tensorOperations,
        };
        var weights = SmallModel.Weights(model);
        optimizer.Step(0.1);
        var before = SmallModel.LiveTensors;
        for (var i = 0; i < 10; i++)
            optimizer.Step(0.1);
        Assert.Equal(before, SmallModel.LiveTensors);
        Assert.Equal(weights, SmallModel.Weights(model));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_change_the_ranges_it_was_given_and_nothing_else(bool tensorOperations)
    {
        using var whole = GlmModel.Create(ConfigOf(9000));
        using var part = GlmModel.Create(ConfigOf(9000));
        var layout = part.Parameters.Layout;
        ParameterRange[] ranges = [layout.Head.Range, new(70_000, 3), layout.Layers[0].Key.Weight.Range];
        using var all = new FlatAdamW(whole.Parameters, 1e-8, AdamEpsilon.AfterBiasCorrection) { UsesTensorOperations = tensorOperations };
        using var some = new FlatAdamW(part.Parameters, 1e-8, AdamEpsilon.AfterBiasCorrection, ranges)
        {
            UsesTensorOperations = tensorOperations,
        };
        var before = SmallModel.Weights(part);
        for (var step = 1; step <= Steps; step++)
        {
            Set(whole, Gradients(before.Length, step));
            Set(part, Gradients(before.Length, step));
            all.Step(1e-2);
            some.Step(1e-2);
        }
        var (trained, expected) = (SmallModel.Weights(part), SmallModel.Weights(whole));
        for (var i = 0; i < before.Length; i++)
            if (ranges.Any(range => i >= range.Start && i < range.End))
                Assert.Equal(expected[i], trained[i], 1e-6f);
            else
                Assert.Equal(before[i], trained[i]);
        Assert.NotEqual(before[^1], trained[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Should_shrink_matrices_and_no_vectors(bool tensorOperations)
    {
        using var model = GlmModel.Create(ConfigOf(5));
        using var values = torch.randn(model.Parameters.Layout.Count);
        model.Parameters.Values.copy_(values);
        var before = SmallModel.Weights(model);
        var layout = model.Parameters.Layout;
        // All that lies before the head, and three numbers of it.
        ParameterRange[] trained = [layout.Whole with { Count = layout.Head.Both.Weight.Range.Start + 3 }];
        using var optimizer = new FlatAdamW(model.Parameters, 1e-8, AdamEpsilon.AfterBiasCorrection, trained, weightDecay: 0.1)
        {
            UsesTensorOperations = tensorOperations,
        };
        Set(model, new float[before.Length]);
        optimizer.Step(0.5);
        var after = SmallModel.Weights(model);
        var shrunk = new HashSet<ParameterLeaf>();
        foreach (var leaf in layout.Leaves)
            for (var i = (int)leaf.Range.Start; i < leaf.Range.End; i++)
            {
                var shrinks = i < trained[0].End && leaf.Shape.Length == 2 && leaf.Index != layout.TokenType.Index;
                Assert.Equal(shrinks ? before[i] * 0.95f : before[i], after[i], 1e-6f);
                if (shrinks)
                    shrunk.Add(leaf);
            }
        Assert.Contains(layout.Layers[0].Distances, shrunk);
        Assert.Equal(7, shrunk.Count); // input, three of the attention, two of the feed-forward block, and three numbers of the head
    }

    [Fact]
    public void Should_refuse_ranges_that_are_not_of_the_model()
    {
        using var model = GlmModel.Create(ConfigOf(5));
        var count = model.Parameters.Layout.Count;
        void Refused(string part, params ParameterRange[] ranges) =>
            Assert.Contains(
                part,
                Assert.Throws<GlmException>(() => new FlatAdamW(model.Parameters, 1e-8, AdamEpsilon.AfterBiasCorrection, ranges)).Message
            );
        Refused("nothing to train");
        Refused("cannot be trained", new ParameterRange(-1, 4));
        Refused("cannot be trained", new ParameterRange(0, 0));
        Refused("cannot be trained", new ParameterRange(count - 1, 2));
        Refused("contain parameter 5", new ParameterRange(5, 5), new ParameterRange(0, 6));
    }

    private static GlmConfig ConfigOf(int width) =>
        new()
        {
            ProteinWidth = width,
            HiddenSize = 8,
            Heads = 2,
            Layers = 1,
            FeedForwardSize = 7,
            LabelWidth = 2,
            Predictions = width % 4 + 1,
            MaxPositions = 3,
            MaxGenes = 3,
        };

    /// <summary>From one to six orders of magnitude below 1, some exactly 0.</summary>
    private static float[] Gradients(int count, int step)
    {
        var random = new Random(step);
        return [.. Enumerable.Range(0, count).Select(i => i % 11 == 0 ? 0 : SmallModel.Normal(random) * MathF.Pow(10, -(i % 6)))];
    }

    private static void Set(GlmModel model, float[] gradients)
    {
        using var source = torch.tensor(gradients);
        model.Parameters.Gradients.copy_(source);
    }
}
