using Glm.Arrays;
using Glm.Formats.Sources;
using Glm.Proteins;

namespace Glm.Corpora;

/// <summary>The files of a corpus: arrays that numpy can read, and text files. They only ever grow.</summary>
/// <param name="Name">File name.</param>
/// <param name="Type">Element type; null for a text file.</param>
/// <param name="Columns">Elements per row of an array, 0 for one dimension.</param>
internal sealed record CorpusArray(string Name, ElementType? Type = null, int Columns = 0)
{
    public const string Journal = SourceFolder.CorpusJournal;
    public const string Normalizer = "normalizer.safetensors";
    public const string WindowsName = "windows.npy";
    public const string StrandsName = "strands.npy";
    public const string VectorsName = "vectors.npy";

    /// <summary>Bytes that an array's header occupies: enough for any shape.</summary>
    public const int HeaderBytes = 128;

    /// <summary>[windows, most genes]: row of each gene's protein, -1 beyond the last gene.</summary>
    public static CorpusArray Windows(int maxGenes) => new(WindowsName, ElementType.Int32, maxGenes);

    /// <summary>[windows, most genes]: 1 or -1, 0 beyond the last gene.</summary>
    public static CorpusArray Strands(int maxGenes) => new(StrandsName, ElementType.Int8, maxGenes);

    /// <summary>[windows, most genes]: first base of each gene, 1-based; 0 where unknown and beyond the last gene.</summary>
    public static CorpusArray GeneStarts(int maxGenes) => new("gene_starts.npy", ElementType.Int32, maxGenes);

    /// <summary>[windows, most genes]: last base of each gene, inclusive; 0 where <see cref="GeneStarts"/> is 0.</summary>
    public static CorpusArray GeneEnds(int maxGenes) => new("gene_ends.npy", ElementType.Int32, maxGenes);

    /// <summary>[scaffolds]: where the line of each scaffold's first gene begins in <see cref="GeneNames"/>.</summary>
    public static CorpusArray GeneOffsets { get; } = new("gene_offsets.npy", ElementType.Int64);

    /// <summary>Id, locus tag and symbol of each gene that some window covers, scaffold by scaffold.</summary>
    public static CorpusArray GeneNames { get; } = new("genes.tsv");

    /// <summary>[windows]: row of the scaffold in the table of scaffolds, from 0.</summary>
    public static CorpusArray WindowScaffolds { get; } = new("window_scaffolds.npy", ElementType.Int32);

    /// <summary>[proteins, 16]: the first half of the SHA-256 of each sequence.</summary>
    public static CorpusArray ProteinHashes { get; } = new("protein_hashes.npy", ElementType.UInt8, SequenceHash.Bytes);

    /// <summary>[proteins]: where each record begins in the FASTA file.</summary>
    public static CorpusArray ProteinOffsets { get; } = new("protein_offsets.npy", ElementType.Int64);

    /// <summary>[proteins, width], raw.</summary>
    public static CorpusArray Vectors(int width) => new(VectorsName, ElementType.Float16, width);

    /// <summary>
    /// [hits, 8]: query, target, matching columns, columns, then first aligned residue and the one behind the last, of the query and of
    /// the target.
    /// </summary>
    public static CorpusArray Homologs { get; } = new("homologs.npy", ElementType.Int32, 8);

    /// <summary>[hits, 2]: bit score and e-value of each row of <see cref="Homologs"/>.</summary>
    public static CorpusArray HomologScores { get; } = new("homolog_scores.npy", ElementType.Float64, 2);

    /// <summary>[proteins, label numbers] under a transform; made again if missing.</summary>
    public static CorpusArray Labels(string transform, int count) => new($"labels-{transform}.npy", ElementType.Float16, count);

    public static CorpusArray Proteins { get; } = new("proteins.faa");

    public static CorpusArray Scaffolds { get; } = new("scaffolds.tsv");

    /// <summary>The files without which a corpus says nothing, all small beside the vectors.</summary>
    public static IReadOnlyList<CorpusArray> Indices(CorpusLimits limits) =>
        [Windows(limits.MaxGenes), Strands(limits.MaxGenes), WindowScaffolds, ProteinHashes, ProteinOffsets, Scaffolds];

    /// <summary>Where genes lie and what they are called; corpora of version 1 have none of these files.</summary>
    public static IReadOnlyList<CorpusArray> Genes(CorpusLimits limits) =>
        [GeneStarts(limits.MaxGenes), GeneEnds(limits.MaxGenes), GeneOffsets, GeneNames];

    public int RowBytes => Type is { } type ? NdArray.SizeOf(type) * Math.Max(1, Columns) : 1;

    public int Offset => Type is null ? 0 : HeaderBytes;
}
