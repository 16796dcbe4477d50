using Glm.Analysis.Homologs;
using Glm.Genomes;
using Glm.Proteins.Homology;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Analysis.Families;

/// <summary>
/// Clusters genes into families: the connected components of the graph of homologous proteins (single linkage, as in a pangenome's first
/// step). The result does not depend on the order or number of threads.
/// </summary>
public static class GeneFamilyClustering
{
    /// <summary>Clusters the genes of scaffolds in memory.</summary>
    /// <param name="set">The genes.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="options">What makes a family; null for the defaults.</param>
    /// <param name="progress">Proteins searched.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">An option is out of range, or the search fails.</exception>
    public static GeneFamilies Cluster(
        ScaffoldSet set,
        IHomologyEngine? engine = null,
        GeneFamilyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var catalogue = GeneCatalogue.Of(set);
        return Cluster(catalogue, engine, options, progress, cancellation);
    }

    /// <summary>Clusters the genes of a catalogue.</summary>
    /// <param name="catalogue">The genes.</param>
    /// <param name="engine">What finds homologs; null for <see cref="HomologyEngines.Auto"/>.</param>
    /// <param name="options">What makes a family; null for the defaults.</param>
    /// <param name="progress">Proteins searched.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="GlmException">An option is out of range, or the search fails.</exception>
    public static GeneFamilies Cluster(
        GeneCatalogue catalogue,
        IHomologyEngine? engine = null,
        GeneFamilyOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new GeneFamilyOptions();
        options.Validate();
        // A graph keeps coverages in half precision, so that a limit of 0.8 must be rounded the same way to let 0.8 pass.
        var edges = new HomologyGraphOptions { MinCoverage = (double)(Half)options.MinCoverage };
        var graph = catalogue.Homologs(engine ?? HomologyEngines.Auto, edges, progress, cancellation);
        var order = catalogue.Order;
        var (familyOf, count) = Number(order, Components(graph, options, cancellation));
        var products = catalogue.Products();
        return new GeneFamilies(
            catalogue.Source,
            order,
            catalogue.HasGenomes,
            familyOf,
            Names(order, familyOf, count, products),
            [.. Enumerable.Range(0, order.GeneCount).Select(catalogue.IdOf)],
            graph.Source,
            options
        );
    }

    private static UnionFind Components(HomologyGraph graph, GeneFamilyOptions options, CancellationToken cancellation)
    {
        var components = new UnionFind(graph.QueryCount);
        var enough = (Half)options.MinIdentity;
        for (var protein = 0; protein < graph.QueryCount; protein++)
        {
            if (protein % 4096 == 0)
                cancellation.ThrowIfCancellationRequested();
            var targets = graph.TargetsOf(protein);
            var identities = graph.IdentitiesOf(protein);
            for (var i = 0; i < targets.Length; i++)
                if (identities[i] >= enough)
                    components.Join(protein, targets[i]);
        }
        return components;
    }

    /// <summary>Families from the one with most genes down; of equally large ones, the one whose first gene comes first.</summary>
    private static (int[] FamilyOf, int Count) Number(GeneOrder order, UnionFind components)
    {
        var genes = new int[order.ProteinCount];
        var first = new int[order.ProteinCount];
        Array.Fill(first, int.MaxValue);
        for (var gene = 0; gene < order.GeneCount; gene++)
        {
            var root = components.RootOf(order.ProteinOf(gene));
            genes[root]++;
            first[root] = Math.Min(first[root], gene);
        }
        int[] roots =
        [
            .. Enumerable
                .Range(0, order.ProteinCount)
                .Where(protein => components.RootOf(protein) == protein && genes[protein] > 0)
                .OrderByDescending(root => genes[root])
                .ThenBy(root => first[root]),
        ];
        var numberOf = new int[order.ProteinCount];
        // A protein of a corpus that no window has belongs to no family of genes unless one of its homologs does.
        Array.Fill(numberOf, -1);
        for (var family = 0; family < roots.Length; family++)
            numberOf[roots[family]] = family;
        return ([.. Enumerable.Range(0, order.ProteinCount).Select(protein => numberOf[components.RootOf(protein)])], roots.Length);
    }

    /// <summary>The most frequent product of each family; of equally frequent ones, the first in the order of letters.</summary>
    private static string?[] Names(GeneOrder order, int[] familyOf, int count, Func<int, string?> products)
    {
        var said = new Dictionary<string, int>?[count];
        for (var gene = 0; gene < order.GeneCount; gene++)
        {
            if (products(gene) is not { Length: > 0 } product)
                continue;
            var known = said[familyOf[order.ProteinOf(gene)]] ??= new Dictionary<string, int>(StringComparer.Ordinal);
            known[product] = known.GetValueOrDefault(product) + 1;
        }
        return
        [
            .. said.Select(known =>
                known?.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key
            ),
        ];
    }
}
