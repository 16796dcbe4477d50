namespace Glm.Corpora;

/// <summary>What one step added to one file of a corpus. Immutable.</summary>
/// <param name="End">Bytes of data in the file after the step, not counting an array's header.</param>
/// <param name="Sha256">Checksum of the added bytes, hexadecimal.</param>
public sealed record CorpusSegment(long End, string Sha256);
