using System.Collections;
using Glm.Features;
using Glm.Genomes;

namespace Glm.Modeling;

/// <summary>
/// The genomes that a model was trained on, each with its id and a sketch of its proteins: ids collide, as those of two simulations do,
/// and one genome has many names (RefSeq and GenBank, a download under another name). Immutable; a set, in an order of its own.
/// </summary>
/// <remarks>
/// A genome counts as known where at least half of its distinct proteins stand in one that was learned from, residue by residue, as far
/// as their sketches tell. Another annotation of one sequence keeps some 0.9, genomes of two species less than 0.1. A part of a learned
/// genome is known too, under another name if it has an eighth of the proteins or more, since fewer than 8 would be compared. Where one
/// of both has no sketch, as in model folders of earlier versions, equal ids count.
/// </remarks>
public sealed class TrainedGenomes : IReadOnlyCollection<TrainedGenome>
{
    /// <summary>Of a genome's proteins, the least share that stands in one that it is taken for.</summary>
    private const double LeastShare = 0.5;

    /// <summary>Of fewer proteins a share says little about genomes of different names.</summary>
    private const int LeastCompared = 8;

    private readonly TrainedGenome[] _genomes;

    /// <param name="genomes">In any order; equal ones count once, two of one id and different sketches do not.</param>
    public TrainedGenomes(IEnumerable<TrainedGenome> genomes) =>
        _genomes = [.. genomes.Distinct().OrderBy(genome => genome.Id, StringComparer.Ordinal).ThenBy(genome => genome.Sketch)];

    /// <summary>Nothing is known of what the model was trained on.</summary>
    public static TrainedGenomes None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _genomes.Length;

    /// <inheritdoc/>
    public IEnumerator<TrainedGenome> GetEnumerator() => ((IEnumerable<TrainedGenome>)_genomes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The genomes of scaffolds with one of these windows, with the sketches of those scaffolds.</summary>
    /// <param name="places">Where the windows lie.</param>
    /// <param name="windows">Their numbers.</param>
    internal static TrainedGenomes Of(IWindowPlaces places, IEnumerable<int> windows) =>
        new(GenomeSketches.Of(places, windows).Select(genome => new TrainedGenome(genome.Id, genome.Sketch)));

    /// <summary>These and others.</summary>
    public TrainedGenomes Union(TrainedGenomes others) =>
        others.Count == 0 ? this
        : Count == 0 ? others
        : new TrainedGenomes(_genomes.Concat(others._genomes));

    /// <summary>Which genomes of some data the model knows, by id in the order of letters.</summary>
    /// <param name="data">Their windows.</param>
    public IReadOnlyList<KnownGenome> KnownOf(IWindowPlaces data) => Count == 0 ? [] : KnownOf(GenomeSketches.Of(data));

    /// <summary>Which of the genomes that some windows lie on the model knows, whatever part of them the windows cover.</summary>
    internal IReadOnlyList<KnownGenome> KnownOf(ScaffoldSet set, IEnumerable<GeneWindow> windows) =>
        Count == 0 ? [] : KnownOf(GenomeSketches.Of(set, windows));

    /// <summary>As above, of genomes with their sketches; null where the sequences are not known.</summary>
    internal IReadOnlyList<KnownGenome> KnownOf(IReadOnlyList<(string Id, GenomeSketch? Sketch)> asked)
    {
        var byName = asked.Index().ToLookup(genome => genome.Item.Id, genome => genome.Index, StringComparer.Ordinal);
        var byHash = asked
            .Index()
            .SelectMany(genome => genome.Item.Sketch?.Hashes ?? [], (genome, hash) => (hash, genome.Index))
            .ToLookup(pair => pair.hash, pair => pair.Index);
        var known = new KnownGenome?[asked.Count];
        foreach (var trained in _genomes)
        foreach (var i in byName[trained.Id].Concat((trained.Sketch?.Hashes ?? []).SelectMany(hash => byHash[hash])).Distinct())
            if (Compare(asked[i].Id, asked[i].Sketch, trained) is { } found && IsBetter(found, known[i]))
                known[i] = found;
        return [.. known.OfType<KnownGenome>().OrderBy(genome => genome.Id, StringComparer.Ordinal)];
    }

    /// <summary>The genome as one that was learned from; null where it is another.</summary>
    private static KnownGenome? Compare(string id, GenomeSketch? sketch, TrainedGenome trained)
    {
        var isNamesake = id == trained.Id;
        if (sketch is null || trained.Sketch is null)
            return isNamesake ? new KnownGenome(id, trained.Id, Shared: null) : null;
        var (compared, shared) = sketch.ComparedWith(trained.Sketch);
        if (compared == 0)
            return isNamesake ? new KnownGenome(id, trained.Id, Shared: null) : null;
        var isEnough = isNamesake || compared >= LeastCompared || sketch.IsWhole && trained.Sketch.IsWhole;
        return isEnough && shared >= LeastShare * compared ? new KnownGenome(id, trained.Id, (double)shared / compared) : null;
    }

    /// <summary>By the share of proteins, and then by the name.</summary>
    private static bool IsBetter(KnownGenome found, KnownGenome? known) =>
        known is null
        || (found.Shared ?? 0).CompareTo(known.Shared ?? 0) is var order && (order > 0 || order == 0 && found.LearnedAs == found.Id);
}
