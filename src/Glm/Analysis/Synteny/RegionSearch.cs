using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Proteins.Homology.BuiltIn;
using Glm.Runtime;

namespace Glm.Analysis.Synteny;

/// <summary>Finds homologous genes of stretches of scaffolds, and where scaffolds resemble a region of another one.</summary>
internal static class RegionSearch
{
    private const int Flank = 2;

    // A single gene behind this many genes without a partner is there by chance.
    private const int StrayGap = 8;

    /// <summary>
    /// Of each scaffold the stretch with most genes like those of a region, at most twice as long as the region; its beginning where no
    /// gene is similar.
    /// </summary>
    public static GeneWindow[] MostLike(
        GeneWindow region,
        IReadOnlyList<Scaffold> scaffolds,
        IReadOnlyDictionary<string, Protein> proteins,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var (queries, targets) = (new DistinctProteins(), new DistinctProteins());
        // Genes of the region that code for the same protein count as its first one.
        var geneOf = new Dictionary<int, int>();
        foreach (var (gene, index) in region.Genes.Select((gene, index) => (gene, index)))
            geneOf.TryAdd(queries.NumberOf(proteins[gene.ProteinId]), index);
        int[][] numbers =
        [
            .. scaffolds.Select(scaffold => scaffold.Genes.Select(gene => targets.NumberOf(proteins[gene.ProteinId])).ToArray()),
        ];
        var best = new (int Gene, float BitScore)[targets.Count];
        Array.Fill(best, (-1, 0));
        foreach (var hit in Hits(queries, targets, progress, cancellation))
            if (hit.BitScore > best[hit.Target].BitScore)
                best[hit.Target] = (geneOf[hit.Query], hit.BitScore);
        return [.. scaffolds.Select((scaffold, i) => MostLike(region, scaffold, [.. numbers[i].Select(number => best[number].Gene)]))];
    }

    /// <summary>Which sequences are homologous to which of others; a sequence is a homolog of itself.</summary>
    public static IEnumerable<HomologyHit> Hits(
        DistinctProteins queries,
        DistinctProteins targets,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    ) =>
        // In process: another program takes longer to start than this takes for what fits on a map.
        HomologySearch
            .Run(
                new ProteinList(queries.Proteins),
                new ProteinList(targets.Proteins),
                new BuiltInSearch(),
                new HomologyOptions { MaxTargets = Math.Max(1, targets.Count) },
                progress,
                cancellation
            )
            .SelectMany(hits => hits);

    private static GeneWindow MostLike(GeneWindow region, Scaffold scaffold, int[] like)
    {
        var longest = Math.Min(Math.Min(2 * region.Length, SyntenyMapper.MaxGenes), scaffold.Genes.Count);
        var (start, end) = Richest(like, longest, region.Length);
        (start, end) = WithoutStrays(like, start, end);
        if (start > end)
            return new GeneWindow(scaffold, 0, Math.Min(region.Length, scaffold.Genes.Count));
        (start, end) = (Math.Max(0, start - Flank), Math.Min(scaffold.Genes.Count - 1, end + Flank));
        return new GeneWindow(scaffold, start, Math.Min(end - start + 1, SyntenyMapper.MaxGenes));
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
