namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>How likely proteins are to a language model. Immutable.</summary>
public sealed record ProteinLikelihoods : ProteinScores
{
    /// <param name="model">Its name.</param>
    /// <param name="proteins">In their order.</param>
    public ProteinLikelihoods(string model, IReadOnlyList<PseudoLikelihood> proteins)
        : base(model) => Proteins = proteins;

    /// <summary>In their order.</summary>
    public IReadOnlyList<PseudoLikelihood> Proteins { get; }
}
