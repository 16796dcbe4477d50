using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Glm.Formats;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Features;

/// <summary>
/// The windows of a scaffold set as numbers for gLM: a feature row and a label row per protein, kept once however many genes code for it.
/// Immutable, safe for concurrent use.
/// </summary>
public sealed class GeneDataset : IWindowData
{
    /// <summary>Proteins per block of the transformation: 40 MiB of z-scores at width 1280.</summary>
    private const int BlockRows = 4096;

    /// <summary>The row of a gene that no window covers.</summary>
    private const int Uncovered = -1;

    private readonly Half[] _features;
    private readonly Half[] _labels;
    private readonly ScaffoldSetPlaces _places;
    private readonly int[][] _proteinRows; // by scaffold and place

    private GeneDataset(
        ScaffoldSet scaffolds,
        FeatureTransform transform,
        IReadOnlyList<string> proteins,
        ScaffoldSetPlaces places,
        int[][] proteinRows,
        Half[] features,
        Half[] labels
    )
    {
        (Scaffolds, Transform, Proteins) = (scaffolds, transform, proteins);
        (_places, _proteinRows, _features, _labels) = (places, proteinRows, features, labels);
    }

    /// <summary>Where the windows come from.</summary>
    public ScaffoldSet Scaffolds { get; }

    /// <summary>What made the rows.</summary>
    public FeatureTransform Transform { get; }

    /// <summary>The windows of <see cref="Scaffolds"/>, in its order.</summary>
    public IReadOnlyList<GeneWindow> Windows => Scaffolds.Windows;

    /// <summary>Ids of the proteins in the windows, in row order: the order in which windows first name them.</summary>
    public IReadOnlyList<string> Proteins { get; }

    /// <summary>Numbers per feature row, orientation included.</summary>
    public int FeatureWidth => Transform.ProteinWidth + 1;

    /// <summary>Numbers per label row, orientation included.</summary>
    public int LabelWidth => Transform.LabelWidth;

    public int WindowCount => Windows.Count;

    /// <inheritdoc/>
    public int LengthOf(int window) => Windows[window].Length;

    /// <inheritdoc/>
    public int ScaffoldOf(int window) => _places.ScaffoldOf(window);

    /// <inheritdoc/>
    public string ScaffoldId(int scaffold) => _places.ScaffoldId(scaffold);

    /// <inheritdoc/>
    public string GenomeIdOf(int scaffold) => _places.GenomeIdOf(scaffold);

    /// <inheritdoc/>
    public Lineage? LineageOf(int scaffold) => _places.LineageOf(scaffold);

    /// <inheritdoc/>
    public IReadOnlyList<UInt128> ProteinHashesOf(int scaffold) => _places.ProteinHashesOf(scaffold);

    /// <inheritdoc/>
    public string Source => Scaffolds.Source;

    /// <inheritdoc/>
    public GeneWindow Window(int window) => Windows[window];

    /// <inheritdoc/>
    public Genome GenomeOf(int window) => Scaffolds.GenomeOf(Windows[window].Scaffold);

    /// <inheritdoc/>
    public string? WhyDropped(string scaffold) => Scaffolds.Dropped.FirstOrDefault(dropped => dropped.ScaffoldId == scaffold)?.Reason;

    /// <summary>Looks up and transforms the protein of every gene in a window.</summary>
    /// <param name="scaffolds">Whose windows.</param>
    /// <param name="vectors">A vector for every protein in them; further ones are ignored.</param>
    /// <param name="transform">Of the vectors' width.</param>
    /// <param name="progress">Proteins transformed.</param>
    /// <param name="cancellation">Polled between blocks of proteins.</param>
    /// <exception cref="GlmException">The widths or origins differ, or a gene's protein has no vector.</exception>
    public static GeneDataset Create(
        ScaffoldSet scaffolds,
        ProteinVectors vectors,
        FeatureTransform transform,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var width = transform.ProteinWidth;
        transform.CheckFits(vectors);

        var places = new ScaffoldSetPlaces(scaffolds);
        var proteinRows = new int[places.Scaffolds.Count][];
        for (var scaffold = 0; scaffold < proteinRows.Length; scaffold++)
        {
            proteinRows[scaffold] = new int[places.Scaffolds[scaffold].Genes.Count];
            Array.Fill(proteinRows[scaffold], Uncovered);
        }
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var proteins = new List<string>();
        var sources = new List<int>();
        for (var number = 0; number < scaffolds.Windows.Count; number++)
        for (var position = 0; position < scaffolds.Windows[number].Length; position++)
        {
            var window = scaffolds.Windows[number];
            var gene = window.Scaffold.Genes[window.Start + position];
            if (!rows.TryGetValue(gene.ProteinId, out var row))
            {
                var source = vectors.RowOf(gene.ProteinId);
                if (source < 0)
                    throw MissingVector(window, gene, vectors);
                row = proteins.Count;
                rows.Add(gene.ProteinId, row);
                proteins.Add(gene.ProteinId);
                sources.Add(source);
            }
            proteinRows[places.ScaffoldOf(number)][window.Start + position] = row;
        }

        var labelCount = transform.LabelCount;
        var features = new Half[checked(proteins.Count * width)];
        var labels = new Half[checked(proteins.Count * labelCount)];
        var block = new Half[Math.Min(BlockRows, proteins.Count) * width];
        for (var start = 0; start < proteins.Count; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var first = start;
            var count = Math.Min(BlockRows, proteins.Count - start);
            for (var i = 0; i < count; i++)
                vectors[sources[start + i]].CopyTo(block.AsSpan(i * width));
            transform.Transform(
                block.AsSpan(0, count * width),
                count,
                features.AsSpan(start * width, count * width),
                labels.AsSpan(start * labelCount, count * labelCount),
                row => $"protein '{proteins[first + row]}'",
                cancellation
            );
            progress?.Report(new ProgressReport("label", start + count, proteins.Count, "proteins"));
        }
        return new GeneDataset(scaffolds, transform, proteins, places, proteinRows, features, labels);
    }

