using Glm.Modeling.Sets;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training.Sets;

/// <summary>How far apart the sets of a batch are by their proteins alone. Immutable by convention.</summary>
/// <param name="Chamfer">[S, S] row-major: mean squared distance of the proteins of one set to the nearest of the other, both
/// ways.</param>
/// <param name="Nearest">[N, S] row-major: row of the protein of each set that is nearest to each protein.</param>
internal sealed record SetDistances(float[] Chamfer, long[] Nearest)
{
    /// <summary>Squared distances held at once: 64 MB of them.</summary>
    private const long MostDistances = 1L << 24;

    /// <summary>Unbiased standard deviation of all distances, those of sets to themselves included.</summary>
    public double Deviation
    {
        get
        {
            var mean = Chamfer.Average(value => (double)value);
            return Math.Sqrt(Chamfer.Sum(value => (value - mean) * (value - mean)) / (Chamfer.Length - 1));
        }
    }

    /// <summary>
    /// Compares the sets that <paramref name="from"/> makes up with those that <paramref name="to"/> makes up: of each row of the first
    /// the
    /// nearest row of each set of the second.
    /// </summary>
    /// <param name="from">[N, d].</param>
    /// <param name="to">[N, d], of the same sizes.</param>
    /// <param name="batch">Which rows make up which set.</param>
    public static SetDistances Between(Tensor from, Tensor to, SetBatch batch)
    {
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var (n, sets) = (from.shape[0], batch.Sizes.Count);
        // Distances do not depend on where the origin lies, and near the proteins they keep more digits.
        var centre = to.mean([0], keepdim: true);
        var (a, b) = (from.Minus(centre), to.Minus(centre));
        var lengths = b.mul(b).sum(1).unsqueeze(0); // [1, N]
        var (least, nearest) = (new List<Tensor>(), new List<Tensor>());
        var block = Math.Max(1, MostDistances / n);
        for (var first = 0L; first < n; first += block)
        {
            using var inner = NewDisposeScope();
            var rows = a.narrow(0, first, Math.Min(block, n - first));
            var distances = rows.mul(rows).sum(1).unsqueeze(1).Plus(lengths).Minus(rows.mm(b.t()).Times(2));
            var (minima, places, start) = (new Tensor[sets], new Tensor[sets], 0L);
            for (var s = 0; s < sets; s++)
            {
                var (values, indexes) = distances.narrow(1, start, batch.Sizes[s]).min(1);
                (minima[s], places[s]) = (values, TensorArithmetic.With(start, shift => indexes.add(shift)));
                start += batch.Sizes[s];
            }
            least.Add(stack(minima, 1).clamp_min(0).MoveToOuterDisposeScope());
            nearest.Add(stack(places, 1).MoveToOuterDisposeScope());
        }
        var means = batch.Means(cat(least, 0)); // [S, S]
        var chamfer = means.Plus(means.t());
        return new SetDistances([.. chamfer.contiguous().data<float>()], [.. cat(nearest, 0).contiguous().data<long>()]);
    }
}
