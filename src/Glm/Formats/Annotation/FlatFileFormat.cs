using Glm.Formats.Sources;

namespace Glm.Formats.Annotation;

/// <summary>
/// Flat files of the INSDC: records one after the other. Most hold proteins, or bases to make them from; those that hold neither, such as
/// Prodigal's, are completed from the files beside them.
/// </summary>
internal abstract class FlatFileFormat : GenomeFormat
{
    public sealed override FileRole Role => FileRole.Annotation;

    /// <summary><see cref="FileSummary.Format"/>.</summary>
    protected abstract string SummaryName { get; }

    public sealed override IEnumerable<IReadOnlyList<AnnotatedRecord>> Read(
        GenomeFiles files,
        LoadOptions options,
        int genesPerPart,
        CancellationToken cancellation
    )
    {
        var part = new List<AnnotatedRecord>();
        var genes = 0;
        foreach (var record in Enumerate(files.Path, cancellation))
        {
            part.Add(DoubledCds.Once(TranslationLengths.Compare(StatedLengths.Require(record, files.Path), files.Path)));
            if ((genes += record.Cds.Count) < genesPerPart)
                continue;
            yield return Complete(part);
            (part, genes) = ([], 0);
        }
        if (part.Count > 0)
            yield return Complete(part);

        List<AnnotatedRecord> Complete(List<AnnotatedRecord> records) =>
            CompanionSequences.AreNeededBy(records) ? CompanionSequences.Complete(records, files, cancellation) : records;
    }

    public sealed override FileSummary Count(Stream stream, string source, CancellationToken cancellation) =>
        new(source, SummaryName, CdsCounts.Of(Counted(stream, source, cancellation)));

    /// <summary>The records of a file.</summary>
    protected abstract IEnumerable<AnnotatedRecord> Enumerate(string path, CancellationToken cancellation);

    /// <summary>The records of a stream as far as they are counted.</summary>
    protected abstract IEnumerable<AnnotatedRecord> Counted(Stream stream, string source, CancellationToken cancellation);
}
