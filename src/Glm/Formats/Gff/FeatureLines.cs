using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Glm.Formats.Annotation;
using Glm.Formats.Fasta;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Gff;

/// <summary>
/// Reads the lines of GFF3 and GTF files: features of nine columns, directives, and sequences after <c>##FASTA</c>. Which of the two it
/// is, the ninth column of the first feature shows. Until all lines are read, a CDS is a few numbers and the text of its attributes, since
/// what belongs to it may come anywhere in the file.
/// </summary>
/// <param name="lines">Where the lines are read.</param>
/// <param name="keep">Whether coding sequences are kept; otherwise they are only counted.</param>
internal sealed class FeatureLines(LineReader lines, bool keep)
{
    private const int Columns = 9;
    private const int MostTypes = 5;
    private const int BlockSize = 1 << 18;

    private static readonly byte[][] OfOneGene =
    [
        .. new[] { "locus_tag", "protein_id", "Parent", "product", "gene" }.Select(Encoding.ASCII.GetBytes),
    ];

    private readonly List<Sequence> _sequences = [];
    private readonly Dictionary<string, Sequence> _byId = new(StringComparer.Ordinal);
    private readonly List<Part> _parts = [];
    private readonly List<Cds> _cds = [];

    // CDS by sequence and id, and genes and transcripts by id, with the places of their attributes.
    private readonly ByteKeys _cdsIds = new();
    private readonly List<int> _cdsOfId = [];
    private readonly ByteKeys _parentIds = new();
    private readonly List<Slice> _parents = [];
    private readonly List<(int Id, int Start, int End)> _stopCodons = [];
    private readonly List<byte[]> _texts = [];
    private int _textLength;
    private byte[] _key = new byte[256];
    private byte[] _lastName = [];
    private Sequence? _last;
    private FastaParser? _fasta;
    private bool? _isGtf;
    private int _features,
        _cdsLines,
        _pseudo,
        _fastaRecords,
        _bad,
        _doubled,
        _file;
    private long _firstBad,
        _firstDoubled;
    private Sequence? _lastFasta;
    private readonly List<string> _types = [];
    private int? _geneticCode;

    /// <summary>Text in one of the blocks where attributes are kept.</summary>
    private readonly record struct Slice(int Block, int Start, int Length);

    /// <summary>A line of a CDS; <paramref name="Next"/> is the next of the same CDS, or -1.</summary>
    private record struct Part(int Start, int End, Slice Attributes, int Next, sbyte Strand, byte Phase);

    /// <summary>
    /// A CDS: the numbers of its first and last part, the line of the first, the strand of the last (0 if it has neither), and the genetic
    /// code that the file names before it.
    /// </summary>
    private record struct Cds(int First, int Last, int Line, sbyte Strand, short GeneticCode);

    private sealed class Sequence(string id, int number)
    {
        public string Id { get; } = id;

        public int Number { get; } = number;

        public List<int> Cds { get; } = [];

        public int? Length { get; set; }

        /// <summary>The length that a directive announces, and its line.</summary>
        public (int Length, long Line)? Announced { get; set; }

        public bool IsCircular { get; set; }

        public bool HasFeatures { get; set; }

        /// <summary>Where its first line stands, and which of the files it is that were joined into this one.</summary>
        public (long Line, int File)? Seen { get; set; }

        public byte[] Bases { get; set; } = [];

        /// <summary>How many bases came; null if none did.</summary>
        public int? BasesLength { get; set; }
    }

    private bool IsGtf => _isGtf == true;

