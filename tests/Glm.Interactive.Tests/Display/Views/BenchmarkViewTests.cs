using Glm.Interactive.Display.Views;

namespace Glm.Interactive.Tests.Display.Views;

public sealed class BenchmarkViewTests
{
    [Fact]
    public void Should_look_as_reviewed() => Snapshot.ShouldMatch("Views/BenchmarkView", () => BenchmarkView.Create(Samples.Benchmark()));

    [Fact]
    public void Should_look_as_reviewed_without_a_model() =>
        Snapshot.ShouldMatch("Views/BenchmarkView.Proteins", () => BenchmarkView.Create(Samples.Benchmark(model: false)));

    [Fact]
    public void Should_say_what_is_ahead_without_vectors() =>
        Assert.Contains(
            "In operonic pairs, cog alone, which needs no vectors, is ahead of all of them.",
            BenchmarkView.Create(Samples.Benchmark()).Plain,
            StringComparison.Ordinal
        );
}
