using Glm.Statistics;
using Glm.Tests.Analysis;
using TorchSharp;

namespace Glm.Tests.Statistics;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void Should_agree_with_scikit_learn_where_there_are_more_rows_than_columns()
    {
        var rows = Waves.Rows(9, 4);
        var pca = PrincipalComponents.Fit(rows, 9, 4, 4);
        Waves.ShouldBe(
            [
                -0.155340641302,
                -0.056805113115,
                -0.00954791303,
                0.986180156787,
                0.053048358677,
                -0.540184841086,
                0.839745318518,
                -0.014629050864,
                -0.198321723644,
                -0.826289018391,
                -0.520461546292,
                -0.083873302358,
                0.96629377041,
                -0.149063659795,
                -0.15445522398,
                0.142126557623,
            ],
            pca.Components,
            1e-11
        );
        Waves.ShouldBe([9.289945302688, 5.869425685689, 1.395057873592, 0.281742516089], pca.ExplainedVariance, 1e-11);
        Waves.ShouldBe(
            [0.55178490965, 0.348619977422, 0.082860755113, 0.016734357816],
            [.. Enumerable.Range(0, 4).Select(pca.ExplainedVarianceRatio)],
            1e-11
        );
        Waves.ShouldBe([0.110749281356, 0.129102241401, 0.112423890491, -0.166925995093], pca.Mean, 1e-11);
        Waves.ShouldBe([-3.185807941595, -0.708513894184, -1.469283125503, -0.078768057454], pca.Project(rows, 9)[..4], 1e-11);
    }

    [Fact]
    public void Should_agree_with_scikit_learn_where_there_are_fewer_rows_than_columns()
    {
        var rows = Waves.Rows(4, 6);
        var pca = PrincipalComponents.Fit(rows, 4, 6, 3);
        Waves.ShouldBe(
            [
                -0.125576849506,
                0.1062803207,
                -0.260803186662,
                0.488504591457,
                0.493335455863,
                -0.650307648918,
                -0.091377446378,
                -0.406294531376,
                0.407455348453,
                0.436865115545,
                0.48516786838,
                0.484062047051,
                0.355615252318,
                -0.612436072968,
                -0.649349551469,
                0.189957261956,
                -0.173840853236,
                0.102472460831,
            ],
            pca.Components,
            1e-11
        );
        Waves.ShouldBe([32.252169814943, 16.78590186721, 0.702613114342], pca.ExplainedVariance, 1e-11);
        Waves.ShouldBe([-4.133609209595, -4.044328145914, -0.723879924768], pca.Project(rows, 4)[..3], 1e-11);
    }

    [Fact]
    public void Should_find_the_same_components_by_covariance_and_by_svd()
    {
        // Repeating every row turns the second path into the first and scales variances by (2 · 5) / 11 alone.
        var rows = Waves.Rows(6, 8);
        var few = PrincipalComponents.Fit(rows, 6, 8, 3);
        var many = PrincipalComponents.Fit([.. rows, .. rows], 12, 8, 3);
        Waves.ShouldBe(few.Components, many.Components, 1e-9);
        Waves.ShouldBe([.. few.ExplainedVariance.Select(value => value * 10 / 11)], many.ExplainedVariance, 1e-9);
    }

    [Fact]
    public void Should_find_the_same_components_by_covariance_and_by_svd_of_many_columns()
    {
        var random = new Random(3);
        var rows = Enumerable.Range(0, 290 * 300).Select(i => random.NextDouble() * (1 + (i % 300 % 7 * 3))).ToArray();
        var few = PrincipalComponents.Fit(rows, 290, 300, 5);
        var many = PrincipalComponents.Fit([.. rows, .. rows], 580, 300, 5);
        Waves.ShouldBe(few.Components, many.Components, 1e-9);
        Assert.Equal(few.TotalVariance * 2 * 289 / 579, many.TotalVariance, 8);
    }

    [Fact]
    public void Should_take_rows_in_single_and_half_precision()
    {
        var halves = Array.ConvertAll(Waves.Rows(9, 4), value => (Half)value);
        var expected = PrincipalComponents.Fit(Array.ConvertAll(halves, value => (double)value), 9, 4, 2);
        Waves.ShouldBe(expected.Components, PrincipalComponents.Fit(halves, 9, 4, 2).Components, 0);
        Waves.ShouldBe(
            expected.Components,
            PrincipalComponents.Fit(Array.ConvertAll(halves, value => (float)value), 9, 4, 2).Components,
            0
        );
    }

    [Fact]
    public void Should_explain_nothing_where_nothing_varies()
    {
        var rows = Enumerable.Repeat(new[] { 0.1, -1234.567, 1e-9 }, 7).SelectMany(row => row).ToArray();
        var pca = PrincipalComponents.Fit(rows, 7, 3, 2);
        Assert.Equal([0, 0], pca.ExplainedVariance);
        Assert.Equal(0, pca.ExplainedVarianceRatio(0));
    }

    [Fact]
    public void Should_leave_no_tensor_behind()
    {
        var rows = Waves.Rows(20, 4);
        PrincipalComponents.Fit(rows, 20, 4, 2).Project(rows, 20);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        PrincipalComponents.Fit(rows, 20, 4, 2).Project(rows, 20);
        PrincipalComponents.Fit(rows[..12], 3, 4, 2);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
