using Glm.Genomes;

namespace Glm.Features;

/// <summary>The genomes that windows are of, each with what it is known by: what a model is trained on, or asked for.</summary>
internal static class GenomeSketches
{
    /// <summary>
    /// Their ids, each with the sketch of the proteins of all scaffolds that one of the windows lies on; null where sequences are not
    /// known. Ids are untrusted text.
    /// </summary>
    /// <param name="places">Where the windows lie.</param>
    /// <param name="windows">Their numbers; those of a scaffold side by side, as they mostly are, cost one look.</param>
    public static IReadOnlyList<(string Id, GenomeSketch? Sketch)> Of(IWindowPlaces places, IEnumerable<int> windows) =>
        [
            .. Scaffolds(places, windows)
                .GroupBy(places.GenomeIdOf, StringComparer.Ordinal)
                .Select(scaffolds => (scaffolds.Key, SketchOf(scaffolds.Select(places.ProteinHashesOf)))),
        ];

    /// <summary>The genomes of all windows.</summary>
    public static IReadOnlyList<(string Id, GenomeSketch? Sketch)> Of(IWindowPlaces places) =>
        Of(places, Enumerable.Range(0, places.WindowCount));

    /// <summary>The genomes that some windows lie on, with the sketches of all their proteins.</summary>
    public static IReadOnlyList<(string Id, GenomeSketch? Sketch)> Of(ScaffoldSet set, IEnumerable<GeneWindow> windows) =>
        [
            .. windows
                .Select(window => set.GenomeOf(window.Scaffold))
                .DistinctBy(genome => genome.Id, StringComparer.Ordinal)
                .Select(genome => (genome.Id, SketchOf(genome.Scaffolds.Select(scaffold => ProteinHashes.Of(scaffold.Genes, set))))),
        ];

    /// <summary>How many genomes some windows are of.</summary>
    public static int Count(IWindowPlaces places, IEnumerable<int> windows) =>
        Scaffolds(places, windows).Select(places.GenomeIdOf).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Of scaffolds by the hashes of their proteins, which are empty where sequences are not known.</summary>
    private static GenomeSketch? SketchOf(IEnumerable<IReadOnlyList<UInt128>> scaffolds)
    {
        var isKnown = true;
        var sketch = GenomeSketch.Of(
            scaffolds.SelectMany(hashes =>
            {
                isKnown &= hashes.Count > 0;
                return hashes;
            })
        );
        return isKnown ? sketch : null;
    }

    private static HashSet<int> Scaffolds(IWindowPlaces places, IEnumerable<int> windows)
    {
        var scaffolds = new HashSet<int>();
        var last = -1;
        foreach (var window in windows)
            if (places.ScaffoldOf(window) is var scaffold && scaffold != last)
                scaffolds.Add(last = scaffold);
        return scaffolds;
    }
}
