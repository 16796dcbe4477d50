using Glm.Analysis.Embeddings;
using Glm.Analysis.Families;
using Glm.Analysis.Probes;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Variance;

/// <summary>The genes of families that some window shows, each once, and what was left out. Immutable by convention.</summary>
internal sealed class FamilyOccurrences
{
    /// <summary>A gene.</summary>
    /// <param name="Gene">Its number among all of the set.</param>
    /// <param name="Scaffold">The number of its scaffold.</param>
    /// <param name="Position">On the scaffold, from 0.</param>
    /// <param name="Genome">The number of its genome.</param>
    /// <param name="Row">Of its vectors.</param>
    public readonly record struct Place(int Gene, int Scaffold, int Position, int Genome, int Row);

    private readonly Place[][] _places;

    private FamilyOccurrences(Place[][] places, List<int> kept, List<DroppedLabel> dropped, Dictionary<string, int> left) =>
        (_places, Kept, Dropped, Left) = (places, kept, dropped, left);

    /// <summary>Numbers of families with enough occurrences.</summary>
    public IReadOnlyList<int> Kept { get; }

    /// <summary>The others, the largest first.</summary>
    public IReadOnlyList<DroppedLabel> Dropped { get; }

    /// <summary>Genes that are not compared, by reason.</summary>
    public IReadOnlyDictionary<string, int> Left { get; }

    /// <summary>The occurrences of a family, in the order of scaffolds.</summary>
    public Place[] PlacesOf(int family) => _places[family];

    /// <summary>Finds the genes of embeddings on scaffolds.</summary>
    /// <exception cref="GlmException">The embeddings are of other scaffolds.</exception>
    public static FamilyOccurrences Of(ContextEmbeddings context, ScaffoldSet set, NamedFamilies named, int fewest)
    {
        var (rows, _) = ContextRows.Of(context, set);
        var genomeOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var scaffold in set.Scaffolds)
            genomeOf.TryAdd(scaffold.GenomeId, genomeOf.Count);
        var places = new List<Place>[named.Names.Length];
        var (without, outside) = (0, 0);
        var gene = 0;
        for (var scaffold = 0; scaffold < set.Scaffolds.Count; scaffold++)
        for (var position = 0; position < set.Scaffolds[scaffold].Genes.Count; position++, gene++)
        {
            if (named.Of[gene] < 0)
                without++;
            else if (rows[gene] < 0)
                outside++;
            else
                (places[named.Of[gene]] ??= []).Add(
                    new Place(gene, scaffold, position, genomeOf[set.Scaffolds[scaffold].GenomeId], rows[gene])
                );
        }
        var kept = Enumerable.Range(0, places.Length).Where(family => places[family]?.Count >= fewest).ToList();
        var small = Enumerable.Range(0, places.Length).Where(family => places[family] is { Count: > 0 } some && some.Count < fewest);
        List<DroppedLabel> dropped =
        [
            .. small
                .Select(family => new DroppedLabel(named.Names[family], places[family].Count, $"fewer than {fewest} occurrences"))
                .OrderByDescending(family => family.Genes)
                .ThenBy(family => family.Name, StringComparer.Ordinal),
        ];
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        Note("of no family", without);
        Note("outside every window", outside);
        Note($"of families with fewer than {fewest} occurrences", dropped.Sum(family => family.Genes));
        return new FamilyOccurrences([.. places.Select(some => some?.ToArray() ?? [])], kept, dropped, left);

        void Note(string reason, int count)
        {
            if (count > 0)
                left.Add(reason, count);
        }
    }
}