    /// <summary>Reads all lines.</summary>
    /// <exception cref="GlmException">One line with file and line: what is wrong.</exception>
    public GffSummary Read(CancellationToken cancellation)
    {
        try
        {
            var sinceCheck = 0;
            while (lines.TryRead(out var line))
            {
                if ((++sinceCheck & 0xFFF) == 0)
                    cancellation.ThrowIfCancellationRequested();
                if (line.IsEmpty)
                    continue;
                if (line[0] == '>' || line.StartsWith("##FASTA"u8))
                    ReadFasta(line[0] == '>' ? line : default, cancellation);
                else if (line[0] == '#')
                    Directive(line);
                else if (line.IndexOfAnyExcept(" \t"u8) >= 0)
                    Feature(line);
            }
        }
        finally
        {
            _fasta?.Dispose();
        }
        if (_features == 0 && _fastaRecords == 0 && _bad > 0)
            throw new GlmException(
                $"{lines.Source}:{_firstBad}: the line does not have the nine columns of a GFF3 feature, separated by tabs, and "
                    + $"no other line has. Check that it is the right file."
            );
        foreach (var sequence in _sequences)
            if (sequence is { Announced: var (announced, line), BasesLength: { } length } && length < announced)
                throw new GlmException(
                    $"{lines.Source}:{line}: sequence {LineText.Quoted(sequence.Id)} is announced with {announced} bases, and "
                        + $"{length} came"
                        + (sequence == _lastFasta ? " before the file breaks off" : "")
                        + ". Fetch the file again, or correct the number if the sequence was meant to change."
                );
        return new GffSummary(
            _features,
            _cdsLines,
            _pseudo,
            _cds.Count,
            _cds.Count(cds => cds.Strand > 0),
            _cds.Count(cds => cds.Strand < 0),
            _sequences.Count(sequence => sequence.HasFeatures),
            _fastaRecords,
            _bad
        );
    }

    /// <summary>Requires that genes can be read of the features, if there are any.</summary>
    /// <exception cref="GlmException">None of them is a CDS.</exception>
    public void RequireCds()
    {
        if (_features > 0 && _cdsLines == 0)
            throw new GlmException(
                $"{lines.Source}: none of the {_features} features is a CDS; they are "
                    + $"{string.Join(", ", _types.Select(type => LineText.Quoted(type)))}"
                    + $"{(_types.Count == MostTypes ? " …" : "")}. Genes are read from the CDS lines: fetch or write the "
                    + $"annotation with them."
            );
    }

    /// <summary>The sequences with their coding sequences, in the order in which they appear.</summary>
    public IReadOnlyList<AnnotatedRecord> Records()
    {
        JoinStopCodons();
        var attributes = new FeatureAttributes();
        var records = _sequences.ConvertAll(sequence => new AnnotatedRecord(
            sequence.Id,
            sequence.Cds.ConvertAll(cds => Finish(sequence, _cds[cds], attributes))
        )
        {
            Length = sequence.BasesLength ?? sequence.Length,
            AnnouncedLength = sequence.Announced?.Length,
            Line = sequence.Announced?.Line ?? 0,
            IsCircular = sequence.IsCircular,
            Sequence = sequence.Bases,
        });
        if (records.Count > 0)
            records[0] = records[0] with { Notes = [.. Notes()] };
        return records;
    }

