using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.GenBank;

/// <summary>
/// Reads GenBank flat files (NCBI, Prokka, Bakta, old styles, and Prodigal's, which begin with DEFINITION) record by record, plain or
/// gzip. Text before the first LOCUS line is skipped. What a record says about itself must agree: the length on its LOCUS line, the
/// numbers of its sequence lines, its bases and the places of its genes. A file that ends without <c>//</c> is accepted where its last
/// record has all the bases that its LOCUS line announces.
/// </summary>
public static class GenBankReader
{
    /// <summary>The beginning of the records that Prodigal writes by default.</summary>
    internal static ReadOnlySpan<byte> ProdigalStart => "DEFINITION  seqnum="u8;

    private enum Part
    {
        None,
        Header,
        Definition,
        Organism,
        Features,
        Origin,
    }

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

    /// <summary>Whether a LOCUS line is that of a protein (GenPept).</summary>
    internal static bool IsOfProtein(ReadOnlySpan<byte> locus) =>
        StatedLength(Encoding.UTF8.GetString(locus).Split(' ', StringSplitOptions.RemoveEmptyEntries)).IsProtein;

    private static (int? Length, bool IsProtein) StatedLength(string[] words)
    {
        for (var i = 3; i < words.Length; i++)
            if (words[i] is "bp" or "aa" or "AA" or "rc" && Number(words[i - 1]) is { } length)
                return (length, words[i] is "aa" or "AA");
            else if (words[i].EndsWith("bp", StringComparison.Ordinal) && Number(words[i][..^2]) is { } joined)
                return (joined, false);
        return (null, false);

        static int? Number(string word) =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static IEnumerable<AnnotatedRecord> Enumerate(Stream stream, string source, bool countOnly, CancellationToken cancellation)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        var reader = new Reader(lines, countOnly);
        while (reader.TryRead(cancellation) is { } record)
            yield return record;
        if (!reader.FoundAny)
            throw new GlmException(
                $"{source}:1: there is no LOCUS line, with which a GenBank record begins. Check that it is the right file."
            );
    }

    private sealed class Reader(LineReader lines, bool countOnly)
    {
        private const string TaxaIndent = "            ";
        private const int LongestName = 4096;

        private readonly FeatureTable _features = new(lines.Source, countOnly);
        private readonly SequenceLines _bases = new(lines, numbersEnd: false, countOnly);
        private Part _part;
        private string _name = "",
            _accession = "",
            _version = "",
            _organism = "";
        private readonly StringBuilder _definition = new(),
            _taxa = new();
        private int? _length,
            _geneticCode;
        private long _locusLine,
            _strayLine;
        private bool _circular,
            _isGlued;

