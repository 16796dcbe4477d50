using System.Globalization;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Embeddings;

/// <summary>What the colours of a map show: a property of its points, labels of genes, or numbers. Immutable.</summary>
public sealed class MapColors
{
    private readonly Func<PooledEmbeddings, (string Name, string[] Values, double[]? Numbers)> _read;

    private MapColors(Func<PooledEmbeddings, (string Name, string[] Values, double[]? Numbers)> read) => _read = read;

    /// <summary>One of <see cref="EmbeddingMapper.ColorColumns"/>, in any case.</summary>
    public static MapColors Column(string name) =>
        new(pooled =>
        {
            var column = ColorColumn.Find(name, pooled.Level);
            var values = column.ValuesOf(pooled.Points, pooled.Level);
            return (column.Name, values, column.IsNumber ? Array.ConvertAll(values, Number) : null);
        });

    /// <summary>Labels of genes; several of one gene are one class.</summary>
    /// <param name="labels">Of the genes of <paramref name="set"/>.</param>
    /// <param name="set">The scaffolds that the map's points are from.</param>
    public static MapColors Labels(GeneLabels labels, ScaffoldSet set) =>
        new(pooled =>
        {
            CheckLevel(pooled, labels.Name);
            labels.CheckFits(set);
            var places = PlacesOf(set);
            return (labels.Name, [.. pooled.Points.Select(point => string.Join(", ", labels.PerGene[Place(places, point, set)]))], null);
        });

    /// <summary>Numbers, for example of an own computation; NaN for none.</summary>
    /// <param name="name">What they are, for the legend.</param>
    /// <param name="values">One per point of the map, or at the gene level one per gene of <paramref name="set"/> in its order.</param>
    /// <param name="set">The scaffolds that the map's points are from; null for numbers of points.</param>
    public static MapColors Numbers(string name, IReadOnlyList<double> values, ScaffoldSet? set = null) =>
        new(pooled =>
        {
            double[] numbers;
            if (values.Count == pooled.Points.Count)
                numbers = [.. values];
            else if (set is not null && pooled.Level == EmbeddingLevel.Gene && values.Count == set.GeneCount)
            {
                var places = PlacesOf(set);
                numbers = [.. pooled.Points.Select(point => values[Place(places, point, set)])];
            }
            else
                throw new GlmException(
                    $"{LineText.Quoted(name)} has {values.Count} numbers, and the map has {pooled.Points.Count} points"
                        + (set is null || pooled.Level != EmbeddingLevel.Gene ? "" : $" of {set.GeneCount} genes")
                        + ". Colours need one number per point"
                        + (pooled.Level == EmbeddingLevel.Gene ? " or per gene" : "")
                        + ", in their order."
                );
            return (name, Array.ConvertAll(numbers, Written), numbers);
        });

    /// <summary>The name, and for each point its class, or its number as well.</summary>
    internal (string Name, string[] Values, double[]? Numbers) Of(PooledEmbeddings pooled) => _read(pooled);

    private static void CheckLevel(PooledEmbeddings pooled, string name)
    {
        if (pooled.Level != EmbeddingLevel.Gene)
            throw new GlmException(
                $"{LineText.Quoted(name)} are labels of genes, and a {pooled.Level.ToString().ToLowerInvariant()} has many. Use "
                    + $"{Setting.Of(nameof(EmbeddingMapOptions.Level), "gene")}, or another colour."
            );
    }

    private static Dictionary<(string Scaffold, string Gene), int> PlacesOf(ScaffoldSet set)
    {
        var places = new Dictionary<(string, string), int>();
        foreach (var scaffold in set.Scaffolds)
        foreach (var gene in scaffold.Genes)
            places.TryAdd((scaffold.Id, gene.Id), places.Count);
        return places;
    }

    private static int Place(Dictionary<(string, string), int> places, EmbeddingPoint point, ScaffoldSet set) =>
        places.TryGetValue((point.Window!.Scaffold.Id, point.Gene!.Id), out var place)
            ? place
            : throw new GlmException(
                $"Gene {LineText.Quoted(point.Gene.Id)} of the map is not on the scaffolds of {LineText.Shown(set.Source)}. Name the "
                    + $"scaffolds that were contextualized."
            );

    private static string Written(double number) => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    private static double Number(string written) => written.Length == 0 ? double.NaN : double.Parse(written, CultureInfo.InvariantCulture);
}
