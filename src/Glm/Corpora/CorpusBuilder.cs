using System.Globalization;
using System.Text;
using Glm.Arrays.Npy;
using Glm.Arrays.Storage;
using Glm.Features;
using Glm.Genomes;
using Glm.Proteins;
using Glm.Proteins.Homology;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Corpora;

/// <summary>
/// Appends to a corpus step by step. The data of a step reach the disk before its line in the journal does, so a kill at any moment costs
/// the steps of the last seconds and nothing else. One writer at a time. Not thread-safe.
/// </summary>
internal sealed class CorpusBuilder : IDisposable
{
    private const string LockName = ".lock";
    private const string ScaffoldHeader = "scaffold\tgenome\tlineage\tfirst_window\twindows\n";
    private const string GeneHeader = "gene\tlocus_tag\tname\n";

    private static readonly TimeSpan FlushEvery = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly CorpusLimits _limits;
    private readonly bool _keepsGenes;
    private readonly FileStream _lock;
    private readonly FileStream _journal;
    private readonly Dictionary<string, CorpusFile> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _ends = new(StringComparer.Ordinal);
    private readonly List<CorpusStep> _pending = [];
    private readonly HashSet<(string, int)> _parts = [];
    private readonly HashSet<string> _complete = new(StringComparer.Ordinal);
    private readonly SequenceIndex _index = new();
    private DateTime _flushed = DateTime.UtcNow;
    private string? _normalizer; // checksum of the file, where no step has noted it yet
    private int _scaffolds;
    private bool _isBroken;

