namespace Glm.Analysis.Probes;

/// <summary>A label that is too rare to be learned and tested. Immutable.</summary>
/// <param name="Name">Untrusted text.</param>
/// <param name="Genes">How many genes have it.</param>
/// <param name="Reason">For example "fewer than 10 genes".</param>
public sealed record DroppedLabel(string Name, int Genes, string Reason);
