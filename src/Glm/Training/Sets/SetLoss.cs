using static TorchSharp.torch;

namespace Glm.Training.Sets;

/// <summary>The loss of a batch and what it was computed from.</summary>
/// <param name="Value">Scalar; belongs to the caller's dispose scope.</param>
/// <param name="Apart">The sets by their proteins.</param>
/// <param name="Chosen">Positives and negatives among the sets.</param>
/// <param name="Swapped">[N] row of the protein that stands in each place; null without point swap.</param>
/// <param name="SwappedApart">Swapped sets against the sets as they are.</param>
/// <param name="SwappedChosen">Negatives among the swapped sets.</param>
internal sealed record SetLoss(
    Tensor Value,
    SetDistances Apart,
    Triplets Chosen,
    long[]? Swapped,
    SetDistances? SwappedApart,
    Triplets? SwappedChosen
);
