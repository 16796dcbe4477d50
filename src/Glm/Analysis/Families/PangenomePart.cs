namespace Glm.Analysis.Families;

/// <summary>How widespread a gene family is among the genomes of a pangenome.</summary>
public enum PangenomePart
{
    /// <summary>In every genome.</summary>
    Core,

    /// <summary>In several genomes, but not in all.</summary>
    Shell,

    /// <summary>In one genome only.</summary>
    Singleton,
}
