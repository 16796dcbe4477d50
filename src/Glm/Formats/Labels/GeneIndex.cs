using Glm.Genomes;

namespace Glm.Formats.Labels;

/// <summary>The genes of a set by everything that an id in a table may mean. Immutable, safe for concurrent use.</summary>
internal sealed class GeneIndex
{
    /// <summary>Number of values of <see cref="GeneKey"/>.</summary>
    public const int Keys = 8;

    private const string PartSeparators = " ,;|:";

    /// <summary>Texts of more parts are sentences.</summary>
    private const int MostParts = 12;

    private readonly Dictionary<string, List<int>>[] _byKey = new Dictionary<string, List<int>>[Keys];
    private readonly Gene[] _genes;
    private readonly ScaffoldSet _set;

    /// <param name="set">Whose genes.</param>
    /// <param name="withUntranslated">Whether those without a protein are among them, in their places.</param>
    /// <param name="cancellation">Polled at every scaffold.</param>
    public GeneIndex(ScaffoldSet set, bool withUntranslated = false, CancellationToken cancellation = default)
    {
        _set = set;
        for (var key = 0; key < Keys; key++)
            _byKey[key] = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var genes = new List<Gene>(set.GeneCount);
        foreach (var scaffold in set.Scaffolds)
        {
            cancellation.ThrowIfCancellationRequested();
            IEnumerable<Gene> all = withUntranslated
                ? scaffold.Genes.Concat(scaffold.Untranslated).OrderBy(gene => gene.Start)
                : scaffold.Genes;
            foreach (var gene in all)
            {
                Add(gene, scaffold.Id, genes.Count);
                genes.Add(gene);
            }
        }
        _genes = [.. genes];
    }

    /// <summary>In the order of the set's scaffolds and of the genes on each; an id names them by their numbers here.</summary>
    public IReadOnlyList<Gene> Genes => _genes;

    /// <summary>The genes that an id names in one way; empty for none.</summary>
    public IReadOnlyList<int> Find(GeneKey key, string id)
    {
        var known = _byKey[(int)key];
        return known.TryGetValue(id, out var genes) || key == GeneKey.ProteinAccession && known.TryGetValue(WithoutVersion(id), out genes)
            ? genes
            : [];
    }

    /// <summary>In which ways a text, or else a part of it, names a gene: bit k for key k; and whether the whole text does.</summary>
    public (int Ways, bool IsWhole) WaysOf(string cell)
    {
        if (cell.Length == 0)
            return (0, false);
        var ways = WaysOfId(cell);
        if (ways != 0)
            return (ways, true);
        foreach (var part in PartsOf(cell))
            ways |= WaysOfId(part);
        return (ways, false);
    }

    /// <summary>
    /// What may be ids in a text that is none itself, such as "sp|P00561|AK1H_ECOLI", "eco:b0002" or "thrA b0002"; empty where it is one
    /// piece or a sentence.
    /// </summary>
    public static string[] PartsOf(string cell) =>
        cell.AsSpan().ContainsAny(PartSeparators)
        && cell.Split([.. PartSeparators], StringSplitOptions.RemoveEmptyEntries) is { Length: <= MostParts } parts
            ? parts
            : [];

    /// <summary>Whether genes that one id names may all be meant: those of one locus, and those of one and the same protein.</summary>
    public bool AreOne(GeneKey key, IReadOnlyList<int> genes) =>
        genes.Count == 1
        || key is GeneKey.LocusTag or GeneKey.ProteinId
        || key is GeneKey.ProteinAccession or GeneKey.CrossReference
            && genes.Skip(1).All(gene => Sequence(gene).Equals(Sequence(genes[0]), StringComparison.Ordinal));

    private int WaysOfId(string id)
    {
        var ways = 0;
        for (var key = 0; key < Keys; key++)
            if (Find((GeneKey)key, id).Count > 0)
                ways |= 1 << key;
        return ways;
    }

    private void Add(Gene gene, string scaffold, int number)
    {
        Add(GeneKey.GeneId, gene.Id);
        Add(GeneKey.LocusTag, gene.LocusTag);
        // A protein whose id stands for two sequences has its place behind it: NP_1.1@chr:7.
        var accession = gene.ProteinId.Split('@')[0];
        Add(GeneKey.ProteinId, gene.ProteinId);
        Add(GeneKey.ProteinAccession, WithoutVersion(accession));
        foreach (var tag in gene.OldLocusTags)
            Add(GeneKey.OldLocusTag, tag);
        Add(GeneKey.Symbol, gene.Name);
        foreach (var reference in gene.DbXrefs)
        {
            Add(GeneKey.CrossReference, reference);
            if (reference.IndexOf(':') is > 0 and var colon && colon + 1 < reference.Length)
                Add(GeneKey.CrossReference, reference[(colon + 1)..]);
        }
        if (gene.Start is { } start && gene.End is { } end)
            Add(GeneKey.Place, FormattableString.Invariant($"{scaffold}:{start}-{end}"));

        void Add(GeneKey key, string? id)
        {
            if (string.IsNullOrEmpty(id))
                return;
            var known = _byKey[(int)key];
            if (!known.TryGetValue(id, out var genes))
                known.Add(id, genes = new List<int>(1));
            if (genes.Count == 0 || genes[^1] != number)
                genes.Add(number);
        }
    }

    private string Sequence(int gene) => _set.Proteins[_genes[gene].ProteinId].Sequence;

    /// <summary>NP_414543.1 without its version; other text as it is.</summary>
    private static string WithoutVersion(string accession)
    {
        var point = accession.LastIndexOf('.');
        return point > 0 && point + 1 < accession.Length && accession.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') < 0
            ? accession[..point]
            : accession;
    }
}
