namespace Glm.Interactive.Bundles;

/// <summary>What went into a bundle.</summary>
/// <param name="Path">The bundle.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Files">The files in it.</param>
/// <param name="LeftOut">What did not go in.</param>
public sealed record BundleReport(string Path, long Bytes, IReadOnlyList<BundledFile> Files, IReadOnlyList<BundleOmission> LeftOut);
