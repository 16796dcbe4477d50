using System.Buffers;
using System.Buffers.Binary;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.Storage;
using Glm.Features;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Families;
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
/// <c>gene_starts.npy</c> and <c>gene_ends.npy</c> int32 [windows, most genes], first and last base, 1-based, 0 where the source has no
/// coordinates and beyond the last gene; <c>genes.tsv</c>, id, locus tag and symbol of the genes of each scaffold that some window covers,
/// and <c>gene_offsets.npy</c> int64 [scaffolds], where those of a scaffold begin; <c>window_scaffolds.npy</c> int32, lines of
/// <c>scaffolds.tsv</c>; <c>protein_hashes.npy</c> uint8 [proteins, 16], the first half of each sequence's SHA-256;
/// <c>protein_offsets.npy</c> int64, where each record begins in <c>proteins.faa</c>; <c>vectors.npy</c> float16 [proteins, width];
/// <c>homologs.npy</c> int32 [hits, 8] and <c>homolog_scores.npy</c> float64 [hits, 2], see
/// <see cref="CorpusHomologs"/>; <c>journal.jsonl</c>, the steps with checksums.
/// </remarks>
public sealed class Corpus : IDisposable
{
    private readonly CorpusJournal _journal;
    private readonly NpyMap<int> _windows;
    private readonly NpyMap<sbyte> _strands;
    private readonly NpyMap<int> _scaffolds;
    private readonly NpyMap<long> _offsets;
    private readonly NpyMap<byte> _hashes;
    private readonly CorpusGenes? _genes;
    private readonly List<IDisposable> _open = [];
    private readonly Lazy<int[]> _lengths;

