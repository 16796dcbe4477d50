namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>What a language model makes of proteins, or of mutations of one. Immutable.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Proteins">In their order; empty where mutations were asked for.</param>
/// <param name="Mutated">Id of the protein of the mutations; null where there are none.</param>
/// <param name="Mutations">In their order.</param>
public sealed record ProteinScores(
    string Model,
    IReadOnlyList<PseudoLikelihood> Proteins,
    string? Mutated,
    IReadOnlyList<MutationScore> Mutations
)
{
    /// <summary>What was read of the proteins as something else, in sentences; ids in them are untrusted text.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
