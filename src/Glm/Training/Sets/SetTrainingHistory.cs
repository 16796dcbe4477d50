namespace Glm.Training.Sets;

/// <summary>How the training of a protein set transformer went. Immutable by convention.</summary>
/// <param name="Losses">Mean loss of each epoch.</param>
/// <param name="Sets">Sets trained on.</param>
/// <param name="Interrupted">Whether it was stopped before its last epoch; the weights are those of that moment.</param>
public sealed record SetTrainingHistory(IReadOnlyList<double> Losses, int Sets, bool Interrupted);
