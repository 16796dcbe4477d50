using Glm.Runtime;
using Glm.Training;

namespace Glm.Analysis.Embeddings;

/// <summary>Means of gene vectors over windows, scaffolds and genomes.</summary>
public static class EmbeddingPooling
{
    /// <summary>
    /// One vector per gene (as it is), or per window, scaffold or genome (the mean over its genes, summed in float64). Scaffolds and
    /// genomes without a window have none; a gene shared by two windows counts in both. Where the model makes vectors of windows,
    /// scaffolds
    /// and genomes itself, these are taken.
    /// </summary>
    /// <exception cref="GlmException">A number is not finite.</exception>
    public static PooledEmbeddings Pool(ContextEmbeddings context, EmbeddingLevel level)
    {
        var genes = context.Windows.Sum(window => window.Length);
        if (
            context.Contextual.LongLength != (long)genes * context.ContextualWidth
            || context.ContextFree.LongLength != (long)genes * context.ContextFreeWidth
        )
            throw new ArgumentException(
                $"The embeddings do not hold one row for each of the {genes} genes of their windows.",
                nameof(context)
            );
        CheckFinite(
            context,
            context.Contextual,
            context.ContextualWidth,
            "contextual",
            "The weights of the model are damaged or its training diverged: load them again, or train with a smaller "
                + $"{Setting.Of(nameof(TrainingOptions.LearningRate))}."
        );
        CheckFinite(context, context.ContextFree, context.ContextFreeWidth, "context-free", "Embed the proteins again.");

        var points = new List<EmbeddingPoint>();
        var pointOf = new int[genes];
        var groups = new Dictionary<string, int>(StringComparer.Ordinal);
        var row = 0;
        foreach (var (window, genome) in context.Windows.Zip(context.Genomes))
        {
            if (level == EmbeddingLevel.Window)
                points.Add(new EmbeddingPoint(genome, window));
            if (level == EmbeddingLevel.Scaffold && groups.TryAdd(window.Scaffold.Id, points.Count))
                points.Add(new EmbeddingPoint(genome) { Scaffold = window.Scaffold });
            if (level == EmbeddingLevel.Genome && groups.TryAdd(genome.Id, points.Count))
                points.Add(new EmbeddingPoint(genome));
            var group = level switch
            {
                EmbeddingLevel.Genome => groups[genome.Id],
                EmbeddingLevel.Scaffold => groups[window.Scaffold.Id],
                _ => points.Count - 1,
            };
            foreach (var gene in window.Genes)
            {
                if (level == EmbeddingLevel.Gene)
                    points.Add(new EmbeddingPoint(genome, window, gene));
                pointOf[row++] = level == EmbeddingLevel.Gene ? points.Count - 1 : group;
            }
        }
        return level == EmbeddingLevel.Gene
            ? new PooledEmbeddings(
                level,
                points,
                context.ContextualWidth,
                context.Contextual,
                context.ContextFreeWidth,
                context.ContextFree
            )
            : new PooledEmbeddings(
                level,
                points,
                context.ContextualWidth,
                Own(context, level) ?? Means(context.Contextual, context.ContextualWidth, pointOf, points.Count),
                context.ContextFreeWidth,
                Means(context.ContextFree, context.ContextFreeWidth, pointOf, points.Count)
            );
    }

    private static float[]? Own(ContextEmbeddings context, EmbeddingLevel level) =>
        level switch
        {
            EmbeddingLevel.Window => context.Wholes?.Windows,
            EmbeddingLevel.Scaffold => context.Wholes?.Scaffolds,
            _ => context.Wholes?.Genomes,
        };

    private static float[] Means(float[] rows, int width, int[] pointOf, int points)
    {
        var sums = new double[points * width];
        var counts = new int[points];
        for (var row = 0; row < pointOf.Length; row++)
        {
            var sum = sums.AsSpan(pointOf[row] * width, width);
            var values = rows.AsSpan(row * width, width);
            for (var i = 0; i < width; i++)
                sum[i] += values[i];
            counts[pointOf[row]]++;
        }
        var means = new float[sums.Length];
        for (var i = 0; i < means.Length; i++)
            means[i] = (float)(sums[i] / counts[i / width]);
        return means;
    }

    private static void CheckFinite(ContextEmbeddings context, float[] values, int width, string name, string remedy)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsFinite(values[i]))
                continue;
            var row = i / width;
            var window = context.Windows.First(window => (row -= window.Length) < 0);
            var gene = window.Scaffold.Genes[window.Start + window.Length + row];
            throw new GlmException(
                $"The {name} vector of gene '{gene.Id}' in window '{window.Id}' has {values[i]} at position {i % width}; "
                    + $"embeddings must be finite. {remedy}"
            );
        }
    }
}
