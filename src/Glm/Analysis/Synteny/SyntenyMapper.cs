using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Synteny;

/// <summary>
/// Lays stretches of scaffolds under each other and finds their homologous genes: each gene of a track is aligned with each of the next
/// (<see cref="ProteinAligner"/>); a gene keeps its best partner on that track where the identity suffices. Genes joined by links, over
/// any number of tracks, homologs on tracks that are not neighbours, and genes that code for the same protein form a homology group.
/// </summary>
public static class SyntenyMapper
{
    /// <summary>The most genes of one track.</summary>
    public const int MaxGenes = 400;

    /// <summary>The most tracks of one map.</summary>
    public const int MaxTracks = 12;

    /// <summary>Genes shown where no range is given.</summary>
    public const int DefaultGenes = 40;

    /// <summary>Default for the identity from which two proteins count as homologous.</summary>
    public const double DefaultMinIdentity = 0.3;

    /// <summary>Makes a map.</summary>
    /// <param name="set">Where the scaffolds are.</param>
    /// <param name="regions">From top to bottom, 1 to <see cref="MaxTracks"/>. A first region without a range shows its first
    /// <see cref="DefaultGenes"/> genes; a later one without a range shows the stretch most of whose genes resemble those of the
    /// first.</param>
    /// <param name="minIdentity">0 to 1.</param>
    /// <param name="progress">Pairs of genes compared.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="GlmException">No such scaffold, a range outside it, or too much for one map.</exception>
    public static SyntenyMap Compare(
        ScaffoldSet set,
        IReadOnlyList<SyntenyRegion> regions,
        double minIdentity = DefaultMinIdentity,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfZero(regions.Count);
        if (regions.Count > MaxTracks)
            throw new GlmException($"{regions.Count} scaffolds are too many for one map; it shows up to {MaxTracks}. Leave some out.");
        if (minIdentity is not (>= 0 and <= 1))
            throw new GlmException($"The least identity is {minIdentity}; it must be 0 to 1. Use {DefaultMinIdentity}, or leave it out.");

        var windows = new List<GeneWindow>();
        foreach (var region in regions)
        {
            cancellation.ThrowIfCancellationRequested();
            var (scaffold, start, length) = region.In(set, DefaultGenes);
            windows.Add(
                windows.Count == 0 || region.First is not null
                    ? new GeneWindow(scaffold, start, length)
                    : RegionSearch.MostLike(windows[0], scaffold, set.Proteins)
            );
        }

        var links = Links(windows, set.Proteins, minIdentity, progress, cancellation);
        var groups = Groups(windows, links, Distant(windows, set.Proteins, minIdentity, cancellation));
        var tracks = new List<SyntenyTrack>();
        for (var t = 0; t < windows.Count; t++)
            tracks.Add(new SyntenyTrack(windows[t], t > 0 && PointsBack(windows, links, t, tracks[t - 1].Flipped), groups[t]));
        var shown = windows.SelectMany(window => window.Genes).Select(gene => gene.ProteinId).Distinct(StringComparer.Ordinal);
        return new SyntenyMap(tracks, links, minIdentity, shown.ToDictionary(id => id, id => set.Proteins[id], StringComparer.Ordinal));
    }

    private static List<SyntenyLink> Links(
        List<GeneWindow> windows,
        IReadOnlyDictionary<string, Protein> proteins,
        double minIdentity,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var links = new List<SyntenyLink>();
        long pairs = windows.Zip(windows.Skip(1), (upper, lower) => (long)upper.Length * lower.Length).Sum(),
            done = 0;
        for (var t = 0; t + 1 < windows.Count; t++)
        {
            var upper = Sequences(windows[t]);
            var lower = Sequences(windows[t + 1]);
            var identities = new double[upper.Length, lower.Length];
            Parallel.For(0, upper.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
            {
                for (var j = 0; j < lower.Length; j++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    identities[i, j] = Identity(upper[i], lower[j], minIdentity);
                }
                progress?.Report(new ProgressReport("genes compared", Interlocked.Add(ref done, lower.Length), pairs, "pairs"));
            });
            links.AddRange(BestPartners(t, identities, minIdentity));
        }
        return links;

        string[] Sequences(GeneWindow window) => [.. window.Genes.Select(gene => proteins[gene.ProteinId].Sequence)];
    }

    /// <summary>The identity of two proteins, or less than <paramref name="enough"/> where their lengths alone rule more out.</summary>
    private static double Identity(string first, string second, double enough)
    {
        if (first == second)
            return 1;
        var (shorter, longer) = (Math.Min(first.Length, second.Length), Math.Max(first.Length, second.Length));
        return shorter < enough * longer || shorter + longer > ProteinAligner.MaxResidues
            ? 0
            : ProteinAligner.Align(first, second).Identity;
    }

