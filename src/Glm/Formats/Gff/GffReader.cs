using System.Globalization;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Gff;

/// <summary>
/// Reads GFF3 as NCBI, Prokka, Bakta, MGnify, IMG, Prodigal and FragGeneScan write it, plain or gzip, with or without sequences after
/// <c>##FASTA</c>. Strands may be + and - or 1 and -1. Lines of one ID on one sequence are one coding sequence; what a CDS does not say
/// itself it takes from its parent. Lines without nine columns are counted and skipped.
/// </summary>
public static class GffReader
{
    private const int Columns = 9;

    /// <summary>Reads a file.</summary>
    /// <exception cref="GlmException">One line with file and line: no feature and no sequence, or coordinates that are not
    /// numbers.</exception>
    public static GffFile Read(string path, CancellationToken cancellation = default)
    {
        using var stream = TextFile.Open(path);
        return Read(stream, path, cancellation);
    }

    /// <summary>Reads a stream from its position to its end. The stream stays open.</summary>
    public static GffFile Read(Stream stream, string source, CancellationToken cancellation = default)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        var reader = new Reader(lines, keep: true);
        var summary = reader.Read(cancellation);
        return new GffFile(reader.Records(), summary);
    }

    /// <summary>
    /// The counts alone, of a stream from its position to its end, with memory for the ids of its coding sequences. The stream stays open.
    /// </summary>
    internal static GffSummary Summarise(Stream stream, string source, CancellationToken cancellation)
    {
        using var lines = new LineReader(stream, source, leaveOpen: true);
        return new Reader(lines, keep: false).Read(cancellation);
    }

    /// <summary>A coding sequence while its lines come in.</summary>
    private sealed class Cds(long line, int? geneticCode)
    {
        public long Line { get; } = line;

        /// <summary>Unless it names one itself.</summary>
        public int? GeneticCode { get; } = geneticCode;

        public List<(CdsPart Part, int Phase)> Parts { get; } = [];

        /// <summary>The strand of its last line; null if that line has neither.</summary>
        public Strand? Strand { get; set; }

        /// <summary>
        /// The ninth columns of its lines, without repetitions: as text they take a tenth of what a table for each gene would.
        /// </summary>
        public List<byte[]> Attributes { get; } = [];
    }

    private sealed class Sequence(string id)
    {
        public string Id { get; } = id;

        public List<Cds> Cds { get; } = [];

        public int? Length { get; set; }

        public bool IsCircular { get; set; }

        public bool HasFeatures { get; set; }

        public byte[] Bases { get; set; } = [];
    }

    private sealed class Reader(LineReader lines, bool keep)
    {
        private readonly List<Sequence> _sequences = [];
        private readonly Dictionary<string, Sequence> _byId = new(StringComparer.Ordinal);
        private readonly Dictionary<(string Sequence, string Id), Cds> _cds = [];
        private readonly Dictionary<string, byte[]> _parents = new(StringComparer.Ordinal);
        private int _features,
            _cdsLines,
            _pseudo,
            _count,
            _fasta,
            _bad;
        private long _firstBad;
        private int? _geneticCode;

        public GffSummary Read(CancellationToken cancellation)
        {
            var sinceCheck = 0;
            while (lines.TryRead(out var line))
            {
                if ((++sinceCheck & 0xFFF) == 0)
                    cancellation.ThrowIfCancellationRequested();
                if (line is [(byte)'>', ..] || line.StartsWith("##FASTA"u8))
                {
                    ReadFasta(line is [(byte)'>', ..] ? Encoding.UTF8.GetString(line) : null, cancellation);
                    break;
                }
                if (line.StartsWith("##sequence-region"u8))
                    Region(Encoding.UTF8.GetString(line));
                else if (line.StartsWith("# Model Data:"u8))
                    _geneticCode = CodeOf(Encoding.UTF8.GetString(line));
                else if (line.IsEmpty || line[0] == '#' || line.IndexOfAnyExcept(" \t"u8) < 0)
                    continue;
                else
                    Feature(line);
            }
            if (_features == 0 && _fasta == 0 && _bad > 0)
                throw new GlmException(
                    $"{lines.Source}:{_firstBad}: the line does not have the nine columns of a GFF3 feature, separated by tabs, and no "
                        + $"other line has. Check that it is the right file."
                );
            return new GffSummary(
                _features,
                _cdsLines,
                _pseudo,
                _count,
                On(Strand.Forward),
                On(Strand.Reverse),
                _sequences.Count(sequence => sequence.HasFeatures),
                _fasta,
                _bad
            );
        }

        public IReadOnlyList<AnnotatedRecord> Records() => [.. _sequences.Select(Record)];

        // # Model Data: version=Prodigal.v2.6.3;run_type=Metagenomic;model="…";gc_cont=28.50;transl_table=4;uses_sd=1
        private static int? CodeOf(string line) =>
            Array.Find(line.Split(';'), field => field.StartsWith("transl_table=", StringComparison.Ordinal)) is { } field
            && int.TryParse(field["transl_table=".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                ? code
                : null;

        private int On(Strand strand) => _sequences.Sum(sequence => sequence.Cds.Count(cds => cds.Strand == strand));

        private void Region(string line)
        {
            if (
                line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [_, var id, _, var end]
                && int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            )
                Named(Unescape(id)).Length ??= length;
        }

        private Sequence Named(string id)
        {
            if (!_byId.TryGetValue(id, out var sequence))
            {
                _sequences.Add(sequence = new Sequence(id));
                _byId.Add(id, sequence);
            }
            return sequence;
        }

        private void Feature(ReadOnlySpan<byte> line)
        {
            Span<Range> columns = stackalloc Range[Columns];
            if (!IsNineColumns(line, columns))
            {
                _bad++;
                _firstBad = _firstBad == 0 ? lines.Line : _firstBad;
                return;
            }
            _features++;
            var sequence = Named(Unescape(Encoding.UTF8.GetString(line[columns[0]])));
            sequence.HasFeatures = true;
            var type = line[columns[2]];
            if (type.SequenceEqual("CDS"u8))
                AddCds(sequence, line, columns);
            else if (
                type.SequenceEqual("gene"u8)
                || type.SequenceEqual("mRNA"u8)
                || type.SequenceEqual("transcript"u8)
                || type.SequenceEqual("pseudogene"u8)
            )
                AddParent(line[columns[8]]);
            else if (line[columns[8]].IndexOf("Is_circular=true"u8) >= 0)
                (sequence.IsCircular, sequence.Length) = (true, sequence.Length ?? Number(line[columns[4]], "end"));
        }

        private static bool IsNineColumns(ReadOnlySpan<byte> line, Span<Range> columns)
        {
            var start = 0;
            for (var i = 0; i < Columns; i++)
            {
                var length = line[start..].IndexOf((byte)'\t');
                if (length < 0 != (i == Columns - 1))
                    return false;
                columns[i] = length < 0 ? start..line.Length : start..(start + length);
                start += length + 1;
            }
            return true;
        }

        private void AddParent(ReadOnlySpan<byte> column)
        {
            if (keep && ValueOf(column, "ID"u8) is { IsEmpty: false } id)
                _parents.TryAdd(Encoding.UTF8.GetString(id), column.ToArray());
        }

        private void AddCds(Sequence sequence, ReadOnlySpan<byte> line, ReadOnlySpan<Range> columns)
        {
            _cdsLines++;
            var strand = line[columns[6]] switch
            {
                [(byte)'+', ..] or [(byte)'1'] => Strand.Forward,
                [(byte)'-', ..] => Strand.Reverse,
                _ => (Strand?)null,
            };
            var start = Number(line[columns[3]], "start");
            var end = Number(line[columns[4]], "end");
            var phase = line[columns[7]] is [>= (byte)'0' and <= (byte)'2'] digit ? digit[0] - '0' : 0;
            var column = line[columns[8]];
            if (IsPseudo(column))
                _pseudo++;
            Cds? cds = null;
            if (
                ValueOf(column, "ID"u8) is { IsEmpty: false } idBytes
                && Encoding.UTF8.GetString(idBytes) is var id
                && !_cds.TryGetValue((sequence.Id, id), out cds)
            )
                _cds.Add((sequence.Id, id), cds = NewCds());
            cds ??= NewCds();
            cds.Strand = strand;
            if (!keep)
                return;
            cds.Parts.Add((new CdsPart(Math.Min(start, end), Math.Max(start, end), strand ?? Strand.Forward), phase));
            if (cds.Attributes.Count == 0 || !column.SequenceEqual(cds.Attributes[^1]))
                cds.Attributes.Add(column.ToArray());

            Cds NewCds()
            {
                _count++;
                var made = new Cds(lines.Line, _geneticCode);
                sequence.Cds.Add(made);
                return made;
            }
        }

        private int Number(ReadOnlySpan<byte> column, string what) =>
            int.TryParse(
                column,
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : throw new GlmException(
                    $"{lines.Where}: the {what} of the feature is {LineText.Quoted(Encoding.UTF8.GetString(column))}; it must be "
                        + $"a whole number. Correct the line."
                );

        private static Dictionary<string, string> Table(IEnumerable<byte[]> texts)
        {
            var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var text in texts)
            foreach (var range in text.AsSpan().Split((byte)';'))
            {
                var attribute = text.AsSpan(range).Trim((byte)' ');
                var equals = attribute.IndexOf((byte)'=');
                if (equals > 0 && equals + 1 < attribute.Length)
                    attributes.TryAdd(Encoding.UTF8.GetString(attribute[..equals]), Encoding.UTF8.GetString(attribute[(equals + 1)..]));
            }
            return attributes;
        }

        /// <summary>The value of an attribute; empty where it has none.</summary>
        private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> column, ReadOnlySpan<byte> name)
        {
            while (true)
            {
                var end = column.IndexOf((byte)';');
                var attribute = (end < 0 ? column : column[..end]).Trim((byte)' ');
                if (
                    attribute.Length > name.Length
                    && attribute[name.Length] == '='
                    && Ascii.EqualsIgnoreCase(attribute[..name.Length], name)
                )
                    return attribute[(name.Length + 1)..];
                if (end < 0)
                    return default;
                column = column[(end + 1)..];
            }
        }

        private void ReadFasta(string? header, CancellationToken cancellation)
        {
            Sequence? current = header is null ? null : Begin(header);
            var bases = new SequenceLines();
            while (lines.TryRead(out var line))
            {
                if (line is [(byte)'>', ..])
                {
                    cancellation.ThrowIfCancellationRequested();
                    End();
                    current = Begin(Encoding.UTF8.GetString(line));
                }
                else if (current is not null && keep)
                {
                    bases.Add(line, lines);
                }
            }
            End();

            Sequence Begin(string text)
            {
                _fasta++;
                return Named(text[1..].Split((char[]?)null, 2) is [var id, ..] ? id : "");
            }

            void End()
            {
                if (current is null)
                    return;
                current.Bases = bases.Finish();
                if (current.Bases.Length > 0)
                    current.Length = current.Bases.Length;
            }
        }

        private AnnotatedRecord Record(Sequence sequence) =>
            new(sequence.Id, [.. sequence.Cds.Select(Finish)])
            {
                Length = sequence.Length,
                IsCircular = sequence.IsCircular,
                Sequence = sequence.Bases,
            };

        private AnnotatedCds Finish(Cds cds)
        {
            var attributes = Table(cds.Attributes);
            var parent = ParentOf(attributes);
            var strand = cds.Parts[0].Part.Strand;
            // In reading order: descending on the reverse strand.
            var parts = cds.Parts.OrderBy(part => strand == Strand.Forward ? part.Part.Start : -part.Part.End).ToList();
            List<string> go = [],
                cogs = [],
                pfams = [],
                others = [];
            foreach (var reference in Values("Dbxref").Concat(Values("db_xref")).Concat(Values("Ontology_term")))
                CdsQualifiers.Sort(reference, go, cogs, pfams, others);
            foreach (var name in new[] { "cog", "eggNOG", "Note", "inference" })
                if (attributes.GetValueOrDefault(name) is { } text)
                    CdsQualifiers.Terms(Unescape(text), "COG", 4, cogs);
            foreach (var name in new[] { "pfam", "Note", "inference" })
                if (attributes.GetValueOrDefault(name) is { } text)
                    CdsQualifiers.Terms(Unescape(text), "PF", 5, pfams);
            var named = Text("gene") ?? ParentText("gene");
            return new AnnotatedCds(new CdsLocation([.. parts.Select(part => part.Part)], Partial()), cds.Line)
            {
                Id = Text("ID"),
                ProteinId = Text("protein_id"),
                LocusTag = Text("locus_tag") ?? ParentText("locus_tag"),
                Name = named is "NA" or "-" ? null : named,
                Product = Text("product") ?? ParentText("product"),
                Translation = Text("translation") is { } translation ? CdsQualifiers.Residues(translation) : null,
                Phase = parts[0].Phase,
                GeneticCode = int.TryParse(Text("transl_table"), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                    ? code
                    : cds.GeneticCode,
                IsPseudo = cds.Attributes.Exists(column => IsPseudo(column)),
                Exceptions = [.. Values("transl_except").Select(CdsQualifiers.Exception).OfType<(int, char)>()],
                EcNumbers = [.. Values("eC_number").Concat(Values("EC")).Concat(Values("ec_number")).Distinct(StringComparer.Ordinal)],
                GoTerms = [.. go.Distinct(StringComparer.Ordinal)],
                Cogs = [.. cogs.Distinct(StringComparer.Ordinal)],
                Pfams = [.. pfams.Distinct(StringComparer.Ordinal)],
                DbXrefs = [.. others.Distinct(StringComparer.Ordinal)],
            };

            string? Text(string name) => attributes.GetValueOrDefault(name) is { } value ? Unescape(value) : null;

            // The gene may be the parent of the transcript that is the parent.
            string? ParentText(string name) =>
                (parent?.GetValueOrDefault(name) ?? (parent is null ? null : ParentOf(parent)?.GetValueOrDefault(name))) is { } value
                    ? Unescape(value)
                    : null;

            // Commas separate; those that belong to a value are escaped.
            IEnumerable<string> Values(string name) =>
                attributes.GetValueOrDefault(name) is { } value
                    ? value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Unescape)
                    : [];

            // Prodigal's partial=10 names the ends; with NCBI's partial=true, ranges that begin or end with a dot do.
            PartialEnds Partial() =>
                Text("partial") switch
                {
                    "10" => PartialEnds.Left,
                    "01" => PartialEnds.Right,
                    "11" => PartialEnds.Left | PartialEnds.Right,
                    "true" => (Text("start_range")?.StartsWith('.') == true ? PartialEnds.Left : 0)
                        | (Text("end_range")?.EndsWith('.') == true ? PartialEnds.Right : 0),
                    _ => PartialEnds.None,
                };
        }

        private Dictionary<string, string>? ParentOf(Dictionary<string, string> attributes) =>
            attributes.GetValueOrDefault("Parent") is { } id && _parents.GetValueOrDefault(id.Split(',')[0]) is { } column
                ? Table([column])
                : null;

        private static bool IsPseudo(ReadOnlySpan<byte> column) =>
            Ascii.EqualsIgnoreCase(ValueOf(column, "pseudo"u8), "true"u8) || !ValueOf(column, "pseudogene"u8).IsEmpty;

        private static string Unescape(string text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text;
    }
}
