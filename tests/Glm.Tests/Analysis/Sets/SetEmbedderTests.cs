using Glm.Analysis.Sets;
using Glm.Genomes;
using Glm.Modeling.Sets;
using Glm.Proteins.Sets;
using Glm.Runtime;
using Glm.Tests.Modeling.Sets;
using TorchSharp;
using static TorchSharp.torch;

namespace Glm.Tests.Analysis.Sets;

public sealed class SetEmbedderTests
{
    private const double Tolerance = 5e-5;

    [Fact]
    public void Should_give_the_published_numbers_layer_by_layer()
    {
        using var model = ProteinSetTransformer.Load(GoldenSets.Checkpoint);
        var proteins = GraphFile.Read(GoldenSets.File("input.plain.h5"));
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var batch = new SetBatch(proteins.Sizes, model.Config.Attention, model.Config.Heads, CPU);
        var strands = proteins.Strands.Select(strand => strand == Strand.Forward ? 1L : 0L).ToArray();
        var x = model.Embed(tensor(proteins.Vectors, [proteins.ProteinCount, proteins.Width]), tensor(strands), batch);
        var layers = new List<Tensor>();
        model.Forward(x, batch, training: false, layers);
        foreach (var (name, made) in new[] { ("x_cat", x), ("layer0_out", layers[0]), ("layer1_out", layers[1]) })
            Assert.InRange(GoldenSets.Difference(GoldenSets.Array("chunked30", name), made.data<float>().ToArray()), 0, Tolerance);
    }

    [Fact]
    public void Should_read_a_scaffold_alike_alone_and_among_others_and_leave_no_tensor_behind()
    {
        var config = SetTransformerConfig.Of(16, heads: 4, layers: 2) with
        {
            MaxProteins = 700,
            Attention = new SetAttention(SetAttentionPattern.Sparse, 30, 9),
        };
        using var model = ProteinSetTransformer.Create(config);
        int[] sizes = [600, 3, 41, 17, 2, 300];
        var random = new SeededRandom(4);
        var strands = Enumerable.Range(0, sizes.Sum()).Select(_ => random.Chance(0.5) ? Strand.Forward : Strand.Reverse).ToArray();
        var vectors = Enumerable.Range(0, sizes.Sum() * 16).Select(_ => (float)random.NextDouble()).ToArray();
        var all = SetEmbedder.Run(model, new ScaffoldProteins("all", 16, vectors, sizes, strands));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var (s, row) = (0, 0); s < sizes.Length; row += sizes[s++])
        {
            var one = SetEmbedder.Run(
                model,
                new ScaffoldProteins("one", 16, vectors[(row * 16)..((row + sizes[s]) * 16)], [sizes[s]], strands[row..(row + sizes[s])])
            );
            var expected = all.Scaffolds[(s * all.Width)..((s + 1) * all.Width)];
            Assert.InRange(expected.Zip(one.Scaffolds, (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
            for (var head = 0; head < 4; head++)
                Assert.Equal(1, Enumerable.Range(0, sizes[s]).Sum(i => one.Pooling![(i * 4) + head]), 1e-4);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Should_refuse_what_the_model_cannot_read()
    {
        using var model = ProteinSetTransformer.Create(SetTransformerConfig.Of(16, heads: 4, layers: 1) with { MaxProteins = 5 });
        ScaffoldProteins Some(int width, int size) =>
            new("x.h5", width, new float[size * width], [size], [.. Enumerable.Repeat(Strand.Forward, size)]);
        Assert.Equal(
            "x.h5: its protein vectors have 20 numbers, and fresh weights reads 16. Embed the proteins with the language model that "
                + "it was "
                + "trained on.",
            Assert.Throws<GlmException>(() => SetEmbedder.Run(model, Some(20, 3))).Message
        );
        Assert.Contains(
            "scaffold 0 makes a set of 6 proteins, and fresh weights has 5 positions. Use FragmentSize = 5 or less, or FragmentOversized",
            Assert.Throws<GlmException>(() => SetEmbedder.Run(model, Some(16, 6))).Message
        );
        Assert.Equal([5, 1], SetEmbedder.Run(model, Some(16, 6), new SetEmbeddingOptions { FragmentOversized = true }).FragmentSizes);
        Assert.Equal([2, 2, 1], SetEmbedder.Run(model, Some(16, 5), new SetEmbeddingOptions { FragmentSize = 2 }).FragmentSizes);
        Assert.Contains(
            "FragmentSize = 1",
            Assert.Throws<GlmException>(() => SetEmbedder.Run(model, Some(16, 5), new SetEmbeddingOptions { FragmentSize = 1 })).Message
        );
    }

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
