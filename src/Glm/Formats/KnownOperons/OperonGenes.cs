using Glm.Formats.Labels;
using Glm.Genomes;

namespace Glm.Formats.KnownOperons;

/// <summary>Finds the genes of a table of operons by any of their names, and the n-th of those that share one where as many rows name
/// it.</summary>
/// <param name="set">Whose genes, those without a protein among them.</param>
/// <param name="annotation">Whose names are asked, in its order.</param>
internal sealed class OperonGenes(ScaffoldSet set, OperonAnnotation annotation)
{
    private readonly GeneIndex _genes = new(set, withUntranslated: true);
    private readonly Dictionary<string, int> _uses = annotation
        .Members.SelectMany(member => member.Names)
        .CountBy(name => name, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _used = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ambiguous = new(StringComparer.Ordinal);

    /// <summary>Names that several genes bear, and that are therefore not used, in the order in which they were asked.</summary>
    public IReadOnlyCollection<string> Ambiguous => _ambiguous;

    /// <summary>The gene of a row; null for none.</summary>
    public Gene? Find(OperonMember member) => member.Names.Select(Find).FirstOrDefault(gene => gene is not null);

    /// <summary>The gene of a row, or all genes of its locus or with its protein; empty for none.</summary>
    public IReadOnlyList<Gene> FindAll(OperonMember member) =>
        Find(member) is { } gene
            ? [gene]
            :
            [
                .. member
                    .Names.SelectMany(name => new[] { _genes.Find(GeneKey.LocusTag, name), _genes.Find(GeneKey.ProteinId, name) })
                    .FirstOrDefault(genes => genes.Count > 0, [])
                    .Select(number => _genes.Genes[number]),
            ];

    /// <summary>The gene of a name; null for none, or where several bear it.</summary>
    public Gene? Find(string name)
    {
        var isShared = false;
        foreach (var key in Enum.GetValues<GeneKey>())
        {
            var named = _genes.Find(key, name);
            if (named.Count == 1)
                return _genes.Genes[named[0]];
            // As many rows as genes of one name: both go along the genome.
            if (named.Count > 1 && _uses.GetValueOrDefault(name) == named.Count)
                return _genes.Genes[named[_used[name] = _used.GetValueOrDefault(name, -1) + 1]];
            isShared |= named.Count > 1;
        }
        if (isShared)
            _ambiguous.Add(name);
        return null;
    }
}
