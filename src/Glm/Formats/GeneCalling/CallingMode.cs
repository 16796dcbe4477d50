namespace Glm.Formats.GeneCalling;

/// <summary>How a gene caller learns what genes look like.</summary>
public enum CallingMode
{
    /// <summary><see cref="Single"/> from 100,000 bases on, else <see cref="Meta"/>.</summary>
    Auto,

    /// <summary>From the sequences themselves, which must be one organism's; at least 20,000 bases.</summary>
    Single,

    /// <summary>
    /// From models of many organisms: for metagenomes and short sequences. Each model brings its own genetic code, so that of the options
    /// is not used.
    /// </summary>
    Meta,
}