    private CorpusBuilder(string folder, CorpusJournal journal, FileStream held)
    {
        (_folder, _limits, _keepsGenes, _lock) = (folder, journal.Limits, journal.KeepsGenes, held);
        _journal = StoredFile.Open(
            Path.Combine(folder, CorpusArray.Journal),
            new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
                BufferSize = 0,
            }
        );
        try
        {
            Continue(journal);
        }
        catch
        {
            Close();
            throw;
        }
    }

    private void Continue(CorpusJournal journal)
    {
        _journal.SetLength(journal.Bytes);
        _journal.Seek(0, SeekOrigin.End);
        foreach (var step in journal.Steps)
        {
            Note(step);
            _scaffolds += step.Scaffolds;
            foreach (var (name, segment) in step.Files)
                _ends[name] = segment.End;
        }
        if (_ends.GetValueOrDefault(CorpusArray.ProteinHashes.Name) is var bytes and > 0)
        {
            using var hashes = NpyMap<byte>.Open(
                Path.Combine(_folder, CorpusArray.ProteinHashes.Name),
                Arrays.ElementType.UInt8,
                bytes / SequenceHash.Bytes
            );
            for (var row = 0L; row < hashes.Rows; row++)
                _index.TryAdd(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hashes[row]), out _);
        }
        var arrays = new[]
        {
            Windows,
            Strands,
            CorpusArray.WindowScaffolds,
            CorpusArray.ProteinHashes,
            CorpusArray.ProteinOffsets,
            CorpusArray.Proteins,
            CorpusArray.Scaffolds,
        };
        foreach (var array in _keepsGenes ? [.. arrays, .. CorpusArray.Genes(_limits)] : arrays)
            FileOf(array);
        if (_keepsGenes && FileOf(CorpusArray.GeneNames).Bytes == 0)
            FileOf(CorpusArray.GeneNames).Append(Encoding.UTF8.GetBytes(GeneHeader));
        if (FileOf(CorpusArray.Scaffolds).Bytes == 0)
            FileOf(CorpusArray.Scaffolds).Append(Encoding.UTF8.GetBytes(ScaffoldHeader));
    }

    /// <summary>Whether there is no scaffold yet.</summary>
    public bool IsEmpty => _scaffolds == 0;

    /// <summary>Number of proteins, including those of unfinished steps.</summary>
    public int Proteins => _index.Count;

    private CorpusArray Windows => CorpusArray.Windows(_limits.MaxGenes);

    private CorpusArray Strands => CorpusArray.Strands(_limits.MaxGenes);

    private int WindowCount => (int)(FileOf(CorpusArray.WindowScaffolds).Bytes / sizeof(int));

    /// <summary>Opens a corpus for appending, or makes one.</summary>
    /// <param name="folder">The corpus; made if it does not exist.</param>
    /// <param name="limits">How windows are cut; null for the limits of the corpus, which must then exist.</param>
    /// <exception cref="GlmException">The folder holds other files, cannot be written or is being written; the limits are not those of the
    /// corpus; it is damaged.</exception>
    public static CorpusBuilder Open(string folder, CorpusLimits? limits)
    {
        var path = Path.Combine(folder, CorpusArray.Journal);
        if (limits is not null && !CorpusJournal.Exists(folder))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(entry => !IsOurs(Path.GetFileName(entry))))
                throw new GlmException($"{folder}: the folder holds other files but not a corpus. Name a new or an empty folder.");
            StoredFile.Replace(path, stream => stream.Write(CorpusJournal.FirstLine(limits)));
        }
        if (!CorpusJournal.Exists(folder))
            CorpusJournal.Read(folder);
        var held = Lock(folder);
        try
        {
            // Under the lock: what another writer completed a moment ago is seen.
            var journal = CorpusJournal.Read(folder);
            if (limits is not null)
                journal.Limits.Require(limits, folder);
            if (journal.Steps.Count > 0)
                Corpus.OpenWithAnyNormalizer(folder).Dispose(); // nothing is added to a damaged one
            return new CorpusBuilder(folder, journal, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether something in a folder without a journal is what a killed run left there.</summary>
    private static bool IsOurs(string name) => name == LockName || TemporaryPath.IsTemporary(name);

    /// <summary>Whether a genome file is in the corpus with all its parts.</summary>
    public bool HasAll(string sha256) => _complete.Contains(sha256);

    /// <summary>The checksums of the genome files that are in the corpus now with all their parts; a copy.</summary>
    public IReadOnlySet<string> FilesSoFar() => new HashSet<string>(_complete, StringComparer.Ordinal);

    /// <summary>Whether a part of a genome file is in the corpus.</summary>
    public bool Has(string sha256, int part) => _parts.Contains((sha256, part));

    /// <summary>Adds the windows of a genome file, or of a part of one, as one step.</summary>
    public CorpusStep Add(CorpusPart part)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        var lineages = part
            .Genomes.Where(genome => genome.Lineage is not null)
            .ToDictionary(genome => genome.Id, genome => genome.Lineage!.ToString(), StringComparer.Ordinal);
        var (windows, strands) = (new int[_limits.MaxGenes], new sbyte[_limits.MaxGenes]);
        var (starts, ends) = (new int[_limits.MaxGenes], new int[_limits.MaxGenes]);
        var (genes, scaffolds, known) = (0L, 0, _index.Count);
        Scaffold? scaffold = null;
        var (first, end, covered) = (WindowCount, 0, 0L);
        foreach (var window in part.Windows)
        {
            if (!ReferenceEquals(window.Scaffold, scaffold))
            {
                EndScaffold();
                (scaffold, first) = (window.Scaffold, WindowCount);
                scaffolds++;
            }
            Array.Fill(windows, -1);
            Array.Clear(strands);
            Array.Clear(starts);
            Array.Clear(ends);
            var at = 0;
            foreach (var gene in window.Genes)
            {
                if (!rows.TryGetValue(gene.ProteinId, out var row))
                    rows.Add(gene.ProteinId, row = RowOf(part.Proteins[gene.ProteinId]));
                (windows[at], strands[at]) = (row, (sbyte)gene.Strand);
                if (gene is { Start: > 0 and var left, End: > 0 and var right })
                    (starts[at], ends[at]) = (left, right);
                at++;
            }
            end = window.Start + window.Length;
            FileOf(Windows).Append<int>(windows);
            FileOf(Strands).Append<sbyte>(strands);
            FileOf(CorpusArray.WindowScaffolds).Append<int>([_scaffolds + scaffolds - 1]);
            if (_keepsGenes)
            {
                FileOf(CorpusArray.GeneStarts(_limits.MaxGenes)).Append<int>(starts);
                FileOf(CorpusArray.GeneEnds(_limits.MaxGenes)).Append<int>(ends);
            }
            genes += window.Length;
        }
        EndScaffold();
        _scaffolds += scaffolds;
        var all = part.Genomes.SelectMany(genome => genome.Scaffolds).ToArray();
        var step = new CorpusStep(part.Source, EndSegments())
        {
            SourceSha256 = part.Sha256,
            Part = part.Number,
            IsLast = part.IsLast,
            Scaffolds = scaffolds,
            Windows = part.Windows.Count,
            Genes = genes,
            UncoveredGenes = _keepsGenes ? all.Sum(one => (long)one.Genes.Count) - covered : 0,
            UntranslatedGenes = _keepsGenes ? all.Sum(one => (long)one.Untranslated.Count) : 0,
            NewProteins = _index.Count - known,
            Dropped = part
                .Dropped.GroupBy(dropped => dropped.Reason, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
        };
        Complete(step);
        return step;

        void EndScaffold()
        {
            if (scaffold is null)
                return;
            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"{Cell(scaffold.Id)}\t{Cell(scaffold.GenomeId)}\t{Cell(lineages.GetValueOrDefault(scaffold.GenomeId) ?? "")}\t"
                    + $"{first}\t{WindowCount - first}\n"
            );
            FileOf(CorpusArray.Scaffolds).Append(Encoding.UTF8.GetBytes(line));
            covered += end;
            if (_keepsGenes)
                AddNames(scaffold.Genes.Take(end));
        }
    }

    /// <summary>Writes what the genes of the next scaffold are called.</summary>
    private void AddNames(IEnumerable<Gene> genes)
    {
        var names = FileOf(CorpusArray.GeneNames);
        FileOf(CorpusArray.GeneOffsets).Append<long>([names.Bytes]);
        var lines = new StringBuilder();
        foreach (var gene in genes)
            lines
                .Append(Cell(gene.Id))
                .Append('\t')
                .Append(Cell(gene.LocusTag ?? ""))
                .Append('\t')
                .Append(Cell(gene.Name ?? ""))
                .Append('\n');
        names.Append(Encoding.UTF8.GetBytes(lines.ToString()));
    }

    /// <summary>Adds vectors of the next proteins that have none, as one step.</summary>
    /// <param name="source">The embedder.</param>
    /// <param name="width">Numbers per protein.</param>
    /// <param name="values">[proteins, width].</param>
    /// <param name="origin">The language model that made them; null where that is not known.</param>
    public CorpusStep AddVectors(string source, int width, ReadOnlySpan<Half> values, VectorOrigin? origin = null)
    {
        FileOf(CorpusArray.Vectors(width)).Append(values);
        var step = new CorpusStep(source, EndSegments()) { NormalizerSha256 = _normalizer, Origin = origin };
        _normalizer = null;
        Complete(step);
        return step;
    }

    /// <summary>
    /// Replaces the normaliser of the vectors. The step that is added next notes its checksum: a kill in between leaves a corpus that says
    /// so when it is opened, and that the same call makes whole.
    /// </summary>
    public void SetNormalizer(Normalizer normalizer)
    {
        var path = Path.Combine(_folder, CorpusArray.Normalizer);
        FeatureTransformFile.Write(path, normalizer, labels: null);
        _normalizer = CorpusChecksum.Of(path);
    }

    /// <summary>Notes a normaliser that came without new vectors.</summary>
    /// <param name="source">Where it comes from.</param>
    public void NoteNormalizer(string source)
    {
        if (_normalizer is null)
            return;
        Complete(new CorpusStep(source, EndSegments()) { NormalizerSha256 = _normalizer });
        _normalizer = null;
    }

    /// <summary>Adds the homologs of the next proteins that none were searched for, as one step.</summary>
    /// <param name="source">What found them.</param>
    /// <param name="first">The first of those proteins; queries of the hits count from it.</param>
    /// <param name="queries">Number of proteins, those without a hit included.</param>
    /// <param name="hits">In the order of the queries.</param>
    public CorpusStep AddHomologs(string source, int first, int queries, ReadOnlySpan<HomologyHit> hits)
    {
        Span<int> row = stackalloc int[CorpusArray.Homologs.Columns];
        foreach (var hit in hits)
        {
            (row[0], row[1], row[2], row[3]) = (first + hit.Query, hit.Target, hit.Matches, hit.Columns);
            (row[4], row[5], row[6], row[7]) = (hit.QueryStart, hit.QueryEnd, hit.TargetStart, hit.TargetEnd);
            FileOf(CorpusArray.Homologs).Append<int>(row);
            FileOf(CorpusArray.HomologScores).Append<double>([hit.BitScore, hit.EValue]);
        }
        var step = new CorpusStep(source, EndSegments()) { Queries = queries };
        Complete(step);
        return step;
    }

    /// <summary>Writes all steps so far to the disk. Once that has failed, this and all that follows does nothing.</summary>
    /// <exception cref="GlmException">The file system refuses, for example for lack of space.</exception>
    public void Flush()
    {
        if (_pending.Count == 0 || _isBroken)
            return;
        // Writing a second time what may be there in part would spoil the journal.
        _isBroken = true;
        foreach (var file in _files.Values)
            file.Flush();
        WriteJournal([.. _pending.SelectMany(CorpusJournal.Line)]);
        foreach (var file in _files.Values)
            file.Complete();
        _isBroken = false;
        _pending.Clear();
        _flushed = DateTime.UtcNow;
    }

    private void WriteJournal(byte[] lines)
    {
        var end = _journal.Position;
        try
        {
            _journal.Write(lines);
            _journal.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (StoredFile.Explain(_journal.Name, "written", exception) is { } explained)
        {
            _journal.SetLength(end);
            throw explained;
        }
    }

    /// <summary>Closes the files. Steps since the last <see cref="Flush"/> are lost.</summary>
    public void Dispose()
    {
        Close();
        _lock.Dispose();
    }

    private void Close()
    {
        foreach (var file in _files.Values)
            file.Dispose();
        _journal.Dispose();
    }

    /// <summary>A file that only one writer at a time can open, and that disappears when it closes.</summary>
    private static FileStream Lock(string folder)
    {
        var path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new GlmException(
                $"{folder}: another program is writing to this corpus. Wait until it has finished, or name another folder.",
                exception
            );
        }
        catch (Exception exception) when (StoredFile.Explain(path, "written", exception) is { } explained)
        {
            throw explained;
        }
    }

    private void Complete(CorpusStep step)
    {
        Note(step);
        _pending.Add(step);
        if (DateTime.UtcNow - _flushed > FlushEvery)
            Flush();
    }

    private void Note(CorpusStep step)
    {
        if (step.SourceSha256 is not { } source)
            return;
        _parts.Add((source, step.Part));
        if (step.IsLast)
            _complete.Add(source);
    }

    private int RowOf(Protein protein)
    {
        var hash = SequenceHash.Of(protein.Sequence);
        if (!_index.TryAdd(hash, out var row))
            return row;
        Span<byte> bytes = stackalloc byte[SequenceHash.Bytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        FileOf(CorpusArray.ProteinHashes).Append(bytes);
        var fasta = FileOf(CorpusArray.Proteins);
        FileOf(CorpusArray.ProteinOffsets).Append<long>([fasta.Bytes]);
        fasta.Append(
            Encoding.UTF8.GetBytes(
                $">{SequenceHash.Name(hash)} {Cell($"{protein.Id} {protein.Description}".TrimEnd())}\n{protein.Sequence}\n"
            )
        );
        return row;
    }

    private CorpusFile FileOf(CorpusArray array)
    {
        if (!_files.TryGetValue(array.Name, out var file))
            _files.Add(array.Name, file = new CorpusFile(_folder, array, _ends.GetValueOrDefault(array.Name)));
        return file;
    }

    /// <summary>What this step added to each file, for files that it added to.</summary>
    private Dictionary<string, CorpusSegment> EndSegments()
    {
        var segments = new Dictionary<string, CorpusSegment>(StringComparer.Ordinal);
        foreach (var (name, file) in _files)
        {
            if (file.Bytes == _ends.GetValueOrDefault(name))
                continue;
            segments.Add(name, file.EndSegment());
            _ends[name] = file.Bytes;
        }
        return segments;
    }

    private static string Cell(string text) => text.Any(IsBreak) ? string.Concat(text.Select(c => IsBreak(c) ? ' ' : c)) : text;

    private static bool IsBreak(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
