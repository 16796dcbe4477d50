using System.Collections.Concurrent;
using System.Security.Cryptography;
using Glm.Arrays.Storage;
using Glm.Formats;
using Glm.Formats.Annotation;
using Glm.Formats.Sources;
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
    private readonly Func<string, bool> _isKnown;

    /// <param name="options">How files are read and cut.</param>
    /// <param name="isKnown">Whether the file with this checksum need not be read.</param>
    public CorpusReading(LoadOptions options, Func<string, bool> isKnown) => (_options, _isKnown) = (options, isKnown);

    /// <summary>The parts of a source, file by file; nothing but an empty last part of a known one.</summary>
    public IEnumerable<CorpusPart> Read(GenomeSource source, IProgress<ProgressReport>? progress, CancellationToken cancellation) =>
        source.ContigMap is { } map ? [ReadMap(source, map, progress, cancellation)] : ReadAhead(source, cancellation);

    private IEnumerable<CorpusPart> ReadAhead(GenomeSource source, CancellationToken cancellation)
    {
        var files = source.Genomes;
        var lineages = new GenomeLineages(source.Taxonomy, _options.Lineage, cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ahead = Environment.ProcessorCount;
        var queues = new Queue<(BlockingCollection<CorpusPart> Parts, Task Reader)>();
        var started = 0;
        try
        {
            while (started < files.Count || queues.Count > 0)
            {
                while (started < files.Count && queues.Count < ahead)
                    queues.Enqueue(Start(files[started++]));
                var (parts, reader) = queues.Peek();
                foreach (var part in parts.GetConsumingEnumerable(cancellation))
                    yield return part;
                reader.GetAwaiter().GetResult();
                queues.Dequeue();
                parts.Dispose();
            }
        }
        finally
        {
            stop.Cancel();
            foreach (var (_, reader) in queues)
                reader.ContinueWith(task => task.Exception, TaskScheduler.Default).Wait(CancellationToken.None);
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
        if (_isKnown(sha256))
            return empty;
        var set = ScaffoldFiles.LoadSource(source, _options, progress, cancellation);
        return empty with { Genomes = set.Genomes, Proteins = set.Proteins, Windows = set.Windows, Dropped = set.Dropped };
    }

    private IEnumerable<CorpusPart> PartsOf(GenomeFiles files, GenomeLineages lineages, CancellationToken cancellation)
    {
        var empty = new CorpusPart(Path.GetFileName(files.Path), Checksum([files.Path], cancellation), 0, IsLast: true);
        if (_isKnown(empty.Sha256))
        {
            yield return empty;
            yield break;
        }
        CorpusPart? waiting = null;
        foreach (var records in files.Format.Read(files, _options, GenesPerPart, cancellation))
        {
            if (waiting is not null)
                yield return waiting;
            var genomes = new AnnotatedGenomes(lineages);
            genomes.Add(files.Name, records);
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
        yield return (waiting ?? empty) with
        {
            IsLast = true,
        };
    }

    private static string Checksum(IEnumerable<string> paths, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        foreach (var path in paths)
        {
            using var stream = StoredFile.Open(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
            for (int read; (read = stream.Read(buffer)) > 0; )
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
