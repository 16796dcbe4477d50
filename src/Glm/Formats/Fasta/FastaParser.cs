using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Glm.Formats.Text;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Formats.Fasta;

/// <summary>
/// The state machine behind <see cref="FastaReader"/>: works on lines of bytes and turns only finished records into strings. Owns its
/// <see cref="LineReader"/>.
/// </summary>
internal sealed class FastaParser(LineReader lines) : IDisposable
{
    private const int MaxHeader = 1 << 20;
    private const int MaxResidues = 64 << 20;

    // Every letter stands for a residue: 20 standard ones, U and O, and the ambiguous B, J, X, Z.
    private static readonly SearchValues<byte> Residues = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private readonly Dictionary<string, long> _lineOfId = new(StringComparer.Ordinal);
    private byte[] _sequence = ArrayPool<byte>.Shared.Rent(1 << 12);
    private int _length;
    private string? _id;
    private string _description = "";
    private long _headerLine;

    // Only the end of the record shows that a stop is its last residue, so its place is remembered until then.
    private (long Line, int Column)? _stop;

    public long BytesRead => lines.BytesRead;

    /// <summary>Reads the next record; false at the end of the file.</summary>
    public bool TryRead([NotNullWhen(true)] out Protein? protein)
    {
        while (lines.TryRead(out var line))
        {
            if (line is [(byte)'>', ..])
            {
                protein = Finish();
                BeginRecord(line[1..]);
                if (protein is not null)
                    return true;
            }
            else if (_id is null)
                RequireBlank(line);
            else
                Append(line);
        }
        if (_id is null && _lineOfId.Count == 0)
            throw new GlmException(
                $"{lines.Source} holds no protein: a FASTA file begins with a '>' header line. Check that it is the right file."
            );
        protein = Finish();
        return protein is not null;
    }

    public void Dispose()
    {
        lines.Dispose();
        if (_sequence.Length > 0)
            ArrayPool<byte>.Shared.Return(_sequence);
        _sequence = [];
    }

    private void BeginRecord(ReadOnlySpan<byte> header)
    {
        if (header.Length > MaxHeader)
            throw new GlmException($"{lines.Where}: the header has {header.Length} bytes; at most {MaxHeader} are read. Shorten it.");
        if (header.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
            throw Binary(header);
        var blank = header.IndexOfAny((byte)' ', (byte)'\t');
        var idBytes = blank < 0 ? header : header[..blank];
        if (idBytes.IsEmpty)
            throw new GlmException($"{lines.Where}: the header has no id after '>'. Write one directly after it.");
        _id = Encoding.UTF8.GetString(idBytes);
        _description = blank < 0 ? "" : Encoding.UTF8.GetString(header[blank..]).Trim();
        _headerLine = lines.Line;
        if (!_lineOfId.TryAdd(_id, _headerLine))
            throw new GlmException(
                $"{lines.Where}: protein {LineText.Quoted(_id)} was already on line {_lineOfId[_id]}; ids must be unique. Rename "
                    + $"one of them or remove it."
            );
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        if (_length + line.Length > MaxResidues)
            throw new GlmException(
                $"{lines.Where}: protein {LineText.Quoted(_id)} has more than {MaxResidues} residues. This is not a protein; "
                    + $"check the file."
            );
        if (_length + line.Length > _sequence.Length)
            Grow(_length + line.Length);
        if (_stop is null && line.IndexOfAnyExcept(Residues) < 0)
        {
            line.CopyTo(_sequence.AsSpan(_length));
            _length += line.Length;
        }
        else
            AppendUnclean(line);
    }

    private void AppendUnclean(ReadOnlySpan<byte> line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var letter = (byte)(line[i] & ~0x20);
            if (letter is >= (byte)'A' and <= (byte)'Z' && line[i] >= (byte)'A')
            {
                if (_stop is { } stop)
                    throw Impossible(stop.Line, stop.Column, '*', "a stop inside a protein; cut the protein there, or write X for it");
                _sequence[_length++] = letter;
            }
            else if (line[i] == (byte)'*' && _stop is null)
                _stop = (lines.Line, i + 1);
            else if (line[i] is not ((byte)' ' or (>= 9 and <= 13)))
                throw NoResidue(line, i);
        }
    }

    private Protein? Finish()
    {
        if (_id is null)
            return null;
        if (_length == 0)
            throw new GlmException(
                $"{lines.Source}:{_headerLine}: protein {LineText.Quoted(_id)} has no sequence. Add its residues, or remove the header."
            );
        var protein = new Protein(_id, Encoding.ASCII.GetString(_sequence, 0, _length), _description);
        (_id, _length, _stop) = (null, 0, null);
        return protein;
    }

    private void RequireBlank(ReadOnlySpan<byte> line)
    {
        if (line.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
            throw Binary(line);
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 256)]).AsSpan().Trim();
        if (!text.IsEmpty || line.Length > 256)
            throw new GlmException(
                $"{lines.Where}: {LineText.Quoted(text)} comes before the first '>' header. A FASTA file begins with a header; "
                    + $"check that it is the right file."
            );
    }

    private GlmException NoResidue(ReadOnlySpan<byte> line, int index)
    {
        if (line.IndexOfAnyInRange((byte)0, (byte)8) >= 0)
            return Binary(line);
        // A letter beyond ASCII is shown whole, not as its first byte.
        Rune.DecodeFromUtf8(line[index..], out var rune, out _);
        var remedy = rune.Value switch
        {
            '*' => "a second stop; one trailing '*' is allowed",
            '-' or '.' => "an alignment gap; remove the gaps",
            '>' => "a header sign within a line; the line end before it is missing",
            _ => "not a residue; use the letters A to Z",
        };
        return Impossible(lines.Line, index + 1, rune, remedy);
    }

    private GlmException Impossible(long line, int column, object character, string rule) =>
        new($"{lines.Source}:{line}: position {column} of the line, in protein {LineText.Quoted(_id)}, holds '{character}', {rule}.");

    private GlmException Binary(ReadOnlySpan<byte> line) =>
        new(
            $"{lines.Where}: byte {line.IndexOfAnyInRange((byte)0, (byte)8) + 1} of the line is a control character; the file is "
                + $"binary, not FASTA text. Check that it is the right file."
        );

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _sequence.Length * 2));
        _sequence.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_sequence);
        _sequence = larger;
    }
}
