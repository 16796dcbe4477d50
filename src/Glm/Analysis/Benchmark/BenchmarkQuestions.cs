using Glm.Analysis.Operons;
using Glm.Formats.Pairs;
using Glm.Genomes;

namespace Glm.Analysis.Benchmark;

/// <summary>What is known of the genes, from which tasks are made. Immutable.</summary>
public sealed record BenchmarkQuestions
{
    /// <summary>
    /// Labels of all genes: classification, clustering, retrieval, and, where labels are of one gene in each genome, mining.
    /// </summary>
    public GeneLabels? Labels { get; init; }

    /// <summary>Known operons: pair classification.</summary>
    public OperonTruth? Operons { get; init; }

    /// <summary>Partners: mining.</summary>
    public NamedPairs? Partners { get; init; }

    /// <summary>Evolutionary distances of pairs.</summary>
    public NamedPairs? Distances { get; init; }
}
