using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Glm.Runtime;

/// <summary>
/// The compiler makes this of an interpolated string where a method takes it: the text with its numbers written in the invariant culture,
/// and whatever is filled in made harmless by <see cref="LineText"/>. A notebook host may run in a culture that writes 0,5, and a number
/// in a message must be one that can be typed back; a name in a message may come from any file.
/// </summary>
[InterpolatedStringHandler]
public readonly ref struct InvariantText
{
    /// <summary>The most characters of one value: a long path, or a list of names.</summary>
    private const int ValueLimit = 1000;

    private readonly StringBuilder _text;

    /// <summary>Called by the compiler.</summary>
    public InvariantText(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

    /// <summary>Called by the compiler.</summary>
    public void AppendLiteral(string value) => _text.Append(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, string? format = null) => AppendFormatted(value, 0, format);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted<T>(T value, int alignment, string? format = null)
    {
        var text = value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";
        text = LineText.InMessage(text, ValueLimit);
        _text.Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(object? value) => AppendFormatted<object?>(value);

    /// <summary>Called by the compiler.</summary>
    public void AppendFormatted(ReadOnlySpan<char> value) => AppendFormatted(value.ToString());

    internal string ToText() => _text.ToString();
}