    private Corpus(string folder, bool withAnyNormalizer)
    {
        (Folder, _journal, _lengths) = (folder, CorpusJournal.Read(folder), new Lazy<int[]>(ReadLengths));
        try
        {
            _windows = Map<int>(CorpusArray.Windows(Limits.MaxGenes));
            _strands = Map<sbyte>(CorpusArray.Strands(Limits.MaxGenes));
            _scaffolds = Map<int>(CorpusArray.WindowScaffolds);
            _offsets = Map<long>(CorpusArray.ProteinOffsets);
            _hashes = Map<byte>(CorpusArray.ProteinHashes);
            _genes = KeepsGenes ? OpenGenes() : null;
            Vectors =
                _journal.BytesOf(CorpusArray.VectorsName) > 0
                    ? new CorpusVectors(
                        MapVectors(),
                        Sources(),
                        Steps.LastOrDefault(step => step.Origin is not null)?.Origin,
                        ReadNormalizer(withAnyNormalizer),
                        ReadFamilies
                    )
                    : null;
            Homologs = Steps.Any(step => step.Queries > 0) ? OpenHomologs() : null;
            Compare(CorpusArray.Indices(Limits), progress: null, CancellationToken.None);
            CheckIndices();
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
    public int CountGenomes() => new CorpusScaffolds(this).GenomeCount;

    /// <summary>
    /// Whether it keeps where its genes lie and what they are called. One that was made before version 2 of the format does not, and goes
    /// on without when genomes are added to it.
    /// </summary>
    public bool KeepsGenes => _journal.KeepsGenes;

    /// <summary>Genes in the windows.</summary>
    public long GeneCount => Steps.Sum(step => step.Genes);

    /// <summary>Vectors of the first proteins; null if there are none yet.</summary>
    public CorpusVectors? Vectors { get; }

    /// <summary>Homologs of the first proteins among all; null if none were searched for yet.</summary>
    public CorpusHomologs? Homologs { get; }

    /// <summary>Proteins without a vector.</summary>
    public int MissingVectors => ProteinCount - (Vectors?.Count ?? 0);

    /// <summary>Residues of each protein; the first call reads all sequences.</summary>
    /// <exception cref="GlmException">The sequences are damaged.</exception>
    public IReadOnlyList<int> ProteinLengths => _lengths.Value;

    /// <summary>
    /// Opens a corpus for reading, even while another process appends to it. All but the vectors and the sequences is compared with the
    /// checksums of the journal, which reads some 5 bytes per gene and 24 per protein.
    /// </summary>
    /// <param name="folder">The corpus.</param>
    /// <exception cref="GlmException">The folder does not hold a corpus, or holds a damaged one.</exception>
    public static Corpus Open(string folder) => new(folder, withAnyNormalizer: false);

    /// <summary>As <see cref="Open"/>, for the writer that replaces the normaliser.</summary>
    internal static Corpus OpenWithAnyNormalizer(string folder) => new(folder, withAnyNormalizer: true);

    /// <summary>The proteins of a window's genes, as rows of <see cref="Vectors"/> and numbers for <see cref="Proteins"/>.</summary>
    public ReadOnlySpan<int> ProteinsOf(int window)
    {
        var row = _windows[window];
        var length = row.IndexOf(-1);
        return length < 0 ? row : row[..length];
    }

    /// <summary>The strand of each gene of a window: 1 or -1.</summary>
    public ReadOnlySpan<sbyte> StrandsOf(int window) => _strands[window][..ProteinsOf(window).Length];

    /// <summary>The first base of each gene of a window on its scaffold, 1-based; 0 where its source had no coordinates.</summary>
    /// <exception cref="GlmException">The corpus keeps no coordinates (<see cref="KeepsGenes"/>), or those it keeps are
    /// damaged.</exception>
    public ReadOnlySpan<int> StartsOf(int window) => Genes.StartsOf(window);

    /// <summary>The last base of each gene of a window, 1-based and inclusive; 0 where its source had no coordinates.</summary>
    /// <exception cref="GlmException">As <see cref="StartsOf"/>.</exception>
    public ReadOnlySpan<int> EndsOf(int window) => Genes.EndsOf(window);

    /// <summary>
    /// Which protein stands beside which. Proteins and scaffolds have the numbers of the corpus; genes that no window covers, and circular
    /// scaffolds, are unknown to it, and so are bases where it does not keep them (<see cref="KeepsGenes"/>). Reads the windows and the
    /// table of scaffolds.
    /// </summary>
    /// <exception cref="GlmException">The table or the coordinates are damaged.</exception>
    public GeneOrder ToGeneOrder() => new CorpusScaffolds(this).ToGeneOrder();

    /// <summary>
    /// All genes in windows as scaffolds in memory, with their proteins: for analyses of whole genomes. Genes and scaffolds have the order
    /// of <see cref="ToGeneOrder"/>; a name that several genomes use is made unique as <see cref="Formats.ScaffoldFiles.Load"/> does;
    /// proteins are named by their sequences. What the corpus lacks of its genomes is said in <see cref="LoadLedger.NotKept"/>.
    /// </summary>
    /// <param name="progress">Proteins read.</param>
    /// <param name="cancellation">Polled between scaffolds and blocks of proteins.</param>
    /// <exception cref="GlmException">The corpus is empty or damaged.</exception>
    public ScaffoldSet ToScaffoldSet(IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        new CorpusScaffolds(this).ToScaffoldSet(progress, cancellation);

    /// <summary>The vectors of all proteins in memory, by their ids in <see cref="ToScaffoldSet"/>.</summary>
    /// <param name="cancellation">Polled while they are read.</param>
    /// <exception cref="GlmException">A protein has no vector, the vectors are damaged, or more than one array holds.</exception>
    public ProteinVectors ToProteinVectors(CancellationToken cancellation = default)
    {
        if (Vectors is not { } vectors || MissingVectors > 0)
            throw CorpusDataset.MissingVectors(this);
        if ((long)ProteinCount * vectors.Width > Array.MaxLength)
            throw new GlmException(
                $"{Folder}: the vectors of {ProteinCount} proteins are more than one array holds; at most "
                    + $"{Array.MaxLength / vectors.Width} are kept in memory. Make a smaller corpus, or read this one window by window."
            );
        VerifyVectors(cancellation);
        var values = new Half[ProteinCount * vectors.Width];
        for (var protein = 0; protein < ProteinCount; protein++)
            vectors[protein].CopyTo(values.AsSpan(protein * vectors.Width));
        return new ProteinVectors(vectors.Source, [.. Enumerable.Range(0, ProteinCount).Select(NameOf)], vectors.Width, values)
        {
            Normalizer = vectors.Normalizer,
            Families = vectors.Families,
            Origin = vectors.Origin,
        };
    }

    /// <summary>Complains where places and names of genes are needed and not kept.</summary>
    /// <exception cref="GlmException">The corpus keeps none.</exception>
    public void RequireGenes() => _ = Genes;

    /// <summary>Where genes lie and what they are called.</summary>
    internal CorpusGenes Genes =>
        _genes
        ?? throw new GlmException(
            $"{Folder}: this corpus was made before corpora kept coordinates and names of genes, and has none. Make it again: add the "
                + $"genome files to a new folder."
        );

    /// <summary>Where the windows lie; the table of scaffolds is read when it is first needed.</summary>
    internal IWindowPlaces Places => new CorpusScaffolds(this);

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
        var path = PathOf(CorpusArray.Proteins);
        using var stream = StoredFile.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite });
        stream.Position = _offsets[first][0];
        var proteins = new List<Protein>(Math.Min(count, ProteinCount - first));
        foreach (var protein in FastaReader.Enumerate(stream, path).Take(proteins.Capacity))
        {
            var name = NameOf(first + proteins.Count);
            if (protein.Id != name || SequenceHash.Name(SequenceHash.Of(protein.Sequence)) != name)
                throw CorpusDamage.In(path, $"protein {first + proteins.Count + 1} is not the one that was written, {name}");
            proteins.Add(protein);
        }
        return proteins.Count == proteins.Capacity
            ? proteins
            : throw CorpusDamage.In(path, $"it ends after {first + proteins.Count} of {ProteinCount} proteins");
    }

