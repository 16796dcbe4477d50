using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;
using Glm.Statistics.Manifolds;

namespace Glm.Analysis.Embeddings;

/// <summary>Lays embeddings out in the plane, contextual beside context-free.</summary>
public static class EmbeddingMapper
{
    /// <summary>Neighbours by which the trust in a map is measured.</summary>
    public const int TrustNeighbours = 15;

    /// <summary>Points whose neighbours are looked at to measure the trust in a map.</summary>
    private const int TrustPoints = 2000;

    /// <summary>Principal axes that the map of a family tells of.</summary>
    private const int FamilyAxes = 10;

    private const int FewestOfFamily = 3;

    // An axis along which points spread a millionth as far as along the first one shows rounding errors, not structure.
    private const double VanishingVariance = 1e-12;

    /// <summary>The columns by which a map of this level can be coloured.</summary>
    public static IReadOnlyList<string> ColorColumns(EmbeddingLevel level) =>
        [.. ColorColumn.All.Where(column => level <= column.Widest).Select(column => column.Name)];

    /// <summary>The first two principal components of either representation, with all other options as they are by default.</summary>
    /// <param name="context">At least one window.</param>
    /// <param name="level">What a point stands for; windows, scaffolds and genomes are means over their genes.</param>
    /// <param name="colorColumn">One of <see cref="ColorColumns"/>, in any case; "family" is the protein family of genes and the taxonomic
    /// family of all else. Null for no colours.</param>
    /// <param name="cancellation">Polled between blocks of points.</param>
    /// <exception cref="GlmException">There is no window, no such column, or a column without a value at this level; a number is not
    /// finite.</exception>
    public static EmbeddingMap Pca(
        ContextEmbeddings context,
        EmbeddingLevel level = EmbeddingLevel.Gene,
        string? colorColumn = null,
        CancellationToken cancellation = default
    ) =>
        Map(
            context,
            new EmbeddingMapOptions { Level = level },
            colorColumn is null ? null : MapColors.Column(colorColumn),
            cancellation: cancellation
        );

    /// <summary>
    /// A map of either representation. Deterministic, the signs of principal components included. Points that do not differ along a
    /// principal axis (a single point, equal points, fewer dimensions than axes) lie at 0 on it, with an explained variance of 0.
    /// </summary>
    /// <param name="context">At least one window.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="colors">Null for no colours.</param>
    /// <param name="progress">Points and rounds of the layout.</param>
    /// <param name="cancellation">Polled between blocks of points.</param>
    /// <exception cref="GlmException">There is no window, no gene of the family, no such point to select, no such colour; a number is not
    /// finite; or there are too few points for the method.</exception>
    public static EmbeddingMap Map(
        ContextEmbeddings context,
        EmbeddingMapOptions? options = null,
        MapColors? colors = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new EmbeddingMapOptions();
        if (context.Windows.Count == 0)
            throw new GlmException(
                $"There is nothing to map: no scaffold of {context.Source} makes a window. Load scaffolds with more "
                    + $"genes, or with a smaller {Setting.Of(nameof(LoadOptions.MinGenes))}."
            );
        var pooled = EmbeddingPooling.Pool(context, options.Level);
        int[] chosen = [];
        if (options.Family is { } family)
            pooled = pooled.Only(chosen = OfFamily(pooled, family));
        var (column, values, numbers) = colors?.Of(pooled) ?? ("", [.. pooled.Points.Select(_ => "")], null);
        var selected = Selected(pooled, options.Select);
        return new EmbeddingMap(
            options.Level,
            options.Method.ToString().ToLowerInvariant(),
            [.. pooled.Points.Select(point => point.Id)],
            [.. pooled.Points.Select(Describe)],
            column,
            values,
            Project("contextual", pooled, EmbeddingSpace.Context, options, progress, cancellation),
            Project("context-free", pooled, EmbeddingSpace.Protein, options, progress, cancellation)
        )
        {
            Keys = [.. pooled.Points.Select(point => point.Key)],
            ColorValues = numbers,
            Settings = Written(options),
            TrustNeighbours = NeighboursToTrust(pooled.Points.Count),
            Family = options.Family,
            Selected = selected,
            FamilyAxes = options.Family is null
                ? null
                : FamilyAxesTest.Run(context, chosen, column.Length > 0 && numbers is null ? values : null, column, cancellation),
        };
    }