        public bool FoundAny { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public AnnotatedRecord? TryRead(CancellationToken cancellation)
        {
            var sinceCheck = 0;
            while (lines.TryRead(out var line))
            {
                if ((++sinceCheck & 0xFFF) == 0)
                    cancellation.ThrowIfCancellationRequested();
                var next = RecordEnd.Behind(line, "LOCUS"u8);
                if (next.StartsWith("LOCUS"u8))
                {
                    // The record before it may lack its end mark, in the middle of a file.
                    var before = _part == Part.None ? null : Finish();
                    Begin(Encoding.UTF8.GetString(next));
                    if (before is not null)
                        return before;
                }
                else if (RecordEnd.Is(line))
                {
                    RecordEnd.RequireAlone(line, lines);
                    if (_part != Part.None)
                        return Finish();
                    RequireLocus();
                }
                else if (_part != Part.None)
                    Take(line);
                else if (line.StartsWith(ProdigalStart))
                    BeginProdigal(Encoding.UTF8.GetString(line));
                else if (line.IndexOfAnyExcept(" \t"u8) >= 0)
                    Stray(line);
            }
            if (_part == Part.None)
                return FoundAny && _strayLine > 0 ? throw BrokenOff() : null;
            if (_length is null || _bases.Length != _length)
                throw new GlmException(
                    $"{lines.Where}: the file breaks off in record {LineText.Quoted(_name)}: it has {_bases.Length} "
                        + (_length is { } announced ? $"of {announced} " : "")
                        + $"bases and no // line. Fetch the file again."
                );
            return Finish();
        }

        /// <summary>Takes a line outside all records: databases put a head before them. What belongs into a record is none.</summary>
        private void Stray(ReadOnlySpan<byte> line)
        {
            _strayLine = _strayLine == 0 ? lines.Line : _strayLine;
            if (
                line.StartsWith("ACCESSION "u8)
                || line.StartsWith("VERSION "u8)
                || line.StartsWith("FEATURES "u8)
                || line.StartsWith("ORIGIN"u8)
            )
                RequireLocus();
        }

        private void RequireLocus()
        {
            if (_strayLine > 0)
                throw new GlmException(
                    $"{lines.Source}:{_strayLine}: a record without a LOCUS line begins about here. Restore the line, or fetch "
                        + $"the file again."
                );
        }

        private GlmException BrokenOff() =>
            new(
                $"{lines.Source}:{_strayLine}: the file breaks off here, before the LOCUS line of another record is whole. Fetch "
                    + $"the file again."
            );

        private void Begin(string locus)
        {
            FoundAny = true;
            (_part, _accession, _version, _organism, _length, _geneticCode) = (Part.Header, "", "", "", null, null);
            (_locusLine, _strayLine) = (lines.Line, 0);
            _definition.Clear();
            _taxa.Clear();
            var words = locus.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _name = words.Length > 1 ? words[1] : "";
            (_length, var isProtein) = StatedLength(words);
            if (isProtein)
                throw Protein(_length);
            // A long name runs into the length: NODE_3_length_1325_cov_81.4355311325 bp.
            _isGlued = _length is null && words.Length > 2 && words[2] == "bp" && char.IsAsciiDigit(words[1][^1]);
            _circular = words.Contains("circular", StringComparer.OrdinalIgnoreCase);
            (_features.IsCircular, _features.Length) = (_circular, _length);
        }

        private GlmException Protein(int? residues) =>
            new(
                $"{lines.Where}: record {LineText.Quoted(_name)} is a protein of {residues} aa: this is GenPept, which does not "
                    + $"say how genes lie. Load the GenBank file (.gbff) of the genome."
            );

        // DEFINITION  seqnum=1;seqlen=4641652;seqhdr="NC_000913.3 Escherichia coli";version=Prodigal.v2.6.3;…
        private void BeginProdigal(string definition)
        {
            Begin("");
            var header = Value("seqhdr=\"", "\";");
            _definition.Append(header);
            _name = header.Split(' ')[0];
            _features.Length = _length = Number("seqlen=");
            _geneticCode = Number("transl_table=");

            int? Number(string name) =>
                int.TryParse(Value(name, ";"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

            string Value(string name, string end) =>
                definition.IndexOf(name, StringComparison.Ordinal) is var at and >= 0
                && definition.IndexOf(end, at + name.Length, StringComparison.Ordinal) is var stop and >= 0
                    ? definition[(at + name.Length)..stop]
                    : "";
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Take(ReadOnlySpan<byte> line)
        {
            if (line.IsEmpty)
                return;
            if (line[0] != ' ' && line[0] != '\t' && !(_part == Part.Origin && char.IsAsciiDigit((char)line[0])))
            {
                Section(line);
                return;
            }
            switch (_part)
            {
                case Part.Features:
                    _features.Add(line, lines.Line);
                    break;
                case Part.Origin:
                    _bases.Add(line);
                    break;
                case Part.Definition:
                    _definition.Append(' ').Append(Encoding.UTF8.GetString(line).Trim());
                    break;
                case Part.Header or Part.Organism:
                    Header(Encoding.UTF8.GetString(line));
                    break;
            }
        }

        private void Section(ReadOnlySpan<byte> line)
        {
            var blank = line.IndexOfAny((byte)' ', (byte)'\t');
            var word = blank < 0 ? line : line[..blank];
            var rest = blank < 0 ? "" : Encoding.UTF8.GetString(line[blank..]).Trim();
            if (word.ContainsAnyInRange((byte)'a', (byte)'z') && _part is Part.Features or Part.Origin)
                throw new GlmException(
                    $"{lines.Where}: {LineText.Quoted(Encoding.UTF8.GetString(line))} stands in the first column, where only the "
                        + $"name of a section may. Indent the line as those above it are."
                );
            _part = Part.Header;
            switch (Encoding.ASCII.GetString(word))
            {
                case "DEFINITION":
                    _definition.Clear().Append(rest);
                    _part = Part.Definition;
                    break;
                case "ACCESSION":
                    _accession = rest.Split(' ')[0];
                    break;
                case "VERSION":
                    _version = rest.Split(' ')[0];
                    break;
                case "FEATURES":
                    _part = Part.Features;
                    break;
                case "ORIGIN":
                    _part = Part.Origin;
                    break;
            }
        }

        private void Header(string line)
        {
            var text = line.Trim();
            // Not where a comment has the word.
            if (text.StartsWith("ORGANISM", StringComparison.Ordinal) && !line.StartsWith(TaxaIndent, StringComparison.Ordinal))
                (_organism, _part) = (text["ORGANISM".Length..].Trim(), Part.Organism);
            else if (_part == Part.Organism && line.StartsWith(TaxaIndent, StringComparison.Ordinal))
            {
                // A long name goes on over the line; taxa hold a semicolon or end with a full stop.
                if (_taxa.Length == 0 && !text.Contains(';') && !text.EndsWith('.') && _organism.Length < LongestName)
                    _organism += " " + text;
                else
                    _taxa.Append(' ').Append(text);
            }
            else
            {
                _part = Part.Header;
            }
        }

        private AnnotatedRecord Finish()
        {
            var (source, taxonId) = (_features.SourceEnd, _features.TaxonId);
            var cds = _features.Finish();
            if (_geneticCode is { } code)
                cds = cds.ConvertAll(gene => gene.GeneticCode is null ? gene with { GeneticCode = code } : gene);
            var length = _bases.Length;
            var bases = _bases.Finish();
            var (organism, taxa) = Organism();
            _part = Part.None;
            if (_isGlued)
                SplitName(length > 0 ? length : source);
            return new AnnotatedRecord(
                _version.Length > 0 ? _version
                    : _accession.Length > 0 ? _accession
                    : _name,
                cds
            )
            {
                Description = _definition.ToString() is var definition and not "." ? definition : "",
                Length = length > 0 ? length : _length,
                AnnouncedLength = _length,
                Line = _locusLine,
                IsCircular = _circular,
                Organism = organism,
                Taxa = taxa,
                TaxonId = taxonId,
                Sequence = bases,
            };
        }

        /// <summary>Takes the length off the end of the name, as the bases show it.</summary>
        private void SplitName(int? length)
        {
            var digits = length?.ToString(CultureInfo.InvariantCulture) ?? "";
            if (digits.Length == 0 || !_name.EndsWith(digits, StringComparison.Ordinal))
                throw new GlmException(
                    $"{lines.Source}:{_locusLine}: name and length run together in {LineText.Quoted(_name)}, and "
                        + (length is null ? "nothing else tells the length" : $"the record has {length} bases, with which it does not end")
                        + ". Put a space between them, or fetch the file again."
                );
            (_name, _length) = (_name[..^digits.Length], length);
        }

        private (string? Name, IReadOnlyList<string> Taxa) Organism()
        {
            if (_organism.Length == 0 || _organism == ".")
                return (null, []);
            var taxa = _taxa
                .ToString()
                .TrimEnd('.', ' ')
                .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return (_organism, taxa is [] or ["Unclassified" or "unclassified" or "."] ? [] : taxa);
        }
    }
}
