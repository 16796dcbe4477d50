using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// The triplet loss of a batch, as it counts beside that of the masked genes. Its vectors are those of all pieces that the batch is
/// computed in: where there are several, the pieces are read once without gradient, the loss gives the gradient of every vector, its
/// pull, and then each piece learns from the pulls of its own (Gao et al. 2021, GradCache). Owns its tensors.
/// </summary>
/// <remarks>N genes that take part, H hidden size, A anchors.</remarks>
internal sealed class TripletTerm : IDisposable
{
    private readonly GeneTriplets _triplets;
    private readonly double _weight;
    private readonly Tensor _anchors;
    private readonly Tensor _positives;
    private readonly Tensor _alike;

    private TripletTerm(GeneTriplets triplets, double weight, Tensor anchors, Tensor positives, Tensor alike) =>
        (_triplets, _weight, _anchors, _positives, _alike) = (triplets, weight, anchors, positives, alike);

    /// <summary>N.</summary>
    public int Genes => _triplets.Rows.Length;

    /// <summary>The term of a batch; null where there is no triplet, and nothing to be added.</summary>
    /// <param name="triplets">Of the batch; null for a run without.</param>
    /// <param name="weight">What the loss counts.</param>
    /// <param name="device">Of the model.</param>
    public static TripletTerm? Of(GeneTriplets? triplets, double weight, Device device)
    {
        if (triplets is null || triplets.Anchors.Length == 0)
            return null;
        using var scope = NewDisposeScope();
        var (anchors, genes) = (triplets.Anchors.Length, triplets.Rows.Length);
        // A copy, for memory that is aligned: see GeneBatch.
        Tensor Keep(Tensor borrowed) => borrowed.clone().to(device).DetachFromDisposeScope();
        return new TripletTerm(
            triplets,
            weight,
            Keep(tensor(Array.ConvertAll(triplets.Anchors, row => (long)row))),
            Keep(tensor(Array.ConvertAll(triplets.Positives, row => (long)row))),
            Keep(tensor(triplets.Alike, anchors, genes))
        );
    }

    /// <summary>The part of a piece.</summary>
    /// <param name="first">Its first position among B·L.</param>
    /// <param name="end">The first position after it.</param>
    /// <param name="pulls">[N, H] of all genes; null where the piece is the batch.</param>
    public TripletPart PartOf(int first, int end, Tensor? pulls = null)
    {
        var (from, to) = RangeOf(first, end);
        var rows = Array.ConvertAll(_triplets.Rows[from..to], row => (long)(row - first));
        return new TripletPart(this, rows, pulls?.narrow(0, from, to - from));
    }

    /// <summary>Which of the N genes stand in a piece: from the first to below the second.</summary>
    public (int First, int End) RangeOf(int first, int end)
    {
        int At(int position) => Array.BinarySearch(_triplets.Rows, position) is var place && place < 0 ? ~place : place;
        return (At(first), At(end));
    }

    /// <summary>Scalar loss. Belongs to the caller's dispose scope.</summary>
    /// <param name="vectors">[N, H] of all genes.</param>
    public Tensor Loss(Tensor vectors) => TripletLoss.Compute(vectors.to(ScalarType.Float32), _anchors, _positives, _alike);

    /// <summary>What a loss counts.</summary>
    public Tensor Weighed(Tensor loss) => loss.Times(_weight);

    /// <summary>The loss, and the gradient of what it counts by each vector. Belongs to the caller's dispose scope.</summary>
    /// <param name="vectors">[N, H] of all genes.</param>
    /// <returns>[N, H].</returns>
    public (double Loss, Tensor Pulls) Pull(Tensor vectors)
    {
        using var scope = NewDisposeScope();
        using var gradients = enable_grad();
        var leaves = vectors.detach().requires_grad_();
        var loss = Loss(leaves);
        Weighed(loss).backward();
        return (loss.item<float>(), leaves.grad!.MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        _anchors.Dispose();
        _positives.Dispose();
        _alike.Dispose();
    }
}
