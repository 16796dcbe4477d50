using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Glm.Formats;
using Glm.Formats.Annotation;
using Glm.Formats.Ledger;
using Glm.Formats.Loading;
using Glm.Formats.Sources;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>
/// Reads genome files for a corpus: some side by side and ahead of the writer, in parts where they are large, given out in the order of
/// the files. Memory holds a few parts, however many and large the files are.
/// </summary>
internal sealed class CorpusReading
{
    /// <summary>About 20 MB with all that belongs to them.</summary>
    private const int GenesPerPart = 10_000;

    private readonly LoadOptions _options;
    private readonly LedgerBuilder _ledger;
    private readonly IReadOnlySet<string> _known;
    private readonly ConcurrentDictionary<string, string> _checksums = new(StringComparer.Ordinal);

    /// <param name="options">How files are read and cut.</param>
    /// <param name="ledger">Receives what is read and what is not.</param>
    /// <param name="known">Checksums of files that need not be read. Does not change: what is read ahead is a matter of luck.</param>
    public CorpusReading(LoadOptions options, LedgerBuilder ledger, IReadOnlySet<string> known) =>
        (_options, _ledger, _known) = (options, ledger, known);

    /// <summary>The parts of a source, file by file; nothing but an empty last part of a known one.</summary>
    /// <param name="source">The files.</param>
    /// <param name="isFirst">Whether they are the first of the corpus, so that all of their relatives are among them.</param>
    /// <param name="progress">Bytes of a contig map's proteins read so far.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public IEnumerable<CorpusPart> Read(
        GenomeSource source,
        bool isFirst,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    ) => source.ContigMap is { } map ? [ReadMap(source, map, progress, cancellation)] : ReadAhead(source, isFirst, cancellation);

    private IEnumerable<CorpusPart> ReadAhead(GenomeSource source, bool isFirst, CancellationToken cancellation)
    {
        var lineages = new GenomeLineages(source.Taxonomy, _options.Lineage, cancellation);
        var files = Chosen(source, lineages, cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ahead = Environment.ProcessorCount;
        var queues = new Queue<(BlockingCollection<CorpusPart> Parts, Task Reader)>();
        var started = 0;
        var places = new GenePlaces();
        var firsts = new Dictionary<string, string>(StringComparer.Ordinal); // of files with the same checksum
        var anyNew = false;
        var added = new List<(string Genome, Lineage? Lineage)>();
        try
        {
            while (started < files.Count || queues.Count > 0)
            {
                while (started < files.Count && queues.Count < ahead)
                    queues.Enqueue(Start(files[started++]));
                var (parts, reader) = queues.Peek();
                var path = files[started - queues.Count].Path;
                foreach (var part in parts.GetConsumingEnumerable(cancellation))
                {
                    anyNew |= part.Genomes.Count > 0;
                    if (OtherWith(part, path) is { } same)
                        _ledger.PassOver(AnnotatedLoader.SameGenome(path, same));
                    else
                    {
                        if (part.Number == 0)
                            added.AddRange(part.Genomes.Select(genome => (genome.Id, genome.Lineage)));
                        yield return part;
                    }
                }
                reader.GetAwaiter().GetResult();
                queues.Dequeue();
                parts.Dispose();
            }
            // What is in the corpus already is not read again, so that rows about it match nothing.
            if (anyNew)
                lineages.Enter(_ledger);
            if (isFirst)
                NearestRelatives.Enter(added, _ledger);
        }
        finally
        {
            stop.Cancel();
            foreach (var (_, reader) in queues)
                reader.ContinueWith(task => task.Exception, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        // An earlier file with the same content, or with the same genome; genomes that come in several parts are not compared by genes.
        string? OtherWith(CorpusPart part, string path)
        {
            if (part.Genomes.Count > 0 && !firsts.TryAdd(part.Sha256, path) && firsts[part.Sha256] != path)
                return firsts[part.Sha256];
            return part is { Number: 0, IsLast: true } ? places.FindOrAdd(path, part.Genomes) : null;
        }

        (BlockingCollection<CorpusPart>, Task) Start(GenomeFiles file)
        {
            var parts = new BlockingCollection<CorpusPart>(boundedCapacity: 1);
            return (parts, Task.Run(() => Run(parts, file), CancellationToken.None));
        }

        void Run(BlockingCollection<CorpusPart> parts, GenomeFiles file)
        {
            try
            {
                foreach (var part in PartsOf(file, lineages, stop.Token))
                    parts.Add(part, stop.Token);
            }
            finally
            {
                parts.CompleteAdding();
            }
        }
    }

    /// <summary>
    /// The files of a source that the options take. All are looked at before any is given out, so that a mistake in the name of a taxon
    /// costs no corpus; those that stay are read a second time.
    /// </summary>
    private IReadOnlyList<GenomeFiles> Chosen(GenomeSource source, GenomeLineages lineages, CancellationToken cancellation)
    {
        if (TaxonFilter.Of(_options) is not { } filter)
            return source.Genomes;
        var why = new string?[source.Genomes.Count];
        var anyKnown = false;
        foreach (var indices in Enumerable.Range(0, why.Length).Chunk(Math.Max(2, Environment.ProcessorCount)))
        {
            var taxa = new GenomeTaxon?[indices.Length];
            try
            {
                Parallel.For(0, indices.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
                    taxa[i] = TaxonOf(source.Genomes[indices[i]])
                );
            }
            catch (AggregateException faults) when (faults.InnerExceptions[0] is GlmException fault)
            {
                ExceptionDispatchInfo.Throw(fault);
            }
            for (var i = 0; i < indices.Length; i++)
            {
                var file = source.Genomes[indices[i]];
                if (taxa[i] is { } taxon && (why[indices[i]] = filter.Judge(file.Name, file.Path, taxon)) is { } reason)
                    _ledger.PassOver(new PassedOverFile(file.Path, reason, IsUnreadable: false));
            }
        }
        // What is in the corpus is not judged: a taxon may be there that no new file has.
        if (!anyKnown)
            filter.Require(source.Path);
        filter.Enter(_ledger);
        return [.. source.Genomes.Where((_, i) => why[i] is null)];

        // Null for a file that is in the corpus, or cannot be read, which its second reading complains of.
        GenomeTaxon? TaxonOf(GenomeFiles file)
        {
            try
            {
                if (_known.Contains(Checksum(file.Path, cancellation)))
                {
                    anyKnown = true;
                    return null;
                }
                var named = lineages.OfName(file.Name);
                var isNamed = named is { Lineage: not null } && (named is { TaxonId: not null } || !filter.HasNumbers);
                return isNamed || !lineages.HasTable && file.Format is not FlatFileFormat
                    ? named ?? lineages.OfRecords(file.Name, [])
                    : lineages.OfRecords(
                        file.Name,
                        file.Format.Read(file, _options, GenesPerPart, cancellation).FirstOrDefault() ?? Array.Empty<AnnotatedRecord>()
                    );
            }
            catch (GlmException) when (_options.SkipUnreadable)
            {
                return null;
            }
        }
    }

    /// <summary>A contig map and its proteins, as one part.</summary>
    private CorpusPart ReadMap(
        GenomeSource source,
        ContigMapFiles files,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var sha256 = Checksum([files.Map, files.Proteins], cancellation);
        var empty = new CorpusPart(Path.GetFileName(files.Map), sha256, 0, IsLast: true);
        if (_known.Contains(sha256))
            return empty;
        var set = ScaffoldFiles.LoadSource(source, _options, _ledger, progress, cancellation);
        return empty with { Genomes = set.Genomes, Proteins = set.Proteins, Windows = set.Windows, Dropped = set.Dropped };
    }

    private IEnumerable<CorpusPart> PartsOf(GenomeFiles files, GenomeLineages lineages, CancellationToken cancellation)
    {
        var empty = new CorpusPart(Path.GetFileName(files.Path), Checksum(files.Path, cancellation), 0, IsLast: true);
        if (_known.Contains(empty.Sha256))
        {
            _ledger.PassOver(new PassedOverFile(files.Path, "already in the corpus", IsUnreadable: false));
            return [empty];
        }
        _ledger.Read(files.Path);
        if (!_options.SkipUnreadable)
            return Parts(files, empty, lineages, cancellation);
        try
        {
            // All of it before any of it is kept: parts that are in the corpus stay there.
            return Parts(files, empty, lineages, cancellation).ToList();
        }
        catch (GlmException fault)
        {
            _ledger.PassOver(SourceFaults.Unreadable(files.Path, fault));
            return [];
        }
    }

    private IEnumerable<CorpusPart> Parts(GenomeFiles files, CorpusPart empty, GenomeLineages lineages, CancellationToken cancellation)
    {
        CorpusPart? waiting = null;
        var (anyCds, anyGene) = (false, false);
        foreach (var records in files.Format.Read(files, _options, GenesPerPart, cancellation))
        {
            if (waiting is not null)
                yield return waiting;
            var genomes = new AnnotatedGenomes(lineages, _ledger);
            anyCds |= records.Any(record => record.Cds.Count > 0);
            anyGene |= genomes.Add(files.Name, records) is not null;
            var cut = WindowCutter.Cut(
                genomes.Genomes.SelectMany(genome => genome.Scaffolds),
                _options.MinGenes,
                _options.MaxGenes,
                _options.Stride,
                _options.KeepShort
            );
            waiting = empty with
            {
                Number = waiting is null ? 0 : waiting.Number + 1,
                IsLast = false,
                Genomes = genomes.Genomes,
                Proteins = genomes.Proteins,
                Windows = cut.Windows,
                Dropped = [.. genomes.Dropped, .. cut.Dropped],
            };
        }
        if (!anyGene)
            _ledger.Note("no genes", AnnotatedLoader.WithoutGenes(files.Path, anyCds));
        yield return (waiting ?? empty) with
        {
            IsLast = true,
        };
    }

    private string Checksum(string path, CancellationToken cancellation) =>
        _checksums.TryGetValue(path, out var known) ? known : _checksums[path] = Checksum([path], cancellation);

    private static string Checksum(IEnumerable<string> paths, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var path in paths)
        {
            using var stream = TextFile.Open(path);
            for (int read; (read = stream.Read(buffer)) > 0; )
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
