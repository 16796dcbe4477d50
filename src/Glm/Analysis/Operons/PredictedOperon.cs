using Glm.Genomes;

namespace Glm.Analysis.Operons;

/// <summary>Genes that are predicted to be transcribed together. Immutable by convention.</summary>
/// <param name="Scaffold">Where they lie.</param>
/// <param name="Genes">In order of position; one alone where neither neighbour belongs to it.</param>
/// <param name="Strand">On which all of them lie.</param>
/// <param name="Probabilities">[genes - 1], that each gene and the next one are in one operon.</param>
public sealed record PredictedOperon(Scaffold Scaffold, IReadOnlyList<Gene> Genes, Strand Strand, IReadOnlyList<double> Probabilities)
{
    /// <summary>The probability that all genes are in one operon, if the pairs were independent.</summary>
    public double Probability => Probabilities.Aggregate(1.0, (product, probability) => product * probability);
}
