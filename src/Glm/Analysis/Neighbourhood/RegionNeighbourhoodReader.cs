using Glm.Analysis.Homologs;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Analysis.Neighbourhood;

/// <summary>
/// Reads what other genomes say about the neighbours of a region's genes: which pairs stay together (<see cref="NeighbourConservation"/>)
/// and what the neighbours predict of each gene (<see cref="NeighbourhoodVote"/>).
/// </summary>
public static class RegionNeighbourhoodReader
{
    /// <summary>Asks other genomes about a region.</summary>
    /// <param name="set">Where the region is.</param>
    /// <param name="region">The genes; without a range, the first <see cref="SyntenyMapper.DefaultGenes"/> of the scaffold.</param>
    /// <param name="reference">The genomes to ask; null for the others of the set.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Proteins searched, then pairs done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">No such region, the reference has no gene order, or the search fails.</exception>
    public static RegionNeighbourhood Read(
        ScaffoldSet set,
        SyntenyRegion region,
        GeneCatalogue? reference = null,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var (scaffold, start, length) = region.In(set, SyntenyMapper.DefaultGenes);
        if (reference is { HasGenomes: false })
            throw new GlmException(
                $"{LineText.Shown(reference.Source)}: a FASTA file of proteins does not say which genes are neighbours. Name "
                    + $"genomes or a corpus."
            );
        engine ??= HomologyEngines.Auto;
        var own = reference is null ? set : new ScaffoldSet(set.Source, [set.GenomeOf(scaffold)], set.Proteins, [], []);
        var asked = reference ?? GeneCatalogue.Of(set);
        var comparison = reference is null
            ? GenomeComparison.Within(asked.Order, asked.Homologs(engine, options: null, progress, cancellation))
            : GenomeComparison.Between(
                GeneOrder.Of(own),
                asked.Order,
                HomologySearch.Between(
                    new ProteinList(GeneOrder.DistinctProteins(own)),
                    asked.Proteins,
                    engine,
                    options: null,
                    progress,
                    cancellation
                ),
                asked.KnownHomologs(options: null, cancellation)
            );
        var (query, others) = (comparison.Query, comparison.Reference);
        var first = query.FirstGeneOf(query.FindScaffold(scaffold.GenomeId, scaffold.Id)) + start;
        var genome = query.GenomeOf(first);
        var conserved = NeighbourConservation.Find(comparison, [genome], options: null, progress, cancellation);
        var vote = new NeighbourhoodVote(comparison);
        var products = asked.Products();
        var weights = comparison.WeightsFor(genome);
        int[] counted = [.. Enumerable.Range(0, weights.Count).Where(weights.Counts)];
        var nearest = counted.Length == 0 ? -1 : counted.MaxBy(weights.SimilarityOf);
        var window = new GeneWindow(scaffold, start, length);
        return new RegionNeighbourhood(
            window,
            [.. Enumerable.Range(0, length - 1).Select(i => Pair(conserved, first + i, i))],
            [.. Enumerable.Range(first, length).Select(gene => Prediction(vote, gene, products, cancellation))],
            window
                .Genes.Select(gene => gene.ProteinId)
                .Distinct(StringComparer.Ordinal)
                .ToDictionary(id => id, id => set.Proteins[id], StringComparer.Ordinal),
            asked.Source,
            counted.Length,
            nearest < 0 || weights.SimilarityOf(nearest) <= 0 ? null : others.GenomeId(nearest),
            nearest < 0 ? 0 : weights.SimilarityOf(nearest),
            comparison.KnowsRelatives,
            comparison.Source
        );
    }

    private static NeighbourPair Pair(ConservedNeighbours conserved, int gene, int index)
    {
        var pair = conserved.PairOf(gene);
        var evidence = conserved.Evidence[pair];
        var reference = conserved.Comparison.Reference;
        return new NeighbourPair(
            index,
            conserved.IsOnOneStrand(pair),
            evidence.GenomesWithBoth,
            evidence.Genomes,
            evidence.WeightedGenomes,
            Genome(evidence.Nearest),
            Taxon(evidence.Nearest),
            Genome(evidence.MostDistant),
            Taxon(evidence.MostDistant)
        );

        string? Genome(int genome) => genome < 0 ? null : reference.GenomeId(genome);

        string? Taxon(int genome) => genome < 0 ? null : reference.LineageOf(genome)?.Narrowest;
    }

    private static NeighbourPrediction? Prediction(
        NeighbourhoodVote vote,
        int gene,
        Func<int, string?> products,
        CancellationToken cancellation
    )
    {
        cancellation.ThrowIfCancellationRequested();
        if (vote.Predict(gene, products, most: 1) is not [var family])
            return null;
        var isHomolog = false;
        foreach (var homolog in vote.Comparison.HomologsOf(vote.Comparison.Query.ProteinOf(gene)))
            isHomolog |= homolog.Protein == family.Protein;
        return new NeighbourPrediction(family.Name, family.Share, family.Genomes.Length, family.WeightedGenomes, isHomolog);
    }
}
