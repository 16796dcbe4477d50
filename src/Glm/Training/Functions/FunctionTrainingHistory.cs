namespace Glm.Training.Functions;

/// <summary>How the training of a model of functions went. Immutable by convention.</summary>
/// <param name="Losses">Mean loss of each epoch.</param>
/// <param name="Windows">Windows with a labelled gene.</param>
/// <param name="Genes">Labelled genes.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="Interrupted">Whether it was stopped before its last epoch; the weights are those of that moment.</param>
public sealed record FunctionTrainingHistory(IReadOnlyList<double> Losses, int Windows, int Genes, int Steps, bool Interrupted);
