using Glm.Analysis.Attention;
using Glm.Genomes;

namespace Glm.Tests.Analysis.Attention;

public sealed class AttentionReducerTests
{
    private static readonly AttentionResult Attention = new(
        new GeneWindow(new Scaffold("s", [new Gene("a", Strand.Forward, "p"), new Gene("b", Strand.Forward, "q")], "g"), 0, 2),
        Layers: 2,
        Heads: 2,
        [0.5f, 0.5f, 0.1f, 0.9f, 0.7f, 0.3f, 0.3f, 0.7f, 1, 0, 0, 1, 0, 1, 1, 0]
    );

    [Theory]
    [InlineData(AttentionReduction.Mean, new[] { 0.6f, 0.4f, 0.2f, 0.8f, 0.5f, 0.5f, 0.5f, 0.5f })]
    [InlineData(AttentionReduction.Max, new[] { 0.7f, 0.5f, 0.3f, 0.9f, 1, 1, 1, 1 })]
    // 0.5 · (mean + identity): [[.8, .2], [.1, .9]], then [[.75, .25], [.25, .75]] times it.
    [InlineData(AttentionReduction.Rollout, new[] { 0.8f, 0.2f, 0.1f, 0.9f, 0.625f, 0.375f, 0.275f, 0.725f })]
    public void Should_make_one_map_of_each_layer(AttentionReduction reduction, float[] expected)
    {
        var reduced = AttentionReducer.Reduce(Attention, reduction);
        Assert.Equal((2, 1, reduction), (reduced.Layers, reduced.Heads, reduced.Reduction));
        Assert.Equal(expected.Length, reduced.Values.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], reduced.Values[i], 1e-6f);
        Assert.Throws<ArgumentException>(() => AttentionReducer.Reduce(reduced, AttentionReduction.Max));
    }

    [Fact]
    public void Should_leave_heads_as_they_are() => Assert.Same(Attention, AttentionReducer.Reduce(Attention, AttentionReduction.Heads));
}
