namespace Glm.Interactive.Provenance;

/// <summary>A file as it was when a command read or wrote it.</summary>
/// <param name="Path">From the notebook's folder, with slashes; absolute for a file that lies far from it. Untrusted text.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its content, in lower-case hexadecimal; empty where it could not be read again, as a pipe cannot.</param>
public sealed record FileIdentity(string Path, long Bytes, string Sha256);
