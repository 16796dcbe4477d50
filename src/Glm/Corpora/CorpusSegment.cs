namespace Glm.Corpora;

/// <summary>What one step added to one file.</summary>
/// <param name="End">Bytes of data in the file after it, an array's header not counted.</param>
/// <param name="Sha256">Checksum of the added bytes, hexadecimal.</param>
public sealed record CorpusSegment(long End, string Sha256);
