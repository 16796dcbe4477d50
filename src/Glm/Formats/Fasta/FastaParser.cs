using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Glm.Formats.Text;
using Glm.Runtime;

namespace Glm.Formats.Fasta;

/// <summary>
/// Reads FASTA records one after the other. Every FASTA text passes through here, whatever it belongs to: proteins of a contig map or of
/// an annotation, called genes, contigs, the sequences of a GFF3 file. So the rules are the same for all. Works on lines of bytes, which
/// the caller turns into strings where it needs any. Does not own the lines.
/// </summary>
/// <param name="lines">Where records are read.</param>
/// <param name="letters">What the letters stand for.</param>
/// <param name="countOnly">Whether letters are only counted.</param>
/// <param name="inGff">Whether the records are those of a GFF3 file, where they may end before the file does.</param>
internal sealed class FastaParser(LineReader lines, FastaLetters letters, bool countOnly = false, bool inGff = false) : IDisposable
{
    private const int MaxHeader = 1 << 20;
    private const int MaxResidues = 64 << 20;
    private const int MaxBases = 1 << 30;

    // Sequences are broken into lines of 60, 70 or 80 letters. No word of a header is that long; and in an empty record, fewer letters
    // show that the line end between header and sequence is missing.
    private const int LettersOfLine = 50;
    private const int LettersOfEmpty = 10;

    private readonly bool _areBases = letters == FastaLetters.Bases;
    private readonly bool _keepsStops = letters is FastaLetters.ProteinsWithStops or FastaLetters.ProteinsWithGaps;
    private readonly string _what = letters == FastaLetters.Bases ? "contig" : "protein";
    private readonly ByteKeys _ids = new();
    private long[] _lineOfId = new long[1 << 6];
    private byte[] _sequence = ArrayPool<byte>.Shared.Rent(1 << 12);
    private Header _header = new();
    private Header _next = new();
    private bool _hasNext;

    // Only the end of the record shows that a stop is its last residue, so its place is remembered until then.
    private (long Line, int Column)? _stop;

    private sealed class Header
    {
        public byte[] Bytes { get; set; } = [];

        public int Length { get; set; }

        public int IdLength { get; set; }

        public long Line { get; set; }

        public ReadOnlySpan<byte> Id => Bytes.AsSpan(0, IdLength);

        public ReadOnlySpan<byte> Whole => Bytes.AsSpan(0, Length);
    }

    /// <summary>The id: the header up to the first space or tab.</summary>
    public string Id => Encoding.UTF8.GetString(_header.Id);

    /// <summary>The rest of the header.</summary>
    public string Description => Encoding.UTF8.GetString(_header.Whole[_header.IdLength..]).Trim();

    /// <summary>The header without its sign, as bytes; valid until the next record is read.</summary>
    public ReadOnlySpan<byte> HeaderBytes => _header.Whole;

    /// <summary>The line of the header.</summary>
    public long Line => _header.Line;

    /// <summary>
    /// Residues in upper case without the stop at the end, or bases in the case of the file; valid until the next record is read.
    /// </summary>
    public ReadOnlySpan<byte> Letters => _sequence.AsSpan(0, Length);

    /// <summary>The number of letters, without the stop at the end; where they are only counted, without any.</summary>
    public int Length { get; private set; }

    /// <summary>The number of stops, that at the end included.</summary>
    public int Stops { get; private set; }

    /// <summary>Records read or begun so far.</summary>
    public int Records => _ids.Count;

    /// <summary>Whether the records of a GFF3 file ended at the first line of another such file, which was joined to it.</summary>
    public bool AtNextFile { get; private set; }

    /// <summary>Begins the records of a GFF3 file.</summary>
    /// <param name="header">The first header line, where the caller has read it already; otherwise empty.</param>
    public void Begin(ReadOnlySpan<byte> header)
    {
        AtNextFile = false;
        if (!header.IsEmpty)
            Take(header[1..], _next);
    }