    private IEnumerable<string> Notes()
    {
        if (_bad > 0)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{_bad} lines without nine columns were passed over, the first is line {_firstBad}"
            );
        if (_doubled > 0)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{_doubled} CDS lines stand there twice, the first again on line {_firstDoubled}; each was read once"
            );
    }

    private void Directive(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("##gff-version"u8))
            _file += _features > 0 || _fastaRecords > 0 ? 1 : 0;
        else if (line.StartsWith("##sequence-region"u8))
            Region(Encoding.UTF8.GetString(line));
        else if (line.StartsWith("# Sequence Data:"u8))
            ProdigalSequence(Encoding.UTF8.GetString(line));
        else if (line.StartsWith("# Model Data:"u8))
            _geneticCode = Field(Encoding.UTF8.GetString(line), "transl_table=");
    }

    private void Region(string line)
    {
        if (
            line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [_, var id, var start, var end]
            || !int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        )
            return;
        var sequence = Named(Unescape(id));
        sequence.Length ??= length;
        // A region further down is a part of a sequence, whose length is not known.
        if (start == "1")
            Announce(sequence, length);
    }

    // # Sequence Data: seqnum=1;seqlen=4641652;seqhdr="NC_000913.3 Escherichia coli"
    private void ProdigalSequence(string line)
    {
        var header = line.IndexOf("seqhdr=\"", StringComparison.Ordinal);
        if (Field(line, "seqlen=") is not { } length || header < 0)
            return;
        var name = line[(header + "seqhdr=\"".Length)..].TrimEnd().TrimEnd('"').Split(' ')[0];
        var sequence = Named(name);
        sequence.Length ??= length;
        Announce(sequence, length);
    }

    private void Announce(Sequence sequence, int length)
    {
        RequireOneFile(sequence);
        if (sequence.Announced is var (before, line) && before != length)
            throw new GlmException(
                $"{lines.Where}: sequence {LineText.Quoted(sequence.Id)} is announced with {length} bases, and with {before} on "
                    + $"line {line}. If two files were joined here, load them one by one; otherwise correct one of the lines."
            );
        sequence.Announced ??= (length, lines.Line);
    }

    // key=value;key=value
    private static int? Field(string line, string name) =>
        line.IndexOf(name, StringComparison.Ordinal) is var at and >= 0
        && line[(at + name.Length)..].Split(';')[0] is var text
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private Sequence Named(string id)
    {
        if (!_byId.TryGetValue(id, out var sequence))
        {
            _sequences.Add(sequence = new Sequence(id, _sequences.Count));
            _byId.Add(id, sequence);
        }
        return sequence;
    }

    /// <summary>The sequence of a feature: nearly always that of the feature before.</summary>
    private Sequence SequenceOf(ReadOnlySpan<byte> name)
    {
        if (_last is null || !name.SequenceEqual(_lastName))
            (_last, _lastName) = (Named(Unescape(Encoding.UTF8.GetString(name))), name.ToArray());
        return _last;
    }

    /// <summary>
    /// Requires that a sequence is not one of a file to which this one was joined, whose genes would be taken for its own.
    /// </summary>
    private void RequireOneFile(Sequence sequence)
    {
        if (sequence.Seen is var (line, file) && file != _file)
            throw new GlmException(
                $"{lines.Where}: sequence {LineText.Quoted(sequence.Id)} was already on line {line}, before another "
                    + $"##gff-version: two files were joined whose sequences have the same names. Load them one by one."
            );
        sequence.Seen ??= (lines.Line, _file);
    }

    private void Feature(ReadOnlySpan<byte> line)
    {
        Span<Range> columns = stackalloc Range[Columns];
        if (!IsNineColumns(line, columns))
        {
            RequireNoFeature(line);
            _bad++;
            _firstBad = _firstBad == 0 ? lines.Line : _firstBad;
            return;
        }
        _features++;
        var sequence = SequenceOf(line[columns[0]]);
        sequence.HasFeatures = true;
        RequireOneFile(sequence);
        var type = line[columns[2]];
        var attributes = line[columns[8]];
        if (AttributeReader.IsGtf(attributes) is { } isGtf && isGtf != (_isGtf ??= isGtf))
            throw new GlmException(
                $"{lines.Where}: the attributes are written as in {(isGtf ? "GTF" : "GFF3")}, and those above as in "
                    + $"{(isGtf ? "GFF3" : "GTF")}. "
                    + $"If two files were joined here, load them one by one."
            );
        if (lines.IsOpen && !attributes.SequenceEqual("."u8) && AttributeReader.IsGtf(attributes) is null)
            throw new GlmException($"{lines.Where}: the file breaks off before the attributes of this line. Fetch it again.");
        if (type.SequenceEqual("CDS"u8) || type.SequenceEqual("SO:0000316"u8))
            AddCds(sequence, line, columns);
        else if (IsParent(type))
            AddParent(attributes);
        else if (IsGtf && type.SequenceEqual("stop_codon"u8))
            AddStopCodon(sequence, line, columns);
        else if (!IsGtf && attributes.IndexOf("Is_circular=true"u8) >= 0)
            (sequence.IsCircular, sequence.Length) = (true, sequence.Length ?? Number(line[columns[4]], "end"));
        if (_cdsLines == 0 && _types.Count < MostTypes && Encoding.UTF8.GetString(type) is var name && !_types.Contains(name))
            _types.Add(name);
    }

    private static bool IsParent(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("gene"u8)
        || type.SequenceEqual("mRNA"u8)
        || type.SequenceEqual("transcript"u8)
        || type.SequenceEqual("pseudogene"u8);

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

    /// <summary>Requires that a line without nine columns is not a feature that was damaged.</summary>
    private void RequireNoFeature(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 1 << 12)]);
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var tabs = text.Count(c => c == '\t');
        if (tabs < 4 && words.Length >= Columns - 1 && IsNumber(words[3]) && IsNumber(words[4]) && words[6] is "+" or "-" or "." or "?")
            throw new GlmException(
                $"{lines.Where}: the columns are separated by spaces, not tabs, as GFF3 and GTF want them. Put a tab between two columns."
            );
        if (tabs > 0 && text.Split('\t') is [_, _, "CDS", ..] cells)
            throw new GlmException(
                $"{lines.Where}: the CDS has {cells.Length} columns, and GFF3 and GTF have nine"
                    + (lines.IsOpen ? "; the file breaks off here. Fetch it again." : ". Check the tabs.")
            );
        if (lines.IsOpen && tabs > 0)
            throw new GlmException(
                $"{lines.Where}: the file breaks off in this line, which has {tabs + 1} of nine columns. Fetch it again."
            );

        static bool IsNumber(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }

    private void AddParent(ReadOnlySpan<byte> attributes)
    {
        if (keep && IdOf(attributes) is { IsEmpty: false } id && _parentIds.TryAdd(Key(_file, id, default), out _))
            _parents.Add(Store(attributes, ofCds: false));
    }

    private void AddCds(Sequence sequence, ReadOnlySpan<byte> line, ReadOnlySpan<Range> columns)
    {
        _cdsLines++;
        var strand = line[columns[6]] switch
        {
            [(byte)'+', ..] or [(byte)'1'] => (sbyte)1,
            [(byte)'-', ..] => (sbyte)-1,
            _ => (sbyte)0,
        };
        var start = Number(line[columns[3]], "start");
        var end = Number(line[columns[4]], "end");
        var phase = line[columns[7]] is [>= (byte)'0' and <= (byte)'2'] digit ? (byte)(digit[0] - '0') : (byte)0;
        var attributes = line[columns[8]];
        RequireClosed(attributes);
        if (IsPseudo(attributes))
            _pseudo++;
        var number = -1;
        if (KeyOf(sequence, attributes) is { IsEmpty: false } key)
        {
            if (_cdsIds.TryAdd(key, out var id))
                _cdsOfId.Add(_cds.Count);
            else
                number = _cdsOfId[id];
        }
        if (number >= 0)
        {
            if (keep && IsRepetition(_cds[number], start, end, strand))
                return;
            if (keep)
                RequireOneGene(_cds[number], attributes, strand);
        }
        // On a ring, a gene may end before it begins.
        if (start > end)
            end =
                sequence.IsCircular && start <= sequence.Length && end > 0
                    ? end + sequence.Length.Value
                    : throw new GlmException(
                        $"{lines.Where}: the CDS runs from {start} to {end}, as only a circular sequence of at least {start} "
                            + $"bases allows. Put the smaller number first; the strand stands in column 7."
                    );
        if (number < 0)
        {
            number = _cds.Count;
            _cds.Add(new Cds(_parts.Count, -1, (int)lines.Line, strand, (short)(_geneticCode ?? 0)));
            sequence.Cds.Add(number);
        }
        CollectionsMarshal.AsSpan(_cds)[number].Strand = strand;
        if (!keep)
            return;
        var text = Store(attributes, ofCds: true);
        if (_parts.Count > 0 && Text(_parts[^1].Attributes).SequenceEqual(Text(text)))
        {
            _textLength -= text.Length;
            text = _parts[^1].Attributes;
        }
        AddPart(number, new Part(start, end, text, -1, strand, phase));
    }

    private void AddPart(int number, Part part)
    {
        ref var cds = ref CollectionsMarshal.AsSpan(_cds)[number];
        if (cds.Last >= 0)
            CollectionsMarshal.AsSpan(_parts)[cds.Last].Next = _parts.Count;
        cds.Last = _parts.Count;
        _parts.Add(part);
    }

    private bool IsRepetition(Cds cds, int start, int end, sbyte strand)
    {
        for (var i = cds.First; i >= 0; i = _parts[i].Next)
            if (_parts[i].Start == start && _parts[i].End == end && _parts[i].Strand == strand)
            {
                _doubled++;
                _firstDoubled = _firstDoubled == 0 ? lines.Line : _firstDoubled;
                return true;
            }
        return false;
    }

    /// <summary>Requires that a line with the id of a CDS is another part of it: two genes must not become one.</summary>
    private void RequireOneGene(Cds cds, ReadOnlySpan<byte> attributes, sbyte strand)
    {
        if (cds.Strand != strand && attributes.IndexOf("trans-splicing"u8) < 0 && attributes.IndexOf("trans_splicing"u8) < 0)
            throw TwoGenes(cds, attributes, "strand", Sign(cds.Strand), Sign(strand));
        var first = Text(_parts[cds.First].Attributes);
        foreach (var name in OfOneGene)
        {
            var before = AttributeReader.ValueOf(first, name, IsGtf);
            var here = AttributeReader.ValueOf(attributes, name, IsGtf);
            if (!before.IsEmpty && !here.IsEmpty && !before.SequenceEqual(here))
                throw TwoGenes(
                    cds,
                    attributes,
                    Encoding.ASCII.GetString(name),
                    Encoding.UTF8.GetString(before),
                    Encoding.UTF8.GetString(here)
                );
        }

        static string Sign(sbyte strand) =>
            strand > 0 ? "+"
            : strand < 0 ? "-"
            : ".";
    }

    private GlmException TwoGenes(Cds cds, ReadOnlySpan<byte> attributes, string what, string before, string here) =>
        new(
            $"{lines.Where}: CDS {LineText.Quoted(Encoding.UTF8.GetString(IdOf(attributes)))} has {what} {LineText.Quoted(here)} here and "
                + $"{LineText.Quoted(before)} on line {cds.Line}; lines of one id are one gene. Give each gene an id of its own."
        );

    private void AddStopCodon(Sequence sequence, ReadOnlySpan<byte> line, ReadOnlySpan<Range> columns)
    {
        if (keep && KeyOf(sequence, line[columns[8]]) is { IsEmpty: false } key)
        {
            if (_cdsIds.TryAdd(key, out var id))
                _cdsOfId.Add(-1);
            _stopCodons.Add((id, Number(line[columns[3]], "start"), Number(line[columns[4]], "end")));
        }
    }

    /// <summary>In GTF a CDS ends before its stop codon, which in all other formats belongs to it.</summary>
    private void JoinStopCodons()
    {
        foreach (var (id, start, end) in _stopCodons)
        {
            if (_cdsOfId[id] is not (>= 0 and var number))
                continue;
            var isInside = false;
            for (var i = _cds[number].First; i >= 0 && !isInside; i = _parts[i].Next)
            {
                ref var part = ref CollectionsMarshal.AsSpan(_parts)[i];
                isInside = part.Start <= start && end <= part.End;
                if (part.Strand > 0 && part.End + 1 == start)
                    (part.End, isInside) = (end, true);
                else if (part.Strand < 0 && end + 1 == part.Start)
                    (part.Start, isInside) = (start, true);
            }
            // Behind an intron.
            if (!isInside && _parts[_cds[number].Last] is var last)
                AddPart(number, last with { Start = start, End = end, Next = -1, Phase = 0 });
        }
        _stopCodons.Clear();
    }

    private void RequireClosed(ReadOnlySpan<byte> column)
    {
        if (!IsGtf)
            return;
        var attributes = new AttributeReader(column, isGtf: true);
        while (attributes.TryRead())
            if (attributes.IsOpen)
                throw new GlmException(
                    $"{lines.Where}: the quotation of {LineText.Quoted(Encoding.UTF8.GetString(attributes.Name))} does not end"
                        + (lines.IsOpen ? "; the file breaks off here. Fetch it again." : ". Add the quotation mark that is missing.")
                );
        if (lines.IsOpen && column.TrimEnd((byte)' ') is not [.., (byte)';' or (byte)'"'])
            throw new GlmException($"{lines.Where}: the file breaks off within the attributes of this line. Fetch it again.");
    }

    /// <summary>
    /// What the lines of one CDS have in common, behind the number of their sequence; empty where a line stands for itself.
    /// </summary>
    private ReadOnlySpan<byte> KeyOf(Sequence sequence, ReadOnlySpan<byte> attributes)
    {
        var id = IdOf(attributes);
        var transcript = IsGtf ? AttributeReader.ValueOf(attributes, "transcript_id"u8, isGtf: true) : default;
        return id.IsEmpty && transcript.IsEmpty ? default : Key(sequence.Number, id, transcript);
    }

    /// <summary>A number, an id and perhaps another, one behind the other; valid until the next is made.</summary>
    private ReadOnlySpan<byte> Key(int number, ReadOnlySpan<byte> id, ReadOnlySpan<byte> other)
    {
        var length = sizeof(int) + id.Length + 1 + other.Length;
        if (_key.Length < length)
            _key = new byte[length * 2];
        BitConverter.TryWriteBytes(_key, number);
        id.CopyTo(_key.AsSpan(sizeof(int)));
        _key[sizeof(int) + id.Length] = 0;
        other.CopyTo(_key.AsSpan(sizeof(int) + id.Length + 1));
        return _key.AsSpan(0, length);
    }

    private ReadOnlySpan<byte> IdOf(ReadOnlySpan<byte> attributes) =>
        AttributeReader.ValueOf(attributes, IsGtf ? "gene_id"u8 : "ID"u8, IsGtf);

    private bool IsPseudo(ReadOnlySpan<byte> attributes) =>
        Ascii.EqualsIgnoreCase(AttributeReader.ValueOf(attributes, "pseudo"u8, IsGtf), "true"u8)
        || !AttributeReader.ValueOf(attributes, "pseudogene"u8, IsGtf).IsEmpty;

    private int Number(ReadOnlySpan<byte> column, string what) =>
        int.TryParse(
            column,
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : throw new GlmException(
                $"{lines.Where}: the {what} of the feature is {LineText.Quoted(Encoding.UTF8.GetString(column))}; it must be a "
                    + $"whole number. Correct the line."
            );

    /// <summary>Keeps the attributes that are read: as text they take a tenth of what a table for each gene would.</summary>
    private Slice Store(ReadOnlySpan<byte> column, bool ofCds)
    {
        if (_texts.Count == 0 || _texts[^1].Length - _textLength <= column.Length)
        {
            _texts.Add(new byte[Math.Max(BlockSize, column.Length + 1)]);
            _textLength = 0;
        }
        var room = _texts[^1].AsSpan(_textLength);
        var length = 0;
        var attributes = new AttributeReader(column, IsGtf);
        while (attributes.TryRead())
            if (FeatureAttributes.Matters(attributes.Name, attributes.Value, ofCds))
            {
                attributes.Whole.CopyTo(room[length..]);
                length += attributes.Whole.Length;
                room[length++] = (byte)';';
            }
        _textLength += length;
        return new Slice(_texts.Count - 1, _textLength - length, length);
    }

    private ReadOnlySpan<byte> Text(Slice slice) => _texts[slice.Block].AsSpan(slice.Start, slice.Length);

    private void ReadFasta(ReadOnlySpan<byte> header, CancellationToken cancellation)
    {
        _fasta ??= new FastaParser(lines, FastaLetters.Bases, countOnly: !keep, inGff: true);
        _fasta.Begin(header);
        var before = _fastaRecords;
        while (_fasta.TryRead())
        {
            cancellation.ThrowIfCancellationRequested();
            _fastaRecords++;
            var sequence = _lastFasta = Named(_fasta.Id);
            (sequence.Bases, sequence.BasesLength) = (keep ? _fasta.Letters.ToArray() : [], _fasta.Length);
        }
        if (_fastaRecords == before)
            throw new GlmException($"{lines.Where}: no sequence follows ##FASTA; the file breaks off here. Fetch it again.");
        if (_fasta.AtNextFile)
            (_lastFasta, _file) = (null, _file + 1);
    }

    private AnnotatedCds Finish(Sequence sequence, Cds cds, FeatureAttributes attributes)
    {
        attributes.Clear(IsGtf);
        var first = _parts[cds.First];
        var count = 0;
        for (var i = cds.First; i >= 0; i = _parts[i].Next, count++)
            if (i == cds.First || _parts[i].Attributes != first.Attributes)
                attributes.Add(Text(_parts[i].Attributes));
        InheritOf(Text(first.Attributes), sequence.Seen?.File ?? 0, attributes, depth: 0);
        var parts = new Part[count];
        for (int i = cds.First, k = 0; i >= 0; i = _parts[i].Next, k++)
            parts[k] = _parts[i];
        var isReverse = first.Strand < 0;
        var crossesOrigin = false;
        if (count > 1)
        {
            Array.Sort(parts, (a, b) => a.Start.CompareTo(b.Start));
            // On a ring, what goes on at the first base comes last.
            crossesOrigin =
                count == 2 && sequence is { IsCircular: true, Length: { } ring } && parts[0].Start == 1 && parts[1].End == ring;
            // In reading order: descending on the reverse strand.
            if (isReverse != crossesOrigin)
                Array.Reverse(parts);
        }
        return attributes.ToCds(
            Array.ConvertAll(parts, part => new CdsPart(part.Start, part.End, part.Strand < 0 ? Strand.Reverse : Strand.Forward)),
            crossesOrigin,
            parts[0].Phase,
            cds.GeneticCode == 0 ? null : cds.GeneticCode,
            cds.Line
        );
    }

    // The gene may be the parent of the transcript that is the parent.
    private void InheritOf(ReadOnlySpan<byte> child, int file, FeatureAttributes attributes, int depth)
    {
        var parent = AttributeReader.ValueOf(child, IsGtf ? "gene_id"u8 : "Parent"u8, IsGtf);
        var comma = IsGtf ? -1 : parent.IndexOf((byte)',');
        if (_parentIds.IndexOf(Key(file, comma < 0 ? parent : parent[..comma], default)) is not (>= 0 and var number))
            return;
        attributes.Inherit(Text(_parents[number]));
        if (!IsGtf && depth == 0)
            InheritOf(Text(_parents[number]), file, attributes, depth + 1);
    }

    private static string Unescape(string text) => text.Contains('%') ? Uri.UnescapeDataString(text) : text;
}
