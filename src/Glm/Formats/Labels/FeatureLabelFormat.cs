using System.Globalization;
using System.Text;
using Glm.Formats.Gff;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Labels;

/// <summary>
/// The attributes of the coding sequences of a GFF3 file: every attribute is a column, and so is <c>place</c>, by which genes are found
/// whose ids the file does not have. Features of other types, and lines without nine columns, are passed over.
/// </summary>
internal sealed class FeatureLabelFormat : LabelFormat
{
    private const int Cells = 9;

    /// <summary>A file with more different attributes is not one of ours.</summary>
    private const int MostColumns = 1000;

    public override string Name => "GFF3";

    public override bool Recognises(IReadOnlyList<string> head) =>
        head[0].StartsWith("##gff-version", StringComparison.Ordinal)
        || head.FirstOrDefault(line => line.Length > 0 && line[0] != '#') is { } first
            && GffFormat.IsFeature(Encoding.UTF8.GetBytes(first));

    public override LabelRows Open(TableLines lines, IReadOnlyList<string> head) => new Rows(lines);

    private sealed class Rows(TableLines lines) : LabelRows
    {
        private readonly List<string> _columns = ["place"];
        private readonly Dictionary<string, int> _numbers = new(StringComparer.OrdinalIgnoreCase);

        public override IReadOnlyList<string> Columns => _columns;

        public override IEnumerable<LabelRow> Read(CancellationToken cancellation)
        {
            while (lines.TryRead(out var line) && !line.StartsWith("##FASTA", StringComparison.Ordinal) && line is not ['>', ..])
            {
                cancellation.ThrowIfCancellationRequested();
                if (line is "" or ['#', ..] || string.IsNullOrWhiteSpace(line))
                    continue;
                var cells = line.Split('\t');
                if (cells.Length == Cells && cells[2] == "CDS")
                    yield return new LabelRow(Attributes(cells), lines.Line);
            }
        }

        private string[] Attributes(string[] cells)
        {
            var values = new List<string> { $"{cells[0]}:{cells[3]}-{cells[4]}" };
            foreach (var attribute in cells[8].Split(';'))
            {
                if (attribute.IndexOf('=') is not (> 0 and var equals))
                    continue;
                var name = Decoded(attribute[..equals].Trim());
                if (!_numbers.TryGetValue(name, out var column))
                {
                    if (_columns.Count == MostColumns)
                        throw new GlmException(
                            string.Create(CultureInfo.InvariantCulture, $"{lines.Where}: there are more than {MostColumns} attributes; ")
                                + "this is not the ninth column of GFF3. Check the file."
                        );
                    _numbers.Add(name, column = _columns.Count);
                    _columns.Add(name);
                }
                while (values.Count <= column)
                    values.Add("");
                // Values are separated by commas, and commas inside them escaped: a bar keeps them apart whatever they hold.
                values[column] = string.Join('|', attribute[(equals + 1)..].Split(',').Select(value => Decoded(value.Trim())));
            }
            return [.. values];
        }

        private static string Decoded(string text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text;
    }
}