    private static int[] OfFamily(PooledEmbeddings pooled, string family)
    {
        if (pooled.Level != EmbeddingLevel.Gene)
            throw new GlmException(
                $"{Setting.Of(nameof(EmbeddingMapOptions.Family), family)}: families are of genes, and this map is of "
                    + $"{pooled.Level.ToString().ToLowerInvariant()}s. Use {Setting.Of(nameof(EmbeddingMapOptions.Level), "gene")}."
            );
        int[] chosen = [.. Enumerable.Range(0, pooled.Points.Count).Where(i => IsOf(pooled.Points[i].Gene!))];
        if (chosen.Length >= FewestOfFamily)
            return chosen;
        var known = pooled
            .Points.SelectMany(point => (string?[])[point.Gene!.Family, point.Gene.Name])
            .OfType<string>()
            .CountBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(name => name.Value >= FewestOfFamily)
            .OrderByDescending(name => name.Value)
            .ThenBy(name => name.Key, StringComparer.Ordinal)
            .Select(name => name.Key)
            .ToList();
        var near =
            chosen.Length > 0 ? "Load more genomes, or name another family."
            : NearestName.Of(family, known.Select(name => name.ToLowerInvariant())) is { } guess
                ? $"Did you mean {LineText.Quoted(guess)}?"
            : known.Count == 0 ? "Load an annotation with families or gene names."
            : $"The largest are {string.Join(", ", known.Take(3).Select(name => LineText.Quoted(name)))}.";
        throw new GlmException(
            $"{chosen.Length} of {pooled.Points.Count} genes have the family or name {LineText.Quoted(family)}; a map needs "
                + $"{FewestOfFamily}. {near}"
        );

        bool IsOf(Gene gene) =>
            string.Equals(gene.Family, family, StringComparison.OrdinalIgnoreCase)
            || string.Equals(gene.Name, family, StringComparison.OrdinalIgnoreCase);
    }

    private static int[] Selected(PooledEmbeddings pooled, IReadOnlyList<string>? names)
    {
        if (names is null)
            return [];
        if (names.Count == 0)
            throw new GlmException(
                $"There is nothing to select: the list is empty. Name at least one {pooled.Level.ToString().ToLowerInvariant()}, or leave "
                    + $"{Setting.Of(nameof(EmbeddingMapOptions.Select))} out."
            );
        var known = new PointNames(pooled);
        return [.. names.SelectMany(known.Find).Distinct().Order()];
    }

    private static PlanarProjection Project(
        string name,
        PooledEmbeddings pooled,
        EmbeddingSpace space,
        EmbeddingMapOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var (rows, width) = pooled.In(space);
        var count = pooled.Points.Count;
        var projection = options.Method switch
        {
            MapMethod.Umap => Plane(
                name,
                Umap.Fit(
                    rows,
                    count,
                    width,
                    new UmapOptions
                    {
                        Neighbours = options.Neighbours,
                        MinDist = options.MinDist,
                        Metric = options.Metric,
                        Seed = options.Seed,
                    },
                    progress,
                    cancellation
                )
            ),
            MapMethod.Tsne => Plane(
                name,
                Tsne.Fit(
                    rows,
                    count,
                    width,
                    new TsneOptions
                    {
                        Perplexity = options.Perplexity,
                        Metric = options.Metric,
                        Seed = options.Seed,
                    },
                    progress,
                    cancellation
                )
            ),
            _ => Principal(name, rows, count, width, cancellation),
        };
        if (options.Family is not null)
            projection = projection with { AxisShares = Shares(rows, count, width, cancellation) };
        // Points that all lie in one place have no neighbours to tell apart.
        if (NeighboursToTrust(count) is not (> 0 and var neighbours) || projection.ExplainedVariance.First == 0)
            return projection;
        var map = new double[2 * count];
        for (var i = 0; i < count; i++)
            (map[2 * i], map[(2 * i) + 1]) = (projection.X[i], projection.Y[i]);
        var metric = options.Method == MapMethod.Pca ? VectorMetric.Euclidean : options.Metric;
        return projection with
        {
            Trustworthiness = Trustworthiness.Of(rows, count, width, map, neighbours, metric, TrustPoints, progress, cancellation),
        };
    }

