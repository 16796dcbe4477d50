namespace Glm.Proteins.LanguageModels.Scores;

/// <summary>What a language model makes of proteins, or of mutations of one. Immutable.</summary>
public abstract record ProteinScores
{
    private protected ProteinScores(string model) => Model = model;

    /// <summary>Its name. Untrusted text.</summary>
    public string Model { get; }

    /// <summary>What was read of the proteins as something else, in sentences; ids in them are untrusted text.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
