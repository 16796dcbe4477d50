using Glm.Formats.Annotation;
using Glm.Formats.Sources;

namespace Glm.Formats.Gff;

/// <summary>Formats of features in nine columns: GFF3 and GTF, which differ in how attributes are written.</summary>
internal abstract class FeatureFileFormat : GenomeFormat
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
        var records = GffReader
            .ReadGenes(files.Path, cancellation)
            .ConvertAll(record => DoubledCds.Once(StatedLengths.RequireOnRecord(record, files.Path)));
        // The bases may stand in another file.
        return
        [
            CompanionSequences.Require(records, files, cancellation).ConvertAll(record => StatedLengths.RequireRegion(record, files.Path)),
        ];
    }

    public sealed override FileSummary Count(Stream stream, string source, CancellationToken cancellation)
    {
        var counts = GffReader.Summarise(stream, source, cancellation);
        return new FileSummary(
            source,
            SummaryName,
            new Dictionary<string, long>
            {
                ["feature_lines"] = counts.FeatureLines,
                ["cds"] = counts.CdsIds,
                ["cds_lines"] = counts.CdsLines,
                ["cds_pseudo_lines"] = counts.PseudoCdsLines,
                ["cds_unique_ids"] = counts.CdsIds,
                ["plus"] = counts.Plus,
                ["minus"] = counts.Minus,
                ["seqids"] = counts.SequenceIds,
                ["fasta_records"] = counts.FastaRecords,
                ["lines_without_9_columns"] = counts.LinesWithoutNineColumns,
            }
        );
    }
}
