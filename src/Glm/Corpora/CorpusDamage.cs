using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>What is said of a corpus that is not as it was written.</summary>
internal static class CorpusDamage
{
    public const string Remedy = "Restore the file from a copy, or make the corpus again: delete its folder and add the genomes anew.";

    /// <summary>A file that is damaged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="what">What is wrong with it, as a sentence that begins after a colon and has no full stop.</param>
    public static GlmException In(string path, string what) => new($"{path}: {what}; the corpus is damaged. {Remedy}");
}