    private int[] ReadLengths()
    {
        const int Block = 8192;
        var lengths = new int[ProteinCount];
        for (var first = 0; first < lengths.Length; first += Block)
        {
            var proteins = Proteins(first, Block);
            for (var i = 0; i < proteins.Count; i++)
                lengths[first + i] = proteins[i].Sequence.Length;
        }
        return lengths;
    }

    /// <summary>The id of a protein in <see cref="Proteins"/>.</summary>
    internal string NameOf(int protein) => SequenceHash.Name(HashOf(protein));

    /// <summary>What identifies the sequence of a protein.</summary>
    internal UInt128 HashOf(int protein) => BinaryPrimitives.ReadUInt128BigEndian(_hashes[protein]);

    /// <summary>Reads everything that was ever added and compares it with the checksums of the journal.</summary>
    /// <param name="progress">Reported after every step.</param>
    /// <param name="cancellation">Polled before every step.</param>
    /// <exception cref="GlmException">A file is damaged; the message names it and the step that wrote the bytes.</exception>
    public void Verify(IProgress<ProgressReport>? progress = null, CancellationToken cancellation = default) =>
        Compare(
            [
                .. CorpusArray.Indices(Limits),
                .. CorpusArray.Genes(Limits),
                CorpusArray.Proteins,
                CorpusArray.Vectors(1),
                CorpusArray.Homologs,
                CorpusArray.HomologScores,
            ],
            progress,
            cancellation
        );

    /// <summary>
    /// A checksum of some of its files, made of those in the journal: steps that add nothing to these files do not matter.
    /// </summary>
    internal string ChecksumOf(params ReadOnlySpan<string> files)
    {
        using var sum = new DataIdentity.Sum();
        foreach (var file in files)
        foreach (var step in Steps)
            if (step.Files.TryGetValue(file, out var segment))
            {
                sum.Add(segment.End);
                sum.Add(segment.Sha256);
            }
        return sum.Take();
    }

    /// <summary>A checksum of everything in it, made of those in the journal.</summary>
    internal string Checksum =>
        ChecksumOf([
            .. CorpusArray.Indices(Limits).Select(array => array.Name),
            CorpusArray.Proteins.Name,
            CorpusArray.VectorsName,
            CorpusArray.Homologs.Name,
            CorpusArray.HomologScores.Name,
            .. CorpusArray.Genes(Limits).Select(array => array.Name),
        ]);

    /// <summary>Compares the vectors with the checksums of the journal.</summary>
    internal void VerifyVectors(CancellationToken cancellation) => Compare([CorpusArray.Vectors(1)], progress: null, cancellation);

    /// <summary>Compares the homologs with the checksums of the journal.</summary>
    internal void VerifyHomologs(CancellationToken cancellation) =>
        Compare([CorpusArray.Homologs, CorpusArray.HomologScores], progress: null, cancellation);

