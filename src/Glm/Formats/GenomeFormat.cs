using Glm.Formats.Annotation;
using Glm.Formats.Sources;

namespace Glm.Formats;

/// <summary>A format whose files can be loaded as genomes.</summary>
internal abstract class GenomeFormat : FileFormat
{
    /// <summary>Reads a genome, in parts where the format allows it and otherwise in one.</summary>
    /// <param name="files">The genome's files; the first of them is in this format.</param>
    /// <param name="options">How genes are called where there are none.</param>
    /// <param name="genesPerPart">A part ends after the record that reaches this many genes; <see cref="int.MaxValue"/> for one
    /// part.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="Runtime.GlmException">A file is damaged, or lists no genes.</exception>
    public abstract IEnumerable<IReadOnlyList<AnnotatedRecord>> Read(
        GenomeFiles files,
        LoadOptions options,
        int genesPerPart,
        CancellationToken cancellation
    );

    /// <summary>Reads a whole genome.</summary>
    /// <inheritdoc cref="Read"/>
    public IReadOnlyList<AnnotatedRecord> ReadWhole(GenomeFiles files, LoadOptions options, CancellationToken cancellation) =>
        Read(files, options, int.MaxValue, cancellation).SingleOrDefault() ?? [];
}
