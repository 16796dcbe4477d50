using Glm.Analysis.Homologs;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;

namespace Glm.Analysis.Neighbourhood;

/// <summary>
/// Genes of some genomes with their homologs in other genomes, or in each other: what conserved neighbourhoods are read from. A genome and
/// identical copies of it are never evidence about itself. Immutable, safe for concurrent use.
/// </summary>
public sealed class GenomeComparison
{
    private readonly HomologyGraph _graph;
    private readonly Lazy<GenomeSimilarities?> _amongReference;

    private GenomeComparison(GeneOrder query, GeneOrder reference, HomologyGraph graph, HomologyGraph? amongReference)
    {
        (Query, Reference, _graph, AmongReference) = (query, reference, graph, amongReference);
        _amongReference = new Lazy<GenomeSimilarities?>(() =>
            amongReference is null ? null : new GenomeSimilarities(reference, reference, amongReference)
        );
    }

    /// <summary>The genes asked about.</summary>
    public GeneOrder Query { get; }

    /// <summary>The genes that give the answers; the same as <see cref="Query"/> within one collection.</summary>
    public GeneOrder Reference { get; }

    /// <summary>What found the homologs, for example "DIAMOND 2.1.3 --sensitive".</summary>
    public string Source => _graph.Source;

    /// <summary>Whether query and reference genomes are the same collection.</summary>
    public bool IsWithin => ReferenceEquals(Query, Reference);

    /// <summary>Whether it is known how similar reference genomes are to each other, so that close relatives share a weight.</summary>
    public bool KnowsRelatives => AmongReference is not null;

    /// <summary>The homologs among reference proteins; null where nothing is known of them.</summary>
    internal HomologyGraph? AmongReference { get; }

    /// <summary>Genomes compared with each other.</summary>
    /// <param name="order">Their genes.</param>
    /// <param name="graph">Of the order's proteins, within one collection.</param>
    /// <exception cref="GlmException">The graph is not one of these proteins.</exception>
    public static GenomeComparison Within(GeneOrder order, HomologyGraph graph)
    {
        CheckWithin(order, graph);
        return new GenomeComparison(order, order, graph, graph);
    }

    /// <summary>Genomes compared with reference genomes.</summary>
    /// <param name="query">Genes to ask about.</param>
    /// <param name="reference">Genes that give the answers.</param>
    /// <param name="graph">From the query's proteins to those of the reference.</param>
    /// <param name="amongReference">Within the reference: says which of its genomes are close relatives of each other. Without it, each
    /// counts for itself.</param>
    /// <exception cref="GlmException">A graph is not one of these proteins.</exception>
    public static GenomeComparison Between(GeneOrder query, GeneOrder reference, HomologyGraph graph, HomologyGraph? amongReference = null)
    {
        if (graph.IsSymmetric || graph.QueryCount != query.ProteinCount || graph.TargetCount != reference.ProteinCount)
            throw new GlmException(
                $"{graph.Source}: a homology graph {Described(graph)} does not compare the {query.ProteinCount} proteins of "
                    + $"{query.Source} with the {reference.ProteinCount} of {reference.Source}. Search with the distinct proteins of the "
                    + $"one against those of the other."
            );
        if (amongReference is not null)
            CheckWithin(reference, amongReference);
        return new GenomeComparison(query, reference, graph, amongReference);
    }

    /// <summary>Genomes compared with reference genomes, after a search for homologs between them and within the reference.</summary>
    /// <param name="query">Genes to ask about.</param>
    /// <param name="reference">Genes that give the answers.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="progress">Proteins searched.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">The search fails.</exception>
    public static GenomeComparison Search(
        GeneCatalogue query,
        GeneCatalogue reference,
        IHomologyEngine? engine = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        engine ??= HomologyEngines.Auto;
        var among = reference.Homologs(engine, options: null, progress, cancellation);
        var between = HomologySearch.Between(query.Proteins, reference.Proteins, engine, options: null, progress, cancellation);
        return Between(query.Order, reference.Order, between, among);
    }

    /// <summary>How similar the reference genomes are to a query genome, and what each counts as evidence about it.</summary>
    /// <param name="genome">Of <see cref="Query"/>.</param>
    public GenomeWeights WeightsFor(int genome) => GenomeWeights.For(this, genome, _amongReference.Value);

    /// <summary>A query genome's similarity to each reference genome, and the share of its genes with the same sequence there.</summary>
    internal (double[] Similarity, double[] Identical) SimilaritiesOf(int genome) =>
        GenomeSimilarities.Row(Query, Reference, _graph, genome);

    /// <summary>
    /// The homologs of a query protein among the reference's with bit scores and identities, its own sequence among them where the
    /// collections are one: there two genomes may share a protein, which is then its own homolog elsewhere.
    /// </summary>
    internal Homologs HomologsOf(int protein) => new(_graph, protein, IsWithin);

    private static void CheckWithin(GeneOrder order, HomologyGraph graph)
    {
        if (!graph.IsSymmetric || graph.QueryCount != order.ProteinCount)
            throw new GlmException(
                $"{graph.Source}: a homology graph {Described(graph)} does not compare the {order.ProteinCount} proteins of "
                    + $"{order.Source} with each other. Search with its distinct proteins against themselves."
            );
    }

    private static string Described(HomologyGraph graph) =>
        graph.IsSymmetric ? $"within {graph.QueryCount} proteins" : $"of {graph.QueryCount} proteins with {graph.TargetCount} others";
}
