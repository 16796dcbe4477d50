using Glm.Genomes;

namespace Glm.Analysis.Synteny;

/// <summary>Finds where a scaffold resembles a region of another, by short words that proteins share: quick enough for whole genomes.</summary>
internal static class RegionSearch
{
    private const int Word = 5;
    private const int Flank = 2;

    // Genes without a partner, behind which a single one is there by chance.
    private const int StrayGap = 8;

    // Two proteins of 300 residues share 0.03 words of five by chance.
    private const int FewestShared = 3;

    /// <summary>The stretch of a scaffold with most genes like those of a region, no longer than twice the region; its beginning where none is alike.</summary>
    public static GeneWindow MostLike(GeneWindow region, Scaffold scaffold, IReadOnlyDictionary<string, Protein> proteins)
    {
        var genesOfWord = Index(region, proteins);
        var like = scaffold.Genes.Select(gene => MostShared(proteins[gene.ProteinId].Sequence, genesOfWord, region.Length)).ToArray();
        var longest = Math.Min(Math.Min(2 * region.Length, SyntenyMapper.MaxGenes), scaffold.Genes.Count);
        var (start, end) = Richest(like, longest, region.Length);
        (start, end) = WithoutStrays(like, start, end);
        if (start > end)
            return new GeneWindow(scaffold, 0, Math.Min(region.Length, scaffold.Genes.Count));
        (start, end) = (Math.Max(0, start - Flank), Math.Min(scaffold.Genes.Count - 1, end + Flank));
        return new GeneWindow(scaffold, start, Math.Min(end - start + 1, SyntenyMapper.MaxGenes));
    }

    private static Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> Index(GeneWindow region, IReadOnlyDictionary<string, Protein> proteins)
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

    /// <summary>The region's gene that shares most words with a protein, or -1.</summary>
    private static int MostShared(string sequence, Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> genesOfWord, int genes)
    {
        Span<int> shared = genes <= 512 ? stackalloc int[genes] : new int[genes];
        shared.Clear();
        for (var i = 0; i + Word <= sequence.Length; i++)
            if (genesOfWord.TryGetValue(sequence.AsSpan(i, Word), out var found))
                foreach (var gene in found)
                    shared[gene]++;
        var best = 0;
        for (var gene = 1; gene < genes; gene++)
            if (shared[gene] > shared[best])
                best = gene;
        return shared[best] >= FewestShared ? best : -1;
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

    /// <summary>First and last gene of the window with most different partners, the shortest of equals; an empty range where no gene has one.</summary>
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
