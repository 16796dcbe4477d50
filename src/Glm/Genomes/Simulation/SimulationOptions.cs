using Glm.Runtime;

namespace Glm.Genomes.Simulation;

/// <summary>
/// The shape of a simulated data set. Immutable. The defaults give about 4,600 genes in 24 genomes of four classes: small enough to train
/// on in a minute, rich enough that a gene is told by its neighbours.
/// </summary>
public sealed record SimulationOptions
{
    /// <summary>Number of genomes, 1 to 10,000, shared out evenly among the classes.</summary>
    public int Genomes { get; init; } = 24;

    /// <summary>Equal options give equal sets, on every platform.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Taxonomic classes, 1 to 8; two classes make a phylum.</summary>
    public int Classes { get; init; } = 4;

    /// <summary>Genomes (species) per genus, at least 1.</summary>
    public int GenomesPerGenus { get; init; } = 3;

    /// <summary>Scaffolds per genome, at least 1.</summary>
    public int ScaffoldsPerGenome { get; init; } = 6;

    /// <summary>Fewest genes on a scaffold.</summary>
    public int MinGenesPerScaffold { get; init; } = 25;

    /// <summary>Most genes on a scaffold.</summary>
    public int MaxGenesPerScaffold { get; init; } = 40;

    /// <summary>Operons that any genome may hold, at most 400.</summary>
    public int SharedOperons { get; init; } = 24;

    /// <summary>Further operons that only the genomes of one class hold, at most 20 for each.</summary>
    public int OperonsPerClass { get; init; } = 3;

    /// <summary>Fewest genes of an operon, at least 2.</summary>
    public int MinOperonGenes { get; init; } = 3;

    /// <summary>Most genes of an operon.</summary>
    public int MaxOperonGenes { get; init; } = 6;

    /// <summary>Families that stand outside operons, anywhere; some are far more common than others.</summary>
    public int LoneFamilies { get; init; } = 160;

    /// <summary>
    /// Probability that a gene outside operons is the one that usually stands after the gene or operon before it. Transposases and
    /// toxins have no usual place and interrupt the order of others. 0: all genes outside operons are drawn at random; 0.8: only those two
    /// are at home anywhere.
    /// </summary>
    public double LoneOrder { get; init; }

    /// <summary>Probability that a genome holds an operon that it may hold.</summary>
    public double OperonPresence { get; init; } = 0.9;

    /// <summary>Probability that a genome's copy of an operon lacks a given member.</summary>
    public double MemberLoss { get; init; } = 0.05;

    /// <summary>Probability that two neighbours have changed places in a genome's copy of an operon.</summary>
    public double OrderBreak { get; init; } = 0.05;

    /// <summary>Probability that a gene (or operon) lies on the same strand as the one before it; real genomes have runs.</summary>
    public double StrandPersistence { get; init; } = 0.7;

    /// <summary>Shortest ancestral protein in residues, at least 30.</summary>
    public int MinResidues { get; init; } = 70;

    /// <summary>Longest ancestral protein in residues.</summary>
    public int MaxResidues { get; init; } = 320;

    /// <summary>
    /// Scales every branch of the tree; 1 leaves members of a family in different phyla about 55% identical, 0 makes them equal.
    /// </summary>
    public double Divergence { get; init; } = 1;

    /// <summary>Fewest genes in a window.</summary>
    public int MinGenes { get; init; } = WindowCutter.DefaultMinGenes;

    /// <summary>Most genes in a window.</summary>
    public int MaxGenes { get; init; } = WindowCutter.DefaultMaxGenes;

    internal void Check()
    {
        Within(Genomes, 1, 10_000, nameof(Genomes));
        Within(Classes, 1, TaxonNames.MaxClasses, nameof(Classes));
        Within(GenomesPerGenus, 1, 10_000, nameof(GenomesPerGenus));
        Within(ScaffoldsPerGenome, 1, 1_000, nameof(ScaffoldsPerGenome));
        Within(MinGenesPerScaffold, 1, 10_000, nameof(MinGenesPerScaffold));
        Within(MaxGenesPerScaffold, MinGenesPerScaffold, 10_000, nameof(MaxGenesPerScaffold));
        Within(SharedOperons, 0, 400, nameof(SharedOperons));
        Within(OperonsPerClass, 0, 20, nameof(OperonsPerClass));
        Within(MinOperonGenes, 2, 20, nameof(MinOperonGenes));
        Within(MaxOperonGenes, MinOperonGenes, 20, nameof(MaxOperonGenes));
        Within(LoneFamilies, 1, 10_000, nameof(LoneFamilies));
        Within(LoneOrder, 0, 1, nameof(LoneOrder));
        Within(OperonPresence, 0, 1, nameof(OperonPresence));
        Within(MemberLoss, 0, 1, nameof(MemberLoss));
        Within(OrderBreak, 0, 1, nameof(OrderBreak));
        Within(StrandPersistence, 0, 1, nameof(StrandPersistence));
        Within(MinResidues, 30, 10_000, nameof(MinResidues));
        Within(MaxResidues, MinResidues, 10_000, nameof(MaxResidues));
        Within(Divergence, 0, 3, nameof(Divergence));
        WindowCutter.CheckLimits(MinGenes, MaxGenes);
    }

    private static void Within(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
            throw new GlmException(
                $"Simulation option {name} is {value}; it lies between {least} and {most}. Change it, or leave it out."
            );
    }
}
