using Glm.Genomes;
using Glm.Proteins.Homology;

namespace Glm.Analysis.Neighbourhood;

/// <summary>
/// Predicts a gene from what stands beside the homologs of its neighbours in other genomes, without looking at the gene itself: each
/// neighbour within reach asks its nearest homologs elsewhere, goes the same distance in the same direction of reading from each, and
/// votes for the gene that it finds there. Never goes past the end of a scaffold. Safe for concurrent use.
/// </summary>
public sealed class NeighbourhoodVote
{
    private readonly NeighbourhoodVoteOptions _options;
    private readonly Func<int, bool>? _mayVote;
    private readonly Lazy<GenomeWeights>[] _weights;
    private readonly (int Gene, double Weight)[]?[] _nearest;

    /// <param name="comparison">The genes and their homologs.</param>
    /// <param name="options">Reach and weights; null for the defaults.</param>
    /// <exception cref="Runtime.GlmException">An option is out of range.</exception>
    public NeighbourhoodVote(GenomeComparison comparison, NeighbourhoodVoteOptions? options = null)
        : this(comparison, options, mayVote: null) { }

    /// <param name="comparison">The genes and their homologs.</param>
    /// <param name="options">Reach and weights; null for the defaults.</param>
    /// <param name="mayVote">Which reference genes may be used at all; null for all.</param>
    internal NeighbourhoodVote(GenomeComparison comparison, NeighbourhoodVoteOptions? options, Func<int, bool>? mayVote)
    {
        (Comparison, _options, _mayVote) = (comparison, options ?? new NeighbourhoodVoteOptions(), mayVote);
        _options.Validate();
        _weights =
        [
            .. Enumerable
                .Range(0, comparison.Query.GenomeCount)
                .Select(genome => new Lazy<GenomeWeights>(() => comparison.WeightsFor(genome))),
        ];
        _nearest = new (int, double)[]?[comparison.Query.GeneCount];
    }

    /// <summary>The genes and their homologs.</summary>
    public GenomeComparison Comparison { get; }

    /// <summary>All votes for what a gene is, by neighbour from the nearest, then by the homolog's bit score.</summary>
    /// <param name="gene">Of the query; neither its protein nor its strand is looked at.</param>
    /// <param name="isVisible">Whether a neighbour may be asked; null for all.</param>
    public IReadOnlyList<NeighbourVote> VotesFor(int gene, Func<int, bool>? isVisible = null)
    {
        var (query, reference) = (Comparison.Query, Comparison.Reference);
        var votes = new List<NeighbourVote>();
        for (var distance = 1; distance <= _options.Reach; distance++)
        for (var side = -1; side <= 1; side += 2)
        {
            var neighbour = query.Step(gene, side * distance);
            if (neighbour < 0 || (isVisible is not null && !isVisible(neighbour)))
                continue;
            foreach (var (homolog, weight) in NearestOf(neighbour))
            {
                // The way from the neighbour back to the gene, mirrored where the homolog is read in the other direction.
                var mirrored = reference.StrandOf(homolog) != query.StrandOf(neighbour);
                var voted = reference.Step(homolog, mirrored ? side * distance : -side * distance);
                if (voted < 0 || (_mayVote is not null && !_mayVote(voted)))
                    continue;
                var strand = reference.StrandOf(voted);
                votes.Add(
                    new NeighbourVote(voted, mirrored ? (Strand)(-(int)strand) : strand, weight / distance, neighbour, distance, homolog)
                );
            }
        }
        return votes;
    }

