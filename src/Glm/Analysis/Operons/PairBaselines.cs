namespace Glm.Analysis.Operons;

/// <summary>Scores of two genes for which nothing is learned; the higher, the likelier in one operon.</summary>
internal static class PairBaselines
{
    /// <summary>The decay of Bacformer's zero-shot score, and the distance beyond which it is 0, in bases.</summary>
    private const double BacformerReach = 500;

    /// <summary>Genes of one strand before all others, the nearest first; NaN where the distance on one strand is not known.</summary>
    public static double NearestOnStrand(bool isSameStrand, int? bases) =>
        !isSameStrand ? double.MinValue
        : bases is { } distance ? -distance
        : double.NaN;

    /// <summary>Bacformer's zero-shot score: (cos + 1)/2 · exp(-bases/500) on one strand within 500 bases, else 0.</summary>
    /// <param name="isSameStrand">Whether both lie on one strand.</param>
    /// <param name="bases">Between them; null where it is not known.</param>
    /// <param name="cosine">Of their proteins' vectors.</param>
    public static double Bacformer(bool isSameStrand, int? bases, double cosine) =>
        !isSameStrand || bases is not { } distance || distance > BacformerReach
            ? 0
            : (cosine + 1) / 2 * Math.Exp(-Math.Max(0, distance) / BacformerReach);
}
