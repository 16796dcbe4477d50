using System.Numerics.Tensors;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Proteins.Sentences;

/// <summary>
/// Proteins in the order in which plasmids, or scaffolds, code for them: sentences whose words are proteins. Of the genes of a scaffold
/// set each stands in one place; a protein of PlasGO's files may stand in several. Immutable by convention.
/// </summary>
/// <remarks>P proteins, N items (what is predicted: genes or proteins), d numbers per vector.</remarks>
public sealed class ProteinSentences
{
    private readonly ProteinVectors? _halves;
    private readonly float[]? _singles;

    private ProteinSentences(
        string source,
        int width,
        ProteinVectors? halves,
        float[]? singles,
        IReadOnlyList<int> starts,
        IReadOnlyList<int> proteins,
        IReadOnlyList<int> items,
        IReadOnlyList<string> names
    )
    {
        (Source, Width, _halves, _singles) = (source, width, halves, singles);
        (Starts, Proteins, Items, Names) = (starts, proteins, items, names);
    }

    /// <param name="source">Where they came from, for messages and display.</param>
    /// <param name="ids">[P] ids of the proteins, which are the items. Untrusted text.</param>
    /// <param name="width">d, at least 1.</param>
    /// <param name="vectors">[P, d] row-major, finite.</param>
    /// <param name="sentences">The numbers of each sentence's proteins, in their order; at least one in each.</param>
    /// <exception cref="GlmException">The sizes disagree, a sentence is empty or names no protein, or a number is not finite.</exception>
    public ProteinSentences(
        string source,
        IReadOnlyList<string> ids,
        int width,
        float[] vectors,
        IReadOnlyList<IReadOnlyList<int>> sentences
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (vectors.LongLength != (long)ids.Count * width)
            throw new GlmException($"{source}: {vectors.LongLength} numbers do not make {ids.Count} vectors of {width}.");
        if (Array.FindIndex(vectors, value => !float.IsFinite(value)) is >= 0 and var bad)
            throw new GlmException(
                $"{source}: the vector of protein {LineText.Quoted(ids[bad / width])} has {vectors[bad]} at position {bad % width}; "
                    + $"vectors must be finite. Embed that protein again."
            );
        for (var s = 0; s < sentences.Count; s++)
            if (sentences[s].Count == 0)
                throw new GlmException($"{source}: sentence {s + 1} has no protein. Leave it out.");
            else if (sentences[s].FirstOrDefault(row => row < 0 || row >= ids.Count, -1) is var row && sentences[s].Contains(row))
                throw new GlmException($"{source}: sentence {s + 1} names protein {row}, and there are {ids.Count}.");
        var starts = new int[sentences.Count + 1];
        for (var s = 0; s < sentences.Count; s++)
            starts[s + 1] = checked(starts[s] + sentences[s].Count);
        (Source, Width, _singles, Starts, Names) = (source, width, vectors, starts, ids);
        Proteins = [.. sentences.SelectMany(sentence => sentence)];
        Items = Proteins;
    }

    /// <summary>Where they came from. Untrusted text.</summary>
    public string Source { get; }

    /// <summary>d, numbers per vector.</summary>
    public int Width { get; }

    /// <summary>[sentences + 1]: the first place of each sentence, and the number of places.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>[places]: which protein stands there.</summary>
    public IReadOnlyList<int> Proteins { get; }

    /// <summary>[places]: which item that is.</summary>
    public IReadOnlyList<int> Items { get; }

    /// <summary>[N] ids of the items. Untrusted text.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of sentences.</summary>
    public int Count => Starts.Count - 1;

    /// <summary>N.</summary>
    public int ItemCount => Names.Count;

    /// <summary>The genes of scaffolds, one sentence per scaffold; items are the genes in the order of the set.</summary>
    /// <param name="scaffolds">At least one gene.</param>
    /// <param name="proteins">A vector for each of their proteins.</param>
    /// <exception cref="GlmException">A protein has no vector, or there is no gene.</exception>
    public static ProteinSentences Of(ScaffoldSet scaffolds, ProteinVectors proteins)
    {
        var genes = scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        if (genes.Length == 0)
            throw new GlmException($"{scaffolds.Source}: there are no genes. Load scaffolds with proteins.");
        var rows = Array.ConvertAll(genes, gene => proteins.RowOf(gene.ProteinId));
        if (Array.IndexOf(rows, -1) is >= 0 and var first)
            throw new GlmException(
                $"{proteins.Source}: {rows.Count(row => row < 0)} of {genes.Length} genes have a protein without a vector, first "
                    + $"{LineText.Quoted(genes[first].ProteinId, 60)}. Every gene needs one: embed them too."
            );
        var starts = new int[scaffolds.Scaffolds.Count + 1];
        for (var s = 0; s < scaffolds.Scaffolds.Count; s++)
            starts[s + 1] = starts[s] + scaffolds.Scaffolds[s].Genes.Count;
        return new ProteinSentences(
            scaffolds.Source,
            proteins.Width,
            proteins,
            null,
            starts,
            rows,
            [.. Enumerable.Range(0, genes.Length)],
            [.. genes.Select(gene => gene.Id)]
        );
    }

    /// <summary>Copies the vector of a protein, [d].</summary>
    internal void CopyVector(int protein, Span<float> destination)
    {
        if (_halves is not null)
            TensorPrimitives.ConvertToSingle(_halves[protein], destination);
        else
            _singles.AsSpan(protein * Width, Width).CopyTo(destination);
    }
}
