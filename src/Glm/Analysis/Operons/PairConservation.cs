using Glm.Analysis.Homologs;
using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Analysis.Operons;

/// <summary>In how many other genomes two neighbours are neighbours too, pair by pair. Immutable by convention.</summary>
public sealed class PairConservation
{
    // Where a genome or two more make a difference, and where they no longer do. Upper bounds, exclusive but for the first.
    private static readonly double[] Bounds = [0, 1, 2, 4, 8];

    private readonly double[] _weighted;

    private PairConservation(PairFeatures features, double[] weighted, int genomes) =>
        (Features, _weighted, Genomes) = (features, weighted, genomes);

    /// <summary>What a regression reads; NaN for pairs without proteins.</summary>
    public PairFeatures Features { get; }

    /// <summary>Genomes that were asked.</summary>
    public int Genomes { get; }

    /// <summary>Asks the other genomes of a set, after a search for homologs.</summary>
    /// <param name="set">Of several genomes.</param>
    /// <param name="pairs">Its neighbours.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Proteins searched, then pairs done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">The search fails.</exception>
    public static PairConservation Within(
        ScaffoldSet set,
        IReadOnlyList<GenePair> pairs,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var catalogue = GeneCatalogue.Of(set);
        return Within(catalogue, pairs, engine, progress, cancellation);
    }

    /// <summary>Asks the other genomes of a catalogue, after a search for homologs; a corpus that was searched before is not searched
    /// again.</summary>
    /// <param name="genomes">Several, with the genes of the pairs in the same order: those of the set, or the corpus that the set was made
    /// of (<see cref="Corpora.Corpus.ToScaffoldSet"/>).</param>
    /// <param name="pairs">Its neighbours.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Proteins searched, then pairs done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">The search fails, or the genes are not those of the pairs.</exception>
    public static PairConservation Within(
        GeneCatalogue genomes,
        IReadOnlyList<GenePair> pairs,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var graph = genomes.Homologs(engine ?? HomologyEngines.Auto, options: null, progress, cancellation);
        var comparison = GenomeComparison.Within(genomes.Order, graph);
        return Of(pairs, NeighbourConservation.Find(comparison, options: null, progress, cancellation));
    }

    /// <summary>Asks other genomes, after a search for homologs.</summary>
    /// <param name="set">Whose pairs.</param>
    /// <param name="pairs">Its neighbours.</param>
    /// <param name="reference">The genomes to ask.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Proteins searched, then pairs done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">The reference has no gene order, or the search fails.</exception>
    public static PairConservation Among(
        ScaffoldSet set,
        IReadOnlyList<GenePair> pairs,
        GeneCatalogue reference,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var catalogue = GeneCatalogue.Of(set);
        return Among(catalogue, pairs, reference, engine, progress, cancellation);
    }

    /// <summary>Asks other genomes, after a search for homologs.</summary>
    /// <param name="genomes">With the genes of the pairs in the same order: those of the set, or the corpus that the set was made
    /// of.</param>
    /// <param name="pairs">Its neighbours.</param>
    /// <param name="reference">The genomes to ask.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Proteins searched, then pairs done.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">The reference has no gene order, the search fails, or the genes are not those of the
    /// pairs.</exception>
    public static PairConservation Among(
        GeneCatalogue genomes,
        IReadOnlyList<GenePair> pairs,
        GeneCatalogue reference,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        if (!reference.HasGenomes)
            throw new GlmException(
                $"{LineText.Shown(reference.Source)}: a FASTA file of proteins does not say which genes are neighbours. Name genomes or a "
                    + $"corpus."
            );
        var comparison = GenomeComparison.Search(genomes, reference, engine, progress, cancellation);
        return Of(pairs, NeighbourConservation.Find(comparison, options: null, progress, cancellation));
    }

    /// <summary>Takes what other genomes say.</summary>
    /// <param name="pairs">Of the set from whose order the comparison was made.</param>
    /// <param name="conserved">Of all genomes of the set.</param>
    /// <exception cref="GlmException">The comparison is of other genes.</exception>
    public static PairConservation Of(IReadOnlyList<GenePair> pairs, ConservedNeighbours conserved)
    {
        var width = ConservedNeighbours.FeatureNames.Count;
        var all = conserved.ToFeatures();
        var values = new float[pairs.Count * width];
        Array.Fill(values, float.NaN);
        var weighted = new double[pairs.Count];
        Array.Fill(weighted, double.NaN);
        for (var i = 0; i < pairs.Count; i++)
        {
            if (!pairs[i].HasProteins)
                continue;
            if (pairs[i].SecondNumber >= conserved.Comparison.Query.GeneCount)
                throw new GlmException(
                    $"{LineText.Shown(conserved.Comparison.Query.Source)}: the comparison of genomes is of "
                        + $"{conserved.Comparison.Query.GeneCount} genes, not of those of the pairs. Compare the same scaffolds."
                );
            // A pseudogene between two genes parts them here, and the order of proteins does not know it.
            if (pairs[i].SecondNumber != pairs[i].FirstNumber + 1 || conserved.PairOf(pairs[i].FirstNumber) is not (>= 0 and var pair))
                continue;
            all.AsSpan(pair * width, width).CopyTo(values.AsSpan(i * width));
            weighted[i] = conserved.Evidence[pair].WeightedGenomes;
        }
        var others = conserved.Comparison.Reference.GenomeCount - (conserved.Comparison.IsWithin ? 1 : 0);
        return new PairConservation(new PairFeatures(PairFeatures.Conserved, ConservedNeighbours.FeatureNames, values), weighted, others);
    }

    /// <summary>
    /// Revises probabilities that were learned without labels. Neighbours on two strands are never in one operon, and say how often pairs
    /// stay together all the same; what pairs on one strand have more than that, operons have. The evidence is taken to be independent of
    /// the distance, given whether the pair is operonic.
    /// </summary>
    /// <param name="pairs">The same pairs.</param>
    /// <param name="probabilities">[pairs], by distance.</param>
    /// <param name="operonicShare">Of pairs on one strand, above 0 and below 1.</param>
    internal double[] Revise(IReadOnlyList<GenePair> pairs, double[] probabilities, double operonicShare)
    {
        // One more of each, so that no bin is empty.
        var (same, opposite) = (new double[Bounds.Length + 1], new double[Bounds.Length + 1]);
        Array.Fill(same, 1);
        Array.Fill(opposite, 1);
        for (var i = 0; i < pairs.Count; i++)
            if (!double.IsNaN(_weighted[i]))
                (pairs[i].IsSameStrand ? same : opposite)[BinOf(_weighted[i])]++;
        var (sameTotal, oppositeTotal) = (same.Sum(), opposite.Sum());
        var odds = new double[same.Length];
        for (var bin = 0; bin < odds.Length; bin++)
        {
            var (all, background) = (same[bin] / sameTotal, opposite[bin] / oppositeTotal);
            // At least a tenth of what is seen: a difference of two estimates may fall below 0.
            var operonic = Math.Max(0.1 * all, (all - ((1 - operonicShare) * background)) / operonicShare);
            odds[bin] = operonic / background;
        }
        var revised = new double[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var probability = Math.Clamp(probabilities[i], 0, 0.999);
            var factor = double.IsNaN(_weighted[i]) ? 1 : odds[BinOf(_weighted[i])];
            revised[i] = probability * factor / ((probability * factor) + 1 - probability);
        }
        return revised;
    }

    private static int BinOf(double weighted) =>
        weighted <= 0 ? 0 : Bounds.Length - Array.FindAll(Bounds[1..], bound => weighted <= bound).Length;
}
