using Glm.Formats;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>How all scaffolds of a corpus are cut into windows; fixed when it is made.</summary>
/// <param name="MinGenes">Fewest genes in a window.</param>
/// <param name="MaxGenes">Most genes in a window, and the width of the window arrays.</param>
/// <param name="Stride">Genes from the beginning of a window to that of the next; null for windows side by side.</param>
/// <param name="KeepShort">Whether what has fewer genes becomes a window too.</param>
public sealed record CorpusLimits(int MinGenes, int MaxGenes, int? Stride, bool KeepShort)
{
    internal static CorpusLimits Of(LoadOptions options) => new(options.MinGenes, options.MaxGenes, options.Stride, options.KeepShort);

    /// <exception cref="GlmException">They are not those of the corpus.</exception>
    internal void Require(CorpusLimits asked, string folder)
    {
        if (asked != this)
            throw new GlmException(
                $"{folder}: this corpus was made with {this}, and {asked} is asked for; its windows are all cut alike. Give the "
                    + $"same options, or name another folder."
            );
    }

    public override string ToString() =>
        $"--min-genes {MinGenes} --max-genes "
        + $"{MaxGenes}{(Stride is { } stride ? $" --stride {stride}" : "")}{(KeepShort ? " --keep-short" : "")}";
}
