using Glm.Genomes;

namespace Glm.Analysis.Dark;

/// <summary>A gene of which nothing is known, and what its context suggests. Immutable by convention.</summary>
/// <param name="Gene">The gene; its text is untrusted.</param>
/// <param name="GenomeId">Its genome. Untrusted text.</param>
/// <param name="ScaffoldId">Its scaffold. Untrusted text.</param>
/// <param name="Position">On the scaffold, from 0.</param>
/// <param name="Label">The label that most of the nearest annotated genes vote for. Untrusted text.</param>
/// <param name="Confidence">Probability that the label is right, 0 to 1: so often it was for hidden annotated genes whose votes looked
/// like these.</param>
/// <param name="ByProtein">The label by the nearest proteins instead. Untrusted text.</param>
/// <param name="ProteinCosine">Of the nearest annotated protein, -1 to 1.</param>
/// <param name="Nearest">The annotated genes that voted, the nearest first.</param>
/// <param name="Around">What stands around it, for example "trpE, trpD › · › trpB". Untrusted text.</param>
/// <param name="Known">Labels that it has all the same, which took no part. Untrusted text.</param>
public sealed record DarkGene(
    Gene Gene,
    string GenomeId,
    string ScaffoldId,
    int Position,
    string Label,
    double Confidence,
    string ByProtein,
    double ProteinCosine,
    IReadOnlyList<DarkNeighbour> Nearest,
    string Around,
    IReadOnlyList<string> Known
);
