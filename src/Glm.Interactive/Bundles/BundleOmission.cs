namespace Glm.Interactive.Bundles;

/// <summary>A file or variable that is not in a bundle.</summary>
/// <param name="Name">The variable, or the path as seen from the notebook. Untrusted text.</param>
/// <param name="Reason">Why not, as a part of a sentence. Untrusted text.</param>
public sealed record BundleOmission(string Name, string Reason)
{
    /// <summary>Where a file may be had; null where nothing tells. Untrusted text.</summary>
    public string? Address { get; init; }
}
