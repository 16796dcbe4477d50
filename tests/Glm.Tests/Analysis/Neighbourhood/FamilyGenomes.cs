using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Proteins.Homology;

namespace Glm.Tests.Analysis.Neighbourhood;

/// <summary>Genomes written as families with strands, and the homology graphs that follow from them.</summary>
internal static class FamilyGenomes
{
    /// <summary>A genome per text: scaffolds divided by |, genes like "A+" or "B-"; a scaffold that begins with o is circular.</summary>
    public static ScaffoldSet Set(params ReadOnlySpan<string> genomes) => Named("g", genomes);

    /// <summary>As above, with ids that begin with a name.</summary>
    public static ScaffoldSet Named(string name, params ReadOnlySpan<string> genomes)
    {
        var proteins = new Dictionary<string, Protein>(StringComparer.Ordinal);
        var made = new List<Genome>();
        foreach (var text in genomes)
        {
            var id = $"{name}{made.Count}";
            var scaffolds = text.Split('|').Select((scaffold, s) => MakeScaffold(scaffold.Trim(), $"{id}_{s}", id)).ToArray();
            made.Add(new Genome(id, scaffolds, new Lineage("Bacteria", $"Phylum{made.Count}")));
        }
        return new ScaffoldSet("families", made, proteins, [], []);

        Scaffold MakeScaffold(string text, string id, string genome)
        {
            var genes = text.TrimStart('o')
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(
                    (gene, i) =>
                    {
                        var protein = $"{id}_{i}";
                        proteins.Add(protein, new Protein(protein, $"M{gene[..^1]}{protein}"));
                        return new Gene(protein, gene[^1] == '+' ? Strand.Forward : Strand.Reverse, protein)
                        {
                            Family = gene[..^1],
                            Product = $"product {gene[..^1]}",
                        };
                    }
                )
                .ToArray();
            return new Scaffold(id, genes, genome) { IsCircular = text.StartsWith('o') };
        }
    }

    /// <summary>Genomes compared with each other: genes of one family are homologs.</summary>
    /// <param name="set">With families.</param>
    /// <param name="identity">Of two proteins, by genome; null for 60%.</param>
    public static GenomeComparison Within(ScaffoldSet set, Func<string, string, double>? identity = null)
    {
        var order = GeneOrder.Of(set);
        return GenomeComparison.Within(order, Graph(set, identity));
    }

    public static HomologyGraph Graph(ScaffoldSet set, Func<string, string, double>? identity = null)
    {
        var (proteins, genes) = (GeneOrder.DistinctProteins(set), GenesOf(set));
        int[] lengths = [.. proteins.Select(protein => protein.Sequence.Length)];
        return HomologyGraph.Within(
            "test",
            lengths,
            [
                [.. Hits(genes, genes, lengths, lengths, identity)],
            ]
        );
    }

    /// <summary>Genomes compared with others.</summary>
    public static GenomeComparison Between(
        ScaffoldSet query,
        ScaffoldSet reference,
        Func<string, string, double>? identity = null,
        bool withRelatives = false
    )
    {
        int[] queryLengths = [.. GeneOrder.DistinctProteins(query).Select(protein => protein.Sequence.Length)];
        int[] lengths = [.. GeneOrder.DistinctProteins(reference).Select(protein => protein.Sequence.Length)];
        var graph = HomologyGraph.Between(
            "test",
            queryLengths,
            lengths,
            [
                [.. Hits(GenesOf(query), GenesOf(reference), queryLengths, lengths, identity)],
            ]
        );
        return GenomeComparison.Between(
            GeneOrder.Of(query),
            GeneOrder.Of(reference),
            graph,
            withRelatives ? Graph(reference, identity) : null
        );
    }

    /// <summary>Genome and family of each distinct protein.</summary>
    private static (string Genome, string Family)[] GenesOf(ScaffoldSet set)
    {
        var order = GeneOrder.Of(set);
        var genes = set.Scaffolds.SelectMany(scaffold => scaffold.Genes.Select(gene => (scaffold.GenomeId, gene.Family!))).ToArray();
        return [.. Enumerable.Range(0, order.ProteinCount).Select(protein => genes[order.GenesOf(protein)[0]])];
    }

    private static IEnumerable<HomologyHit> Hits(
        (string Genome, string Family)[] queries,
        (string Genome, string Family)[] targets,
        int[] queryLengths,
        int[] lengths,
        Func<string, string, double>? identity
    )
    {
        var ofFamily = targets.Select((target, i) => (target.Family, i)).ToLookup(pair => pair.Family, pair => pair.i);
        for (var query = 0; query < queries.Length; query++)
            foreach (var target in ofFamily[queries[query].Family])
            {
                var matches = (int)Math.Round(1000 * (identity?.Invoke(queries[query].Genome, targets[target].Genome) ?? 0.6));
                yield return new HomologyHit(query, target, matches, 1e-30, matches, 1000, 0, queryLengths[query], 0, lengths[target]);
            }
    }
}
