namespace Glm.Formats.KnownOperons;

/// <summary>Two genes of which a file says whether one operon has both. Immutable. All text is from the file and untrusted.</summary>
/// <param name="First">What the file calls the first gene.</param>
/// <param name="Second">What the file calls the second gene.</param>
/// <param name="IsOperonic">Whether they are in one operon.</param>
/// <param name="Line">The line in the file, from 1.</param>
public sealed record LabelledGenePair(string First, string Second, bool IsOperonic, long Line);
