using System.Globalization;
using Glm.Formats;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Embeddings;

/// <summary>A property of points by which a map can be coloured.</summary>
/// <param name="Name">Lower-case, as users write it.</param>
/// <param name="Widest">The widest level at which a point has a single value; a window, for example, has many strands.</param>
/// <param name="ValueOf">The value; null or empty where the point has none.</param>
/// <param name="Remedy">What to do if no point has a value.</param>
internal sealed record ColorColumn(string Name, EmbeddingLevel Widest, Func<EmbeddingPoint, string?> ValueOf, string Remedy)
{
    /// <summary>Whether its values are numbers rather than classes.</summary>
    public bool IsNumber { get; init; }

    private static readonly string NoTaxonomy = $"Load the scaffolds with {Setting.Of(nameof(LoadOptions.Taxonomy), "FILE")}.";
    private const string NoAnnotation = "Load an annotation that has it, or colour by another column.";

    private const string ProteinFamily = "protein-family";
    private const string TaxonomicFamily = "taxonomic-family";

    /// <summary>
    /// "family" means two things in this field, so each has a name of its own and the level decides about the plain word.
    /// </summary>
    private const string Family = "family";

    public static IReadOnlyList<ColorColumn> All { get; } =
    [
        .. Enum.GetValues<TaxonomicRank>()
            .Select(rank => new ColorColumn(
                rank == TaxonomicRank.Family ? TaxonomicFamily : rank.ToString().ToLowerInvariant(),
                EmbeddingLevel.Genome,
                point => point.Genome.Lineage?[rank],
                NoTaxonomy
            )),
        new("genome", EmbeddingLevel.Genome, point => point.Genome.Id, ""),
        new("scaffold", EmbeddingLevel.Scaffold, point => point.Scaffold!.Id, ""),
        new("length", EmbeddingLevel.Genome, LengthOf, "Load genomes with coordinates, or colour by another column.") { IsNumber = true },
        new("strand", EmbeddingLevel.Gene, point => point.Gene!.Strand == Strand.Reverse ? "-" : "+", ""),
        new(ProteinFamily, EmbeddingLevel.Gene, point => point.Gene!.Family, NoAnnotation),
        // Operon names are unique within a scaffold only.
        new(
            "operon",
            EmbeddingLevel.Gene,
            point => point.Gene!.Operon is { Length: > 0 } operon ? $"{point.Window!.Scaffold.Id}:{operon}" : null,
            NoAnnotation
        ),
        new("product", EmbeddingLevel.Gene, point => point.Gene!.Product, NoAnnotation),
        new("name", EmbeddingLevel.Gene, point => point.Gene!.Name, NoAnnotation),
    ];

    /// <summary>
    /// The column of that name, in any case; "family" is the protein family of genes and the taxonomic one of windows and genomes.
    /// </summary>
    /// <exception cref="GlmException">There is none, or it has no value at the level.</exception>
    public static ColorColumn Find(string name, EmbeddingLevel level)
    {
        var meant =
            !name.Equals(Family, StringComparison.OrdinalIgnoreCase) ? name
            : level == EmbeddingLevel.Gene ? ProteinFamily
            : TaxonomicFamily;
        var column = All.FirstOrDefault(column => column.Name.Equals(meant, StringComparison.OrdinalIgnoreCase));
        var there = string.Join(", ", All.Where(column => level <= column.Widest).Select(column => column.Name));
        if (column is null)
            throw new GlmException(
                $"A map cannot be coloured by '{name}': there is no such column. At the {Word(level)} level there are {there}."
            );
        if (level > column.Widest)
            throw new GlmException(
                $"A map of {Word(level)}s cannot be coloured by '{column.Name}': a {Word(level)} has more than one. Colour by "
                    + $"one of {there}, or use {Setting.Of("Level", Word(column.Widest))}."
            );
        return column;
    }

    /// <summary>The value of each point, empty where it has none.</summary>
    /// <exception cref="GlmException">No point has one.</exception>
    public string[] ValuesOf(IReadOnlyList<EmbeddingPoint> points, EmbeddingLevel level)
    {
        var values = points.Select(point => ValueOf(point) ?? "").ToArray();
        return Array.Exists(values, value => value.Length > 0)
            ? values
            : throw new GlmException(
                $"A map cannot be coloured by '{Name}': none of the {points.Count} {Word(level)}s has a value. {Remedy}"
            );
    }

    /// <summary>Base pairs from its first base to its last; null where the source does not say.</summary>
    private static string? LengthOf(EmbeddingPoint point)
    {
        var length = point switch
        {
            { Gene: { } gene } => Reach(gene, gene),
            { Window: { } window } => Reach(window.Genes.First(), window.Genes.Last()),
            { Scaffold: { } scaffold } => scaffold.Length,
            _ => point.Genome.Scaffolds.Aggregate((long?)0, (sum, scaffold) => sum + scaffold.Length),
        };
        return length?.ToString(CultureInfo.InvariantCulture);

        // A gene, or a window, that spans the origin of a circular molecule ends before it begins.
        long? Reach(Gene first, Gene last) =>
            last.End - first.Start is not { } reach ? null
            : reach >= 0 ? reach + 1
            : point.Scaffold!.Length + reach + 1;
    }

    private static string Word(EmbeddingLevel level) => level.ToString().ToLowerInvariant();
}
