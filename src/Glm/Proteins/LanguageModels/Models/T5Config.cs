using Glm.Runtime;

namespace Glm.Proteins.LanguageModels.Models;

/// <summary>The shape of a T5 encoder (Raffel et al. 2020) as ProtT5 has it (Elnaggar et al. 2022): ReLU, no gate, no biases.</summary>
/// <param name="Layers">N.</param>
/// <param name="Width">D, numbers per residue.</param>
/// <param name="Heads">A.</param>
/// <param name="HeadWidth">d, numbers per head; A·d may differ from D.</param>
/// <param name="FeedForwardWidth">F.</param>
/// <param name="Buckets">Kinds of distances between residues, half of them to either side.</param>
/// <param name="MaxDistance">From which on distances are one.</param>
/// <param name="Epsilon">Of the normalisation.</param>
public sealed record T5Config(
    int Layers,
    int Width,
    int Heads,
    int HeadWidth,
    int FeedForwardWidth,
    int Buckets = 32,
    int MaxDistance = 128,
    double Epsilon = 1e-6
)
{
    /// <exception cref="GlmException">The numbers do not make a model.</exception>
    public void Validate(string source)
    {
        if (
            Layers < 1
            || Width < 1
            || Heads < 1
            || HeadWidth < 1
            || FeedForwardWidth < 1
            || Buckets < 4
            || Buckets % 4 != 0
            || MaxDistance <= Buckets / 4
            || !(Epsilon > 0)
        )
            throw new GlmException(
                $"{source}: {Layers} layers of width {Width} with {Heads} heads of {HeadWidth}, feed-forward {FeedForwardWidth}, "
                    + $"{Buckets} buckets to {MaxDistance} and epsilon {Epsilon} make no T5 encoder. Give the configuration that "
                    + $"belongs to the weights."
            );
    }

    /// <summary>The bucket of a distance: exact to a quarter of the buckets, then ever coarser, and one from the largest on.</summary>
    /// <param name="offset">Place of the key less that of the query.</param>
    public int BucketOf(int offset)
    {
        var (side, exact) = (Buckets / 2, Buckets / 4);
        var (n, bucket) = (Math.Abs((long)offset), offset > 0 ? side : 0);
        if (n < exact)
            return bucket + (int)n;
        // As the published code, in float32 with its order of operations: borders lie exactly on whole numbers.
        var further = MathF.Log((float)n / exact) / (float)Math.Log((double)MaxDistance / exact) * (side - exact);
        return bucket + Math.Min(side - 1, exact + (int)further);
    }
}
