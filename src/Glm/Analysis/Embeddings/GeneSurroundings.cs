using Glm.Analysis.Synteny;
using Glm.Genomes;

namespace Glm.Analysis.Embeddings;

/// <summary>A gene and those like it, each among its neighbours.</summary>
internal static class GeneSurroundings
{
    /// <summary>Genes on each side of a gene.</summary>
    private const int Flank = 6;

    /// <summary>The most genes whose surroundings are laid below those of the first.</summary>
    private const int MostTracks = 6;

    /// <summary>What a track is called.</summary>
    public static string TitleOf(Genome genome) => genome.Lineage?.Narrowest ?? genome.Id;

    /// <summary>The stretches below each other; null where the set is not the one that was read, or lacks sequences to compare.</summary>
    /// <param name="set">The scaffolds that were read.</param>
    /// <param name="genes">Ids of scaffolds and genes, and what each track is called; the first on top.</param>
    /// <param name="cancellation">Polled while proteins are compared.</param>
    public static SyntenyMap? Of(
        ScaffoldSet set,
        IEnumerable<(string Scaffold, string Gene, string Title)> genes,
        CancellationToken cancellation
    )
    {
        var (windows, marked, titles) = (new List<GeneWindow>(), new List<int>(), new List<string>());
        foreach (var (scaffoldId, gene, title) in genes.Take(1 + MostTracks))
        {
            if (set.FindScaffold(scaffoldId) is not { } scaffold)
                return null;
            var place = Enumerable.Range(0, scaffold.Genes.Count).FirstOrDefault(i => scaffold.Genes[i].Id == gene, -1);
            if (place < 0)
                return null;
            var (start, end) = (Math.Max(0, place - Flank), Math.Min(scaffold.Genes.Count, place + Flank + 1));
            windows.Add(new GeneWindow(scaffold, start, end - start));
            marked.Add(place - start);
            titles.Add(title);
        }
        if (windows.SelectMany(window => window.Genes).Any(gene => !set.Proteins.ContainsKey(gene.ProteinId)))
            return null;
        var map = SyntenyMapper.Compare(windows, set.Proteins, cancellation: cancellation);
        return map with { Tracks = [.. map.Tracks.Select((track, t) => track with { Title = titles[t], Marked = marked[t] })] };
    }
}
