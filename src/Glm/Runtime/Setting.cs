using System.Globalization;
using System.Security.Cryptography;

namespace Glm.Runtime;

/// <summary>
/// A setting that a message of the engine names, for example <c>MinGenes</c> of the load options. The engine knows properties but no
/// command line: a <see cref="GlmException"/> says "MinGenes = 10", and a host that spells the same setting differently, say as an option
/// of a command, replaces it with <see cref="GlmException.Spell"/>.
/// </summary>
/// <remarks>
/// <see cref="ToString"/> marks the setting with Unicode noncharacters that are drawn anew in every process, so a file cannot forge a
/// setting; <see cref="LineText"/> replaces all others. The exception reads the marks and drops them.
/// </remarks>
public readonly record struct Setting
{
    private static readonly char[] Marks = [.. Enumerable.Range(0xFDD0, 32).Select(code => (char)code)];

    static Setting() => RandomNumberGenerator.Shuffle(Marks.AsSpan());

    internal static char Start => Marks[0];

    internal static char Separator => Marks[1];

    internal static char End => Marks[2];

    private Setting(string name, string? value) => (Name, Value) = (name, value);

    /// <summary>The property, for example "MinGenes".</summary>
    public string Name { get; }

    /// <summary>The value that the message suggests or rejects; null if it names only the setting.</summary>
    public string? Value { get; }

    /// <summary>A setting by the name of its property.</summary>
    /// <param name="name">Of the property; <c>nameof(LoadOptions.MinGenes)</c>.</param>
    /// <param name="value">A value for it, written in the invariant culture; null for none.</param>
    public static Setting Of(string name, object? value = null) =>
        new(name, Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? LineText.Shown(text) : null);

    /// <summary>
    /// A setting whose name is known only when the program runs. A host need have no option for it: it then keeps the property's name.
    /// </summary>
    internal static Setting Named(string name) => new(name, null);

    /// <summary>As C# would write it: "MinGenes" or "MinGenes = 10".</summary>
    public string InCSharp() => Value is null ? Name : $"{Name} = {Value}";

    /// <summary>The setting with its marks, for a message of a <see cref="GlmException"/>.</summary>
    public override string ToString() => Value is null ? $"{Start}{Name}{End}" : $"{Start}{Name}{Separator}{Value}{End}";

    /// <summary>Replaces every marked setting in a string by what <paramref name="spell"/> gives.</summary>
    internal static string Replace(string marked, Func<Setting, string> spell) => Replace(marked, spell, text => text.ToString());

    /// <summary>As above, and the text between the settings by what <paramref name="other"/> gives.</summary>
    internal static string Replace(string marked, Func<Setting, string> spell, Func<ReadOnlySpan<char>, string> other)
    {
        var text = new System.Text.StringBuilder(marked.Length);
        for (var at = 0; at < marked.Length; )
        {
            var start = marked.IndexOf(Start, at);
            var end = start < 0 ? -1 : marked.IndexOf(End, start);
            if (end < 0)
                return text.Append(other(marked.AsSpan(at))).ToString();
            var inner = marked[(start + 1)..end].Split(Separator, 2);
            text.Append(other(marked.AsSpan(at, start - at))).Append(spell(new Setting(inner[0], inner.ElementAtOrDefault(1))));
            at = end + 1;
        }
        return text.ToString();
    }
}
