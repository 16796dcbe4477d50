using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Glm.Kernel.Jupyter.Messages;

/// <summary>
/// Reads and writes strings of any length without the serializer's buffers, which come from a pool that keeps several times the length of
/// the longest for a minute or more.
/// </summary>
internal static class LongText
{
    private const int Long = 100_000;
    private const int Piece = 16 * 1024;

    /// <summary>The string that the reader is at.</summary>
    /// <exception cref="InvalidOperationException">It is not text: half of a surrogate pair stands alone.</exception>
    public static string Read(ref Utf8JsonReader reader) =>
        reader is { ValueIsEscaped: true, HasValueSequence: false } && reader.ValueSpan.Length > Long
            ? Unescape(reader.ValueSpan)
            : reader.GetString()!;

    /// <summary>Writes a string value.</summary>
    public static void Write(Utf8JsonWriter writer, string? value)
    {
        if (value is null || value.Length <= Long || !IsText(value))
        {
            writer.WriteStringValue(value);
            return;
        }
        for (var start = 0; start < value.Length; start += Piece)
            writer.WriteStringValueSegment(
                value.AsSpan(start, Math.Min(Piece, value.Length - start)),
                isFinalSegment: start + Piece >= value.Length
            );
    }

    private static string Unescape(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (escaped.IndexOf((byte)'\\') is var at and >= 0)
        {
            Append(text, escaped[..at]);
            var isCode = escaped[at + 1] == 'u';
            text.Append(
                escaped[at + 1] switch
                {
                    (byte)'n' => '\n',
                    (byte)'r' => '\r',
                    (byte)'t' => '\t',
                    (byte)'b' => '\b',
                    (byte)'f' => '\f',
                    (byte)'u' => (char)
                        ushort.Parse(escaped.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                    var other => (char)other,
                }
            );
            escaped = escaped[(at + (isCode ? 6 : 2))..];
        }
        Append(text, escaped);
        var read = text.ToString();
        return IsText(read) ? read : throw new InvalidOperationException("Half of a surrogate pair stands alone.");
    }

    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        return true;
    }

    private static void Append(StringBuilder text, ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            // A piece ends where a character does.
            var length = Math.Min(Piece, utf8.Length);
            while (length < utf8.Length && (utf8[length] & 0xC0) == 0x80)
                length--;
            text.Append(Encoding.UTF8.GetString(utf8[..length]));
            utf8 = utf8[length..];
        }
    }
}
