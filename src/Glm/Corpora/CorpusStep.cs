using Glm.Proteins.LanguageModels.Embedding;

namespace Glm.Corpora;

/// <summary>
/// One completed step in the making of a corpus: the genomes of a file or of a part of one, vectors of some proteins, or the homologs of
/// some. A line of its journal.
/// </summary>
/// <param name="Source">Name of the file that was read, of the embedder, or of the search.</param>
/// <param name="Files">What the step added to each file of the corpus.</param>
public sealed record CorpusStep(string Source, IReadOnlyDictionary<string, CorpusSegment> Files)
{
    /// <summary>Checksum of the genome file, hexadecimal; null for vectors.</summary>
    public string? SourceSha256 { get; init; }

    /// <summary>
    /// Checksum of the corpus' <c>normalizer.safetensors</c> since this step, hexadecimal; null where the step came without a normaliser.
    /// </summary>
    public string? NormalizerSha256 { get; init; }

    /// <summary>The language model that made the vectors of this step; null where that is not known, and for other steps.</summary>
    public VectorOrigin? Origin { get; init; }

    /// <summary>The number of this part of a large genome file, from 0.</summary>
    public int Part { get; init; }

    /// <summary>Whether the genome file ends with this part.</summary>
    public bool IsLast { get; init; }

    /// <summary>Scaffolds that have windows.</summary>
    public int Scaffolds { get; init; }

    public int Windows { get; init; }

    /// <summary>Genes in the windows; those of overlapping windows count in each.</summary>
    public long Genes { get; init; }

    /// <summary>Genes with a protein that no window covers: of short scaffolds, and at the ends of others. 0 in corpora of version
    /// 1.</summary>
    public long UncoveredGenes { get; init; }

    /// <summary>Coding sequences without a protein, pseudogenes most often, on scaffolds with other genes. 0 in corpora of version
    /// 1.</summary>
    public long UntranslatedGenes { get; init; }

    /// <summary>Proteins that the corpus did not have before.</summary>
    public int NewProteins { get; init; }

    /// <summary>Proteins whose homologs were searched for among all that the corpus had by then.</summary>
    public int Queries { get; init; }

    /// <summary>Scaffolds, or ends of scaffolds, without a window: counts by reason.</summary>
    public IReadOnlyDictionary<string, int> Dropped { get; init; } = new Dictionary<string, int>();
}
