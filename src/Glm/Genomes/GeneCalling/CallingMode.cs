namespace Glm.Genomes.GeneCalling;

/// <summary>How a gene caller learns what genes look like.</summary>
public enum CallingMode
{
    /// <summary><see cref="Single"/> from 100,000 bases on, otherwise <see cref="Meta"/>.</summary>
    Auto,

    /// <summary>From the sequences themselves, which must come from one organism and have at least 20,000 bases.</summary>
    Single,

    /// <summary>
    /// From models of many organisms: for metagenomes and short sequences. Each model has its own genetic code, so the one in the options
    /// is not used.
    /// </summary>
    Meta,
}
