using Glm.Genomes;

namespace Glm.Formats.Labels;

/// <summary>Labels of genomes, scaffolds or windows, by their ids. Immutable by convention. Untrusted text.</summary>
/// <param name="Name">Such as "habitat".</param>
/// <param name="ById">Any number of labels of each id.</param>
/// <param name="UnmatchedRows">Rows whose id is none of the set.</param>
public sealed record GenomeLabels(string Name, IReadOnlyDictionary<string, IReadOnlyList<string>> ById, int UnmatchedRows)
{
    /// <summary>Of a genome, or else of its scaffolds.</summary>
    public IReadOnlyList<string> OfGenome(Genome genome) =>
        ById.TryGetValue(genome.Id, out var own)
            ? own
            :
            [
                .. genome
                    .Scaffolds.SelectMany(scaffold => ById.TryGetValue(scaffold.Id, out var labels) ? labels : [])
                    .Distinct(StringComparer.Ordinal),
            ];

    /// <summary>Of a window, or else of its scaffold, or else of its genome.</summary>
    public IReadOnlyList<string> OfWindow(ScaffoldSet set, GeneWindow window) =>
        ById.TryGetValue(window.Id, out var own) ? own
        : ById.TryGetValue(window.Scaffold.Id, out var ofScaffold) ? ofScaffold
        : OfGenome(set.GenomeOf(window.Scaffold));
}
