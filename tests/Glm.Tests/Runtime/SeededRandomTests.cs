using Glm.Runtime;

namespace Glm.Tests.Runtime;

public sealed class SeededRandomTests
{
    /// <summary>SplitMix64 as published, from state 0; the constructor drops the first number.</summary>
    [Fact]
    public void Should_draw_the_published_numbers()
    {
        var random = new SeededRandom(0);
        Assert.Equal([0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC], Enumerable.Range(0, 3).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Should_keep_streams_apart()
    {
        SeededRandom[] streams = [new(1), new(2), new(1, 0), new(1, 1), new(1, -1), new(1, 1, 0), new(1, 0, 1), new(1, stream: 1L << 40)];
        Assert.Equal(streams.Length, streams.Select(stream => stream.NextBits()).Distinct().Count());
        Assert.Equal(new SeededRandom(1, 1).NextBits(), new SeededRandom(1, stream: 1).NextBits());
    }

    [Fact]
    public void Should_reach_every_number_equally_often()
    {
        var random = new SeededRandom(7);
        var counts = new int[6];
        for (var i = 0; i < 60_000; i++)
            counts[random.Between(3, 8) - 3]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Equal(0, random.Next(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Next(0));
    }

    [Fact]
    public void Should_pick_by_weight()
    {
        var random = new SeededRandom(7);
        var counts = new int[3];
        for (var i = 0; i < 40_000; i++)
            counts[random.Pick([1, 0, 3])]++;
        Assert.InRange(counts[0], 9_600, 10_400);
        Assert.Equal(0, counts[1]);
    }

    [Fact]
    public void Should_shuffle_without_loss()
    {
        var items = Enumerable.Range(0, 100).ToArray();
        new SeededRandom(3).Shuffle(items.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 100), items);
        Assert.Equal(Enumerable.Range(0, 100), items.Order());
    }
}
