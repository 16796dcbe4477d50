namespace Glm.Training;

/// <summary>What windows are counted by where training balances them.</summary>
public enum SamplingUnit
{
    /// <summary>A genome, with all its scaffolds.</summary>
    Genome,

    /// <summary>All genomes of a species.</summary>
    Species,

    /// <summary>All genomes of a genus.</summary>
    Genus,

    /// <summary>All genomes of a family.</summary>
    Family,

    /// <summary>All genomes of an order.</summary>
    Order,

    /// <summary>All genomes of a class.</summary>
    Class,

    /// <summary>All genomes of a phylum.</summary>
    Phylum,
}