    /// <summary>The row in <see cref="Proteins"/> of a window's gene.</summary>
    /// <param name="window">Index in <see cref="Windows"/>.</param>
    /// <param name="position">Gene within the window, from 0.</param>
    public int ProteinRow(int window, int position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Windows[window].Length, nameof(position));
        return RowsOf(window)[Windows[window].Start + position];
    }

    /// <inheritdoc/>
    public (int Before, int After) RoomAround(int window)
    {
        var genes = Windows[window];
        var rows = RowsOf(window);
        var after = rows[(genes.Start + genes.Length)..].IndexOf(Uncovered);
        return (
            genes.Start - (rows[..genes.Start].LastIndexOf(Uncovered) + 1),
            after < 0 ? rows.Length - genes.Start - genes.Length : after
        );
    }

    /// <inheritdoc/>
    public void FillWindow(int window, int shift, Span<float> features, Span<float> labels, Span<float> mask)
    {
        var genes = Windows[window];
        var isFeaturesAsked = !features.IsEmpty;
        if ((isFeaturesAsked && features.Length != mask.Length * FeatureWidth) || labels.Length != mask.Length * LabelWidth)
            throw new ArgumentException(
                $"{mask.Length} rows need {mask.Length * FeatureWidth} features and {mask.Length * LabelWidth} labels, not "
                    + $"{features.Length} and {labels.Length}.",
                nameof(features)
            );
        if (genes.Length > mask.Length)
            throw new GlmException(
                $"Window '{genes.Id}' has {genes.Length} genes and the model reads at most {mask.Length}. Load the scaffolds "
                    + $"with {Setting.Of(nameof(LoadOptions.MaxGenes), mask.Length)}."
            );
        var rows = RowsOf(window).Slice(genes.Start + shift, genes.Length);
        for (var i = 0; i < genes.Length; i++)
        {
            var protein = rows[i];
            ArgumentOutOfRangeException.ThrowIfNegative(protein, nameof(shift));
            var orientation = Orientation.Of(genes.Scaffold.Genes[genes.Start + shift + i].Strand);
            if (isFeaturesAsked)
                FillRow(_features, protein, orientation, features.Slice(i * FeatureWidth, FeatureWidth));
            FillRow(_labels, protein, orientation, labels.Slice(i * LabelWidth, LabelWidth));
        }
        if (isFeaturesAsked)
            features[(genes.Length * FeatureWidth)..].Clear();
        labels[(genes.Length * LabelWidth)..].Clear();
        mask[..genes.Length].Fill(1);
        mask[genes.Length..].Clear();
    }

    /// <inheritdoc/>
    public DataIdentity Identify()
    {
        const int Block = 1 << 22; // more bytes than a span has would be asked for at once
        using var sum = new DataIdentity.Sum();
        for (var window = 0; window < WindowCount; window++)
        {
            var genes = Windows[window];
            sum.Add(genes.Scaffold.Id);
            sum.Add(genes.Start);
            sum.Add(genes.Length);
            foreach (var gene in genes.Genes)
                sum.Add((long)gene.Strand);
        }
        for (var window = 0; window < WindowCount; window++)
            sum.Add(MemoryMarshal.AsBytes(RowsOf(window).Slice(Windows[window].Start, Windows[window].Length)));
        var names = sum.Take();
        for (var start = 0; start < _features.Length; start += Block)
            sum.Add(MemoryMarshal.AsBytes(_features.AsSpan(start, Math.Min(Block, _features.Length - start))));
        return new DataIdentity(WindowCount, FeatureWidth, LabelWidth, names, Transform.Checksum(), sum.Take());
    }

    /// <summary>The rows of the proteins of all genes of a window's scaffold.</summary>
    private ReadOnlySpan<int> RowsOf(int window) => _proteinRows[_places.ScaffoldOf(window)];

    internal static GlmException MissingVector(GeneWindow window, Gene gene, IProteinVectors vectors) =>
        new(
            $"Protein '{gene.ProteinId}' (gene '{gene.Id}' of scaffold '{window.Scaffold.Id}') has no vector in {vectors.Source}; every "
                + $"gene of a window needs one. Embed the proteins of this scaffold set."
        );

    private static void FillRow(Half[] values, int protein, float orientation, Span<float> row)
    {
        var width = row.Length - 1;
        TensorPrimitives.ConvertToSingle(values.AsSpan(protein * width, width), row);
        row[^1] = orientation;
    }
}
