using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Operons;

/// <summary>
/// Which neighbouring genes of a set are known to be in one operon. Two genes are, where some operon has both; they are not, where the
/// source names both and no operon has both; otherwise nothing is known. Immutable.
/// </summary>
public sealed class OperonTruth
{
    /// <summary>How many names a message or a ledger quotes.</summary>
    private const int Examples = 10;

    // By reference: two genes may be equal in all that a record compares.
    private readonly Dictionary<Gene, HashSet<string>>? _operonsOf;
    private readonly Dictionary<(Gene, Gene), bool>? _labels;
    private readonly HashSet<Gene> _named;

    private OperonTruth(
        string source,
        string form,
        Dictionary<Gene, HashSet<string>>? operons,
        Dictionary<(Gene, Gene), bool>? labels,
        int rows,
        IReadOnlyList<string> unmatched,
        int unmatchedCount,
        IReadOnlyList<string> ambiguous
    )
    {
        (Source, Form, _operonsOf, _labels, Rows) = (source, form, operons, labels, rows);
        (Unmatched, UnmatchedRows, Ambiguous) = (unmatched, unmatchedCount, ambiguous);
        _named = new HashSet<Gene>(operons?.Keys ?? labels!.Keys.Select(pair => pair.Item1), ByReference);
    }

    /// <summary>The file, or the set whose genes carry their operons. Untrusted text.</summary>
    public string Source { get; }

    /// <summary>Which form of file it is.</summary>
    public string Form { get; }

    /// <summary>Rows of the source: genes, or pairs.</summary>
    public int Rows { get; }

    /// <summary>Rows that name nothing in the set.</summary>
    public int UnmatchedRows { get; }

    /// <summary>The first names that are not in the set. Untrusted text.</summary>
    public IReadOnlyList<string> Unmatched { get; }

    /// <summary>Names that several genes bear, and that are therefore not used. Untrusted text.</summary>
    public IReadOnlyList<string> Ambiguous { get; }

    /// <summary>Pairs that the source labels, of genes in the set; null for a source of genes and operons.</summary>
    public int? LabelledPairs => _labels?.Count / 2;

    /// <summary>Genes that the source names.</summary>
    public int Genes => _named.Count;

    private static IEqualityComparer<Gene> ByReference => ReferenceEqualityComparer.Instance;

    /// <summary>Joins what a file says with the genes of a set.</summary>
    /// <param name="set">Genes are found by locus tag, id, protein id (with or without its version), symbol, cross-reference or place. A
    /// name that as many genes bear as rows name stands for them in their order; otherwise it is ambiguous and not used.</param>
    /// <param name="annotation">Of the same genomes.</param>
    /// <exception cref="GlmException">No row names a gene of the set.</exception>
    public static OperonTruth Of(ScaffoldSet set, OperonAnnotation annotation)
    {
        var genes = new OperonGenes(set, annotation);
        var unmatched = new List<string>();
        var unmatchedCount = 0;
        void Miss(string name)
        {
            unmatchedCount++;
            if (unmatched.Count < Examples)
                unmatched.Add(name);
        }

        Dictionary<Gene, HashSet<string>>? operons = null;
        Dictionary<(Gene, Gene), bool>? labels = null;
        if (annotation.Pairs.Count > 0)
        {
            labels = new Dictionary<(Gene, Gene), bool>(PairComparer.Instance);
            foreach (var pair in annotation.Pairs)
                if (genes.Find(pair.First) is { } first && genes.Find(pair.Second) is { } second)
                {
                    if (labels.TryGetValue((first, second), out var before) && before != pair.IsOperonic)
                        throw new GlmException(
                            $"{annotation.Source}:{pair.Line}: {LineText.Quoted(pair.First)} and "
                                + $"{LineText.Quoted(pair.Second)} are labelled "
                                + $"{(pair.IsOperonic ? "operonic" : "nonoperonic")} here and otherwise before. Remove one of the rows."
                        );
                    labels[(first, second)] = labels[(second, first)] = pair.IsOperonic;
                }
                else
                    Miss($"{pair.First}, {pair.Second}");
        }
        else
        {
            operons = new Dictionary<Gene, HashSet<string>>(ByReference);
            foreach (var member in annotation.Members)
                if (genes.Find(member) is { } gene)
                {
                    if (!operons.TryGetValue(gene, out var known))
                        operons.Add(gene, known = new HashSet<string>(StringComparer.Ordinal));
                    if (member.Operon is { } operon)
                        known.Add(operon);
                }
                else
                    Miss(member.Names[0]);
        }
        var rows = annotation.Members.Count + annotation.Pairs.Count;
        if (unmatchedCount == rows)
        {
            var called = set.Scaffolds.SelectMany(scaffold => scaffold.Genes).Take(3).Select(gene => LineText.Quoted(gene.Id));
            throw new GlmException(
                $"{annotation.Source}: none of its {rows} rows names a gene of {LineText.Shown(set.Source)}; it names "
                    + $"{string.Join(", ", unmatched.Take(3).Select(name => LineText.Quoted(name)))}, and the genes are called "
                    + $"{string.Join(", ", called)}. Use gene ids, locus tags, protein ids or symbols of these genomes."
            );
        }
        string[] ambiguous = [.. genes.Ambiguous.Take(Examples)];
        return new OperonTruth(annotation.Source, annotation.Form, operons, labels, rows, unmatched, unmatchedCount, ambiguous);
    }

    /// <summary>What the genes of a set carry themselves (<see cref="Gene.Operon"/>); null where none of them is in an operon.</summary>
    public static OperonTruth? Of(ScaffoldSet set)
    {
        var operons = new Dictionary<Gene, HashSet<string>>(ByReference);
        foreach (var scaffold in set.Scaffolds.Where(scaffold => scaffold.Genes.Any(gene => gene.Operon is not null)))
        foreach (var gene in scaffold.Genes)
            operons[gene] = gene.Operon is { } operon ? [operon] : [];
        return operons.Count == 0
            ? null
            : new OperonTruth(set.Source, "operons of the loaded genes", operons, labels: null, operons.Count, [], 0, []);
    }

    /// <summary>Whether the source names a gene.</summary>
    public bool Names(Gene gene) => _named.Contains(gene);

    /// <summary>Whether two genes are in one operon; null where nothing is known.</summary>
    public bool? Label(Gene first, Gene second)
    {
        if (_labels is not null)
            return _labels.TryGetValue((first, second), out var label) ? label : null;
        return _operonsOf!.TryGetValue(first, out var ofFirst) && _operonsOf.TryGetValue(second, out var ofSecond)
            ? ofFirst.Overlaps(ofSecond)
            : null;
    }

    /// <summary>The name of an operon that has both genes, the first in alphabetical order; null where none has.</summary>
    public string? OperonOf(Gene first, Gene second) =>
        _operonsOf is not null && _operonsOf.TryGetValue(first, out var ofFirst) && _operonsOf.TryGetValue(second, out var ofSecond)
            ? ofFirst.Where(ofSecond.Contains).Order(StringComparer.Ordinal).FirstOrDefault()
            : null;

    internal sealed class PairComparer : IEqualityComparer<(Gene, Gene)>
    {
        public static PairComparer Instance { get; } = new();

        public bool Equals((Gene, Gene) x, (Gene, Gene) y) => ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

        public int GetHashCode((Gene, Gene) pair) =>
            HashCode.Combine(
                System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Item1),
                System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Item2)
            );
    }
}
