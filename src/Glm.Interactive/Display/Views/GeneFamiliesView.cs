using System.Globalization;
using System.Text;
using Glm.Analysis.Families;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>Gene families: how many, how widespread, and the largest.</summary>
public static class GeneFamiliesView
{
    /// <param name="families">Its text is untrusted.</param>
    /// <param name="labelled">The variable that holds the scaffolds with families; null for none.</param>
    public static MimeBundle Create(GeneFamilies families, string? labelled = null)
    {
        var html = new StringBuilder(Html.Heading($"Gene families of {Html.Line(families.Source, 120)}"))
            .Append(Html.Facts([.. Facts(families).Select(fact => (fact.Name, Html.Number(fact.Value)))]))
            .Append(Html.Note(Setting(families)));
        if (IsPangenome(families))
            html.Append(Html.Note(Meaning(families)));
        if (labelled is not null)
            html.Append(Html.Note(LabelNote(labelled)));
        string? picture = null;
        if (families.Count > 0)
        {
            var (values, title) = IsPangenome(families)
                ? (families.GenomeCounts, "genomes per family")
                : (families.GeneCounts, "genes per family");
            html.Append("<div class=\"glm-map\">").Append(Histogram.Inline(values, title, "largest")).Append("</div>");
            picture = Histogram.Draw(values, title, "largest").Standalone();
            html.Append(Table(families).ToHtml());
        }
        return Html.Bundle(
            Text(families) + (labelled is null ? "" : "\n" + LabelNote(labelled)),
            Html.View(Html.NewId(), html.ToString()),
            picture
        );
    }

    internal static string Text(GeneFamilies families) =>
        $"Gene families of {Html.Line(families.Source, 120)}: "
        + $"{string.Join(", ", Facts(families).Select(fact => $"{Html.Number(fact.Value)} {fact.Name}"))}. {Setting(families)}"
        + (IsPangenome(families) ? "\n" + Meaning(families) : "")
        + (families.Count > 0 ? "\n" + Table(families).ToText() : "");

    private static bool IsPangenome(GeneFamilies families) => families.HasGenomes && families.Order.GenomeCount > 1;

    private static IEnumerable<(string Name, int Value)> Facts(GeneFamilies families)
    {
        yield return ("genes", families.Order.GeneCount);
        yield return ("families", families.Count);
        if (IsPangenome(families))
        {
            yield return ("core", families.CountOf(PangenomePart.Core));
            yield return ("shell", families.CountOf(PangenomePart.Shell));
            yield return ("singletons", families.CountOf(PangenomePart.Singleton));
        }
        else
            yield return ("of a single gene", families.GeneCounts.Count(genes => genes == 1));
    }

    private static string Setting(GeneFamilies families) =>
        $"Connected by {Percent(families.Options.MinIdentity)} identical residues over {Percent(families.Options.MinCoverage)} of "
        + $"both proteins; {Html.Count(families.Order.ProteinCount, "distinct protein")} searched by "
        + $"{Html.Line(families.SearchedBy, 100)}.";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.##}%");

    private static string Meaning(GeneFamilies families) =>
        $"Core: families in all {Html.Number(families.Order.GenomeCount)} genomes; shell: in several; singletons: in one.";

    private static string LabelNote(string labelled) =>
        $"{labelled} holds the same scaffolds, their genes labelled with these families; it is what commands use from now on. Try #!glm "
        + "show --color family, or #!glm contextualize and #!glm map --level gene --color family.";

    private static DataTable Table(GeneFamilies families)
    {
        var table = new DataTable([
            "family",
            "product",
            "genes",
            "distinct proteins",
            .. IsPangenome(families) ? ["genomes", "part"] : Array.Empty<string>(),
        ])
        {
            Total = families.Count,
        };
        for (var family = 0; family < Math.Min(families.Count, DataTable.RowLimit); family++)
            table.Add([
                string.Create(CultureInfo.InvariantCulture, $"F{family + 1}"),
                families.NameOf(family) ?? "",
                Html.Number(families.GeneCounts[family]),
                Html.Number(families.ProteinCounts[family]),
                .. IsPangenome(families)
                    ? [Html.Number(families.GenomeCounts[family]), families.PartOf(family).ToString().ToLowerInvariant()]
                    : Array.Empty<string>(),
            ]);
        return table;
    }
}
