using System.Runtime.ExceptionServices;
using Glm.Formats.Annotation;
using Glm.Formats.Ledger;
using Glm.Formats.Sources;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Loading;

/// <summary>Reads annotated genomes: several files side by side, joined in their order.</summary>
internal static class AnnotatedLoader
{
    /// <exception cref="GlmException">A file is damaged and may not be skipped, or no gene of any has a protein.</exception>
    public static LoadedGenomes Load(
        GenomeSource source,
        LoadOptions options,
        TaxonFilter? filter,
        LedgerBuilder ledger,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var lineages = new GenomeLineages(source.Taxonomy, options.Lineage, cancellation);
        var genomes = new AnnotatedGenomes(lineages, ledger);
        var places = new GenePlaces();
        var done = 0;
        // Only a few genomes wait to be joined, so that memory holds no more than the result and those.
        foreach (var files in source.Genomes.Chunk(Math.Max(2, Environment.ProcessorCount)))
        {
            var read = ReadAll(files, options, cancellation);
            for (var i = 0; i < files.Length; i++)
                Join(files[i], read[i]);
            progress?.Report(new ProgressReport("read genomes", done += files.Length, source.Genomes.Count, "files"));
        }
        filter?.Require(source.Path);
        if (genomes.Genomes.Count == 0)
            throw NoGene(source, genomes, ledger);
        lineages.Enter(ledger);
        return new LoadedGenomes(genomes.Genomes, genomes.Proteins, genomes.Dropped);

        void Join(GenomeFiles files, GenomeReading reading)
        {
            if (reading.Fault is { } fault)
            {
                if (!options.SkipUnreadable)
                    ExceptionDispatchInfo.Throw(fault);
                ledger.PassOver(SourceFaults.Unreadable(files.Path, fault));
                return;
            }
            if (filter?.Judge(files.Name, files.Path, lineages.OfRecords(files.Name, reading.Records)) is { } why)
            {
                ledger.PassOver(new PassedOverFile(files.Path, why, IsUnreadable: false));
                return;
            }
            if (places.FindOrAdd(files.Path, reading.Records) is { } same)
            {
                ledger.PassOver(SameGenome(files.Path, same));
                return;
            }
            ledger.Read(files.Path);
            if (genomes.Add(files.Name, reading.Records) is null && source.Genomes.Count > 1)
                ledger.Note("no genes", WithoutGenes(files.Path, reading.Records.Any(record => record.Cds.Count > 0)));
        }
    }

    /// <summary>A file that repeats a genome of another.</summary>
    public static PassedOverFile SameGenome(string path, string other) =>
        new(path, $"the same genome as {Path.GetFileName(other)}: its genes lie at the same places", IsUnreadable: false);

    /// <summary>What to say of a file that gave no gene.</summary>
    public static string WithoutGenes(string path, bool hasCds) =>
        hasCds ? $"{path}: no gene of it has a protein." : $"{path}: it has no coding sequences (CDS). Call genes first.";

    private static GlmException NoGene(GenomeSource source, AnnotatedGenomes genomes, LedgerBuilder ledger) =>
        ledger.LeftOutInWords() is { Length: > 0 } reasons
            ? new GlmException(
                $"{source.Path}: no gene has a protein: {reasons}. Load files with translations or bases, as \"GenBank (full)\" (.gbff) "
                    + $"has them, or set {Setting.Of(nameof(LoadOptions.Bases))} or {Setting.Of(nameof(LoadOptions.Proteins))} to a FASTA "
                    + $"file."
            )
            : new GlmException(
                $"{source.Path}: no gene has a protein: none of its sequences has a coding sequence (CDS). Load "
                    + $"files with coding sequences, or bare contigs that are long enough to have genes called on them."
            );

    private static GenomeReading[] ReadAll(GenomeFiles[] files, LoadOptions options, CancellationToken cancellation)
    {
        var readings = new GenomeReading[files.Length];
        Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellation }, i => readings[i] = Read(files[i]));
        return readings;

        GenomeReading Read(GenomeFiles genome)
        {
            try
            {
                return new GenomeReading(genome.Format.ReadWhole(genome, options, cancellation), null);
            }
            catch (GlmException fault)
            {
                return new GenomeReading([], fault);
            }
        }
    }

    private readonly record struct GenomeReading(IReadOnlyList<AnnotatedRecord> Records, GlmException? Fault);
}
