using Glm.Analysis.Operons;
using Glm.Statistics;

namespace Glm.Tests.Analysis.Operons;

public sealed class UnlabelledDistanceModelTests
{
    private static readonly IReadOnlyList<GenePair> Pairs = GenePairs.Of(OperonSamples.Simulated);

    [Fact]
    public void Should_tell_operons_it_was_never_told_of()
    {
        var model = UnlabelledDistanceModel.Fit(Pairs)!;
        var same = Pairs.Where(pair => pair.IsSameStrand).ToArray();
        bool[] operonic = [.. same.Select(pair => pair.First.Operon is { } operon && operon == pair.Second.Operon)];
        // Runs of genes on one strand that are no operon make the share too high; half of the pairs are.
        Assert.InRange(model.OperonicShare, 0.2, 0.9);
        Assert.InRange(Auroc.Of([.. same.Select(model.Probability)], operonic), 0.9, 1);
    }

    [Fact]
    public void Should_fall_with_the_distance_and_stay_a_probability()
    {
        var model = UnlabelledDistanceModel.Fit(Pairs)!;
        var byDistance = Pairs.Where(pair => pair.IsSameStrand).OrderBy(pair => pair.Distance).Select(model.Probability).ToArray();
        Assert.All(byDistance, probability => Assert.InRange(probability, 0.01, 1));
        Assert.All(byDistance.Zip(byDistance.Skip(1)), next => Assert.True(next.First >= next.Second));
        Assert.All(Pairs.Where(pair => !pair.IsSameStrand), pair => Assert.Equal(0, model.Probability(pair)));
    }

    [Fact]
    public void Should_be_the_same_for_the_same_seed() =>
        Assert.Equal(
            Pairs.Select(UnlabelledDistanceModel.Fit(Pairs, seed: 4)!.Probability),
            Pairs.Select(UnlabelledDistanceModel.Fit(Pairs, seed: 4)!.Probability)
        );

    [Fact]
    public void Should_learn_nothing_of_few_genes_or_without_coordinates()
    {
        Assert.Null(UnlabelledDistanceModel.Fit(GenePairs.Of(OperonSamples.Set("a+:1-90", "b+:95-200", "c-:300-400"))));
        Assert.Null(
            UnlabelledDistanceModel.Fit(
                GenePairs.Of(OperonSamples.Set([.. Enumerable.Range(0, 60).Select(i => $"g{i}{(i % 3 == 0 ? '-' : '+')}")]))
            )
        );
    }
}
