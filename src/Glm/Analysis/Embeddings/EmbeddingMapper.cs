using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Embeddings;

/// <summary>Lays embeddings out in the plane, contextual beside context-free.</summary>
public static class EmbeddingMapper
{
    // An axis along which points spread a millionth as far as along the first one shows rounding errors, not structure.
    private const double VanishingVariance = 1e-12;

    /// <summary>The columns by which a map of this level can be coloured.</summary>
    public static IReadOnlyList<string> ColorColumns(EmbeddingLevel level) =>
        [.. ColorColumn.All.Where(column => level <= column.Widest).Select(column => column.Name)];

    /// <summary>
    /// The first two principal components of either representation. Deterministic, signs included. Points that do not differ along an axis
    /// (a single point, equal points, fewer dimensions than axes) lie at 0 on it, with an explained variance of 0.
    /// </summary>
    /// <param name="context">At least one window.</param>
    /// <param name="level">What a point stands for; windows and genomes are means over their genes.</param>
    /// <param name="colorColumn">One of <see cref="ColorColumns"/>, in any case; "family" is the protein family of genes and the taxonomic
    /// family of windows and genomes. Null for no colours.</param>
    /// <param name="cancellation">Polled between blocks of points.</param>
    /// <exception cref="GlmException">There is no window, no such column, or a column without a value at this level; a number is not
    /// finite.</exception>
    public static EmbeddingMap Pca(
        ContextEmbeddings context,
        EmbeddingLevel level = EmbeddingLevel.Gene,
        string? colorColumn = null,
        CancellationToken cancellation = default
    )
    {
        var column = colorColumn is null ? null : ColorColumn.Find(colorColumn, level);
        if (context.Windows.Count == 0)
            throw new GlmException(
                $"There is nothing to map: no scaffold of {context.Source} makes a window. Load scaffolds with more "
                    + $"genes, or with a smaller {Setting.Of(nameof(LoadOptions.MinGenes))}."
            );
        var pooled = EmbeddingPooling.Pool(context, level);
        var colors = column?.ValuesOf(pooled.Points, level) ?? [.. pooled.Points.Select(_ => "")];
        return new EmbeddingMap(
            level,
            "pca",
            [.. pooled.Points.Select(point => point.Id)],
            [.. pooled.Points.Select(Describe)],
            column?.Name ?? "",
            colors,
            Project("contextual", pooled.Contextual, pooled.Points.Count, pooled.ContextualWidth, cancellation),
            Project("context-free", pooled.ContextFree, pooled.Points.Count, pooled.ContextFreeWidth, cancellation)
        );
    }

    private static PlanarProjection Project(string name, float[] rows, int count, int width, CancellationToken cancellation)
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
