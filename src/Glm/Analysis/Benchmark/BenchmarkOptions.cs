using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Benchmark;

/// <summary>How tasks are made and tested. Immutable.</summary>
public sealed record BenchmarkOptions
{
    /// <summary>The fewest genes of a label, at least 2; smaller ones are left out and counted.</summary>
    public int MinCount { get; init; } = 10;

    /// <summary>Folds of classification, at least 2.</summary>
    public int FoldCount { get; init; } = 5;

    /// <summary>The rank of the taxonomy task; null for the widest at which two taxa have two genomes each.</summary>
    public TaxonomicRank? Rank { get; init; }

    /// <summary>The most queries of a search, and the most genes of a clustering, at least 10; an even sample of more.</summary>
    public int MaxQueries { get; init; } = 5000;

    /// <summary>Resamples of the bootstrap, at least 40.</summary>
    public int Resamples { get; init; } = GroupBootstrap.DefaultResamples;

    /// <summary>Determines folds, samples, clusters, random vectors and resamples. 42: DGEB's.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        Require(Setting.Of(nameof(MinCount), MinCount), MinCount, 2);
        Require(Setting.Of(nameof(FoldCount), FoldCount), FoldCount, 2);
        Require(Setting.Of(nameof(MaxQueries), MaxQueries), MaxQueries, 10);
        Require(Setting.Of(nameof(Resamples), Resamples), Resamples, 40);

        static void Require(Setting setting, int value, int least)
        {
            if (value < least)
                throw new GlmException($"{setting}: it must be {least} or more.");
        }
    }
}
