using System.Text.RegularExpressions;
using Glm.Analysis.Families;
using Glm.Genomes;
using Glm.Statistics;

namespace Glm.Analysis.Variance;

/// <summary>
/// What is said of the genes of each family, and which of it is more frequent in the tail. A family has a term if at least half of those
/// of its genes that have any term have it.
/// </summary>
internal sealed partial class FamilyTerms
{
    private readonly Dictionary<string, int>?[] _counts; // genes with a term, by family
    private readonly List<IReadOnlyList<string>>?[] _said; // by family and gene
    private readonly int[] _genes; // with any term

    public FamilyTerms(ScaffoldSet set, NamedFamilies named, Func<Gene, IReadOnlyList<string>> termsOf)
        : this(named, set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Select(termsOf)) { }

    public FamilyTerms(ScaffoldSet set, NamedFamilies named, GeneLabels labels)
        : this(named, labels.PerGene) { }

    private FamilyTerms(NamedFamilies named, IEnumerable<IReadOnlyList<string>> termsOfGene)
    {
        (_counts, _said, _genes) = (
            new Dictionary<string, int>?[named.Names.Length],
            new List<IReadOnlyList<string>>?[named.Names.Length],
            new int[named.Names.Length]
        );
        var gene = 0;
        foreach (var terms in termsOfGene)
        {
            var family = named.Of[gene++];
            if (family < 0 || terms.Count == 0)
                continue;
            _genes[family]++;
            (_said[family] ??= []).Add(terms);
            var counts = _counts[family] ??= new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var term in terms.Distinct(StringComparer.Ordinal))
                counts[term] = counts.GetValueOrDefault(term) + 1;
        }
    }

    /// <summary>The words of a product, in lower case, each once; of four letters or more.</summary>
    public static IReadOnlyList<string> WordsOf(string? product) =>
        product is null
            ? []
            : [.. Words().Matches(product).Select(word => word.Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    /// <summary>The share of a family's genes, of those with any term, that have a term which fits; NaN where none has any.</summary>
    public double ShareWith(int family, Func<string, bool> fits) =>
        _said[family] is { } said ? (double)said.Count(terms => terms.Any(fits)) / said.Count : double.NaN;

    /// <summary>Tests every term of enough families.</summary>
    /// <param name="families">Numbers of the compared families, those of the tail first.</param>
    /// <param name="tail">How many are the tail.</param>
    /// <param name="fewest">Families of a term that is tested.</param>
    /// <returns>By p, and how many terms were too rare.</returns>
    public (IReadOnlyList<TermEnrichment> Tested, int Rare) Enrichment(int[] families, int tail, int fewest)
    {
        var (known, knownTail) = (0, 0);
        var found = new Dictionary<string, (int InTail, int All)>(StringComparer.Ordinal);
        for (var rank = 0; rank < families.Length; rank++)
        {
            if (_counts[families[rank]] is not { } counts)
                continue;
            known++;
            knownTail += rank < tail ? 1 : 0;
            foreach (var (term, genes) in counts)
            {
                if (2 * genes < _genes[families[rank]])
                    continue;
                var (inTail, all) = found.GetValueOrDefault(term);
                found[term] = (inTail + (rank < tail ? 1 : 0), all + 1);
            }
        }
        var tested = found.Where(term => term.Value.All >= fewest).ToArray();
        double[] p = [.. tested.Select(term => Hypergeometric.UpperTail(term.Value.InTail, knownTail, term.Value.All, known))];
        var rates = MultipleTesting.BenjaminiHochberg(p);
        return (
            [
                .. tested
                    .Select(
                        (term, i) =>
                            new TermEnrichment(
                                term.Key,
                                term.Value.InTail,
                                term.Value.All,
                                knownTail == 0 ? double.NaN : (double)term.Value.InTail / knownTail / ((double)term.Value.All / known),
                                p[i],
                                rates[i]
                            )
                    )
                    .OrderBy(term => term.PValue)
                    .ThenByDescending(term => term.InTail)
                    .ThenBy(term => term.Term, StringComparer.Ordinal),
            ],
            found.Count - tested.Length
        );
    }

    [GeneratedRegex(@"[\p{L}][\p{L}\p{N}]{3,}")]
    private static partial Regex Words();
}
