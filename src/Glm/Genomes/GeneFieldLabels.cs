using Glm.Runtime;

namespace Glm.Genomes;

/// <summary>Labels that genes carry themselves, as the files said or as the simulator knows.</summary>
public static class GeneFieldLabels
{
    private static readonly Dictionary<string, Func<Gene, IEnumerable<string?>>> Readers = new(StringComparer.Ordinal)
    {
        ["ec"] = gene => gene.EcNumbers,
        ["ec1"] = gene => gene.EcNumbers.Select(number => number.Split('.')[0]),
        ["cog"] = gene => gene.Cogs,
        ["pfam"] = gene => gene.Pfams,
        ["go"] = gene => gene.GoTerms,
        ["operon"] = gene => [gene.Operon],
        ["product"] = gene => [gene.Product],
        ["family"] = gene => [gene.Family],
    };

    /// <summary>
    /// The fields: "ec" (EC numbers), "ec1" (their first digits), "cog" (COG ids or category letters), "pfam", "go", "operon", "product"
    /// and "family".
    /// </summary>
    public static IReadOnlyList<string> Fields { get; } = [.. Readers.Keys];

    /// <summary>What the genes of a set carry in a field, each label of a gene once.</summary>
    /// <param name="set">The genes.</param>
    /// <param name="field">One of <see cref="Fields"/>.</param>
    /// <exception cref="GlmException">There is no such field, or no gene carries anything in it.</exception>
    public static GeneLabels Of(ScaffoldSet set, string field)
    {
        if (!Readers.TryGetValue(field, out var read))
            throw new GlmException($"Genes carry no '{field}'; they may carry {string.Join(", ", Fields)}.");
        var labels = new GeneLabels(
            field,
            [
                .. set
                    .Scaffolds.SelectMany(scaffold => scaffold.Genes)
                    .Select(gene =>
                        (IReadOnlyList<string>)
                            [
                                .. read(gene)
                                    .Where(label => !string.IsNullOrWhiteSpace(label))
                                    .Select(label => label!)
                                    .Distinct(StringComparer.Ordinal),
                            ]
                    ),
            ]
        );
        if (labels.LabelledGenes > 0)
            return labels;
        var known = Fields.Where(other => set.Scaffolds.Any(scaffold => scaffold.Genes.Any(gene => Readers[other](gene).Any(Known))));
        throw new GlmException(
            $"None of the {set.GeneCount} genes of {set.Source} carries '{field}'. They carry "
                + $"{string.Join(", ", known.DefaultIfEmpty("none of the known fields"))}; or make labels from a table."
        );
    }

    private static bool Known(string? label) => !string.IsNullOrWhiteSpace(label);
}
