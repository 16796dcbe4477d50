namespace Glm.Interactive.Bundles;

/// <summary>A bundle that was unpacked.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Notebook">Path of the notebook in it.</param>
/// <param name="Session">The folder of the saved session; null where there is none.</param>
/// <param name="Files">All files but the list of them, which are as they were packed.</param>
/// <param name="Absent">Files that the notebook read and that are not in the bundle, with the reason. Untrusted text.</param>
public sealed record OpenedBundle(
    string Folder,
    string Notebook,
    string? Session,
    IReadOnlyList<BundledFile> Files,
    IReadOnlyList<BundleOmission> Absent
);
