using Glm.Analysis.Functions;

namespace Glm.Tests.Analysis.Functions;

public sealed class FunctionTransferTests
{
    [Fact]
    public void Should_count_by_hand()
    {
        // Three known genes at 0, 90 and 180 degrees; a tested one at 60 degrees and one that is the first itself.
        float[] known = [1, 0, 0, 2, -3, 0];
        float[] tested = [0.5f, (float)Math.Sqrt(0.75), 4, 0];
        bool[] labels = [true, false, true, true, false, true];
        var (nearest, several) = FunctionTransfer.Predict(known, tested, 2, labels, 2, neighbours: 3, CancellationToken.None);
        // Cosines of the first: 0.5, 0.866, -0.5; the nearest is the second gene, which has both labels.
        var far = Math.Sqrt(0.75);
        Close([far, far, 1, 0], nearest);
        Close([1, far / (far + 0.5), 1, 0], several);
    }

    [Fact]
    public void Should_ask_no_more_genes_than_are_known()
    {
        var (nearest, several) = FunctionTransfer.Predict([1, 0], [1, 1, 0, 0], 2, [true], 1, neighbours: 10, CancellationToken.None);
        Close([Math.Sqrt(0.5), 0], nearest);
        Close([1, 0], several);
    }

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 6);
    }
}
