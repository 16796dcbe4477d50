using Glm.Formats.Annotation;
using Glm.Formats.Detection;
using Glm.Formats.Sources;
using Glm.Genomes;

namespace Glm.Formats.Ptt;

/// <summary>NCBI's older protein tables.</summary>
internal sealed class PttFormat : GenomeFormat
{
    public override string Name => "NCBI protein table";

    public override FileRole Role => FileRole.Annotation;

    public override IReadOnlyList<string> Endings => [".ptt"];

    public override bool Recognises(HeadLine line, FileHead head) => PttReader.IsHeader(line.Bytes);

    public override IEnumerable<IReadOnlyList<AnnotatedRecord>> Read(
        GenomeFiles files,
        LoadOptions options,
        int genesPerPart,
        CancellationToken cancellation
    ) =>
        [
            CompanionSequences
                .Require([StatedLengths.Require(PttReader.Read(files.Path, cancellation), files.Path)], files, cancellation)
                .ConvertAll(record => StatedLengths.RequireLength(record, files.Path)),
        ];

    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation)
    {
        var table = PttReader.Read(stream, source, cancellation);
        return new FileSummary(
            source,
            "ptt",
            new Dictionary<string, long>
            {
                ["records"] = 1,
                ["cds"] = table.Cds.Count,
                ["plus"] = table.Cds.Count(cds => cds.Location.Strand == Strand.Forward),
                ["minus"] = table.Cds.Count(cds => cds.Location.Strand == Strand.Reverse),
            }
        );
    }
}
