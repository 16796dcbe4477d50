namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>What a language model makes of point mutations of a protein. Immutable.</summary>
public sealed record MutationScores : ProteinScores
{
    /// <param name="model">Its name.</param>
    /// <param name="protein">The protein's id.</param>
    /// <param name="mutations">In their order.</param>
    public MutationScores(string model, string protein, IReadOnlyList<MutationScore> mutations)
        : base(model) => (Protein, Mutations) = (protein, mutations);

    /// <summary>The protein's id. Untrusted text.</summary>
    public string Protein { get; }

    /// <summary>In their order.</summary>
    public IReadOnlyList<MutationScore> Mutations { get; }
}
