using Glm.Modeling;

namespace Glm.Tests.Modeling;

public sealed class ModelFlopsTests
{
    [Fact]
    public void Should_count_what_a_hand_counts()
    {
        var config = new GlmConfig
        {
            ProteinWidth = 4,
            HiddenSize = 6,
            Heads = 2,
            Layers = 2,
            FeedForwardSize = 8,
            LabelWidth = 3,
            Predictions = 2,
            MaxGenes = 3,
            MaxPositions = 3,
        };
        // 2 windows of 3 genes, 2 of them masked. Products by their sizes [rows, inner] x [inner, columns]: 2 · rows · inner · columns.
        const double input = 2 * 6 * 5 * 6;
        const double queryKeyValue = 2 * 6 * 6 * 18;
        const double scores = 4 * (2 * 3 * 3 * 3); // of 2 windows with 2 heads of width 3
        const double distances = 2 * (2 * 12 * 3 * 5); // 12 queries, and keys, by 5 distances
        const double context = 4 * (2 * 3 * 3 * 3);
        const double attention = queryKeyValue + scores + distances + context;
        const double after = (2 * 6 * 6) + (2 * 6 * 8) + (2 * 8 * 6); // per gene
        const double head = 2 * 2 * 6 * ((2 * 3) + 2);
        const double forward = input + (2 * attention) + (6 * after) + (2 * after) + head;
        Assert.Equal(forward, ModelFlops.OfForward(config, windows: 2, length: 3, masked: 2));
        Assert.Equal(3 * forward, ModelFlops.OfStep(config, windows: 2, length: 3, masked: 2));
    }

    [Fact]
    public void Should_be_six_operations_per_parameter_and_gene_but_for_attention()
    {
        // All genes masked, so that every matrix of the published model reads every gene.
        var flops = ModelFlops.OfStep(GlmConfig.Paper, windows: 10, length: 30, masked: 300);
        Assert.InRange(flops / (6.0 * 278_867_988 * 300), 0.99, 1.02);
    }
}
