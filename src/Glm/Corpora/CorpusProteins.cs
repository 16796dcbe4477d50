using Glm.Genomes;
using Glm.Proteins.Homology;

namespace Glm.Corpora;

/// <summary>The protein sequences of a corpus as a source for a search; borrows the corpus.</summary>
/// <param name="corpus">Stays open as long as this is used.</param>
public sealed class CorpusProteins(Corpus corpus) : IProteinSource
{
    /// <inheritdoc/>
    public int Count => corpus.ProteinCount;

    /// <inheritdoc/>
    public IReadOnlyList<Protein> Read(int first, int count) => corpus.Proteins(first, count);
}
