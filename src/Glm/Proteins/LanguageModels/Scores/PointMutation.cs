using System.Globalization;
using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>One residue in the place of another.</summary>
/// <param name="Old">Its letter, upper-case.</param>
/// <param name="Place">Counted from 1.</param>
/// <param name="New">The letter of the new one, upper-case.</param>
public readonly record struct PointMutation(char Old, int Place, char New)
{
    /// <summary>Reads the usual notation, for example "A24G".</summary>
    /// <exception cref="GlmException">It is not of that form.</exception>
    public static PointMutation Parse(string text)
    {
        var trimmed = text.Trim();
        if (
            trimmed.Length >= 3
            && char.IsAsciiLetter(trimmed[0])
            && char.IsAsciiLetter(trimmed[^1])
            && int.TryParse(trimmed.AsSpan(1, trimmed.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            && place > 0
        )
            return new PointMutation(char.ToUpperInvariant(trimmed[0]), place, char.ToUpperInvariant(trimmed[^1]));
        throw new GlmException(
            $"{LineText.Quoted(text)} is no point mutation. Write the old residue, its number from 1, and the new residue, as in A24G."
        );
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Old}{Place}{New}");
}
