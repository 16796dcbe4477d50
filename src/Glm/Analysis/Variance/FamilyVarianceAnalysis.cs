using Glm.Analysis.Embeddings;
using Glm.Analysis.Families;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Variance;

/// <summary>
/// Measures how much the contextual vectors of each protein family vary over its occurrences, beyond what its proteins explain.
/// </summary>
/// <remarks>
/// The distance of a family is the root of the mean squared Euclidean distance over all its pairs. The publication takes the mean
/// distance; the squared one follows from sums, so that the cost grows with occurrences and not with pairs, and families of any size are
/// compared whole. A line of the contextual over the protein distance is fitted robustly (<see cref="RobustLine"/>), and a family's
/// excess is its residual from the line of all others. A gene in several windows counts once, from the window that shows most of what is
/// around it.
/// </remarks>
public static class FamilyVarianceAnalysis
{
    /// <summary>Fewer families make no line.</summary>
    private const int FewestFamilies = 5;

    /// <summary>Compares families.</summary>
    /// <param name="context">Contextual embeddings of the scaffolds' windows.</param>
    /// <param name="scaffolds">The scaffolds that were contextualized.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="families">Labels that say which family a gene belongs to; null for the families that the genes carry or, where they
    /// carry none, those that a homology search finds.</param>
    /// <param name="terms">Labels to test for enrichment in the tail; null for the words of products.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Families measured.</param>
    /// <param name="cancellation">Polled between families and resamples.</param>
    /// <exception cref="GlmException">An option is out of range, labels or embeddings are of other genes, a number is not finite, or there
    /// are too few families.</exception>
    public static FamilyVarianceResult Run(
        ContextEmbeddings context,
        ScaffoldSet scaffolds,
        FamilyVarianceOptions? options = null,
        GeneLabels? families = null,
        GeneLabels? terms = null,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new FamilyVarianceOptions();
        options.Validate();
        terms?.CheckFits(scaffolds);
        var named = NamedFamilies.Find(scaffolds, families, engine, progress, cancellation);
        var occurrences = FamilyOccurrences.Of(context, scaffolds, named, options.MinOccurrences);
        if (occurrences.Kept.Count < FewestFamilies)
            throw new GlmException(
                $"{LineText.Shown(context.Source)}: {occurrences.Kept.Count} families have {options.MinOccurrences} occurrences or more "
                    + $"in windows, and the line that corrects for sequence needs {FewestFamilies}. Use a smaller "
                    + $"{Setting.Of(nameof(FamilyVarianceOptions.MinOccurrences))}, more genomes, or wider families."
            );
        var measured = Measure(context, scaffolds, named, occurrences, options, progress, cancellation);
        var (line, residuals) = RobustLine.Fit([.. measured.Select(one => one.Protein)], [.. measured.Select(one => one.Context.Value)]);
        // Where over half of the families lie on the line itself, their residuals have no unit.
        var unit = line.Scale > 0 ? line.Scale : 1;
        var products = new FamilyTerms(scaffolds, named, gene => gene.Product is { Length: > 0 } product ? [product] : []);
        var compared = measured
            .Select((one, i) => one with { Expected = line.At(one.Protein), Excess = residuals[i] / unit })
            .Select((one, i) => one with { IsMobile = IsMobile(products, occurrences.Kept[i], options.MobileWords) })
            .Zip(occurrences.Kept)
            .OrderByDescending(pair => pair.First.Excess)
            .ThenBy(pair => pair.First.Name, StringComparer.Ordinal)
            .ToArray();
        var tail = TailRanking.Size(compared.Length, options.Tail);
        FamilyVariance[] ordered = [.. compared.Select((pair, rank) => pair.First with { IsTail = rank < tail })];
        int[] numbers = [.. compared.Select(pair => pair.Second)];
        var words = terms is null
            ? new FamilyTerms(scaffolds, named, gene => FamilyTerms.WordsOf(gene.Product))
            : new FamilyTerms(scaffolds, named, terms);
        var (tested, rare) = words.Enrichment(numbers, tail, options.MinFamilies);
        return new FamilyVarianceResult(
            context.Source,
            named.By,
            context.Layer,
            ordered,
            line,
            TailRanking.All(ordered, options, cancellation),
            tested,
            terms is null ? "words of products" : $"labels '{LineText.Shown(terms.Name, 60)}'",
            rare,
            occurrences.Dropped,
            occurrences.Left,
            options
        );
    }

    private static bool? IsMobile(FamilyTerms products, int family, IReadOnlyList<string> words) =>
        products.ShareWith(family, product => words.Any(word => product.Contains(word, StringComparison.OrdinalIgnoreCase))) is var share
        && double.IsNaN(share)
            ? null
            : share >= 0.5;

    private static FamilyVariance[] Measure(
        ContextEmbeddings context,
        ScaffoldSet scaffolds,
        NamedFamilies named,
        FamilyOccurrences occurrences,
        FamilyVarianceOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var count = new ProgressCount(progress, "measure families", occurrences.Kept.Count, "families", cancellation);
        var neighbours = new NeighbourDiversity(scaffolds, named, options.Reach);
        var measured = new FamilyVariance[occurrences.Kept.Count];
        for (var i = 0; i < measured.Length; i++)
        {
            var family = occurrences.Kept[i];
            var places = occurrences.PlacesOf(family);
            var genomes = Array.ConvertAll(places, place => place.Genome);
            var inContext = new PairDistance(context.Contextual, context.ContextualWidth, [.. places.Select(place => place.Row)]);
            var before = new PairDistance(context.ContextFree, context.ContextFreeWidth, [.. places.Select(place => place.Row)]);
            Require(inContext.Value, "contextual", named.Names[family]);
            Require(before.Value, "context-free", named.Names[family]);
            var (entropy, turnover) = neighbours.Of([.. places.Select(place => place.Gene)]);
            measured[i] = new FamilyVariance(
                named.Names[family],
                MostFrequentProduct(scaffolds, places),
                places.Length,
                genomes.Distinct().Count(),
                inContext.WithJackknife(genomes),
                before.Value,
                Expected: 0
            )
            {
                Excess = 0,
                NeighbourEntropy = entropy,
                NeighbourTurnover = turnover,
                IsTail = false,
                IsMobile = null,
            };
            count.Add(1);
        }
        return measured;
    }

    private static void Require(double distance, string kind, string family)
    {
        if (!double.IsFinite(distance))
            throw new GlmException(
                $"The {kind} vectors of family {LineText.Quoted(family)} hold a number that is not finite, so that no distance can be "
                    + "told. Embed the proteins again, or use a model whose training did not diverge."
            );
    }

    private static string? MostFrequentProduct(ScaffoldSet scaffolds, FamilyOccurrences.Place[] places) =>
        places
            .Select(place => scaffolds.Scaffolds[place.Scaffold].Genes[place.Position].Product)
            .Where(product => !string.IsNullOrWhiteSpace(product))
            .CountBy(product => product!, StringComparer.Ordinal)
            .OrderByDescending(product => product.Value)
            .ThenBy(product => product.Key, StringComparer.Ordinal)
            .Select(product => product.Key)
            .FirstOrDefault();
}
