namespace Glm.Analysis.Sets;

/// <summary>
/// What a protein set transformer makes of scaffolds: vectors of proteins in context, of scaffolds and of genomes, and how much each
/// protein counted. Rows are in the order of the input. Immutable by convention.
/// </summary>
/// <param name="Source">Where the proteins came from.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Width">D', numbers per vector.</param>
/// <param name="Heads">H.</param>
/// <param name="Sizes">[S] proteins per scaffold.</param>
/// <param name="GenomeOf">[S] number of each scaffold's genome.</param>
/// <param name="Context">[P, D'] row-major.</param>
/// <param name="Pooling">[P, H] shares of the proteins of a scaffold (or of a fragment) in each head's pooling; null where the model has
/// no decoder.</param>
/// <param name="FragmentSizes">[F] proteins of each fragment; null where scaffolds were read whole.</param>
/// <param name="Fragments">[F, D'] row-major, or null.</param>
/// <param name="Scaffolds">[S, D'] row-major; means of fragments where there are any.</param>
/// <param name="Genomes">[G, D'] row-major; means of scaffolds.</param>
public sealed record SetEmbeddings(
    string Source,
    string Model,
    int Width,
    int Heads,
    IReadOnlyList<int> Sizes,
    IReadOnlyList<int> GenomeOf,
    float[] Context,
    float[]? Pooling,
    IReadOnlyList<int>? FragmentSizes,
    float[]? Fragments,
    float[] Scaffolds,
    float[] Genomes
)
{
    /// <summary>P.</summary>
    public int ProteinCount => Context.Length / Width;

    /// <summary>S.</summary>
    public int ScaffoldCount => Sizes.Count;

    /// <summary>G.</summary>
    public int GenomeCount => Genomes.Length / Width;

    /// <summary>Whether some genome has several scaffolds.</summary>
    public bool HasManyScaffolds => GenomeCount < ScaffoldCount;
}
