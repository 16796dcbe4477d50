using Glm.Genomes;

namespace Glm.Corpora;

/// <summary>What one call added to a corpus.</summary>
/// <param name="Files">Genome files read.</param>
/// <param name="KnownFiles">Genome files skipped because the corpus already has files of the same content.</param>
/// <param name="Windows">Windows added.</param>
/// <param name="Genes">Genes in them.</param>
/// <param name="NewProteins">Distinct protein sequences added.</param>
/// <param name="Dropped">Scaffolds, or ends of scaffolds, without a window: counts by reason.</param>
public sealed record CorpusAddition(
    int Files,
    int KnownFiles,
    long Windows,
    long Genes,
    long NewProteins,
    IReadOnlyDictionary<string, int> Dropped
)
{
    /// <summary>What was read and what was not.</summary>
    public LoadLedger Ledger { get; init; } = LoadLedger.Empty;
}
