using Glm.Modeling.Sets;

namespace Glm.Training.Sets;

/// <summary>Which set each set should lie near, and which far from. Immutable by convention.</summary>
/// <param name="Positives">[S].</param>
/// <param name="Negatives">[S].</param>
/// <param name="Weights">[S] of the negatives: 1 for sets of other proteins, less for sets of similar ones.</param>
internal sealed record Triplets(long[] Positives, long[] Negatives, float[] Weights)
{
    /// <summary>The nearest other set of each, by its proteins.</summary>
    /// <param name="chamfer">[S, S].</param>
    /// <param name="sets">S.</param>
    public static long[] Nearest(float[] chamfer, int sets)
    {
        var nearest = new long[sets];
        for (var i = 0; i < sets; i++)
            nearest[i] = Least(sets, j => j == i ? double.PositiveInfinity : chamfer[(i * sets) + j]);
        return nearest;
    }

    /// <summary>
    /// Chooses negatives among the embeddings: the one that lies beyond the positive one by least; where there is none, the one nearest to
    /// the positive or to the anchor. As published, what a set is compared with is the distance of the other set to that one's own
    /// positive.
    /// </summary>
    /// <param name="chamfer">[S, S] by proteins; infinity where a set must not weigh.</param>
    /// <param name="deviation">Of the distances.</param>
    /// <param name="anchors">[S, D] row-major embeddings.</param>
    /// <param name="others">[S, D] that are chosen from.</param>
    /// <param name="positives">[S] among the others.</param>
    /// <param name="options">Scale, and what replaces a missing negative.</param>
    public static Triplets Choose(
        float[] chamfer,
        double deviation,
        float[] anchors,
        float[] others,
        long[] positives,
        TripletOptions options
    )
    {
        var sets = positives.Length;
        var distances = Distances(anchors, others, sets);
        float Beyond(int i, int j) => distances[(i * sets) + j] - distances[(j * sets) + positives[j]];
        var isBeyond = new bool[sets];
        for (var i = 0; i < sets; i++)
            isBeyond[i] = Enumerable.Range(0, sets).Any(j => Beyond(i, j) > 0);
        var (negatives, weights) = (new long[sets], new float[sets]);
        for (var i = 0; i < sets; i++)
        {
            negatives[i] =
                isBeyond[i] ? Least(sets, j => j != positives[i] && Beyond(i, j) > 0 ? Beyond(i, j) : double.PositiveInfinity)
                : options.ClosestToAnchor ? Least(sets, j => isBeyond[j] ? distances[(i * sets) + j] : double.PositiveInfinity)
                : Least(sets, j => j != positives[i] && Beyond(i, j) != 0 ? Math.Abs(Beyond(i, j)) : double.PositiveInfinity);
            var scale = options.SampleScale * deviation;
            weights[i] = (float)Math.Exp(-chamfer[(i * sets) + negatives[i]] / (2 * scale * scale));
        }
        return new Triplets(positives, negatives, weights);
    }

    /// <summary>[S, S] Euclidean distances.</summary>
    private static float[] Distances(float[] anchors, float[] others, int sets)
    {
        var (distances, width) = (new float[sets * sets], anchors.Length / sets);
        Parallel.For(0, sets, i =>
        {
            for (var j = 0; j < sets; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < width; k++)
                {
                    var difference = (double)anchors[(i * width) + k] - others[(j * width) + k];
                    sum += difference * difference;
                }
                distances[(i * sets) + j] = (float)Math.Sqrt(sum);
            }
        });
        return distances;
    }

    /// <summary>The first index of the least value; 0 where all are infinite.</summary>
    private static int Least(int count, Func<int, double> value)
    {
        var (least, at) = (double.PositiveInfinity, 0);
        for (var i = 0; i < count; i++)
            if (value(i) is var one && one < least)
                (least, at) = (one, i);
        return at;
    }
}
