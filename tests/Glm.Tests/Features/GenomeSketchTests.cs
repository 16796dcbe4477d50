using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Glm.Features;
using Glm.Genomes;

namespace Glm.Tests.Features;

public sealed class GenomeSketchTests
{
    [Fact]
    public void Should_be_made_of_sequences_alone()
    {
        var sketch = GenomeSketch.Of([new Protein("a", "MKV"), new Protein("b", "MAL"), new Protein("c", "MKV")])!;
        ulong[] expected = [Hash("MKV"), Hash("MAL")];
        Assert.Equal(expected.Order(), sketch.Hashes);
        Assert.Equal(sketch, GenomeSketch.Of([new Protein("x", "MAL"), new Protein("y", "MKV", "other")]));
        Assert.NotEqual(sketch, GenomeSketch.Of([new Protein("a", "MKV")]));
        Assert.Null(GenomeSketch.Of(Array.Empty<Protein>()));

        static ulong Hash(string text) => BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(text)));
    }

    [Fact]
    public void Should_hold_the_smallest_hashes()
    {
        var all = Proteins(0, 3000);
        var hashes = all.Select(protein => GenomeSketch.Of([protein])!.Hashes[0]).Order();
        Assert.Equal(hashes.Take(GenomeSketch.Size), GenomeSketch.Of(all)!.Hashes);
        Assert.Equal(hashes.Take(GenomeSketch.Size), GenomeSketch.Of(all.Reverse().Concat(all))!.Hashes);
        Assert.Equal(GenomeSketch.Size, GenomeSketch.Of(all.Take(GenomeSketch.Size))!.Hashes.Count);
    }

    [Fact]
    public void Should_compare_few_proteins_exactly()
    {
        var (few, others) = (GenomeSketch.Of(Proteins(0, 40))!, GenomeSketch.Of(Proteins(30, 90))!);
        Assert.Equal((40, 10), few.ComparedWith(others));
        Assert.Equal((60, 10), others.ComparedWith(few));
        Assert.Equal((40, 40), few.ComparedWith(few));
    }

    [Theory]
    [InlineData(0, 4000)]
    [InlineData(400, 4400)]
    [InlineData(2000, 6000)]
    [InlineData(4000, 8000)]
    [InlineData(0, 2000)]
    [InlineData(3000, 5000)]
    public void Should_estimate_what_share_of_many_proteins_another_has(int from, int to)
    {
        var (learned, asked) = (GenomeSketch.Of(Proteins(0, 4000))!, GenomeSketch.Of(Proteins(from, to))!);
        var (compared, shared) = asked.ComparedWith(learned);
        var truth = Math.Max(0, 4000.0 - from) / (to - from);
        Assert.Equal(Math.Min(1, truth), (double)shared / compared, 0.16);
        Assert.InRange(compared, 20, GenomeSketch.Size);
    }

    private static Protein[] Proteins(int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(i => new Protein($"p{i}", $"M{i}K"))];
}
