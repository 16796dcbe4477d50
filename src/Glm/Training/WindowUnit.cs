namespace Glm.Training;

/// <summary>What windows belong to where they are held out as a whole, or counted together to be balanced.</summary>
public enum WindowUnit
{
    /// <summary>
    /// A scaffold. Where it is held out, other scaffolds of the same genome may be trained on, so this asks less than to predict in an
    /// unseen genome.
    /// </summary>
    Scaffold,

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

    /// <summary>All genomes of a domain.</summary>
    Domain,
}
