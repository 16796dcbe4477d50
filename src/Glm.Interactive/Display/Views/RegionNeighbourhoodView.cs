using System.Globalization;
using System.Text;
using Glm.Analysis.Neighbourhood;
using Glm.Genomes;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>Which neighbours of a region stay together in other genomes, as arcs and as a table, and what neighbours predict.</summary>
public static class RegionNeighbourhoodView
{
    private const int TextRows = 40;

    /// <param name="neighbourhood">Its text is untrusted.</param>
    public static MimeBundle Create(RegionNeighbourhood neighbourhood)
    {
        var html = new StringBuilder(Html.Heading($"Conserved neighbours of {Html.Line(neighbourhood.Region.Id, 120)}")).Append(
            Html.Facts([.. Facts(neighbourhood).Select(fact => (fact.Name, Html.Number(fact.Value)))])
        );
        foreach (var note in Notes(neighbourhood))
            html.Append(Html.Note(note));
        var picture = NeighbourhoodPicture.Draw(neighbourhood);
        var narrow = NeighbourhoodPicture.Draw(neighbourhood, GeneMapPicture.NarrowWidth);
        var rows = neighbourhood.Region.Length;
        html.Append("<div class=\"glm-map\">")
            .Append(picture.Inline("Conserved neighbours of " + GeneMap.Text(neighbourhood.Region), narrow: narrow))
            .Append("</div>")
            .Append(Html.SaveSvg("neighbours.svg"))
            .Append(Html.Details("pairs", Pairs(neighbourhood).ToHtml(rows)))
            .Append(Html.Details("predictions", Predictions(neighbourhood).ToHtml(rows)));
        return Html.Bundle(Text(neighbourhood), Html.View(Html.NewId(), html.ToString()), picture.Standalone());
    }

    internal static string Text(RegionNeighbourhood neighbourhood) =>
        $"Conserved neighbours of {Html.Line(neighbourhood.Region.Id, 120)}: "
        + string.Join(", ", Facts(neighbourhood).Select(fact => $"{Html.Number(fact.Value)} {fact.Name}"))
        + string.Concat(Notes(neighbourhood).Select(note => "\n" + note))
        + $"\n{Pairs(neighbourhood).ToText(TextRows)}\n\n{Predictions(neighbourhood).ToText(TextRows)}";

    private static IEnumerable<(string Name, int Value)> Facts(RegionNeighbourhood neighbourhood)
    {
        yield return ("pairs", neighbourhood.Pairs.Count);
        yield return ("conserved", neighbourhood.Pairs.Count(pair => pair.Genomes > 0));
        yield return ("genomes asked", neighbourhood.ReferenceGenomes);
        yield return ("genes predicted by their neighbours", neighbourhood.Predictions.Count(vote => vote is { IsHomolog: true }));
    }

    private static IEnumerable<string> Notes(RegionNeighbourhood neighbourhood)
    {
        if (neighbourhood.ReferenceGenomes == 0)
        {
            yield return "There is no other genome to ask. Load more genomes, or name some with --from.";
            yield break;
        }
        if (neighbourhood.HasOnlyDistant)
            yield return "Only distant relatives were asked"
                + (neighbourhood.NearestGenome is { } nearest ? $" (the nearest is {Html.Line(nearest, 60)})" : "")
                + ": few neighbourhoods stay the same over such distances. One genome of the same family or genus says more "
                + "than many of these.";
        if (!neighbourhood.KnowsRelatives)
            yield return "Close relatives among the genomes count each for itself; with a corpus whose homologs are known (#!glm families "
                + "--from CORPUS), they share a weight.";
        yield return $"Genomes of {Html.Line(neighbourhood.Reference, 100)}; homologs by "
            + $"{Html.Line(neighbourhood.SearchedBy, 100)}. Weighted: about the number of independent genomes.";
    }

    private static DataTable Pairs(RegionNeighbourhood neighbourhood)
    {
        Gene[] genes = [.. neighbourhood.Region.Genes];
        var table = new DataTable(["gene", "next gene", "strands", "genomes", "of those with both", "weighted", "nearest", "most distant"])
        {
            Total = neighbourhood.Pairs.Count,
        };
        foreach (var pair in neighbourhood.Pairs)
            table.Add(
                genes[pair.First].Label,
                genes[pair.First + 1].Label,
                $"{Sign(genes[pair.First])}{Sign(genes[pair.First + 1])}",
                Html.Number(pair.Genomes),
                Html.Number(pair.GenomesWithBoth),
                pair.WeightedGenomes.ToString("0.0", CultureInfo.InvariantCulture),
                pair.NearestTaxon ?? pair.NearestGenome ?? "",
                pair.MostDistantTaxon ?? pair.MostDistantGenome ?? ""
            );
        return table;
    }

    private static DataTable Predictions(RegionNeighbourhood neighbourhood)
    {
        Gene[] genes = [.. neighbourhood.Region.Genes];
        var table = new DataTable(["gene", "product", "neighbours predict", "share of votes", "genomes", "weighted", "is a homolog"])
        {
            Total = genes.Length,
        };
        for (var i = 0; i < genes.Length; i++)
        {
            var vote = neighbourhood.Predictions[i];
            table.Add(
                genes[i].Label,
                genes[i].Product ?? "",
                vote is null ? "" : vote.Product ?? "(no product)",
                vote is null ? "" : Html.Percent(vote.Share),
                vote is null ? "" : Html.Number(vote.Genomes),
                vote is null ? "" : vote.WeightedGenomes.ToString("0.0", CultureInfo.InvariantCulture),
                vote is null ? ""
                    : vote.IsHomolog ? "yes"
                    : "no"
            );
        }
        return table;
    }

    private static string Sign(Gene gene) => gene.Strand == Strand.Forward ? "+" : "-";
}
