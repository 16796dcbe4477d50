using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Families;

/// <summary>
/// Families of homologous genes, numbered from the one with most genes down; of equally large ones, the one whose first gene comes first.
/// Immutable by convention.
/// </summary>
public sealed class GeneFamilies
{
    private const int LabelLimit = 40;

    private readonly int[] _familyOf;
    private readonly IReadOnlyList<string?> _names;
    private readonly string[] _geneIds;

    internal GeneFamilies(
        string source,
        GeneOrder order,
        bool hasGenomes,
        int[] familyOf,
        IReadOnlyList<string?> names,
        string[] geneIds,
        string searchedBy,
        GeneFamilyOptions options
    )
    {
        (Source, Order, HasGenomes, _familyOf, _names, _geneIds) = (source, order, hasGenomes, familyOf, names, geneIds);
        (SearchedBy, Options) = (searchedBy, options);
        (GeneCounts, ProteinCounts, GenomeCounts) = (new int[names.Count], new int[names.Count], new int[names.Count]);
        foreach (var family in familyOf)
            if (family >= 0)
                ProteinCounts[family]++;
        var seen = new HashSet<(int Family, int Genome)>();
        for (var gene = 0; gene < order.GeneCount; gene++)
        {
            var family = FamilyOf(gene);
            GeneCounts[family]++;
            if (seen.Add((family, order.GenomeOf(gene))))
                GenomeCounts[family]++;
        }
    }

    /// <summary>Where the genes come from, for display. Untrusted text.</summary>
    public string Source { get; }

    /// <summary>The genes by number.</summary>
    public GeneOrder Order { get; }

    /// <summary>Whether it is known which genome a gene belongs to.</summary>
    public bool HasGenomes { get; }

    /// <summary>What found the homologs, for example "DIAMOND 2.1.3 --sensitive".</summary>
    public string SearchedBy { get; }

    /// <summary>What makes a family.</summary>
    public GeneFamilyOptions Options { get; }

    /// <summary>Number of families, those of a single gene included.</summary>
    public int Count => _names.Count;

    /// <summary>[families], genes of each; descending.</summary>
    public int[] GeneCounts { get; }

    /// <summary>[families], distinct sequences of each.</summary>
    public int[] ProteinCounts { get; }

    /// <summary>[families], genomes with at least one of its genes; 1 each where genomes are unknown.</summary>
    public int[] GenomeCounts { get; }

    /// <summary>The family of a gene, 0 to <see cref="Count"/> - 1.</summary>
    /// <param name="gene">Of <see cref="Order"/>.</param>
    public int FamilyOf(int gene) => _familyOf[Order.ProteinOf(gene)];

    /// <summary>The id of a gene. Untrusted text.</summary>
    /// <param name="gene">Of <see cref="Order"/>.</param>
    public string GeneId(int gene) => _geneIds[gene];

    /// <summary>The most frequent product of a family's genes; null where none has one. Untrusted text.</summary>
    public string? NameOf(int family) => _names[family];

    /// <summary>
    /// A short unique label: the family's number, from 1, and what it makes, such as "F12 chaperone DnaK". Untrusted text.
    /// </summary>
    public string LabelOf(int family) => LineText.Shown($"F{family + 1} {_names[family]}".TrimEnd(), LabelLimit);

    /// <summary>How widespread a family is among the genomes.</summary>
    public PangenomePart PartOf(int family) =>
        GenomeCounts[family] == 1 ? PangenomePart.Singleton
        : GenomeCounts[family] == Order.GenomeCount ? PangenomePart.Core
        : PangenomePart.Shell;

    /// <summary>Number of families that are so widespread.</summary>
    public int CountOf(PangenomePart part) => Enumerable.Range(0, Count).Count(family => PartOf(family) == part);

    /// <summary>
    /// The same scaffolds, whose genes carry the label of their family (<see cref="LabelOf"/>) in <see cref="Gene.Family"/>; null for a
    /// gene that is alone in its family. A family that a gene carried before is replaced.
    /// </summary>
    /// <param name="set">The set that was clustered.</param>
    /// <exception cref="ArgumentException">It is another set.</exception>
    public ScaffoldSet Label(ScaffoldSet set)
    {
        if (set.GeneCount != Order.GeneCount)
            throw new ArgumentException($"The families are of {Order.GeneCount} genes, and the set has {set.GeneCount}.", nameof(set));
        string?[] labels = [.. Enumerable.Range(0, Count).Select(family => GeneCounts[family] > 1 ? LabelOf(family) : null)];
        var scaffolds = new Dictionary<string, Scaffold>(StringComparer.Ordinal);
        var next = 0;
        foreach (var scaffold in set.Scaffolds)
            scaffolds.Add(
                scaffold.Id,
                scaffold with
                {
                    Genes = [.. scaffold.Genes.Select(gene => gene with { Family = labels[FamilyOf(next++)] })],
                }
            );
        return new ScaffoldSet(
            set.Source,
            [
                .. set.Genomes.Select(genome =>
                    genome with
                    {
                        Scaffolds = [.. genome.Scaffolds.Select(scaffold => scaffolds[scaffold.Id])],
                    }
                ),
            ],
            set.Proteins,
            [.. set.Windows.Select(window => window with { Scaffold = scaffolds[window.Scaffold.Id] })],
            set.Dropped
        )
        {
            Ledger = set.Ledger,
        };
    }
}
