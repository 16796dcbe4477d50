using Glm.Modeling.Sets;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Tests.Modeling.Sets;

public sealed class SetAttentionTests
{
    [Theory]
    [InlineData(5, "5")]
    [InlineData(30, "30")]
    [InlineData(31, "31")]
    [InlineData(32, "30 2")]
    [InlineData(61, "30 31")]
    [InlineData(1, "1")]
    public void Should_cut_chunks_without_leaving_one_protein_alone(int size, string chunks) =>
        Assert.Equal(chunks, string.Join(' ', new SetAttention().Stretches(size).Select(stretch => stretch.Count)));

    [Theory]
    [InlineData(SetAttentionPattern.Chunked, 7, -1)]
    [InlineData(SetAttentionPattern.Chunked, 7, 2)]
    [InlineData(SetAttentionPattern.Chunked, 7, 0)]
    [InlineData(SetAttentionPattern.Chunked, 300, 20)]
    [InlineData(SetAttentionPattern.Sparse, 7, 3)]
    [InlineData(SetAttentionPattern.Sparse, 7, 500)]
    [InlineData(SetAttentionPattern.Full, 7, -1)]
    public void Should_let_each_protein_see_just_those_that_the_rule_says(SetAttentionPattern pattern, int chunk, int threshold)
    {
        int[] sizes = [40, 1, 333, 8, 15];
        var attention = new SetAttention(pattern, chunk, threshold);
        using var tiles = SetTiles.Of(sizes, attention, heads: 2, CPU);
        var total = sizes.Sum();
        var seen = new bool[total, total];
        var (rows, place) = (new List<long>(), 0);
        foreach (var group in tiles.Groups)
        {
            var queries = group.Queries.data<long>().ToArray();
            var keys = (group.Keys ?? group.Queries).data<long>().ToArray();
            var mask = group.Seen?.data<bool>().ToArray();
            var (q, k) = (queries.Length / group.Count, keys.Length / group.Count);
            for (var t = 0; t < group.Count; t++)
            for (var i = 0; i < q; i++, place++)
            {
                rows.Add(queries[(t * q) + i]);
                for (var j = 0; j < k; j++)
                    if (mask is null || mask[(((t * q) + i) * k) + j])
                        seen[queries[(t * q) + i], keys[(t * k) + j]] = true;
            }
        }
        // Each row's result is read where it was computed.
        var order = tiles.Order?.data<long>().ToArray() ?? [.. Enumerable.Range(0, total).Select(i => (long)i)];
        Assert.All(Enumerable.Range(0, total), i => Assert.Equal(i, rows[(int)order[i]]));

        var (first, setOf) = (0, new int[total]);
        for (var s = 0; s < sizes.Length; first += sizes[s++])
            Array.Fill(setOf, s, first, sizes[s]);
        for (var i = 0; i < total; i++)
        for (var j = 0; j < total; j++)
            Assert.Equal(Sees(i, j), seen[i, j]);

        bool Sees(int i, int j)
        {
            if (setOf[i] != setOf[j])
                return false;
            var start = Array.IndexOf(setOf, setOf[i]);
            int Chunk(int protein)
            {
                var number = (protein - start) / chunk;
                var last = (sizes[setOf[i]] - 1) / chunk;
                return number == last && last > 0 && sizes[setOf[i]] % chunk == 1 ? number - 1 : number;
            }
            var apart = Math.Abs(i - j);
            return pattern switch
            {
                SetAttentionPattern.Full => true,
                SetAttentionPattern.Sparse => apart <= threshold,
                _ => Chunk(i) == Chunk(j) && (threshold < 0 || threshold >= chunk || apart <= threshold),
            };
        }
    }

    [Fact]
    public void Should_take_memory_by_the_proteins_and_not_by_their_square()
    {
        using var tiles = SetTiles.Of([20_000], new SetAttention(SetAttentionPattern.Sparse, 30, 10), heads: 4, CPU);
        Assert.InRange(tiles.Groups.Sum(group => group.Seen?.numel() ?? 0), 1, 20_000 * 200);
    }

    [Fact]
    public void Should_refuse_rules_that_make_no_sense()
    {
        Assert.Throws<GlmException>(() => new SetAttention(ChunkSize: 0).Validate());
        Assert.Throws<GlmException>(() => new SetAttention(Threshold: -2).Validate());
        Assert.Throws<GlmException>(() => new SetAttention(SetAttentionPattern.Sparse, 30, 1).Validate());
        new SetAttention(SetAttentionPattern.Full, 0, -5).Validate();
    }
}
