namespace Glm.Analysis.Functions;

/// <summary>What is done about homologs of tested genes in other genomes or stretches.</summary>
public enum FamilyHoldOut
{
    /// <summary>Nothing: they are learned from, as when a new genome is annotated.</summary>
    None,

    /// <summary>They are left out of what is learned from.</summary>
    LeftOut,

    /// <summary>
    /// Families are dealt to two halves, and the genes of one are tested by what learned from the other half in other genomes: where
    /// leaving out would leave less than half of the genes.
    /// </summary>
    Halved,
}
