using System.Globalization;
using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>The nearest genes, windows, scaffolds or genomes as a table, and of genes their surroundings below each other.</summary>
public static class EmbeddingNeighboursView
{
    /// <summary>Neighbours in the table; the result has all.</summary>
    private const int Rows = 50;

    /// <param name="result">Its text is untrusted.</param>
    public static MimeBundle Create(EmbeddingNeighbours result)
    {
        var html = Html.Heading(Title(result)) + Html.Note(Setting(result)) + Table(result).ToHtml(Rows);
        if (result.Neighbourhoods is not { } map)
            return new MimeBundle(Text(result), Html.View(Html.NewId(), html));
        var (body, picture) = SyntenyView.Body(map);
        html += Html.Note(MapNote(result)) + body;
        return Html.Bundle(Text(result), Html.View(Html.NewId(), html, SyntenyView.ScriptAsset), picture.Standalone());
    }

    internal static string Text(EmbeddingNeighbours result)
    {
        var text = $"{Title(result)}. {Setting(result)}\n{Table(result).ToText(Rows)}";
        return result.Neighbourhoods is { } map ? $"{text}\n{MapNote(result)}\n{SyntenyView.Text(map)}" : text;
    }

    private static string Title(EmbeddingNeighbours result) =>
        $"{Html.Count(result.Nearest.Count, Level(result))} nearest to {Html.Line(result.Of.Id)}"
        + (result.Level == EmbeddingLevel.Gene && result.Of.Gene!.Product is { Length: > 0 } product ? $" ({Html.Line(product)})" : "");

    private static string Setting(EmbeddingNeighbours result) =>
        $"By {result.Metric.ToString().ToLowerInvariant()} distance of "
        + (result.Space == EmbeddingSpace.Context ? "vectors in context" : "protein vectors, without context")
        + $", among {Html.Count(result.Searched, "other " + Level(result))}; exact.";

    private static string MapNote(EmbeddingNeighbours result) =>
        "Surroundings of the gene and of its nearest ones"
        + (result.Neighbourhoods!.Tracks.Count > 1 ? ", each aligned with the one above" : "")
        + "; bold outlines mark them, and bands join homologs.";

    private static DataTable Table(EmbeddingNeighbours result)
    {
        var isGene = result.Level == EmbeddingLevel.Gene;
        var isBelowGenome = result.Level != EmbeddingLevel.Genome;
        var table = new DataTable([
            Level(result),
            .. isGene ? ["product", "window"] : Array.Empty<string>(),
            .. isBelowGenome ? ["genome"] : Array.Empty<string>(),
            "taxon",
            "distance",
        ])
        {
            Total = result.Nearest.Count,
        };
        foreach (var (point, distance) in result.Nearest.Take(Rows))
            table.Add([
                point.Id,
                .. isGene ? [point.Gene!.Product ?? "", point.Window!.Id] : Array.Empty<string>(),
                .. isBelowGenome ? [point.Genome.Id] : Array.Empty<string>(),
                point.Genome.Lineage?.Narrowest ?? "",
                distance.ToString("0.0000", CultureInfo.InvariantCulture),
            ]);
        return table;
    }

    private static string Level(EmbeddingNeighbours result) => result.Level.ToString().ToLowerInvariant();
}
