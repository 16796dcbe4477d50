using System.Numerics.Tensors;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Features;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>
/// The windows of a corpus as numbers for gLM. Features are made when a window is asked for; labels, a product with the label components,
/// once in a file of the corpus, <c>labels-….npy</c>, which may be deleted, with its checksum beside it. The numbers are bit-identical to
/// those of
/// <see cref="GeneDataset"/>. Safe for concurrent use; it borrows the corpus.
/// </summary>
public sealed class CorpusDataset : IWindowData, IDisposable
{
    /// <summary>Proteins per block of the labels: as many as <see cref="GeneDataset"/> takes.</summary>
    private const int BlockRows = 4096;

    private readonly Corpus _corpus;
    private readonly CorpusVectors _vectors;
    private readonly NpyMap<Half>? _labels;
    private readonly CorpusScaffolds _scaffolds;

    private CorpusDataset(Corpus corpus, CorpusVectors vectors, FeatureTransform transform, NpyMap<Half>? labels) =>
        (_corpus, _vectors, Transform, _labels, _scaffolds) = (corpus, vectors, transform, labels, new CorpusScaffolds(corpus));

    public FeatureTransform Transform { get; }

    public int FeatureWidth => Transform.ProteinWidth + 1;

    public int LabelWidth => Transform.LabelWidth;

    public int WindowCount => _corpus.WindowCount;

    /// <summary>Makes labels for the proteins that have none yet.</summary>
    /// <param name="corpus">With a vector for every protein.</param>
    /// <param name="transform">Of the vectors' width.</param>
    /// <param name="progress">Proteins with labels.</param>
    /// <param name="cancellation">Polled between blocks of proteins.</param>
    /// <exception cref="GlmException">Vectors are missing, or of another width or origin, or the labels cannot be written.</exception>
    public static CorpusDataset Create(
        Corpus corpus,
        FeatureTransform transform,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (corpus.Vectors is not { } vectors || corpus.MissingVectors > 0)
            throw MissingVectors(corpus);
        transform.CheckFits(vectors);
        return new CorpusDataset(
            corpus,
            vectors,
            transform,
            transform.LabelCount == 0 ? null : Labels(corpus, vectors, transform, progress, cancellation)
        );
    }

    public int LengthOf(int window) => _corpus.ProteinsOf(window).Length;

    public int ScaffoldOf(int window) => _corpus.ScaffoldOf(window);

    public string ScaffoldId(int scaffold) => _scaffolds.ScaffoldId(scaffold);

    public string GenomeIdOf(int scaffold) => _scaffolds.GenomeIdOf(scaffold);

    public Lineage? LineageOf(int scaffold) => _scaffolds.LineageOf(scaffold);

    /// <summary>From <c>protein_hashes.npy</c>: no sequence is read.</summary>
    public IReadOnlyList<UInt128> ProteinHashesOf(int scaffold) => _scaffolds.ProteinHashesOf(scaffold);

    public string Source => _corpus.Folder;

    /// <summary>A window; its genes are named for their places, and their proteins for their sequences.</summary>
    public GeneWindow Window(int window) => _scaffolds.Window(window);

    public Genome GenomeOf(int window) => _scaffolds.GenomeOf(window);

    /// <summary>Null: a corpus counts what makes no window, and does not name it.</summary>
    public string? WhyDropped(string scaffold) => null;

    /// <inheritdoc/>
    public (int Before, int After) RoomAround(int window) => _scaffolds.RoomAround(window);

