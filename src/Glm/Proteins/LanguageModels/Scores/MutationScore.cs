namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>What a language model makes of a point mutation.</summary>
/// <param name="Mutation">Which.</param>
/// <param name="LogOdds">Logarithm of the odds of the new residue against the old; below 0 the old one is preferred.</param>
public readonly record struct MutationScore(PointMutation Mutation, double LogOdds);
