using System.Globalization;
using System.Text;
using Glm.Formats.Detection;

namespace Glm.Formats.Gff;

/// <summary>GFF3 files.</summary>
internal sealed class GffFormat : FeatureFileFormat
{
    public override string Name => "GFF3";

    public override IReadOnlyList<string> Endings => [".gff3", ".gff"];

    // A file that calls itself GFF3 may consist of the sequences alone, with which such a file may end.
    public override bool Recognises(HeadLine line, FileHead head) =>
        line.Bytes.StartsWith("##gff-version"u8)
        || line.Bytes.StartsWith("##sequence-region"u8)
        || line.Bytes.StartsWith("##FASTA"u8)
        || !line.IsComment && IsFeature(line.Bytes)
        || line.Text is ['>', ..] && head.FileName.Contains(".gff", StringComparison.OrdinalIgnoreCase);

    protected override string SummaryName => "gff3";

    /// <summary>Whether a line has the nine columns of a feature.</summary>
    internal static bool IsFeature(ReadOnlySpan<byte> line)
    {
        if (line.Count((byte)'\t') != 8)
            return false;
        var cells = Encoding.UTF8.GetString(line).Split('\t');
        return IsWholeNumber(cells[3]) && IsWholeNumber(cells[4]) && cells[6] is "+" or "-" or "." or "?" or "1" or "-1";
    }

    private static bool IsWholeNumber(string cell) => int.TryParse(cell, NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
}