    /// <inheritdoc/>
    public void FillWindow(int window, int shift, Span<float> features, Span<float> labels, Span<float> mask)
    {
        var proteins = _corpus.ProteinsOf(window);
        var strands = _corpus.StrandsOf(window);
        if (shift != 0)
            _scaffolds.GenesAt(window, shift, out proteins, out strands);
        var isFeaturesAsked = !features.IsEmpty;
        if ((isFeaturesAsked && features.Length != mask.Length * FeatureWidth) || labels.Length != mask.Length * LabelWidth)
            throw new ArgumentException(
                $"{mask.Length} rows need {mask.Length * FeatureWidth} features and {mask.Length * LabelWidth} labels, not "
                    + $"{features.Length} and {labels.Length}.",
                nameof(features)
            );
        if (proteins.Length > mask.Length)
            throw new GlmException(
                $"Window {window} of the corpus has {proteins.Length} genes and the model reads at most {mask.Length}. Make the "
                    + $"corpus with {Setting.Of(nameof(LoadOptions.MaxGenes), mask.Length)}."
            );
        var half = new Half[Transform.ProteinWidth];
        for (var i = 0; i < proteins.Length; i++)
        {
            var protein = proteins[i];
            var orientation = Orientation.Of((Strand)strands[i]);
            if (isFeaturesAsked)
            {
                var feature = features.Slice(i * FeatureWidth, FeatureWidth);
                Transform.Features(_vectors[protein], half, () => $"protein {protein} of the corpus");
                TensorPrimitives.ConvertToSingle(half, feature);
                feature[^1] = orientation;
            }
            var label = labels.Slice(i * LabelWidth, LabelWidth);
            if (_labels is not null)
                TensorPrimitives.ConvertToSingle(_labels[protein], label);
            label[^1] = orientation;
        }
        if (isFeaturesAsked)
            features[(proteins.Length * FeatureWidth)..].Clear();
        labels[(proteins.Length * LabelWidth)..].Clear();
        mask[..proteins.Length].Fill(1);
        mask[proteins.Length..].Clear();
    }

    /// <summary>From the checksums in the journal: nothing is read.</summary>
    public DataIdentity Identify() =>
        new(
            WindowCount,
            FeatureWidth,
            LabelWidth,
            _corpus.ChecksumOf(CorpusArray.WindowsName, CorpusArray.StrandsName, CorpusArray.WindowScaffolds.Name),
            Transform.Checksum(),
            _corpus.ChecksumOf(CorpusArray.VectorsName)
        );

    /// <summary>Closes its files; the corpus stays open.</summary>
    public void Dispose() => _labels?.Dispose();

    internal static GlmException MissingVectors(Corpus corpus) =>
        new(
            $"{corpus.Folder}: {corpus.MissingVectors} of {corpus.ProteinCount} proteins of the corpus have no vector; every "
                + $"gene of a window needs one. Embed the proteins of the corpus first."
        );

    /// <summary>The labels of all proteins; a file may already hold some of them.</summary>
    private static NpyMap<Half> Labels(
        Corpus corpus,
        CorpusVectors vectors,
        FeatureTransform transform,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var count = transform.LabelCount;
        var array = CorpusArray.Labels(transform.Checksum()[..16], count);
        var path = corpus.PathOf(array);
        var done = RowsOf(path, array, cancellation);
        if (done < vectors.Count)
        {
            corpus.Verify(cancellation: cancellation); // now that all vectors are read anyway
            // From the beginning of a block: a block is one matrix product, and its size may show in the last digit.
            done -= done % BlockRows;
            using var file = new CorpusFile(corpus.Folder, array, (long)done * array.RowBytes);
            var block = new Half[Math.Min(BlockRows, vectors.Count) * vectors.Width];
            var (features, labels) = (new Half[block.Length], new Half[Math.Min(BlockRows, vectors.Count) * count]);
            for (var start = done; start < vectors.Count; start += BlockRows)
            {
                cancellation.ThrowIfCancellationRequested();
                var (first, rows) = (start, Math.Min(BlockRows, vectors.Count - start));
                for (var i = 0; i < rows; i++)
                    vectors[start + i].CopyTo(block.AsSpan(i * vectors.Width));
                transform.Transform(
                    block.AsSpan(0, rows * vectors.Width),
                    rows,
                    features.AsSpan(0, rows * vectors.Width),
                    labels.AsSpan(0, rows * count),
                    row => $"protein {first + row} of the corpus",
                    cancellation
                );
                file.Append<Half>(labels.AsSpan(0, rows * count));
                progress?.Report(new ProgressReport("label", start + rows, vectors.Count, "proteins"));
            }
            file.Flush();
            CorpusChecksum.Note(path, vectors.Count, array.RowBytes, cancellation);
            file.Complete();
        }
        return NpyMap<Half>.Open(path, ElementType.Float16, vectors.Count);
    }

    /// <summary>The number of rows in a file of labels; 0 if it is missing or damaged.</summary>
    private static int RowsOf(string path, CorpusArray array, CancellationToken cancellation)
    {
        var noted = CorpusChecksum.NotedRows(path, array.RowBytes, cancellation);
        if (noted == 0)
            return 0;
        try
        {
            using var labels = NpyMap<Half>.Open(path, ElementType.Float16);
            return labels.Width == array.Columns && labels.Offset == CorpusArray.HeaderBytes && noted <= labels.Rows ? noted : 0;
        }
        catch (GlmException)
        {
            return 0;
        }
    }
}
