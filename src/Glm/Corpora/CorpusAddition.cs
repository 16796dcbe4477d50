namespace Glm.Corpora;

/// <summary>What one call added to a corpus.</summary>
/// <param name="Files">Genome files read.</param>
/// <param name="KnownFiles">Genome files that the corpus had already and that were left out, told by their content.</param>
/// <param name="Windows">Windows added.</param>
/// <param name="Genes">Genes in them.</param>
/// <param name="NewProteins">Distinct protein sequences added.</param>
/// <param name="Dropped">Scaffolds, or their tails, without a window, counted by reason.</param>
public sealed record CorpusAddition(
    int Files,
    int KnownFiles,
    long Windows,
    long Genes,
    long NewProteins,
    IReadOnlyDictionary<string, int> Dropped
);
