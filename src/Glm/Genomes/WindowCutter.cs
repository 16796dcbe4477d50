using Glm.Runtime;

namespace Glm.Genomes;

/// <summary>
/// Cuts scaffolds into windows ("subcontigs"): consecutive pieces of the most genes a window may have, and a last piece if it still has
/// the fewest. Longer scaffolds are cut, never refused; each gene lies in a window (with a stride, in several) or in one dropped piece.
/// </summary>
/// <remarks>
/// The published preprocessing keeps a last piece of more than 15 genes, and so loses one of exactly 15, although it takes whole scaffolds
/// of 15. Here one rule holds for both: 15 are enough.
/// </remarks>
public static class WindowCutter
{
    /// <summary>Fewest genes in a window by default, as published.</summary>
    public const int DefaultMinGenes = 15;

    /// <summary>Most genes in a window by default, as published.</summary>
    public const int DefaultMaxGenes = 30;

    /// <summary>The longest window that the distance tables of the model allow.</summary>
    public const int MaxGenesLimit = 512;

    /// <summary>Cuts scaffolds in the given order.</summary>
    /// <param name="scaffolds">Of any length.</param>
    /// <param name="minGenes">1 to <paramref name="maxGenes"/>.</param>
    /// <param name="maxGenes">Up to <see cref="MaxGenesLimit"/>.</param>
    /// <param name="stride">Genes from the start of a window to the start of the next, 1 to <paramref name="maxGenes"/>: less than that
    /// makes windows overlap. Null for windows side by side.</param>
    /// <param name="keepShort">Whether scaffolds and last pieces of fewer genes become windows too.</param>
    /// <exception cref="GlmException">The limits are out of range.</exception>
    public static WindowCut Cut(
        IEnumerable<Scaffold> scaffolds,
        int minGenes = DefaultMinGenes,
        int maxGenes = DefaultMaxGenes,
        int? stride = null,
        bool keepShort = false
    )
    {
        CheckLimits(minGenes, maxGenes);
        if (stride is < 1 || stride > maxGenes)
            throw new GlmException(
                $"{Setting.Of("Stride")} is {stride}; it must be from 1 to {Setting.Of("MaxGenes")}, {maxGenes}, or genes would be "
                    + $"left out. Lower it, or leave it out."
            );
        var step = stride ?? maxGenes;
        var windows = new List<GeneWindow>();
        var dropped = new List<DroppedScaffold>();
        foreach (var scaffold in scaffolds)
        {
            var covered = 0;
            for (var start = 0; covered < scaffold.Genes.Count; start += step)
            {
                var length = Math.Min(maxGenes, scaffold.Genes.Count - start);
                if (length >= minGenes || keepShort)
                    windows.Add(new GeneWindow(scaffold, start, length));
                else
                    // Of overlapping windows the one before has some of these genes.
                    dropped.Add(
                        new DroppedScaffold(
                            scaffold.Id,
                            scaffold.Genes.Count - covered,
                            start == 0 ? $"fewer than {minGenes} genes" : $"the last piece has fewer than {minGenes} genes"
                        )
                    );
                covered = start + length;
            }
        }
        return new WindowCut(windows, dropped);
    }

    /// <summary>
    /// Windows that hold every gene and every pair of neighbours, however short the scaffolds are: each begins half a window after the one
    /// before, and the last one ends with its scaffold. For reading whole genomes; training wants <see cref="Cut"/>.
    /// </summary>
    /// <param name="scaffolds">Of any length.</param>
    /// <param name="genes">Genes in a window, 2 to <see cref="MaxGenesLimit"/>; fewer on a shorter scaffold.</param>
    public static IReadOnlyList<GeneWindow> Cover(IEnumerable<Scaffold> scaffolds, int genes = DefaultMaxGenes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(genes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(genes, MaxGenesLimit);
        var windows = new List<GeneWindow>();
        foreach (var scaffold in scaffolds)
        {
            var last = Math.Max(0, scaffold.Genes.Count - genes);
            for (var start = 0; start < last; start += genes / 2)
                windows.Add(new GeneWindow(scaffold, start, genes));
            windows.Add(new GeneWindow(scaffold, last, Math.Min(genes, scaffold.Genes.Count)));
        }
        return windows;
    }

    internal static void CheckLimits(int minGenes, int maxGenes)
    {
        if (minGenes < 1)
            throw new GlmException(
                $"{Setting.Of("MinGenes")} is {minGenes}; a window has at least 1 gene. Use {DefaultMinGenes}, or leave it out."
            );
        if (maxGenes > MaxGenesLimit)
            throw new GlmException(
                $"{Setting.Of("MaxGenes")} is {maxGenes}; the model distinguishes distances up to {MaxGenesLimit} genes. Use "
                    + $"{DefaultMaxGenes}, or leave it out."
            );
        if (minGenes > maxGenes)
            throw new GlmException(
                $"{Setting.Of("MinGenes")} is {minGenes} and {Setting.Of("MaxGenes")} {maxGenes}; the first must not exceed the "
                    + $"second. Lower {Setting.Of("MinGenes")} or raise {Setting.Of("MaxGenes")}."
            );
    }

    /// <summary>The message for a set of which no scaffold makes a window.</summary>
    internal static GlmException NothingLeft(IReadOnlyCollection<Scaffold> scaffolds, int minGenes)
    {
        const int RoundStep = 5;
        var longest = scaffolds.MaxBy(scaffold => scaffold.Genes.Count)!;
        var genes = longest.Genes.Count;
        var remedy = $"Use {Setting.Of("MinGenes", genes > RoundStep ? genes / RoundStep * RoundStep : genes)}";
        var noun = genes == 1 ? "gene" : "genes";
        return new GlmException(
            scaffolds.Count == 1
                ? $"Scaffold {longest.Id} has {genes} {noun}; windows need {minGenes}. {remedy}, or leave it out."
                : $"None of the {scaffolds.Count} scaffolds has the {minGenes} genes that windows need; the longest, {longest.Id}, "
                    + $"has {genes}. {remedy}, or load longer scaffolds."
        );
    }
}
