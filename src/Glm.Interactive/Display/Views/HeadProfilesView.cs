using System.Globalization;
using System.Text;
using Glm.Analysis.Attention;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Display.Views;

/// <summary>What the attention of every head follows: a panel per property, and the heads that follow each best.</summary>
public static class HeadProfilesView
{
    private const int BestHeads = 5;

    /// <param name="profiles">At least one head.</param>
    public static MimeBundle Create(HeadProfiles profiles)
    {
        var (layers, heads) = (profiles.Heads.Max(head => head.Layer) + 1, profiles.Heads.Max(head => head.Head) + 1);
        HeadGridPicture.Panel[] panels = [.. profiles.Properties.Select((name, i) => HeadGridPicture.Panel.Of(name, profiles.Heads, i))];
        var picture = HeadGridPicture.Draw(layers, heads, panels);
        var html =
            Html.Heading("What heads follow")
            + Html.Note(Setting(profiles))
            + picture.Inline(Text(profiles), narrow: HeadGridPicture.Draw(layers, heads, panels, GeneMapPicture.NarrowWidth))
            + Html.SaveSvg("heads.svg")
            + Html.Details("strongest heads", Table(profiles).ToHtml(profiles.Properties.Count * BestHeads));
        return Html.Bundle(Text(profiles), Html.View(Html.NewId(), html), picture.Standalone());
    }

    internal static string Text(HeadProfiles profiles) =>
        $"What heads follow. {Setting(profiles)}\n{Table(profiles).ToText(profiles.Properties.Count * BestHeads)}";

    private static string Setting(HeadProfiles profiles)
    {
        var text = new StringBuilder(
            $"{Html.Count(profiles.Heads.Count, "head")} over all pairs of genes within windows of {Html.Line(profiles.Source, 100)}: "
                + "Pearson's r of the symmetrised attention with "
        );
        text.AppendJoin(", ", profiles.Properties.Select((name, i) => $"{name} ({Html.Count(profiles.PairsPerProperty[i], "pair")})"));
        return text.Append(". p by Student's t times the number of heads; pairs are not independent, so that it is too small.").ToString();
    }

    private static DataTable Table(HeadProfiles profiles)
    {
        var table = new DataTable(["follows", "layer", "head", "r", "p, corrected"]);
        for (var property = 0; property < profiles.Properties.Count; property++)
        {
            var i = property;
            foreach (
                var head in profiles
                    .Heads.Where(head => !double.IsNaN(head.Correlations[i]))
                    .OrderByDescending(head => Math.Abs(head.Correlations[i]))
                    .Take(BestHeads)
            )
                table.Add(
                    profiles.Properties[i],
                    Html.Number(head.Layer),
                    Html.Number(head.Head),
                    head.Correlations[i].ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture),
                    head.PValues[i].ToString(head.PValues[i] < 0.001 ? "0.0e0" : "0.000", CultureInfo.InvariantCulture)
                );
        }
        return table;
    }
}
