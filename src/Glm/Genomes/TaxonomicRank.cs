namespace Glm.Genomes;

/// <summary>The ranks of a lineage, from the widest to the narrowest.</summary>
public enum TaxonomicRank
{
    Domain,
    Phylum,
    Class,
    Order,
    Family,
    Genus,
    Species,
}
