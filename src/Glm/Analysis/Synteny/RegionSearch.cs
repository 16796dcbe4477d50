using Glm.Genomes;

namespace Glm.Analysis.Synteny;

/// <summary>
/// Finds where a scaffold resembles a region of another one, by short words that proteins share; fast enough for whole genomes.
/// </summary>
internal static class RegionSearch
{
    private const int Word = 5;
    private const int Flank = 2;

    // A single gene behind this many genes without a partner is there by chance.
    private const int StrayGap = 8;

    // Two proteins of 300 residues share 0.06 words of five by chance, two of 1,500 residues as many as 1.5, so those must share more.
    private const int FewestShared = 3;
    private const double ChanceOfWord = 1 / 1.5e6;
    private const double TimesChance = 5;

    /// <summary>
    /// The stretch of a scaffold with most genes like those of a region, at most twice as long as the region; the scaffold's beginning
    /// where no gene is similar.
    /// </summary>
    public static GeneWindow MostLike(GeneWindow region, Scaffold scaffold, IReadOnlyDictionary<string, Protein> proteins)
    {
        var like = Partners(region, scaffold.Genes, proteins);
        var longest = Math.Min(Math.Min(2 * region.Length, SyntenyMapper.MaxGenes), scaffold.Genes.Count);
        var (start, end) = Richest(like, longest, region.Length);
        (start, end) = WithoutStrays(like, start, end);
        if (start > end)
            return new GeneWindow(scaffold, 0, Math.Min(region.Length, scaffold.Genes.Count));
        (start, end) = (Math.Max(0, start - Flank), Math.Min(scaffold.Genes.Count - 1, end + Flank));
        return new GeneWindow(scaffold, start, Math.Min(end - start + 1, SyntenyMapper.MaxGenes));
    }

    /// <summary>For each gene the region's gene that is most like it, or -1.</summary>
    public static int[] Partners(GeneWindow region, IEnumerable<Gene> genes, IReadOnlyDictionary<string, Protein> proteins)
    {
        var genesOfWord = Index(region, proteins);
        int[] lengths = [.. region.Genes.Select(gene => proteins[gene.ProteinId].Sequence.Length)];
        return [.. genes.Select(gene => MostShared(proteins[gene.ProteinId].Sequence, genesOfWord, lengths))];
    }

    private static Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> Index(
        GeneWindow region,
        IReadOnlyDictionary<string, Protein> proteins
    )
    {
        var index = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var bySpan = index.GetAlternateLookup<ReadOnlySpan<char>>();
        var number = 0;
        foreach (var gene in region.Genes)
        {
            var sequence = proteins[gene.ProteinId].Sequence;
            for (var i = 0; i + Word <= sequence.Length; i++)
            {
                var word = sequence.AsSpan(i, Word);
                if (!bySpan.TryGetValue(word, out var genes))
                    bySpan[word] = genes = [];
                if (genes.Count == 0 || genes[^1] != number)
                    genes.Add(number);
            }
            number++;
        }
        return bySpan;
    }

    /// <summary>The region's gene that shares most words with a protein, beyond those of chance, or -1.</summary>
    private static int MostShared(
        string sequence,
        Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> genesOfWord,
        int[] lengths
    )
    {
        Span<int> shared = lengths.Length <= 512 ? stackalloc int[lengths.Length] : new int[lengths.Length];
        shared.Clear();
        for (var i = 0; i + Word <= sequence.Length; i++)
            if (genesOfWord.TryGetValue(sequence.AsSpan(i, Word), out var found))
                foreach (var gene in found)
                    shared[gene]++;
        var (best, most) = (-1, 0.0);
        for (var gene = 0; gene < lengths.Length; gene++)
            if (
                shared[gene] - (TimesChance * ChanceOfWord * sequence.Length * lengths[gene]) is var beyond
                && beyond > FewestShared - 1
                && beyond > most
            )
                (best, most) = (gene, beyond);
        return best;
    }

    /// <summary>A range without single genes at its ends that lie far from the others.</summary>
    private static (int Start, int End) WithoutStrays(int[] like, int start, int end)
    {
        var partners = Enumerable.Range(start, Math.Max(0, end - start + 1)).Where(i => like[i] >= 0).ToList();
        while (partners.Count > 2 && partners[1] - partners[0] > StrayGap)
            partners.RemoveAt(0);
        while (partners.Count > 2 && partners[^1] - partners[^2] > StrayGap)
            partners.RemoveAt(partners.Count - 1);
        return partners.Count > 0 ? (partners[0], partners[^1]) : (start, end);
    }

    /// <summary>
    /// First and last gene of the window with most different partners, the shortest of equals; an empty range where no gene has one.
    /// </summary>
    private static (int Start, int End) Richest(int[] like, int longest, int partners)
    {
        var (bestStart, bestEnd, bestCount) = (0, -1, 0);
        var occurrences = new int[partners];
        var (start, count) = (0, 0);
        for (var end = 0; end < like.Length; end++)
        {
            if (like[end] < 0)
                continue;
            if (occurrences[like[end]]++ == 0)
                count++;
            while (end - start >= longest || like[start] < 0 || (start < end && occurrences[like[start]] > 1))
            {
                if (like[start] >= 0 && --occurrences[like[start]] == 0)
                    count--;
                start++;
            }
            if (count > bestCount || (count == bestCount && end - start < bestEnd - bestStart))
                (bestStart, bestEnd, bestCount) = (start, end, count);
        }
        return (bestStart, bestEnd);
    }
}
