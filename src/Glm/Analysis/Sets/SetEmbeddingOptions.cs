namespace Glm.Analysis.Sets;

/// <summary>How scaffolds are read by a protein set transformer.</summary>
public sealed record SetEmbeddingOptions
{
    /// <summary>Cut scaffolds into sets of so many proteins, at least 2; null for what the model says.</summary>
    public int? FragmentSize { get; init; }

    /// <summary>Cut scaffolds that have more proteins than the model has positions, instead of refusing them.</summary>
    public bool FragmentOversized { get; init; }
}