    /// <summary>Compares some files with the checksums of the journal.</summary>
    internal void Compare(params CorpusArray[] arrays) => Compare(arrays, progress: null, CancellationToken.None);

    private void Compare(IReadOnlyList<CorpusArray> arrays, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        var streams = new Dictionary<string, FileStream>(StringComparer.Ordinal);
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        try
        {
            foreach (var array in arrays)
                if (_journal.BytesOf(array.Name) > 0)
                    streams.Add(array.Name, OpenFile(array));
            for (var i = 0; i < Steps.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var array in arrays)
                    if (Steps[i].Files.TryGetValue(array.Name, out var segment))
                    {
                        var begin = ends.GetValueOrDefault(array.Name);
                        if (
                            CorpusChecksum.Of(streams[array.Name], buffer, array.Offset + begin, segment.End - begin, cancellation)
                            != segment.Sha256
                        )
                            throw CorpusDamage.In(
                                PathOf(array),
                                $"bytes {array.Offset + begin} to {array.Offset + segment.End - 1} are not those that step {i + 1} "
                                    + $"({LineText.Shown(Steps[i].Source)}) wrote: their checksum differs"
                            );
                        ends[array.Name] = segment.End;
                    }
                progress?.Report(new ProgressReport("verify", i + 1, Steps.Count, "steps"));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            foreach (var stream in streams.Values)
                stream.Dispose();
        }
    }

    /// <summary>
    /// Checks that every number of the arrays means something: whoever follows them must not have to. The checksums have shown them to be
    /// as they were written, which says nothing about who wrote them.
    /// </summary>
    private void CheckIndices()
    {
        var genes = 0L;
        var (scaffold, before) = (-1, 0);
        for (var window = 0; window < WindowCount; window++)
        {
            var proteins = _windows[window];
            var length = proteins.IndexOf(-1) is var end and >= 0 ? end : proteins.Length;
            if (
                length == 0
                || ProteinCount == 0
                || proteins[..length].ContainsAnyExceptInRange(0, ProteinCount - 1)
                || proteins[length..].ContainsAnyExcept(-1)
            )
                throw CorpusDamage.In(PathOf(CorpusArray.Windows(Limits.MaxGenes)), $"window {window} names proteins that there are not");
            if (
                _strands[window][..length].ContainsAnyExcept((sbyte)1, (sbyte)-1) || _strands[window][length..].ContainsAnyExcept((sbyte)0)
            )
                throw CorpusDamage.In(PathOf(CorpusArray.Strands(Limits.MaxGenes)), $"window {window} has strands that are not 1 or -1");
            var next = _scaffolds[window][0];
            if (next != scaffold && next != scaffold + 1 || next == scaffold && before < Limits.Step)
                throw CorpusDamage.In(PathOf(CorpusArray.WindowScaffolds), $"window {window} cannot belong to scaffold {next}");
            (scaffold, before) = (next, length);
            genes += length;
        }
        if (scaffold + 1 != ScaffoldCount || genes != GeneCount)
            throw CorpusDamage.In(
                Path.Combine(Folder, CorpusArray.Journal),
                $"it counts {ScaffoldCount} scaffolds with {GeneCount} genes, and the windows have {scaffold + 1} with {genes}"
            );
        var last = -1L;
        for (var protein = 0; protein < ProteinCount; last = _offsets[protein++][0])
            if (_offsets[protein][0] is var offset && (offset <= last || protein == 0 && offset != 0))
                throw CorpusDamage.In(PathOf(CorpusArray.ProteinOffsets), $"protein {protein + 1} cannot begin at byte {offset}");
        if (last >= _journal.BytesOf(CorpusArray.Proteins.Name))
            throw CorpusDamage.In(PathOf(CorpusArray.ProteinOffsets), $"protein {ProteinCount} begins behind the end of the sequences");
        if (ProteinCount > 0)
            OpenFile(CorpusArray.Proteins).Dispose();
    }

