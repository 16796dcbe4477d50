using System.Text;
using Glm.Formats.Ptt;
using Glm.Formats.Text;

namespace Glm.Formats.Labels;

/// <summary>NCBI's older protein tables (.ptt): a title, the number of proteins, a header and a row per protein.</summary>
internal sealed class ProteinTableLabelFormat : LabelFormat
{
    public override string Name => "NCBI protein table";

    public override bool Recognises(IReadOnlyList<string> head) => head.Any(IsHeader);

    public override LabelRows Open(TableLines lines, IReadOnlyList<string> head) =>
        new NamedColumns(lines, [.. head.First(IsHeader).Split('\t', StringSplitOptions.TrimEntries)], IsHeader);

    private static bool IsHeader(string line) => line.Contains('\t') && PttReader.IsHeader(Encoding.UTF8.GetBytes(line));
}
