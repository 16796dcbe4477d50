using Glm.Runtime;
using Glm.Statistics;
using Glm.Tests.Analysis;

namespace Glm.Tests.Features;

public sealed class LabelPcaTests
{
    [Fact]
    public void Should_whiten_as_scikit_learn_does()
    {
        var rows = Waves.Rows(9, 4);
        var labels = LabelPca.Fit(rows, 9, 4, 3).Transform(rows, 9);
        Waves.ShouldBe([-0.159388741933, 1.278607512311, 0.285948548863], labels[3..6], 1e-10);
        var fewRows = Waves.Rows(4, 6);
        Waves.ShouldBe([-0.970674081362, 0.656032989381], LabelPca.Fit(fewRows, 4, 6, 2).Transform(fewRows, 4)[2..4], 1e-10);
    }

    [Fact]
    public void Should_leave_variances_where_whitening_is_not_asked_for()
    {
        var rows = Waves.Rows(9, 4);
        Waves.ShouldBe(
            [-3.185807941595, -0.708513894184, -1.469283125503],
            LabelPca.Fit(rows, 9, 4, 3, whiten: false).Transform(rows, 9)[..3],
            1e-10
        );
    }

    [Fact]
    public void Should_transform_one_vector_as_it_does_many()
    {
        var rows = Waves.Rows(9, 4);
        var pca = LabelPca.Fit(rows, 9, 4, 3);
        var one = new double[3];
        pca.Transform(rows.AsSpan(8, 4), one);
        Waves.ShouldBe(pca.Transform(rows, 9)[6..9], one, 1e-13);
    }

    [Fact]
    public void Should_give_0_along_components_that_do_not_vary()
    {
        // 12 proteins of rank 2 in 5 dimensions.
        var pattern = Waves.Rows(2, 5);
        var rows = Enumerable
            .Range(0, 12)
            .SelectMany(i => Enumerable.Range(0, 5).Select(j => (Math.Cos(i) * pattern[j]) + (Math.Sin(i * i) * pattern[5 + j])))
            .ToArray();
        var labels = LabelPca.Fit(rows, 12, 5, 4).Transform(rows, 12);
        for (var i = 0; i < labels.Length; i++)
            if (i % 4 < 2)
                Assert.InRange(Math.Abs(labels[i]), 1e-9, 10);
            else
                Assert.Equal(0, labels[i]);
        Assert.All(LabelPca.Fit([.. Enumerable.Repeat(0.3, 60)], 12, 5, 4).Transform(rows, 12), label => Assert.Equal(0, label));
    }

    [Fact]
    public void Should_say_how_many_proteins_are_missing()
    {
        var error = Assert.Throws<GlmException>(() => LabelPca.Fit(Waves.Rows(9, 20), 9, 20, 9)).Message;
        Assert.Contains("need 10 or more proteins, and there are 9", error);
        Assert.Contains("label width is 9 or less", error);
        Assert.Contains(
            "protein vectors of 5 or more",
            Assert.Throws<GlmException>(() => LabelPca.Fit(Waves.Rows(9, 4), 9, 4, 5)).Message
        );
    }

    [Fact]
    public void Should_refuse_damaged_components()
    {
        Assert.Contains(
            "needs 4 coefficients",
            Assert.Throws<GlmException>(() => new LabelPca(new double[3], [0, 0], [1, 1], true)).Message
        );
        Assert.Contains(
            "Component 1",
            Assert.Throws<GlmException>(() => new LabelPca([1, 0, 0, double.NaN], [0, 0], [1, 1], true)).Message
        );
        Assert.Contains("component 1 is -1", Assert.Throws<GlmException>(() => new LabelPca([1, 0, 0, 1], [0, 0], [1, -1], true)).Message);
    }
}