    /// <summary>Opens a file that must hold what the journal says.</summary>
    private FileStream OpenFile(CorpusArray array)
    {
        var path = PathOf(array);
        if (!File.Exists(path))
            throw CorpusDamage.In(path, "the file is missing");
        var stream = StoredFile.Open(path, new FileStreamOptions { Share = FileShare.ReadWrite, BufferSize = 0 });
        var needed = array.Offset + _journal.BytesOf(array.Name);
        if (stream.Length >= needed)
            return stream;
        var length = stream.Length;
        stream.Dispose();
        throw CorpusDamage.In(path, $"{length} bytes are present, and the journal needs {needed}");
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
        OpenFile(array).Dispose();
        var path = PathOf(array);
        var map = NpyMap<T>.Open(path, array.Type!.Value, _journal.BytesOf(array.Name) / array.RowBytes);
        _open.Add(map);
        // The journal line of a step is written after the header that counts its rows.
        return map.Offset == CorpusArray.HeaderBytes && map.Width == Math.Max(1, array.Columns) && map.DeclaredRows >= map.Rows
            ? map
            : throw CorpusDamage.In(
                path,
                $"its header tells of {map.DeclaredRows} rows of {map.Width} from byte {map.Offset}, and the journal of {map.Rows} of "
                    + $"{Math.Max(1, array.Columns)} from byte {CorpusArray.HeaderBytes}"
            );
    }

    private NpyMap<Half> MapVectors()
    {
        OpenFile(CorpusArray.Vectors(1)).Dispose();
        int width;
        using (var whole = NpyMap<Half>.Open(PathOf(CorpusArray.Vectors(1)), ElementType.Float16, 0))
            width = whole.Width;
        var array = CorpusArray.Vectors(width);
        if (
            width == 0
            || _journal.BytesOf(array.Name) is var bytes && (bytes % array.RowBytes != 0 || bytes / array.RowBytes > ProteinCount)
        )
            throw CorpusDamage.In(PathOf(array), $"its rows of {width} numbers are not one for each protein");
        return Map<Half>(array);
    }

    private CorpusGenes OpenGenes()
    {
        var genes = new CorpusGenes(
            this,
            Map<int>(CorpusArray.GeneStarts(Limits.MaxGenes)),
            Map<int>(CorpusArray.GeneEnds(Limits.MaxGenes)),
            Map<long>(CorpusArray.GeneOffsets),
            _journal.BytesOf(CorpusArray.GeneNames.Name)
        );
        _open.Add(genes);
        OpenFile(CorpusArray.GeneNames).Dispose();
        return genes;
    }

    private CorpusHomologs OpenHomologs()
    {
        var any = _journal.BytesOf(CorpusArray.Homologs.Name) > 0;
        return new CorpusHomologs(
            this,
            any ? Map<int>(CorpusArray.Homologs) : null,
            any ? Map<double>(CorpusArray.HomologScores) : null,
            Steps.Last(step => step.Queries > 0).Source,
            Steps.Sum(step => step.Queries)
        );
    }

    private string Sources() => Steps.Last(step => step.Files.ContainsKey(CorpusArray.VectorsName)).Source;

    /// <summary>The space that the vectors lie in, where they are family codes.</summary>
    private FamilySpace? ReadFamilies()
    {
        if (!FamilySpace.IsName(Sources()))
            return null;
        var path = Path.Combine(Folder, FamilySpaceFile.FileName);
        var space = FamilySpaceFile.Read(path);
        return space.Name == Sources()
            ? space
            : throw CorpusDamage.In(path, $"it holds the space {space.Name}, and the vectors are of {LineText.Quoted(Sources())}");
    }

    private Normalizer? ReadNormalizer(bool mayBeAny)
    {
        var path = Path.Combine(Folder, CorpusArray.Normalizer);
        if (Directory.Exists(path))
            throw CorpusDamage.In(path, "this is a folder");
        if (mayBeAny)
            return null;
        // Corpora of earlier versions have no note.
        if (Steps.LastOrDefault(step => step.NormalizerSha256 is not null) is { } noting)
        {
            if (!File.Exists(path))
                throw CorpusDamage.In(path, "the file is missing");
            if (CorpusChecksum.Of(path) != noting.NormalizerSha256)
                throw new GlmException(
                    $"{path}: this is not the normaliser that came with the vectors ({LineText.Shown(noting.Source)}): its checksum "
                        + $"differs. Restore the file from a copy, or embed with the same vectors and their normaliser again."
                );
        }
        return File.Exists(path) ? FeatureTransformFile.Read(path).Normalizer : null;
    }
}
