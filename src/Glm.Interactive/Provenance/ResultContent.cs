namespace Glm.Interactive.Provenance;

/// <summary>What a result holds, as hashes and a sketch of its numbers. Figures that measure the run, such as its speed, do not
/// count.</summary>
/// <param name="Sha256">Of all parts.</param>
/// <param name="Parts">Its columns or arrays; empty for an object that has none, of which the hash covers the description.</param>
public sealed record ResultContent(string Sha256, IReadOnlyList<ContentPart> Parts)
{
    /// <summary>Into how many stretches the numbers of a part are summed, and how many values are kept as they are.</summary>
    public const int Blocks = 64;

    /// <summary>The places of a stretch, from the first to before the last.</summary>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="block">The stretch, from 0.</param>
    public static (int From, int To) Stretch(long count, int block) =>
        ((int)(count * block / Blocks), (int)(count * (block + 1) / Blocks));
}
