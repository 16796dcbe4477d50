namespace Glm.Interactive.Bundles;

/// <summary>A file of a bundle.</summary>
/// <param name="Path">From the bundle's root, with slashes. Untrusted text where the bundle was read.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Of its content, in lower-case hexadecimal.</param>
public sealed record BundledFile(string Path, long Bytes, string Sha256);