    private static int NeighboursToTrust(int count) => count > 2 * TrustNeighbours ? TrustNeighbours : 0;

    private static PlanarProjection Plane(string name, double[] map)
    {
        var (x, y) = (new double[map.Length / 2], new double[map.Length / 2]);
        for (var i = 0; i < x.Length; i++)
            (x[i], y[i]) = (map[2 * i], map[(2 * i) + 1]);
        return new PlanarProjection(name, x, y, (double.NaN, double.NaN));
    }

    private static PlanarProjection Principal(string name, float[] rows, int count, int width, CancellationToken cancellation)
    {
        var axes = new[] { new double[count], new double[count] };
        var explained = new double[2];
        if (count > 1)
        {
            var pca = PrincipalComponents.Fit(rows, count, width, Math.Min(2, Math.Min(count, width)), cancellation: cancellation);
            var coordinates = pca.Project(rows, count, cancellation);
            for (var k = 0; k < pca.Count; k++)
            {
                if (pca.ExplainedVariance[k] <= VanishingVariance * pca.ExplainedVariance[0])
                    continue;
                explained[k] = pca.ExplainedVarianceRatio(k);
                for (var i = 0; i < count; i++)
                    axes[k][i] = coordinates[(i * pca.Count) + k];
            }
        }
        return new PlanarProjection(name, axes[0], axes[1], (explained[0], explained[1]));
    }

    private static double[] Shares(float[] rows, int count, int width, CancellationToken cancellation)
    {
        var axes = Math.Min(FamilyAxes, Math.Min(count - 1, width));
        var pca = PrincipalComponents.Fit(rows, count, width, axes, cancellation: cancellation);
        return [.. Enumerable.Range(0, axes).Select(pca.ExplainedVarianceRatio)];
    }

    private static string Written(EmbeddingMapOptions options)
    {
        var metric = options.Metric.ToString().ToLowerInvariant();
        return options.Method switch
        {
            MapMethod.Umap => FormattableString.Invariant(
                $"{options.Neighbours} neighbours, least distance {options.MinDist}, {metric}, seed {options.Seed}"
            ),
            MapMethod.Tsne => FormattableString.Invariant($"perplexity {options.Perplexity}, {metric}, seed {options.Seed}"),
            _ => "",
        };
    }

    private static string Describe(EmbeddingPoint point)
    {
        string?[] parts = point switch
        {
            { Gene: { } gene, Window: { } window } =>
            [
                gene.Label,
                gene.Product,
                gene.Strand == Strand.Reverse ? "- strand" : "+ strand",
                $"window {window.Id}",
                $"genome {point.Genome.Id}",
                Narrowest(point.Genome.Lineage),
            ],
            { Window: { } window } => [window.Id, $"{window.Length} genes", $"genome {point.Genome.Id}", Narrowest(point.Genome.Lineage)],
            { Scaffold: { } scaffold } =>
            [
                scaffold.Id,
                $"{scaffold.Genes.Count} genes",
                $"genome {point.Genome.Id}",
                Narrowest(point.Genome.Lineage),
            ],
            _ => [point.Genome.Id, $"{point.Genome.Scaffolds.Count} scaffolds", Narrowest(point.Genome.Lineage)],
        };
        return string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>The narrowest rank that has a name, for example "genus Escherichia".</summary>
    private static string? Narrowest(Lineage? lineage)
    {
        if (lineage is not null)
            for (var rank = TaxonomicRank.Species; rank >= TaxonomicRank.Domain; rank--)
                if (lineage[rank].Length > 0)
                    return $"{rank.ToString().ToLowerInvariant()} {lineage[rank]}";
        return null;
    }
}
