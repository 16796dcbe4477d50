using Glm.Genomes;
using Glm.Proteins.Homology.BuiltIn;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Synteny;

/// <summary>
/// Lays stretches of scaffolds under each other and finds their homologous genes by the built-in homology search
/// (<see cref="BuiltInSearch"/>), whose e-values count all genes of the map as the database. A gene keeps its best partner on each other
/// track, where <see cref="SyntenyLink.Identity"/> suffices; partners on neighbouring tracks are linked. Genes joined by links, over any
/// number of tracks, homologs on tracks that are not neighbours, and genes that code for the same protein form a homology group.
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
    /// <param name="progress">Genes searched.</param>
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
        Check(regions.Count, minIdentity);
        var windows = new GeneWindow?[regions.Count];
        var free = new List<(int Track, Scaffold Scaffold)>();
        for (var t = 0; t < windows.Length; t++)
        {
            var (scaffold, start, length) = regions[t].In(set, DefaultGenes);
            if (t == 0 || regions[t].First is not null)
                windows[t] = new GeneWindow(scaffold, start, length);
            else
                free.Add((t, scaffold));
        }
        if (free.Count > 0)
        {
            var like = RegionSearch.MostLike(windows[0]!, [.. free.Select(track => track.Scaffold)], set.Proteins, progress, cancellation);
            for (var i = 0; i < free.Count; i++)
                windows[free[i].Track] = like[i];
        }
        return Compare([.. windows.Select(window => window!)], set.Proteins, minIdentity, progress, cancellation);
    }

    /// <summary>Makes a map of chosen stretches, which may come from several sets.</summary>
    /// <param name="windows">From top to bottom, 1 to <see cref="MaxTracks"/>.</param>
    /// <param name="proteins">Of all their genes, by id.</param>
    /// <param name="minIdentity">0 to 1.</param>
    /// <param name="progress">Genes searched.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="GlmException">Too much for one map.</exception>
    public static SyntenyMap Compare(
        IReadOnlyList<GeneWindow> windows,
        IReadOnlyDictionary<string, Protein> proteins,
        double minIdentity = DefaultMinIdentity,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        Check(windows.Count, minIdentity);
        var pairs = HomologousPairs(windows, proteins, minIdentity, progress, cancellation);
        List<SyntenyLink> links =
        [
            .. pairs
                .Where(pair => pair.Lower.Track == pair.Upper.Track + 1)
                .Select(pair => new SyntenyLink(pair.Upper.Track, pair.Upper.Gene, pair.Lower.Gene, pair.Identity)),
        ];
        var groups = Groups(windows, pairs);
        var tracks = new List<SyntenyTrack>();
        for (var t = 0; t < windows.Count; t++)
            tracks.Add(new SyntenyTrack(windows[t], t > 0 && PointsBack(windows, links, t, tracks[t - 1].Flipped), groups[t]));
        var shown = windows.SelectMany(window => window.Genes).Select(gene => gene.ProteinId).Distinct(StringComparer.Ordinal);
        return new SyntenyMap(tracks, links, minIdentity, shown.ToDictionary(id => id, id => proteins[id], StringComparer.Ordinal));
    }

    private static void Check(int tracks, double minIdentity)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tracks);
        if (tracks > MaxTracks)
            throw new GlmException($"{tracks} scaffolds are too many for one map; it shows up to {MaxTracks}. Leave some out.");
        if (minIdentity is not (>= 0 and <= 1))
            throw new GlmException($"The least identity is {minIdentity}; it must be 0 to 1. Use {DefaultMinIdentity}, or leave it out.");
    }

    /// <summary>The best partners of all genes on every other track, by track and position.</summary>
    private static List<HomologousPair> HomologousPairs(
        IReadOnlyList<GeneWindow> windows,
        IReadOnlyDictionary<string, Protein> proteins,
        double minIdentity,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        if (windows.Count == 1)
            return [];
        var all = new DistinctProteins();
        int[][] numbers = [.. windows.Select(window => window.Genes.Select(gene => all.NumberOf(proteins[gene.ProteinId])).ToArray())];
        var identities = new Dictionary<(int, int), double>();
        // A protein is its own homolog even if it is too short for an alignment of it to be better than chance.
        for (var protein = 0; protein < all.Count; protein++)
            identities[(protein, protein)] = 1;
        foreach (var hit in RegionSearch.Hits(all, all, progress, cancellation))
        {
            var (query, target) = (all.Proteins[hit.Query].Sequence, all.Proteins[hit.Target].Sequence);
            var identity = SyntenyLink.IdentityOf(hit, query.Length, target.Length);
            if (identity >= minIdentity && identity > identities.GetValueOrDefault((hit.Query, hit.Target)))
                identities[(hit.Query, hit.Target)] = identities[(hit.Target, hit.Query)] = identity;
        }
        var pairs = new List<HomologousPair>();
        for (var upper = 0; upper < windows.Count; upper++)
        for (var lower = upper + 1; lower < windows.Count; lower++)
        {
            cancellation.ThrowIfCancellationRequested();
            pairs.AddRange(BestPartners(upper, numbers[upper], lower, numbers[lower], identities));
        }
        return pairs;
    }

    /// <summary>Every gene's best partner, seen from either track; ties go to the nearer place.</summary>
    private static IEnumerable<HomologousPair> BestPartners(
        int upperTrack,
        int[] upper,
        int lowerTrack,
        int[] lower,
        Dictionary<(int, int), double> identities
    )
    {
        var found = new List<(int Upper, int Lower, double Identity)>();
        for (var i = 0; i < upper.Length; i++)
        for (var j = 0; j < lower.Length; j++)
            if (identities.TryGetValue((upper[i], lower[j]), out var identity))
                found.Add((i, j, identity));
        found.Sort(
            static (a, b) =>
                a.Identity != b.Identity
                    ? b.Identity.CompareTo(a.Identity)
                    : (Math.Abs(a.Upper - a.Lower), a.Upper, a.Lower).CompareTo((Math.Abs(b.Upper - b.Lower), b.Upper, b.Lower))
        );
        return found
            .DistinctBy(pair => pair.Upper)
            .Union(found.DistinctBy(pair => pair.Lower))
            .OrderBy(pair => (pair.Upper, pair.Lower))
            .Select(pair => new HomologousPair((upperTrack, pair.Upper), (lowerTrack, pair.Lower), pair.Identity));
    }

    private static int[][] Groups(IReadOnlyList<GeneWindow> windows, List<HomologousPair> pairs)
    {
        var first = new int[windows.Count];
        for (var t = 1; t < windows.Count; t++)
            first[t] = first[t - 1] + windows[t - 1].Length;
        var nodes = new UnionFind(first[^1] + windows[^1].Length);
        foreach (var (upper, lower, _) in pairs)
            nodes.Join(first[upper.Track] + upper.Gene, first[lower.Track] + lower.Gene);
        foreach (
            var same in windows
                .SelectMany(window => window.Genes)
                .Select((gene, node) => (gene.ProteinId, node))
                .GroupBy(gene => gene.ProteinId, gene => gene.node, StringComparer.Ordinal)
        )
        foreach (var node in same.Skip(1))
            nodes.Join(same.First(), node);

        var sizes = Enumerable.Range(0, nodes.Count).CountBy(nodes.RootOf).ToDictionary();
        var number = new Dictionary<int, int>();
        return [.. windows.Select((window, t) => Enumerable.Range(first[t], window.Length).Select(NumberOf).ToArray())];

        int NumberOf(int node)
        {
            var root = nodes.RootOf(node);
            if (sizes[root] == 1)
                return -1;
            if (!number.ContainsKey(root))
                number.Add(root, number.Count);
            return number[root];
        }
    }

    /// <summary>Whether most of a track's links join genes that point against each other, as the track above is drawn.</summary>
    private static bool PointsBack(IReadOnlyList<GeneWindow> windows, List<SyntenyLink> links, int track, bool upperFlipped)
    {
        var agreement = links
            .Where(link => link.Track == track - 1)
            .Sum(link => link.Identity * (int)StrandOf(windows[track - 1], link.Upper) * (int)StrandOf(windows[track], link.Lower));
        return agreement < 0 ? !upperFlipped : agreement > 0 && upperFlipped;
    }

    private static Strand StrandOf(GeneWindow window, int index) => window.Scaffold.Genes[window.Start + index].Strand;

    private readonly record struct HomologousPair((int Track, int Gene) Upper, (int Track, int Gene) Lower, double Identity);
}
