using System.Globalization;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Embl;

/// <summary>
/// Reads EMBL flat files record by record, plain or gzip. Ends without <c>//</c> as in <see cref="GenBank.GenBankReader"/>.
/// </summary>
public static class EmblReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="GlmException">One line with file and line: no record, a damaged location, a record that breaks off.</exception>
    public static IEnumerable<AnnotatedRecord> Enumerate(string path, CancellationToken cancellation = default)
    {
        using var stream = TextFile.Open(path);
        foreach (var record in Enumerate(stream, path, cancellation))
            yield return record;
    }

    /// <summary>Reads a stream from its position to its end. The stream stays open.</summary>
    public static IEnumerable<AnnotatedRecord> Enumerate(Stream stream, string source, CancellationToken cancellation = default) =>
        Enumerate(stream, source, countOnly: false, cancellation);

    /// <summary>The records without what is not counted: bases, names and products.</summary>
    internal static IEnumerable<AnnotatedRecord> Counted(Stream stream, string source, CancellationToken cancellation) =>
        Enumerate(stream, source, countOnly: true, cancellation);

    private static IEnumerable<AnnotatedRecord> Enumerate(Stream stream, string source, bool countOnly, CancellationToken cancellation)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        var reader = new Reader(lines, countOnly);
        while (reader.TryRead(cancellation) is { } record)
            yield return record;
        if (!reader.FoundAny)
            throw new GlmException($"{source}:1: there is no ID line, with which an EMBL record begins. Check that it is the right file.");
    }

    private sealed class Reader(LineReader lines, bool countOnly)
    {
        private readonly FeatureTable _features = new(lines.Source, countOnly);
        private readonly SequenceLines _bases = new(countOnly);
        private readonly StringBuilder _definition = new(),
            _taxa = new();
        private string _id = "",
            _accession = "",
            _organism = "";
        private int? _length;
        private bool _circular,
            _open,
            _inSequence;

        public bool FoundAny { get; private set; }

        public AnnotatedRecord? TryRead(CancellationToken cancellation)
        {
            var sinceCheck = 0;
            while (lines.TryRead(out var line))
            {
                if ((++sinceCheck & 0xFFF) == 0)
                    cancellation.ThrowIfCancellationRequested();
                if (line.StartsWith("//"u8) && _open)
                    return Finish();
                if (line.StartsWith("ID "u8))
                {
                    var before = _open ? Finish() : null;
                    Begin(Encoding.UTF8.GetString(line[3..]).Trim());
                    if (before is not null)
                        return before;
                }
                else if (_open)
                {
                    Take(line);
                }
            }
            if (!_open)
                return null;
            if (_length is { } announced && _bases.Length != announced)
                throw new GlmException(
                    $"{lines.Where}: the file breaks off in record {LineText.Quoted(_id)}: it has {_bases.Length} of {announced} "
                        + $"bases and no // line. Fetch the file again."
                );
            return Finish();
        }

        // ID   AE017046; SV 1; circular; genomic DNA; STD; PRO; 9609 BP.
        private void Begin(string text)
        {
            FoundAny = _open = true;
            (_inSequence, _accession, _organism, _length) = (false, "", "", null);
            _definition.Clear();
            _taxa.Clear();
            var fields = text.TrimEnd('.').Split(';', StringSplitOptions.TrimEntries);
            _id = fields[0].Split(' ')[0];
            if (Array.Find(fields, field => field.StartsWith("SV ", StringComparison.Ordinal)) is { } version)
                _id += "." + version[3..].Trim();
            _circular = fields.Any(field => field.Contains("circular", StringComparison.OrdinalIgnoreCase));
            if (
                fields[^1].Split(' ') is [var number, "BP" or "bp" or "AA"]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            )
                _length = length;
            _features.Ring = _circular ? _length : null;
        }

        private void Take(ReadOnlySpan<byte> line)
        {
            if (_inSequence && line is [(byte)' ', ..])
            {
                _bases.Add(line, lines);
                return;
            }
            if (line.Length < 2)
                return;
            if (line.StartsWith("FT"u8))
            {
                // With spaces for the line code it is GenBank's table.
                Span<byte> table = line.Length <= 512 ? stackalloc byte[line.Length] : new byte[line.Length];
                line.CopyTo(table);
                table[..2].Fill((byte)' ');
                _features.Add(table, lines.Line);
                return;
            }
            var text = Encoding.UTF8.GetString(line.Length > 5 ? line[5..] : default).Trim();
            switch (Encoding.ASCII.GetString(line[..2]))
            {
                case "AC" when _accession.Length == 0:
                    _accession = text.Split(';')[0].Trim();
                    break;
                case "DE":
                    _definition.Append(_definition.Length > 0 ? " " : "").Append(text);
                    break;
                case "OS" when _organism.Length == 0:
                    _organism = text;
                    break;
                case "OC":
                    _taxa.Append(' ').Append(text);
                    break;
                case "SQ":
                    _inSequence = true;
                    break;
            }
        }

        private AnnotatedRecord Finish()
        {
            var bases = _bases.Finish();
            (_open, _inSequence) = (false, false);
            return new AnnotatedRecord(_id is "" or "XXX" or "unknown" && _accession.Length > 0 ? _accession : _id, _features.Finish())
            {
                Description = _definition.ToString(),
                Length = bases.Length > 0 ? bases.Length : _length,
                IsCircular = _circular,
                Organism = _organism.Length > 0 ? _organism : null,
                Taxa = _taxa
                    .ToString()
                    .TrimEnd('.', ' ')
                    .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                Sequence = bases,
            };
        }
    }
}