    /// <summary>
    /// Predicted families, the one with most votes first. Voted genes are of one family if their proteins are homologs of its most voted
    /// one, where homologs among the reference are known, and otherwise if they have the same protein.
    /// </summary>
    /// <param name="gene">Of the query; neither its protein nor its strand is looked at.</param>
    /// <param name="nameOf">The name of a reference gene, for example its product; null where it has none.</param>
    /// <param name="isVisible">Whether a neighbour may be asked; null for all.</param>
    /// <param name="most">How many families to return at most.</param>
    /// <returns>Empty where no neighbour has a homolog elsewhere.</returns>
    public IReadOnlyList<VotedFamily> Predict(
        int gene,
        Func<int, string?>? nameOf = null,
        Func<int, bool>? isVisible = null,
        int most = 10
    )
    {
        var reference = Comparison.Reference;
        var votes = VotesFor(gene, isVisible);
        var proteins = votes
            .GroupBy(vote => reference.ProteinOf(vote.Gene))
            .Select(group => (Protein: group.Key, Weight: group.Sum(vote => vote.Weight), Votes: group.ToList()))
            .OrderByDescending(group => group.Weight)
            .ThenBy(group => group.Protein);
        var families = new List<(int Protein, List<NeighbourVote> Votes)>();
        foreach (var (protein, _, ofProtein) in proteins)
        {
            var known = families.FindIndex(family => AreHomologs(Comparison.AmongReference, family.Protein, protein));
            if (known < 0)
                families.Add((protein, ofProtein));
            else
                families[known].Votes.AddRange(ofProtein);
        }
        var total = votes.Sum(vote => vote.Weight);
        var weights = _weights[Comparison.Query.GenomeOf(gene)].Value;
        return
        [
            .. families
                .Select(family => Summary(family.Protein, family.Votes, total, weights, nameOf))
                .OrderByDescending(family => family.Share)
                .ThenBy(family => family.Protein)
                .Take(most),
        ];
    }

    private VotedFamily Summary(int protein, List<NeighbourVote> votes, double total, GenomeWeights weights, Func<int, string?>? nameOf)
    {
        var reference = Comparison.Reference;
        int[] genomes = [.. votes.Select(vote => reference.GenomeOf(vote.Gene)).Distinct().Order()];
        return new VotedFamily(
            protein,
            nameOf is null ? null : Heaviest(votes, vote => nameOf(vote.Gene) is { Length: > 0 } name ? name : null),
            votes.Sum(vote => vote.Weight) / total,
            votes.Sum(vote => (int)vote.Strand * vote.Weight) >= 0 ? Strand.Forward : Strand.Reverse,
            genomes.Sum(weights.WeightOf),
            genomes,
            [.. votes.Select(vote => vote.Neighbour).Distinct().Order()],
            [.. votes.Select(vote => vote.Gene).Distinct().Order()]
        );
    }

    /// <summary>The key with most weight; of equal ones the first in the order of letters.</summary>
    private static string? Heaviest(List<NeighbourVote> votes, Func<NeighbourVote, string?> keyOf) =>
        votes
            .Select(vote => (Key: keyOf(vote), vote.Weight))
            .Where(vote => vote.Key is not null)
            .GroupBy(vote => vote.Key!, StringComparer.Ordinal)
            .OrderByDescending(group => group.Sum(vote => vote.Weight))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .FirstOrDefault()
            ?.Key;

    private static bool AreHomologs(HomologyGraph? graph, int a, int b) => graph is not null && graph.TargetsOf(a).BinarySearch(b) >= 0;

    /// <summary>The nearest homologs of a gene in genomes that count, with the weight that their identity gives them.</summary>
    private (int Gene, double Weight)[] NearestOf(int gene)
    {
        if (_nearest[gene] is { } known)
            return known;
        var (query, reference) = (Comparison.Query, Comparison.Reference);
        var weights = _weights[query.GenomeOf(gene)].Value;
        var found = new List<(int Gene, double Bits, double Identity)>();
        foreach (var homolog in Comparison.HomologsOf(query.ProteinOf(gene)))
        foreach (var place in reference.GenesOf(homolog.Protein))
            if (weights.Counts(reference.GenomeOf(place)) && (_mayVote is null || _mayVote(place)))
                found.Add((place, homolog.BitScore, homolog.Identity));
        found.Sort(static (a, b) => a.Bits != b.Bits ? b.Bits.CompareTo(a.Bits) : a.Gene.CompareTo(b.Gene));
        // Threads that come here at the same time find the same.
        return _nearest[gene] = [
            .. found.Take(_options.Homologs).Select(homolog => (homolog.Gene, Math.Exp(_options.Sharpness * (homolog.Identity - 1)))),
        ];
    }
}
