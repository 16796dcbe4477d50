using System.Runtime.InteropServices;
using Glm.Genomes;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training.Processes;

/// <summary>
/// Vectors of proteins by all processes that <c>mpirun</c> or <c>srun</c> started together: each reads its share of the sequences, the
/// longest dealt first, and gets those of the others. A vector does not depend on who reads it.
/// </summary>
public static class SharedEmbedding
{
    /// <summary>Numbers that are exchanged at once: 64 MiB.</summary>
    private const int BlockNumbers = 1 << 24;

    /// <summary>Embeds proteins in the float32 of the model; every process asks for the same.</summary>
    /// <param name="embedder">Of this process.</param>
    /// <param name="proteins">With residues.</param>
    /// <param name="progress">Of this process's share.</param>
    /// <param name="cancellation">Polled between batches.</param>
    /// <returns>[proteins.Count, Width] row-major, the same in every process; and what was left out or read as something else, in
    /// sentences, whose ids are untrusted text.</returns>
    /// <exception cref="GlmException">A protein has no residues, the proteins look like DNA, or there are several processes and no library
    /// of MPI.</exception>
    public static (float[] Vectors, IReadOnlyList<string> Remarks) Embed(
        LanguageModelEmbedder embedder,
        IReadOnlyList<Protein> proteins,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => Embed(MpiGroup.Current, embedder, proteins, progress, cancellation);

    /// <summary>Embeds proteins in a group; null: alone.</summary>
    internal static (float[] Vectors, IReadOnlyList<string> Remarks) Embed(
        IProcessGroup? group,
        LanguageModelEmbedder embedder,
        IReadOnlyList<Protein> proteins,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (group is null)
        {
            var vectors = embedder.EmbedSingles(proteins, progress, cancellation);
            return (vectors, embedder.Remarks);
        }
        // Of all proteins, whoever reads them; what is wrong with one is said in every process before any work.
        var ledger = embedder.LedgerOf(proteins);
        var own = Share(proteins, group.Rank, group.Size);
        var read = embedder.EmbedSingles([.. own.Select(number => proteins[number])], progress, cancellation);
        var width = embedder.Width;
        var all = new float[checked(proteins.Count * width)];
        for (var i = 0; i < own.Length; i++)
            read.AsSpan(i * width, width).CopyTo(all.AsSpan(own[i] * width));
        using var still = no_grad();
        for (var start = 0; start < all.Length; start += BlockNumbers)
        {
            using var scope = NewDisposeScope();
            var block = all.AsSpan(start, Math.Min(BlockNumbers, all.Length - start));
            var numbers = tensor(block.ToArray());
            group.Sum(numbers); // all others have zeros there
            MemoryMarshal.Cast<byte, float>(numbers.bytes).CopyTo(block);
        }
        return (all, embedder.Sentences(ledger));
    }

    /// <summary>
    /// Numbers of the proteins that one process reads, rising. Equal sequences go to one; of others, the longest are dealt first, to and
    /// fro, so that shares take about equally long.
    /// </summary>
    internal static int[] Share(IReadOnlyList<Protein> proteins, int rank, int size)
    {
        var dealt = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var sequence in proteins.Select(protein => protein.Sequence).OrderByDescending(sequence => sequence.Length))
            dealt.TryAdd(sequence, dealt.Count);
        return [.. Enumerable.Range(0, proteins.Count).Where(number => Holder(dealt[proteins[number].Sequence]) == rank)];

        int Holder(int turn) => turn / size % 2 == 0 ? turn % size : size - 1 - (turn % size);
    }
}
