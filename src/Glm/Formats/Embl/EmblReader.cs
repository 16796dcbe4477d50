using System.Globalization;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Embl;

/// <summary>
/// Reads EMBL flat files record by record, plain or gzip. What a record says about itself must agree, and ends without <c>//</c> are
/// accepted, as in <see cref="GenBank.GenBankReader"/>.
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
        private readonly SequenceLines _bases = new(lines, numbersEnd: true, countOnly);
        private readonly StringBuilder _definition = new(),
            _taxa = new();
        private string _id = "",
            _accession = "",
            _organism = "";
        private int? _length,
            _sequenceLength;
        private readonly int?[] _composition = new int?[4];
        private long _idLine,
            _sequenceLine,
            _strayLine;
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
                var next = RecordEnd.Behind(line, "ID "u8);
                if (next.StartsWith("ID "u8))
                {
                    var before = _open ? Finish() : null;
                    Begin(Encoding.UTF8.GetString(next[3..]).Trim());
                    if (before is not null)
                        return before;
                }
                else if (RecordEnd.Is(line))
                {
                    RecordEnd.RequireAlone(line, lines);
                    if (_open)
                        return Finish();
                    RequireId();
                }
                else if (_open)
                    Take(line);
                else if (line.IndexOfAnyExcept(" \t"u8) >= 0)
                {
                    _strayLine = _strayLine == 0 ? lines.Line : _strayLine;
                    if (line.StartsWith("FT "u8) || line.StartsWith("SQ "u8))
                        RequireId();
                }
            }
            if (!_open && FoundAny && _strayLine > 0)
                throw new GlmException(
                    $"{lines.Source}:{_strayLine}: the file breaks off here, before the ID line of another record is whole. "
                        + $"Fetch the file again."
                );
            if (!_open)
                return null;
            if (_length is null || _bases.Length != _length)
                throw new GlmException(
                    $"{lines.Where}: the file breaks off in record {LineText.Quoted(_id)}: it has {_bases.Length} "
                        + (_length is { } announced ? $"of {announced} " : "")
                        + $"bases and no // line. Fetch the file again."
                );
            return Finish();
        }

        private void RequireId()
        {
            if (_strayLine > 0)
                throw new GlmException(
                    $"{lines.Source}:{_strayLine}: a record without an ID line begins about here. Restore the line, or fetch the "
                        + $"file again."
                );
        }

        // ID   AE017046; SV 1; circular; genomic DNA; STD; PRO; 9609 BP.
        private void Begin(string text)
        {
            FoundAny = _open = true;
            (_inSequence, _accession, _organism, _length, _sequenceLength) = (false, "", "", null, null);
            (_idLine, _strayLine) = (lines.Line, 0);
            Array.Clear(_composition);
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
                _length = !fields[^1].EndsWith("AA", StringComparison.Ordinal)
                    ? length
                    : throw new GlmException(
                        $"{lines.Where}: record {LineText.Quoted(_id)} is a protein of {length} aa, and says nothing about how "
                            + $"genes lie. Load the EMBL file of the genome."
                    );
            (_features.IsCircular, _features.Length) = (_circular, _length);
        }

        private void Take(ReadOnlySpan<byte> line)
        {
            if (_inSequence && line is [(byte)' ', ..])
            {
                _bases.Add(line);
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
                    (_inSequence, _sequenceLine) = (true, lines.Line);
                    Announce(text);
                    break;
            }
        }

        // SQ   Sequence 120 BP; 30 A; 20 C; 40 G; 30 T; 0 other;
        private void Announce(string text)
        {
            foreach (var field in text.Split(';', StringSplitOptions.TrimEntries))
                if (
                    field.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var number, var unit]
                    && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                )
                {
                    if (unit == "BP")
                        _sequenceLength = count;
                    else if (unit.Length == 1 && "ACGT".IndexOf(unit[0], StringComparison.Ordinal) is var letter and >= 0)
                        _composition[letter] = count;
                }
        }

        private void CheckSequence()
        {
            if (_bases.Length == 0)
                return;
            if (_sequenceLength is { } announced && announced != _bases.Length)
                throw new GlmException(
                    $"{lines.Source}:{_sequenceLine}: the sequence of record {LineText.Quoted(_id)} announces {announced} bases, and "
                        + $"{_bases.Length} came. Fetch the file again."
                );
            for (var i = 0; i < _composition.Length; i++)
                if (_composition[i] is { } stated && stated != _bases.Composition[i])
                    throw new GlmException(
                        $"{lines.Source}:{_sequenceLine}: record {LineText.Quoted(_id)} announces {stated} {"ACGT"[i]}, and "
                            + $"{_bases.Composition[i]} came: letters of the sequence were changed or lost. Fetch the file again."
                    );
        }

        private AnnotatedRecord Finish()
        {
            var length = _bases.Length;
            CheckSequence();
            var bases = _bases.Finish();
            (_open, _inSequence) = (false, false);
            var taxonId = _features.TaxonId;
            return new AnnotatedRecord(_id is "" or "XXX" or "unknown" && _accession.Length > 0 ? _accession : _id, _features.Finish())
            {
                Description = _definition.ToString(),
                Length = length > 0 ? length : _length,
                AnnouncedLength = _length ?? _sequenceLength,
                Line = _length is null ? _sequenceLine : _idLine,
                IsCircular = _circular,
                Organism = _organism.Length > 0 ? _organism : null,
                Taxa = _taxa
                    .ToString()
                    .TrimEnd('.', ' ')
                    .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
                TaxonId = taxonId,
                Sequence = bases,
            };
        }
    }
}
