using Glm.Genomes;

namespace Glm.Analysis.Embeddings;

/// <summary>
/// The genes of all windows, each with its contextual vector (a hidden layer of gLM) and its context-free one (the z-scored protein
/// vector). Rows are in the order of the windows, gene by gene; a gene shared by two windows has two rows. Immutable by convention.
/// </summary>
/// <param name="Source">Where the windows came from, for display.</param>
/// <param name="Windows">In row order.</param>
/// <param name="Genomes">The genome of each window.</param>
/// <param name="Layer">0 for the embedding block, 1 to the number of layers for each layer's output.</param>
/// <param name="ContextualWidth">H, the hidden size.</param>
/// <param name="Contextual">[genes, H] row-major.</param>
/// <param name="ContextFreeWidth">D, the width of a protein vector.</param>
/// <param name="ContextFree">[genes, D] row-major.</param>
public record ContextEmbeddings(
    string Source,
    IReadOnlyList<GeneWindow> Windows,
    IReadOnlyList<Genome> Genomes,
    int Layer,
    int ContextualWidth,
    float[] Contextual,
    int ContextFreeWidth,
    float[] ContextFree
)
{
    /// <summary>
    /// The vectors that the model itself makes of windows, scaffolds and genomes; null for a model that makes none, where means over genes
    /// stand for them.
    /// </summary>
    public WholeVectors? Wholes { get; init; }

    /// <summary>
    /// [windows] what the scaffold of each is known by under any name, a hash of its protein sequences in their order from either end; 0
    /// where they are not known, and empty where no scaffold's are.
    /// </summary>
    public IReadOnlyList<ulong> ScaffoldContents { get; init; } = [];

    /// <summary>Number of rows.</summary>
    public int GeneCount => ContextualWidth == 0 ? 0 : Contextual.Length / ContextualWidth;
}
