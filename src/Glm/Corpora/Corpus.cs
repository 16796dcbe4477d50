using System.Buffers;
using System.Security.Cryptography;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.Storage;
using Glm.Features;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Corpora;

/// <summary>
/// Windows and proteins on the disk, for data larger than memory: each distinct protein sequence once, its vector in a half-precision
/// array, and the windows as rows of protein numbers with strands. The arrays are mapped, not read; numpy opens the same files. Shows the
/// steps that were complete when it was opened. Safe for concurrent use.
/// </summary>
/// <remarks>
/// <c>windows.npy</c> int32 [windows, most genes], -1 beyond the last gene; <c>strands.npy</c> int8, 1, -1 and 0;
/// <c>window_scaffolds.npy</c> int32, lines of <c>scaffolds.tsv</c>; <c>protein_hashes.npy</c> uint8 [proteins, 16], the first half of
/// each sequence's SHA-256; <c>protein_offsets.npy</c> int64, where each record begins in <c>proteins.faa</c>; <c>vectors.npy</c> float16
/// [proteins, width]; <c>journal.jsonl</c>, the steps with checksums.
/// </remarks>
public sealed class Corpus : IDisposable
{
    private readonly CorpusJournal _journal;
    private readonly NpyMap<int> _windows;
    private readonly NpyMap<sbyte> _strands;
    private readonly NpyMap<int> _scaffolds;
    private readonly NpyMap<long> _offsets;
    private readonly List<IDisposable> _open = [];

    private Corpus(string folder)
    {
        (Folder, _journal) = (folder, CorpusJournal.Read(folder));
        try
        {
            _windows = Map<int>(CorpusArray.Windows(Limits.MaxGenes));
            _strands = Map<sbyte>(CorpusArray.Strands(Limits.MaxGenes));
            _scaffolds = Map<int>(CorpusArray.WindowScaffolds);
            _offsets = Map<long>(CorpusArray.ProteinOffsets);
            Vectors = _journal.BytesOf(CorpusArray.VectorsName) > 0 ? new CorpusVectors(MapVectors(), Sources(), ReadNormalizer()) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder that holds it.</summary>
    public string Folder { get; }

    /// <summary>How its windows are cut.</summary>
    public CorpusLimits Limits => _journal.Limits;

    /// <summary>The steps that made it, in order.</summary>
    public IReadOnlyList<CorpusStep> Steps => _journal.Steps;

    public int WindowCount => (int)_windows.Rows;

    /// <summary>Number of distinct protein sequences.</summary>
    public int ProteinCount => (int)_offsets.Rows;

    /// <summary>Number of scaffolds with at least one window.</summary>
    public int ScaffoldCount => Steps.Sum(step => step.Scaffolds);

    /// <summary>Counts the genomes with at least one window; reads the table of scaffolds.</summary>
    /// <exception cref="GlmException">The table is damaged.</exception>
    public int CountGenomes()
    {
        using var scaffolds = new CorpusScaffolds(this);
        return scaffolds.GenomeCount;
    }

    /// <summary>Genes in the windows.</summary>
    public long GeneCount => Steps.Sum(step => step.Genes);

    /// <summary>Vectors of the first proteins; null if there are none yet.</summary>
    public CorpusVectors? Vectors { get; }

    /// <summary>Proteins without a vector.</summary>
    public int MissingVectors => ProteinCount - (Vectors?.Count ?? 0);

    /// <summary>Opens a corpus for reading, even while another process appends to it.</summary>
    /// <param name="folder">The corpus.</param>
    /// <exception cref="GlmException">The folder does not hold a corpus, or holds a damaged one.</exception>
    public static Corpus Open(string folder) => new(folder);

    /// <summary>The proteins of a window's genes, as rows of <see cref="Vectors"/> and numbers for <see cref="Proteins"/>.</summary>
    public ReadOnlySpan<int> ProteinsOf(int window)
    {
        var row = _windows[window];
        var length = row.IndexOf(-1);
        return length < 0 ? row : row[..length];
    }

    /// <summary>The strand of each gene of a window: 1 or -1.</summary>
    public ReadOnlySpan<sbyte> StrandsOf(int window) => _strands[window][..ProteinsOf(window).Length];

    /// <summary>The number of a window's scaffold, from 0.</summary>
    public int ScaffoldOf(int window) => _scaffolds[window][0];

    /// <summary>The id of a scaffold, as its file had it.</summary>
    public string ScaffoldId(int scaffold) => File.ReadLines(PathOf(CorpusArray.Scaffolds)).Skip(scaffold + 1).First().Split('\t')[0];

    /// <summary>
    /// Protein sequences; the id is the sequence's hash, the description begins with the id that its first file gave it.
    /// </summary>
    /// <param name="first">Number of the first, from 0.</param>
    /// <param name="count">How many; fewer where the corpus ends.</param>
    public IReadOnlyList<Protein> Proteins(int first, int count)
    {
        if (first >= ProteinCount || count <= 0)
            return [];
        using var stream = StoredFile.Open(PathOf(CorpusArray.Proteins), new FileStreamOptions { Share = FileShare.ReadWrite });
        stream.Position = _offsets[first][0];
        return [.. FastaReader.Enumerate(stream, PathOf(CorpusArray.Proteins)).Take(Math.Min(count, ProteinCount - first))];
    }

    /// <summary>Reads everything that was ever added and compares it with the checksums of the journal.</summary>
    /// <param name="progress">Reported after every step.</param>
    /// <param name="cancellation">Polled before every step.</param>
    /// <exception cref="GlmException">A file is damaged; the message names it and the step that wrote the bytes.</exception>
    public void Verify(IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default)
    {
        var arrays = new[]
        {
            CorpusArray.Windows(Limits.MaxGenes),
            CorpusArray.Strands(Limits.MaxGenes),
            CorpusArray.WindowScaffolds,
            CorpusArray.ProteinHashes,
            CorpusArray.ProteinOffsets,
            CorpusArray.Proteins,
            CorpusArray.Scaffolds,
            CorpusArray.Vectors(Vectors?.Width ?? 1),
        }.ToDictionary(array => array.Name, StringComparer.Ordinal);
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < Steps.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var (name, segment) in Steps[i].Files)
            {
                var begin = ends.GetValueOrDefault(name);
                if (!arrays.TryGetValue(name, out var array) || segment.End < begin)
                    throw new GlmException(
                        $"{Path.Combine(Folder, CorpusArray.Journal)}:{i + 2}: this step names {LineText.Quoted(name)}, bytes "
                            + $"{begin} to {segment.End}, which cannot be. Restore the journal."
                    );
                var path = PathOf(array);
                if (Checksum(path, array.Offset + begin, segment.End - begin, cancellation) != segment.Sha256)
                    throw new GlmException(
                        $"{path}: bytes {array.Offset + begin} to {array.Offset + segment.End - 1} are not those that step "
                            + $"{i + 1} ({LineText.Shown(Steps[i].Source)}) wrote: their checksum differs. Restore the file, or make "
                            + $"the corpus again."
                    );
                ends[name] = segment.End;
            }
            progress?.Report(new ProgressReport("verify", i + 1, Steps.Count, "steps"));
        }
    }