    /// <summary>Reads the next record; false after the last.</summary>
    /// <exception cref="GlmException">One line with file and line: what is wrong with the record.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead()
    {
        if (AtNextFile)
            return false;
        (_header, _next) = (_next, _header);
        (var begun, _hasNext) = (_hasNext, false);
        (Length, Stops, _stop) = (0, 0, null);
        while (lines.TryRead(out var line))
        {
            if (line is [(byte)'>', ..])
            {
                Take(line[1..], begun ? _next : _header);
                if (begun)
                    return Finish();
                (begun, _hasNext) = (true, false);
            }
            else if (inGff && line is [(byte)'#', ..])
            {
                AtNextFile = line.StartsWith("##gff-version"u8);
                if (AtNextFile)
                    break;
            }
            else if (!begun)
                RequireBlank(line);
            else
                Append(line);
        }
        if (begun)
            return Finish();
        return _ids.Count > 0 || inGff
            ? false
            : throw new GlmException(
                $"{lines.Source} holds no {_what}: a FASTA file begins with a '>' header line. Check that it is the right file."
            );
    }

    public void Dispose()
    {
        if (_sequence.Length > 0)
            ArrayPool<byte>.Shared.Return(_sequence);
        _sequence = [];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ReadOnlySpan<byte> text, Header header)
    {
        if (text.Length > MaxHeader)
            throw new GlmException($"{lines.Where}: the header has {text.Length} bytes; at most {MaxHeader} are read. Shorten it.");
        if (text.ContainsAnyInRange((byte)0, (byte)8))
            throw Binary(text);
        var blank = text.IndexOfAny((byte)' ', (byte)'\t');
        var id = blank < 0 ? text : text[..blank];
        if (id.IsEmpty)
            throw new GlmException($"{lines.Where}: the header has no id after '>'. Write one directly after it.");
        if (header.Bytes.Length < text.Length)
            header.Bytes = new byte[Math.Max(256, text.Length * 2)];
        text.CopyTo(header.Bytes);
        (header.Length, header.IdLength, header.Line, _hasNext) = (text.Length, id.Length, lines.Line, true);
        // Nearly all headers end in a short word.
        var glued = text.Length > LettersOfLine && char.IsAsciiLetter((char)text[^LettersOfEmpty]) ? LettersAtEnd(text) : 0;
        // An id that is nothing but the sequence is one that was meant.
        if (glued >= LettersOfLine && glued < text.Length)
            throw Glued(header, glued);
        if (!_ids.TryAdd(id, out var number))
            throw new GlmException(
                $"{lines.Where}: {_what} {Quoted(header)} was already on line {_lineOfId[number]}; ids must be unique. Rename one of "
                    + $"them or remove it."
            );
        if (number == _lineOfId.Length)
            Array.Resize(ref _lineOfId, number * 2);
        _lineOfId[number] = lines.Line;
    }

