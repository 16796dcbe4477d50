using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>What a triplet loss has to do with one piece of a batch.</summary>
/// <param name="Term">Of the batch.</param>
/// <param name="Rows">[n] positions of the piece's genes that take part, among its own.</param>
/// <param name="Pulls">[n, H]: the gradients of the loss by their vectors; null where the piece is the whole batch.</param>
internal sealed record TripletPart(TripletTerm Term, long[] Rows, Tensor? Pulls)
{
    /// <summary>
    /// A scalar whose gradient is that of the loss as it counts, and the loss itself, which only a whole batch has. Both belong to the
    /// caller's dispose scope.
    /// </summary>
    /// <param name="vectors">[n, H] with gradient.</param>
    public (Tensor Objective, Tensor? Loss) Of(Tensor vectors)
    {
        if (Pulls is not null)
            return (vectors.to(ScalarType.Float32).mul(Pulls).sum(), null);
        var loss = Term.Loss(vectors);
        return (Term.Weighed(loss), loss);
    }
}
