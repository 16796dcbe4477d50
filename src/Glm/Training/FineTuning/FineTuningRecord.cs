namespace Glm.Training.FineTuning;

/// <summary>What a fine-tuned model was taught, and on what. Immutable by convention.</summary>
/// <param name="Label">Name of the labels. Untrusted text.</param>
/// <param name="Task">What they are of.</param>
/// <param name="Kind">Classes, labels or numbers.</param>
/// <param name="Mode">What was trained.</param>
/// <param name="Classes">Names of classes or labels; empty for numbers. Untrusted text.</param>
/// <param name="Source">Where the training genomes came from. Untrusted text.</param>
/// <param name="Genomes">Ids of the genomes with labelled items. Untrusted text.</param>
/// <param name="Items">Labelled items.</param>
/// <param name="Base">The base in words: shape and <see cref="Modeling.GlmModel.Fingerprint"/>.</param>
/// <param name="Fingerprint">Of the base.</param>
/// <param name="Families">The space of family codes that it reads; null for other vectors.</param>
public sealed record FineTuningRecord(
    string Label,
    FineTuningTask Task,
    TargetKind Kind,
    FineTuningMode Mode,
    IReadOnlyList<string> Classes,
    string Source,
    IReadOnlyList<string> Genomes,
    int Items,
    string Base,
    string Fingerprint,
    string? Families
);
