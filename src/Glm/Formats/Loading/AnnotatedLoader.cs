using System.Runtime.ExceptionServices;
using Glm.Formats.Annotation;
using Glm.Formats.Sources;
using Glm.Runtime;

namespace Glm.Formats.Loading;

/// <summary>Reads annotated genomes: several files side by side, joined in their order.</summary>
internal static class AnnotatedLoader
{
    /// <exception cref="GlmException">A file is damaged, or no gene of any has a protein.</exception>
    public static LoadedGenomes Load(
        GenomeSource source,
        LoadOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var genomes = new AnnotatedGenomes(new GenomeLineages(source.Taxonomy, options.Lineage, cancellation));
        var done = 0;
        // Only a few genomes wait to be joined, so that memory holds no more than the result and those.
        foreach (var files in source.Genomes.Chunk(Math.Max(2, Environment.ProcessorCount)))
        {
            var records = ReadAll(files, options, cancellation);
            for (var i = 0; i < files.Length; i++)
                genomes.Add(files[i].Name, records[i]);
            progress?.Report(new ProgressReport("read genomes", done += files.Length, source.Genomes.Count, "files"));
        }
        return genomes.Genomes.Count > 0
            ? new LoadedGenomes(genomes.Genomes, genomes.Proteins, genomes.Dropped)
            : throw new GlmException(
                $"{source.Path}: no gene has a protein: {genomes.Dropped.Count} sequences have none. Load files with coding sequences "
                    + $"(CDS), or call genes first."
            );
    }

    private static IReadOnlyList<AnnotatedRecord>[] ReadAll(GenomeFiles[] files, LoadOptions options, CancellationToken cancellation)
    {
        var records = new IReadOnlyList<AnnotatedRecord>[files.Length];
        try
        {
            Parallel.For(0, files.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
                records[i] = files[i].Format.ReadWhole(files[i], options, cancellation)
            );
            return records;
        }
        catch (AggregateException several) when (several.Flatten().InnerExceptions.OfType<GlmException>().FirstOrDefault() is { } mistake)
        {
            ExceptionDispatchInfo.Throw(mistake);
            throw;
        }
    }
}
