using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Dark;

/// <summary>How far apart dark and annotated genes are in each space.</summary>
internal static class DarkDivergences
{
    /// <summary>Genes of the smaller kind per component, so that its covariance means something.</summary>
    private const int GenesPerComponent = 5;

    /// <summary>Compares them on equally many components of every space.</summary>
    /// <param name="spaces">The second is that of proteins.</param>
    /// <param name="places">The genes.</param>
    /// <param name="options">Components, resamples and seed.</param>
    /// <param name="draws">By chance.</param>
    /// <param name="cancellation">Polled at every draw and resample.</param>
    /// <exception cref="GlmException">There are too few genes, or no direction in which they differ.</exception>
    public static (int Components, SpaceDivergence[] Spaces) Measure(
        DarkSpace[] spaces,
        DarkPlaces places,
        DarkGeneOptions options,
        int draws,
        CancellationToken cancellation
    )
    {
        var dark = places.IsDark.Count(isDark => isDark);
        var fewest = Math.Min(dark, places.Count - dark);
        var components = Math.Min(options.Components, Math.Min(spaces.Min(space => space.Width), fewest / GenesPerComponent));
        if (components < 1)
            throw new GlmException(
                $"{dark} genes are dark and {places.Count - dark} are not (dark are {places.DarkBy}); {GenesPerComponent} of either are "
                    + "needed to compare them. Load more genomes."
            );
        var fitted = Array.ConvertAll(spaces, space => Fit(space, places.Count, components, cancellation));
        components = Math.Min(components, fitted.Min(axes => axes.ExplainedVariance.Count(variance => variance > 0)));
        if (components < 1)
            throw new GlmException("All genes have the same vector in some space, so that nothing tells them apart. Use other vectors.");
        var normals = spaces
            .Zip(fitted)
            .Select(pair => new GroupedNormals(
                FirstColumns(pair.Second.Project(pair.First.Rows, places.Count, cancellation), pair.Second.Count, components),
                components,
                places.Units,
                places.IsDark
            ))
            .ToArray();
        var units = places.Units.Max() + 1;
        var values = Array.ConvertAll(normals, normal => normal.Divergence(Counted(units, left: -1)));
        // Resampling would bias a divergence upwards: units that are drawn twice make both kinds look more different than they are.
        var without = Array.ConvertAll(normals, normal =>
            Enumerable.Range(0, units).Select(unit => normal.Divergence(Counted(units, unit))).ToArray()
        );
        return (
            components,
            [
                .. spaces.Select(
                    (space, s) =>
                    {
                        var (chance, p) = ByChance(normals[s], values[s], draws, options.Seed, cancellation);
                        return new SpaceDivergence(
                            space.Name,
                            space.IsBaseline,
                            Above0(Jackknife.Interval(values[s], without[s])),
                            chance,
                            p,
                            Enumerable.Range(0, components).Sum(fitted[s].ExplainedVarianceRatio),
                            s == 1
                                ? new PairedDifference(double.NaN, double.NaN, double.NaN, double.NaN)
                                : Jackknife.Difference(values[s], without[s], values[1], without[1])
                        );
                    }
                ),
            ]
        );
    }

    private static PrincipalComponents Fit(DarkSpace space, int count, int components, CancellationToken cancellation) =>
        PrincipalComponents.Fit(space.Rows, count, space.Width, Math.Min(components, count - 1), cancellation: cancellation);

    private static int[] Counted(int units, int left) => [.. Enumerable.Range(0, units).Select(unit => unit == left ? 0 : 1)];

    private static Estimate Above0(Estimate figure) => figure with { Low = Math.Max(0, figure.Low) };

    private static (Estimate Chance, double PValue) ByChance(
        GroupedNormals normals,
        double observed,
        int draws,
        int seed,
        CancellationToken cancellation
    )
    {
        var drawn = new double[draws];
        for (var i = 0; i < draws; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            drawn[i] = normals.DivergenceOfDrawn(new SeededRandom(seed, i));
        }
        var sample = new BootstrapSample(drawn.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average(), drawn);
        return (sample.ToEstimate(), double.IsNaN(observed) ? double.NaN : (1.0 + drawn.Count(one => one >= observed)) / (draws + 1));
    }

    private static double[] FirstColumns(double[] rows, int width, int taken)
    {
        if (taken == width)
            return rows;
        var kept = new double[rows.Length / width * taken];
        for (var i = 0; i < kept.Length; i++)
            kept[i] = rows[(i / taken * width) + (i % taken)];
        return kept;
    }
}
