namespace Glm.Formats.Gff;

/// <summary>
/// Goes through the attributes in the ninth column of a feature: <c>ID=cds1;product=a%3B b</c> in GFF3, <c>gene_id "T_1"; product "a;
/// b"</c> in GTF, where quotation marks may be missing.
/// </summary>
/// <param name="column">The column.</param>
/// <param name="isGtf">Whether it is written as in GTF.</param>
internal ref struct AttributeReader(ReadOnlySpan<byte> column, bool isGtf)
{
    private ReadOnlySpan<byte> _rest = column;

    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>As it stands there: escapes are not decoded.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Name and value as they stand there.</summary>
    public ReadOnlySpan<byte> Whole { get; private set; }

    /// <summary>Whether the last value is quoted and its end is missing.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Goes to the next attribute that has a value; false after the last.</summary>
    public bool TryRead()
    {
        while (!(_rest = _rest.TrimStart("; "u8)).IsEmpty)
        {
            var begun = _rest;
            var end = _rest.IndexOf((byte)';') is var semicolon and >= 0 ? semicolon : _rest.Length;
            var separator = _rest[..end].IndexOf(isGtf ? (byte)' ' : (byte)'=');
            if (separator < 0)
            {
                _rest = _rest[end..];
                continue;
            }
            Name = _rest[..separator];
            var value = _rest[(separator + 1)..].TrimStart((byte)' ');
            if (isGtf && value is [(byte)'"', ..])
            {
                // A semicolon may stand between the quotation marks.
                var quote = value[1..].IndexOf((byte)'"');
                IsOpen = quote < 0;
                Value = IsOpen ? value[1..] : value.Slice(1, quote);
                _rest = IsOpen ? default : value[(quote + 2)..];
            }
            else
            {
                Value = _rest[(separator + 1)..end].Trim((byte)' ');
                _rest = _rest[end..];
            }
            Whole = begun[..^_rest.Length];
            if (!Name.IsEmpty && (!Value.IsEmpty || IsOpen))
                return true;
        }
        return false;
    }

    /// <summary>The first value of an attribute; empty where there is none.</summary>
    public static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> column, ReadOnlySpan<byte> name, bool isGtf)
    {
        var attributes = new AttributeReader(column, isGtf);
        while (attributes.TryRead())
            if (System.Text.Ascii.EqualsIgnoreCase(attributes.Name, name))
                return attributes.Value;
        return default;
    }

    /// <summary>Whether a column is written as in GTF; null where it has no attributes.</summary>
    public static bool? IsGtf(ReadOnlySpan<byte> column)
    {
        var text = column.Trim("; "u8);
        return text.IndexOfAny((byte)'=', (byte)' ') is var separator and > 0 ? text[separator] == ' ' : null;
    }
}
