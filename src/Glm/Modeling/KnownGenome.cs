using System.Globalization;
using Glm.Runtime;

namespace Glm.Modeling;

/// <summary>A genome of some data that a model was trained on. Immutable.</summary>
/// <param name="Id">What the data call it. Untrusted text.</param>
/// <param name="LearnedAs">What it was called when the model learned from it. Untrusted text.</param>
/// <param name="Shared">The share of its distinct proteins that were learned from there, residue by residue, estimated; null where
/// nothing but the ids could be compared.</param>
public sealed record KnownGenome(string Id, string LearnedAs, double? Shared)
{
    /// <summary>From this share on it is the same genome, maybe annotated by another program.</summary>
    private const double SameGenome = 0.8;

    private const int Named = 3;
    private const int MostLetters = 60;

    /// <summary>As one harmless line: "G01", "copy as G01", or "strain as G01 with 62% of its proteins".</summary>
    public override string ToString() =>
        LineText.Shown(Id, MostLetters)
        + (Id == LearnedAs ? "" : $" as {LineText.Shown(LearnedAs, MostLetters)}")
        + (
            Shared is { } share and < SameGenome
                ? string.Create(CultureInfo.InvariantCulture, $" with {100 * share:0}% of its proteins")
                : ""
        );

    /// <summary>
    /// A sentence without its end: "The model was trained on 4 of these genomes (a, b as c, d, …)". One harmless line.
    /// </summary>
    /// <param name="known">At least one.</param>
    public static string Told(IReadOnlyList<KnownGenome> known) =>
        string.Create(CultureInfo.InvariantCulture, $"The model was trained on {known.Count:N0} of these genomes ")
        + $"({string.Join(", ", known.Take(Named))}{(known.Count > Named ? ", …" : "")})";
}
