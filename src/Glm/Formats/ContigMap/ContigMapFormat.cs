using Glm.Formats.Detection;
using Glm.Genomes;

namespace Glm.Formats.ContigMap;

/// <summary>Contig maps.</summary>
internal sealed class ContigMapFormat : FileFormat
{
    public override string Name => "contig map";

    public override FileRole Role => FileRole.ContigMap;

    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Text?.TrimStart('#').Split('\t', StringSplitOptions.TrimEntries) is [_, ['+' or '-', ..]];

    public override FileSummary Count(Stream stream, string source, CancellationToken cancellation)
    {
        var map = ContigMapReader.Read(stream, source, cancellation);
        return new FileSummary(
            source,
            "contig map",
            new Dictionary<string, long>
            {
                ["contigs"] = map.Count,
                ["cds"] = map.Sum(entry => entry.Genes.Count),
                ["plus"] = map.Sum(entry => entry.Genes.Count(gene => gene.Strand == Strand.Forward)),
                ["minus"] = map.Sum(entry => entry.Genes.Count(gene => gene.Strand == Strand.Reverse)),
            }
        );
    }
}
