using Glm.Genomes;

namespace Glm.Analysis.Paralogs;

/// <summary>A place in a genome, and which candidate fits it. Immutable.</summary>
/// <param name="Gene">That stands there, and was hidden.</param>
/// <param name="Partner">Beside which it belongs; null where none was asked for.</param>
/// <param name="GenomeId">Untrusted text.</param>
/// <param name="ScaffoldId">Untrusted text.</param>
/// <param name="Rank">
/// Of its own gene, or of another of the very same label, among all candidates, from 1; the expected one where several fit as well.
/// </param>
/// <param name="Best">The candidate that fits best.</param>
/// <param name="BestGenomeId">Its genome. Untrusted text.</param>
public sealed record ParalogChoice(
    Gene Gene,
    Gene? Partner,
    string GenomeId,
    string ScaffoldId,
    double Rank,
    Gene Best,
    string BestGenomeId
);