    /// <summary>Closes the maps; spans handed out before must no longer be used.</summary>
    public void Dispose()
    {
        foreach (var map in _open)
            map.Dispose();
    }

    internal string PathOf(CorpusArray array) => Path.Combine(Folder, array.Name);

    private NpyMap<T> Map<T>(CorpusArray array)
        where T : unmanaged
    {
        var map = NpyMap<T>.Open(PathOf(array), array.Type!.Value, _journal.BytesOf(array.Name) / array.RowBytes);
        _open.Add(map);
        return map;
    }

    private NpyMap<Half> MapVectors()
    {
        int width;
        using (var whole = NpyMap<Half>.Open(PathOf(CorpusArray.Vectors(1)), ElementType.Float16, 0))
            width = whole.Width;
        return Map<Half>(CorpusArray.Vectors(width));
    }

    private string Sources() => Steps.Last(step => step.Files.ContainsKey(CorpusArray.VectorsName)).Source;

    private Normalizer? ReadNormalizer()
    {
        var path = Path.Combine(Folder, CorpusArray.Normalizer);
        return File.Exists(path) ? FeatureTransformFile.Read(path).Normalizer : null;
    }

    private static string Checksum(string path, long offset, long count, CancellationToken cancellation)
    {
        using var stream = StoredFile.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite, BufferSize = 0 });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        stream.Position = offset;
        while (count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = stream.Read(buffer, 0, (int)Math.Min(count, buffer.Length));
            if (read == 0)
                break;
            hash.AppendData(buffer, 0, read);
            count -= read;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
