using Glm.Runtime;

namespace Glm.Interactive.Bundles;

/// <summary>A file of a bundle is not what was packed.</summary>
/// <param name="path">The bundle.</param>
/// <param name="file">The file in it. Untrusted text.</param>
/// <param name="isAbsent">Whether it is missing.</param>
/// <param name="what">What is wrong with it, as the rest of a sentence.</param>
public sealed class AlteredBundleException(string path, string file, bool isAbsent, string what)
    : GlmException($"{path}: {LineText.Quoted(file)} {what}, so nothing was unpacked. Fetch the bundle again, or ask for a whole one.")
{
    /// <summary>The file in the bundle. Untrusted text.</summary>
    public string File { get; } = file;

    /// <summary>Whether it is missing.</summary>
    public bool IsAbsent { get; } = isAbsent;

    /// <summary>What is wrong with it, as the rest of a sentence.</summary>
    public string What { get; } = what;
}
