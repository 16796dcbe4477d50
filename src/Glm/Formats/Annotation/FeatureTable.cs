using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Glm.Runtime;

namespace Glm.Formats.Annotation;

/// <summary>
/// Reads the INSDC feature table line by line, as GenBank and EMBL files have it, and keeps the coding sequences. Works on bytes: nothing
/// of other features becomes a string.
/// </summary>
/// <param name="source">The file, for messages.</param>
/// <param name="countOnly">Whether the coding sequences are only counted: qualifiers that are not counted are skipped.</param>
internal sealed class FeatureTable(string source, bool countOnly = false)
{
    // Keys stand in column 6, locations and qualifiers in column 22; files that were edited by hand are off by a few.
    private const int DeepestKey = 12;

    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly List<AnnotatedCds> _cds = [];
    private readonly CdsQualifiers _ofCds = new();
    private CdsQualifiers? _qualifiers; // null in a feature that is not kept
    private string? _name;
    private bool _inSource;
    private bool _inLocation;
    private bool _inQuotes;
    private string _location = "";
    private long _line;
    private long _quoteLine;

    /// <summary>Whether locations may run past the last base.</summary>
    public bool IsCircular { get; set; }

    /// <summary>Bases of the record; null if its head does not say.</summary>
    public int? Length { get; set; }

    /// <summary>Where the first source feature ends, if that begins at the first base: the length of a record, once more.</summary>
    public int? SourceEnd { get; private set; }

    /// <summary>NCBI's number of the taxon in a source feature; null if none has it.</summary>
    public string? TaxonId { get; private set; }

    /// <summary>Takes a line of the table, with EMBL's "FT" replaced by spaces.</summary>
    /// <exception cref="GlmException">The location of the CDS before it cannot be read.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> line, long number)
    {
        // Nearly all lines: a qualifier of a feature that is not kept.
        if (_qualifiers is null && line.StartsWith("            "u8))
        {
            if (_inSource)
                FindTaxonId(line);
            return;
        }
        var indent = line.IndexOfAnyExcept((byte)' ', (byte)'\t');
        if (indent < 0)
            return;
        var text = line[indent..].TrimEnd(" \t"u8);
        if (indent < DeepestKey && indent > 0 && text[0] != '/' && line[..indent].IndexOf((byte)'\t') < 0)
            BeginFeature(text, number);
        else if (_qualifiers is not null)
            Continue(text, number);
    }

    /// <summary>Ends the table.</summary>
    public List<AnnotatedCds> Finish()
    {
        FinishFeature();
        List<AnnotatedCds> found = [.. _cds];
        _cds.Clear();
        (SourceEnd, TaxonId, _inSource) = (null, null, false);
        return found;
    }

    private void BeginFeature(ReadOnlySpan<byte> text, long number)
    {
        FinishFeature();
        var blank = text.IndexOfAny((byte)' ', (byte)'\t') is var at and >= 0 ? at : text.Length;
        var key = text[..blank];
        _inSource = key.SequenceEqual("source"u8);
        if (!key.SequenceEqual("CDS"u8))
        {
            if (SourceEnd is null && _inSource && text[blank..].TrimStart(" \t"u8) is var place && place.StartsWith("1.."u8))
                SourceEnd = Utf8Parser.TryParse(place[3..], out int end, out var length) && length == place.Length - 3 ? end : null;
            return;
        }
        (_qualifiers, _line, _inLocation) = (_ofCds.Clear(), number, true);
        Append(text[blank..].TrimStart(" \t"u8));
    }

    private void FindTaxonId(ReadOnlySpan<byte> line)
    {
        var mark = "/db_xref=\"taxon:"u8;
        if (
            TaxonId is null
            && line.IndexOf(mark) is var at and >= 0
            && Utf8Parser.TryParse(line[(at + mark.Length)..], out uint id, out _)
        )
            TaxonId = id.ToString(CultureInfo.InvariantCulture);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Continue(ReadOnlySpan<byte> text, long number)
    {
        if (_inQuotes)
        {
            AppendQuoted(text, joined: true);
            return;
        }
        if (text[0] != '/')
        {
            // The location, or a value without quotes, goes on.
            if (_inLocation || _name is not null)
                Append(text);
            return;
        }
        FinishPart();
        var equals = text.IndexOf((byte)'=');
        var name = equals < 0 ? text[1..] : text[1..equals];
        _name = CdsQualifiers.Known(name.Trim((byte)' ')) is { } known && (!countOnly || CdsQualifiers.IsCounted(known)) ? known : "";
        var value = equals < 0 ? default : text[(equals + 1)..].TrimStart((byte)' ');
        if (value is [(byte)'"', ..])
        {
            (_inQuotes, _quoteLine) = (true, number);
            AppendQuoted(value[1..], joined: false);
        }
        else
        {
            Append(value);
        }
    }

    // Two quotes inside a value stand for one; a single one ends it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AppendQuoted(ReadOnlySpan<byte> text, bool joined)
    {
        if (
            joined
            && _name is not ("translation" or "")
            && _value.WrittenCount > 0
            && !(_value.WrittenSpan[^1] == '-' && _value.WrittenCount > 1 && _value.WrittenSpan[^2] != ' ')
        )
            Append(" "u8);
        while (true)
        {
            var quote = text.IndexOf((byte)'"');
            if (quote < 0)
            {
                Append(text);
                return;
            }
            Append(text[..quote]);
            if (quote + 1 >= text.Length || text[quote + 1] != '"')
            {
                _inQuotes = false;
                if (text[(quote + 1)..].ContainsAnyExcept((byte)' ', (byte)'\t'))
                    throw Unquoted();
                return;
            }
            Append("\""u8);
            text = text[(quote + 2)..];
        }
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (_name is not "")
            _value.Write(text);
    }

    private void FinishPart()
    {
        if (_inLocation)
            _location = Encoding.UTF8.GetString(_value.WrittenSpan);
        else if (!string.IsNullOrEmpty(_name) && CdsQualifiers.Matters(_name, _value.WrittenSpan))
            _qualifiers!.Add(_name, Encoding.UTF8.GetString(_value.WrittenSpan).Trim());
        _value.ResetWrittenCount();
        (_inLocation, _inQuotes, _name) = (false, false, null);
    }

    private void FinishFeature()
    {
        if (_qualifiers is null)
            return;
        if (_inQuotes)
            throw Unquoted();
        FinishPart();
        try
        {
            var location = CdsLocation.Parse(_location, IsCircular ? Length ?? SourceEnd : null);
            _cds.Add(_qualifiers.Finish(location, _line));
        }
        catch (FormatException fault)
        {
            throw new GlmException(
                $"{source}:{_line}: the location of the CDS, {LineText.Quoted(_location)}, cannot be read: {fault.Message}. "
                    + $"Correct it, or remove the feature.",
                fault
            );
        }
        finally
        {
            (_qualifiers, _location) = (null, "");
        }
    }

    private GlmException Unquoted() =>
        new(
            $"{source}:{_quoteLine}: the quotation that begins here does not end where it should. Add the quotation mark that is missing."
        );
}
