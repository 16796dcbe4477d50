using System.Globalization;
using System.Text.RegularExpressions;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Labels;

/// <summary>
/// InterProScan's tables (.tsv): no header, 11 to 15 columns, a row per protein and match. Beside their columns, which get the names of
/// its documentation, every analysis is one, with the accessions of its matches.
/// </summary>
internal sealed partial class InterProScanLabelFormat : LabelFormat
{
    private const int FewestCells = 11;
    private const int Analysis = 3;
    private const int Signature = 4;

    private static readonly string[] Names =
    [
        "protein",
        "md5",
        "length",
        "analysis",
        "signature",
        "signature_description",
        "start",
        "stop",
        "score",
        "status",
        "date",
        "interpro",
        "interpro_description",
        "go",
        "pathways",
    ];

    public override string Name => "InterProScan matches";

    public override bool Recognises(IReadOnlyList<string> head) =>
        head.FirstOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } first
        && first.Split('\t') is { Length: >= FewestCells and <= 15 } cells
        && Checksum().IsMatch(cells[1])
        && IsNumber(cells[2])
        && IsNumber(cells[6])
        && IsNumber(cells[7]);

    public override LabelRows Open(TableLines lines, IReadOnlyList<string> head) => new Rows(lines);

    private static bool IsNumber(string cell) => int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    [GeneratedRegex("^[0-9a-fA-F]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Checksum();

    private sealed class Rows(TableLines lines) : LabelRows
    {
        private readonly List<string> _columns = [.. Names];

        public override IReadOnlyList<string> Columns => _columns;

        public override string StandardColumn => "interpro";

        public override IEnumerable<LabelRow> Read(CancellationToken cancellation)
        {
            while (lines.TryRead(out var line))
            {
                cancellation.ThrowIfCancellationRequested();
                if (string.IsNullOrWhiteSpace(line))
                    continue;
                var cells = line.Split('\t', StringSplitOptions.TrimEntries);
                if (cells.Length < FewestCells || cells.Length > Names.Length)
                    throw new GlmException(
                        $"{lines.Where}: the row has {cells.Length} cells; InterProScan's have {FewestCells} to {Names.Length}. Check the "
                            + $"tabs."
                    );
                var column = _columns.IndexOf(cells[Analysis], Names.Length);
                if (column < 0)
                {
                    column = _columns.Count;
                    _columns.Add(cells[Analysis]);
                }
                var all = new string[_columns.Count];
                Array.Fill(all, "");
                cells.CopyTo(all, 0);
                all[column] = cells[Signature];
                yield return new LabelRow(all, lines.Line);
            }
        }

        // GO:0005524(InterPro)|GO:0005524(PANTHER): where a term comes from is not part of it.
        public override IEnumerable<string> LabelsOf(string cell, string column) =>
            base.LabelsOf(cell, column)
                .Select(label =>
                    label.StartsWith("GO:", StringComparison.Ordinal) && label.IndexOf('(') is > 0 and var end ? label[..end] : label
                );
    }
}