    /// <summary>How many letters of a sequence the last word of a header ends in.</summary>
    private static int LettersAtEnd(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd("* \t"u8);
        var rest = text.TrimEnd(text is [.., >= (byte)'a'] ? "abcdefghijklmnopqrstuvwxyz"u8 : "ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);
        return text.Length - rest.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Append(ReadOnlySpan<byte> line)
    {
        if (line.Length > (_areBases ? MaxBases : MaxResidues) - Length)
            throw new GlmException(
                $"{lines.Where}: {_what} {Quoted(_header)} has more than {(_areBases ? MaxBases : MaxResidues)} letters. "
                    + (_areBases ? "Split it." : "This is not a protein; check the file.")
            );
        if (!countOnly && Length + line.Length > _sequence.Length)
            Grow(Length + line.Length);
        if (_stop is null && AreUsual(line))
        {
            if (!countOnly)
                line.CopyTo(_sequence.AsSpan(Length));
            Length += line.Length;
        }
        else
            AppendUnclean(line);
    }

    // Every letter stands for a residue: 20 standard ones, U and O, and the ambiguous B, J, X, Z.
    private bool AreUsual(ReadOnlySpan<byte> line) =>
        _areBases ? BaseLetters.AreBases(line) : !line.ContainsAnyExceptInRange((byte)'A', (byte)'Z');

    private void AppendUnclean(ReadOnlySpan<byte> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var letter = _areBases ? line[i] : (byte)(line[i] & ~0x20);
            if (AreUsual([letter]) && line[i] >= (byte)'A')
            {
                if (_stop is { } stop && letters == FastaLetters.Proteins)
                    throw Impossible(stop.Line, stop.Column, '*', "a stop inside a protein; cut the protein there, or write X for it");
                Add(letter);
            }
            else if (line[i] == (byte)'*' && !_areBases && (_stop is null || _keepsStops))
            {
                _stop = (lines.Line, i + 1);
                Stops++;
                if (_keepsStops)
                    Add((byte)'*');
            }
            else if (line[i] is (byte)'-' or (byte)'.' && letters == FastaLetters.ProteinsWithGaps)
                Add(line[i]);
            else if (line[i] is not ((byte)' ' or (>= 9 and <= 13)))
                throw NoLetter(line, i);
        }
    }

    private void Add(byte letter)
    {
        if (!countOnly)
            _sequence[Length] = letter;
        Length++;
    }

    private bool Finish()
    {
        if (_stop is not null && _keepsStops)
            Length = countOnly ? Length - Stops : Letters.TrimEnd((byte)'*').Length;
        if (Length > 0)
            return true;
        throw LettersAtEnd(_header.Whole) is >= LettersOfEmpty and var glued
            ? Glued(_header, glued)
            : new GlmException(
                $"{lines.Source}:{_header.Line}: {_what} {Quoted(_header)} has no sequence. Add its "
                    + $"{(_areBases ? "bases" : "residues")}, or remove the header."
            );
    }

    private void RequireBlank(ReadOnlySpan<byte> line)
    {
        if (line is [(byte)';' or (byte)'#', ..])
            return;
        if (line.ContainsAnyInRange((byte)0, (byte)8))
            throw Binary(line);
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 256)]).AsSpan().Trim();
        if (!text.IsEmpty || line.Length > 256)
            throw new GlmException(
                $"{lines.Where}: {LineText.Quoted(text)} comes before the first '>' header. A FASTA file begins with a header; "
                    + $"check that it is the right file."
            );
    }

    private GlmException Glued(Header header, int count) =>
        new(
            $"{lines.Source}:{header.Line}: the header of {_what} {Quoted(header)} ends in {count} letters without a blank; the line end "
                + $"between it and the sequence is missing. Put it back."
        );

    private GlmException NoLetter(ReadOnlySpan<byte> line, int index)
    {
        if (line.ContainsAnyInRange((byte)0, (byte)8))
            return Binary(line);
        if (inGff && line.Count((byte)'\t') == 8)
            return new GlmException(
                $"{lines.Where}: a feature comes within the sequences of ##FASTA. If two files were joined here, load them one by one."
            );
        // A letter beyond ASCII is shown whole, not as its first byte.
        Rune.DecodeFromUtf8(line[index..], out var rune, out _);
        var rule = rune.Value switch
        {
            '*' when !_areBases => "a second stop; one trailing '*' is allowed",
            '-' or '.' => "an alignment gap; remove the gaps",
            '>' => "a header sign within a line; the line end before it is missing",
            _ when _areBases => "not a base; use the letters of the IUPAC, such as A, C, G, T and N",
            _ => "not a residue; use the letters A to Z",
        };
        return Impossible(lines.Line, index + 1, rune, rule);
    }

    private GlmException Impossible(long line, int column, object character, string rule) =>
        new($"{lines.Source}:{line}: position {column} of the line, in {_what} {Quoted(_header)}, holds '{character}', {rule}.");

    private GlmException Binary(ReadOnlySpan<byte> line) =>
        new(
            $"{lines.Where}: byte {line.IndexOfAnyInRange((byte)0, (byte)8) + 1} of the line is a control character; the file is "
                + $"binary, not FASTA text. Check that it is the right file."
        );

    private static string Quoted(Header header) => LineText.Quoted(Encoding.UTF8.GetString(header.Id));

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _sequence.Length * 2));
        _sequence.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_sequence);
        _sequence = larger;
    }
}
