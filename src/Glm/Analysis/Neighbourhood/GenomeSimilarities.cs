using Glm.Genomes;
using Glm.Proteins.Homology;

namespace Glm.Analysis.Neighbourhood;

/// <summary>
/// How similar genomes are by their proteins: the share of a genome's genes with a homolog in the other, times how identical the best ones
/// are on average, on a scale from 0 for unrelated genomes to 1 for equal ones. Rows are computed when they are asked for, and kept;
/// most genomes are unrelated, and zeros are not stored. Safe for concurrent use.
/// </summary>
internal sealed class GenomeSimilarities
{
    /// <summary>
    /// Genomes whose best homologs are no more identical than this are of different families, as a rule (45 to 65% average amino-acid
    /// identity within a family; Konstantinidis, Rosselló-Móra and Amann 2017): each of them is evidence of its own.
    /// </summary>
    public const double UnrelatedIdentity = 0.45;

    private readonly GeneOrder _query;
    private readonly GeneOrder _reference;
    private readonly HomologyGraph _graph;
    private readonly Lazy<(int Genome, float Similarity)[]>[] _rows;

    public GenomeSimilarities(GeneOrder query, GeneOrder reference, HomologyGraph graph)
    {
        (_query, _reference, _graph) = (query, reference, graph);
        _rows = new Lazy<(int, float)[]>[query.GenomeCount];
        for (var genome = 0; genome < _rows.Length; genome++)
        {
            var number = genome;
            _rows[genome] = new Lazy<(int, float)[]>(() =>
            {
                var (similarity, _) = Row(_query, _reference, _graph, number);
                return
                [
                    .. similarity.Select((value, other) => (Genome: other, Similarity: (float)value)).Where(pair => pair.Similarity > 0),
                ];
            });
        }
    }

    /// <summary>The genomes that are related to a genome, itself included where it has a gene; ascending.</summary>
    public ReadOnlySpan<(int Genome, float Similarity)> RelativesOf(int genome) => _rows[genome].Value;

    /// <summary>A genome's similarity to each reference genome, and the share of its genes with the same sequence there; 0 to 1.</summary>
    public static (double[] Similarity, double[] Identical) Row(GeneOrder query, GeneOrder reference, HomologyGraph graph, int genome)
    {
        var shared = new int[reference.GenomeCount];
        var identities = new double[shared.Length];
        var identical = new double[shared.Length];
        var bestOf = new (int Gene, double Bits, double Identity, bool IsIdentical)[shared.Length];
        Array.Fill(bestOf, (-1, 0, 0, false));
        var touched = new List<int>();
        var within = ReferenceEquals(query, reference);
        foreach (var scaffold in query.ScaffoldsOf(genome))
        {
            var first = query.FirstGeneOf(scaffold);
            for (var gene = first; gene < first + query.GeneCountOf(scaffold); gene++)
            {
                foreach (var homolog in new Homologs(graph, query.ProteinOf(gene), within))
                foreach (var place in reference.GenesOf(homolog.Protein))
                {
                    ref var best = ref bestOf[reference.GenomeOf(place)];
                    if (best.Gene != gene)
                        touched.Add(reference.GenomeOf(place));
                    if (best.Gene != gene || homolog.BitScore > best.Bits)
                        best = (gene, homolog.BitScore, homolog.Identity, homolog.IsIdentical);
                }
                foreach (var other in touched)
                {
                    shared[other]++;
                    identities[other] += bestOf[other].Identity;
                    identical[other] += bestOf[other].IsIdentical ? 1 : 0;
                }
                touched.Clear();
            }
        }

        var genes = query.GeneCountOfGenome(genome);
        var similarity = new double[shared.Length];
        for (var other = 0; other < shared.Length; other++)
            if (shared[other] > 0)
            {
                var identity = identities[other] / shared[other];
                similarity[other] = (double)shared[other] / genes * Math.Max(0, (identity - UnrelatedIdentity) / (1 - UnrelatedIdentity));
                // Of the smaller one: a corpus lacks the ends of a genome that make no window, and a draft lacks other parts.
                identical[other] /= Math.Min(genes, reference.GeneCountOfGenome(other));
            }
        return (similarity, identical);
    }
}
