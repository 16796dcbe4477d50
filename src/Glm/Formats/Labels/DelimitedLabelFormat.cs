using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Labels;

/// <summary>
/// Tables with tabs, commas or semicolons between their columns, with or without a header, and lists with blanks between an id and its
/// label, or of ids alone.
/// </summary>
internal sealed class DelimitedLabelFormat : LabelFormat
{
    public override string Name => "table";

    public override bool Recognises(IReadOnlyList<string> head) => true;

    public override LabelRows Open(TableLines lines, IReadOnlyList<string> head) => new Rows(lines, head);

    /// <summary>
    /// A line that begins with '#' is a comment, except the last one before the first row if it has as many cells: that is a header. A
    /// header with one cell less than the rows lacks the name of their first column, as R writes it.
    /// </summary>
    private sealed class Rows : LabelRows
    {
        private readonly TableLines _lines;
        private readonly char _separator;
        private readonly LabelRow _first;
        private readonly LabelRow? _second;
        private readonly string[]? _columns;

        public Rows(TableLines lines, IReadOnlyList<string> head)
        {
            _lines = lines;
            string[] texts = [.. head.Where(line => !IsComment(line) && !string.IsNullOrWhiteSpace(line)).Take(20)];
            if (texts.Length == 0)
                throw new GlmException($"{lines.Source}: its first {head.Count} lines are comments; a table needs rows.");
            _separator = DelimitedText.SeparatorOf(texts);
            string? comment = null;
            string line;
            while (TryReadText(out line) && IsComment(line))
                comment = line;
            _first = new LabelRow(DelimitedText.Split(line, _separator, lines), lines.Line);
            var names = comment is null ? [] : DelimitedText.Split(comment.TrimStart('#'), _separator, lines);
            if (names.Length > 1 && names.Length == _first.Cells.Count)
                _columns = names;
            _second = Next();
            if (_columns is null && _second is { } second && second.Cells.Count == _first.Cells.Count + 1)
            {
                _columns = ["row", .. _first.Cells];
                (_first, _second) = (second, Next());
            }
        }

        public override IReadOnlyList<string>? Columns => _columns;

        public override LabelRow? First => _columns is null ? _first : null;

        public override IEnumerable<LabelRow> Read(CancellationToken cancellation)
        {
            yield return _first;
            for (var row = _second; row is { } next; row = Next())
            {
                cancellation.ThrowIfCancellationRequested();
                if (next.Cells.Count != _first.Cells.Count)
                    throw new GlmException(
                        $"{_lines.Source}:{next.Line}: the row has {next.Cells.Count} cells and the first {_first.Cells.Count}; they must "
                            + $"agree. Check what stands between the columns."
                    );
                yield return next;
            }
        }

        private LabelRow? Next()
        {
            while (TryReadText(out var line))
                if (!IsComment(line))
                {
                    var begun = _lines.Line;
                    return new LabelRow(DelimitedText.Split(line, _separator, _lines), begun);
                }
            return null;
        }

        private bool TryReadText(out string line)
        {
            while (_lines.TryRead(out line))
                if (!string.IsNullOrWhiteSpace(line))
                    return true;
            return false;
        }

        private static bool IsComment(string line) => line is ['#', ..];
    }
}
