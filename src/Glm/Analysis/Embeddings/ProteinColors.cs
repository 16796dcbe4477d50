using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Embeddings;

/// <summary>A property of proteins by which a picture of them is coloured. Immutable by convention.</summary>
/// <param name="Column">One of <see cref="EmbeddingMapper.ColorColumns"/> of genes.</param>
/// <param name="Values">Of each protein, that of the first gene that codes for it; empty where it has none. Untrusted text.</param>
public sealed record ProteinColors(string Column, IReadOnlyList<string> Values)
{
    /// <summary>What tells proteins apart where nobody says by what, the first that does.</summary>
    private static readonly string[] Usual = ["class", "protein-family", "operon"];

    /// <summary>The values of a column.</summary>
    /// <param name="scaffolds">Whose genes code for the proteins.</param>
    /// <param name="proteins">Ids; those that no gene names have no value.</param>
    /// <param name="column">In any case; "family" is the protein family. Null for the first of class, protein family and operon of which
    /// there are several values.</param>
    /// <returns>Null where nobody says a column and none of the usual ones has several values.</returns>
    /// <exception cref="GlmException">There is no such column, or no protein has a value.</exception>
    public static ProteinColors? Of(ScaffoldSet scaffolds, IReadOnlyList<string> proteins, string? column)
    {
        var points = new Dictionary<string, EmbeddingPoint>(StringComparer.Ordinal);
        foreach (var scaffold in scaffolds.Scaffolds)
        {
            var (genome, whole) = (scaffolds.GenomeOf(scaffold), new GeneWindow(scaffold, 0, scaffold.Genes.Count));
            foreach (var gene in scaffold.Genes)
                points.TryAdd(gene.ProteinId, new EmbeddingPoint(genome, whole, gene));
        }
        if (column is not null)
        {
            var found = ColorColumn.Find(column, EmbeddingLevel.Gene);
            found.ValuesOf([.. proteins.Where(points.ContainsKey).Select(id => points[id])], EmbeddingLevel.Gene);
            return Of(found);
        }
        return Usual
            .Select(name => Of(ColorColumn.Find(name, EmbeddingLevel.Gene)))
            .FirstOrDefault(colors => colors.Values.Where(value => value.Length > 0).Distinct(StringComparer.Ordinal).Skip(1).Any());

        ProteinColors Of(ColorColumn known) =>
            new(known.Name, [.. proteins.Select(id => points.TryGetValue(id, out var point) ? known.ValueOf(point) ?? "" : "")]);
    }
}