    /// <summary>Every gene's best partner, seen from either track; ties go to the nearer place.</summary>
    private static IEnumerable<SyntenyLink> BestPartners(int track, double[,] identities, double minIdentity)
    {
        var (rows, columns) = (identities.GetLength(0), identities.GetLength(1));
        var kept = new SortedSet<(int Upper, int Lower)>();
        for (var i = 0; i < rows; i++)
            if (
                Enumerable
                    .Range(0, columns)
                    .Where(j => identities[i, j] > 0 && identities[i, j] >= minIdentity)
                    .OrderByDescending(j => identities[i, j])
                    .ThenBy(j => Math.Abs(i - j))
                    .Select(j => (int?)j)
                    .FirstOrDefault() is
                { } best
            )
                kept.Add((i, best));
        for (var j = 0; j < columns; j++)
            if (
                Enumerable
                    .Range(0, rows)
                    .Where(i => identities[i, j] > 0 && identities[i, j] >= minIdentity)
                    .OrderByDescending(i => identities[i, j])
                    .ThenBy(i => Math.Abs(i - j))
                    .Select(i => (int?)i)
                    .FirstOrDefault() is
                { } best
            )
                kept.Add((best, j));
        return kept.Select(pair => new SyntenyLink(track, pair.Upper, pair.Lower, identities[pair.Upper, pair.Lower]));
    }

    /// <summary>
    /// Homologs on tracks that are not next to each other, among the genes that share most words: a track in between may lack the gene, or
    /// have one that is less similar.
    /// </summary>
    private static List<((int Track, int Gene) Upper, (int Track, int Gene) Lower)> Distant(
        List<GeneWindow> windows,
        IReadOnlyDictionary<string, Protein> proteins,
        double minIdentity,
        CancellationToken cancellation
    )
    {
        var pairs = new List<((int, int), (int, int))>();
        for (var t = 0; t < windows.Count; t++)
        for (var u = t + 2; u < windows.Count; u++)
        {
            cancellation.ThrowIfCancellationRequested();
            var partners = RegionSearch.Partners(windows[t], windows[u].Genes, proteins);
            for (var gene = 0; gene < partners.Length; gene++)
                if (
                    partners[gene] >= 0
                    && Identity(SequenceOf(windows[t], partners[gene]), SequenceOf(windows[u], gene), minIdentity) >= minIdentity
                )
                    pairs.Add(((t, partners[gene]), (u, gene)));
        }
        return pairs;

        string SequenceOf(GeneWindow window, int gene) => proteins[window.Scaffold.Genes[window.Start + gene].ProteinId].Sequence;
    }

    private static int[][] Groups(
        List<GeneWindow> windows,
        List<SyntenyLink> links,
        List<((int Track, int Gene) Upper, (int Track, int Gene) Lower)> distant
    )
    {
        var first = new int[windows.Count];
        for (var t = 1; t < windows.Count; t++)
            first[t] = first[t - 1] + windows[t - 1].Length;
        var parent = Enumerable.Range(0, first[^1] + windows[^1].Length).ToArray();
        foreach (var link in links)
            Join(first[link.Track] + link.Upper, first[link.Track + 1] + link.Lower);
        foreach (var (upper, lower) in distant)
            Join(first[upper.Track] + upper.Gene, first[lower.Track] + lower.Gene);
        foreach (
            var same in windows
                .SelectMany(window => window.Genes)
                .Select((gene, node) => (gene.ProteinId, node))
                .GroupBy(gene => gene.ProteinId, gene => gene.node, StringComparer.Ordinal)
        )
        foreach (var node in same.Skip(1))
            Join(same.First(), node);

        var sizes = parent.Select((_, node) => Root(node)).CountBy(root => root).ToDictionary();
        var number = new Dictionary<int, int>();
        return [.. windows.Select((window, t) => Enumerable.Range(first[t], window.Length).Select(NumberOf).ToArray())];

        int NumberOf(int node)
        {
            var root = Root(node);
            if (sizes[root] == 1)
                return -1;
            if (!number.ContainsKey(root))
                number.Add(root, number.Count);
            return number[root];
        }

        int Root(int node)
        {
            while (parent[node] != node)
                node = parent[node] = parent[parent[node]];
            return node;
        }

        void Join(int a, int b) => parent[Math.Max(Root(a), Root(b))] = Math.Min(Root(a), Root(b));
    }

    /// <summary>Whether most of a track's links join genes that point against each other, as the track above is drawn.</summary>
    private static bool PointsBack(List<GeneWindow> windows, List<SyntenyLink> links, int track, bool upperFlipped)
    {
        var agreement = links
            .Where(link => link.Track == track - 1)
            .Sum(link => link.Identity * (int)StrandOf(windows[track - 1], link.Upper) * (int)StrandOf(windows[track], link.Lower));
        return agreement < 0 ? !upperFlipped : agreement > 0 && upperFlipped;
    }

    private static Strand StrandOf(GeneWindow window, int index) => window.Scaffold.Genes[window.Start + index].Strand;
}
