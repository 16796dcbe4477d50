using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Corpora;

/// <summary>How all scaffolds of a corpus are cut into windows; fixed when the corpus is made. Immutable.</summary>
/// <param name="MinGenes">Fewest genes in a window.</param>
/// <param name="MaxGenes">Most genes in a window, and the width of the window arrays.</param>
/// <param name="Stride">Genes from the start of a window to the start of the next; null for windows side by side.</param>
/// <param name="KeepShort">Whether scaffolds and last pieces with fewer genes become windows too.</param>
public sealed record CorpusLimits(int MinGenes, int MaxGenes, int? Stride, bool KeepShort)
{
    internal static CorpusLimits Of(LoadOptions options) => new(options.MinGenes, options.MaxGenes, options.Stride, options.KeepShort);

    /// <summary>Whether a corpus can have been made with them.</summary>
    internal bool IsPossible =>
        MinGenes >= 1 && MinGenes <= MaxGenes && MaxGenes <= WindowCutter.MaxGenesLimit && Step >= 1 && Step <= MaxGenes;

    /// <summary>Genes from the start of a window to the start of the next.</summary>
    internal int Step => Stride ?? MaxGenes;

    /// <exception cref="GlmException">They are not those of the corpus.</exception>
    internal void Require(CorpusLimits asked, string folder)
    {
        if (asked != this)
            throw new GlmException(
                $"{folder}: this corpus was made with {Settings()}, but you ask for {asked.Settings()}; all its windows are cut alike. "
                    + $"Use the same settings, or name another folder."
            );
    }

    private string Settings()
    {
        var settings = new List<Setting> { Setting.Of(nameof(MinGenes), MinGenes), Setting.Of(nameof(MaxGenes), MaxGenes) };
        if (Stride is { } stride)
            settings.Add(Setting.Of(nameof(Stride), stride));
        if (KeepShort)
            settings.Add(Setting.Of(nameof(KeepShort)));
        return string.Join(", ", settings);
    }
}
