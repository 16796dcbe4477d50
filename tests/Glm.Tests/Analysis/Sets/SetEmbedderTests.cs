using Glm.Analysis.Sets;
using Glm.Modeling.Sets;
using Glm.Proteins.Sets;
using Glm.Tests.Modeling.Sets;

namespace Glm.Tests.Analysis.Sets;

public sealed class SetEmbedderTests
{
    private const double Tolerance = 5e-5;

    [Theory]
    [InlineData("chunked30", SetAttentionPattern.Chunked, -1, null)]
    [InlineData("full", SetAttentionPattern.Full, -1, null)]
    [InlineData("sparse4", SetAttentionPattern.Sparse, 4, null)]
    [InlineData("fragment25", SetAttentionPattern.Chunked, -1, 25)]
    public void Should_give_what_the_published_program_gives(string folder, SetAttentionPattern pattern, int threshold, int? fragment)
    {
        using var published = ProteinSetTransformer.Load(GoldenSets.Checkpoint);
        var config = published.Config with { Attention = new SetAttention(pattern, 30, threshold) };
        var model = new ProteinSetTransformer("", config, published.Layout, published.Weights);
        var result = SetEmbedder.Run(
            model,
            GraphFile.Read(GoldenSets.File("input.graphfmt.h5")),
            new SetEmbeddingOptions { FragmentSize = fragment }
        );
        Check("ctx_ptn", result.Context);
        Check("attn", result.Pooling!);
        Check("scaffold", result.Scaffolds);
        Check("genome", result.Genomes);
        if (fragment is null)
            Assert.Null(result.Fragments);
        else
            Check("fragment", result.Fragments!);

        void Check(string name, float[] numbers) =>
            Assert.InRange(GoldenSets.Difference(GoldenSets.Array(folder, name), numbers), 0, Tolerance);
    }
}
