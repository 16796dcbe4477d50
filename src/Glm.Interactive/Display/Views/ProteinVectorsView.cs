using System.Globalization;
using Glm.Analysis.Embeddings;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Interactive.Display.Views;

/// <summary>The number and width of protein vectors, and what made them.</summary>
public static class ProteinVectorsView
{
    /// <param name="vectors">Names in them are untrusted text.</param>
    /// <param name="lengths">Residues of each protein, which are drawn with the vectors; null to draw nothing.</param>
    /// <param name="near">The protein whose nearest neighbours are listed; null for none.</param>
    /// <param name="colors">Of each protein, where they are drawn; null for one colour.</param>
    /// <exception cref="GlmException">That protein has no vector.</exception>
    public static MimeBundle Create(
        ProteinVectors vectors,
        IReadOnlyList<int>? lengths = null,
        string? near = null,
        ProteinColors? colors = null
    )
    {
        (string Name, string Value)[] facts =
        [
            ("proteins", vectors.Count.ToString("N0", CultureInfo.InvariantCulture)),
            ("numbers each", vectors.Width.ToString("N0", CultureInfo.InvariantCulture)),
            ("made by", vectors.Source),
            ("normaliser", vectors.Normalizer is null ? "fitted to these proteins when needed" : "given"),
            .. Families(vectors),
            .. vectors.Remarks.Select(remark => ("note", remark)),
        ];
        var table = near is null ? null : Neighbours(vectors, near);
        var drawn = lengths is null ? null : ProteinVectorsChart.Create(vectors, lengths, colors);
        var bare = KeyValueView.Create("Protein vectors", facts);
        if (table is null && drawn is null)
            return bare;
        var chart = drawn is null ? null : PlotlyBlock.Part(drawn, ChartLoader.Current ?? new ChartLoader());
        var html =
            Html.Heading("Protein vectors")
            + KeyValueView.Table(facts.Select(fact => KeyValuePair.Create(fact.Name, fact.Value)))
            + (table is null ? "" : Html.Note($"Nearest to {Html.Line(near!, 60)}:") + table.ToHtml())
            + (
                vectors.Count > ProteinVectorsChart.PointLimit && chart is not null
                    ? Html.Note(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{ProteinVectorsChart.PointLimit:N0} of {vectors.Count:N0} proteins, evenly sampled."
                        )
                    )
                    : ""
            )
            + chart?.Html;
        return Html.Bundle(
            bare.Plain + (table is null ? "" : $"\nNearest to {Html.Line(near!, 60)}:\n{table.ToText()}"),
            Html.View(Html.NewId(), html),
            chart?.StaticSvg
        );
    }

    private static DataTable Neighbours(ProteinVectors vectors, string near)
    {
        var table = new DataTable(["protein", "cosine"]);
        foreach (var (id, cosine) in vectors.Nearest(near))
            table.Add(id, cosine.ToString("0.000", CultureInfo.InvariantCulture));
        return table;
    }

    /// <summary>Vectors that went to a file.</summary>
    /// <param name="count">How many.</param>
    /// <param name="width">Numbers of each.</param>
    /// <param name="source">What made them.</param>
    /// <param name="remarks">What it left out or read as something else.</param>
    public static MimeBundle Create(int count, int width, string source, IReadOnlyList<string> remarks) =>
        KeyValueView.Create(
            "Protein vectors",
            [
                ("proteins", count.ToString("N0", CultureInfo.InvariantCulture)),
                ("numbers each", width.ToString("N0", CultureInfo.InvariantCulture)),
                ("made by", source),
                .. remarks.Select(remark => ("note", remark)),
            ]
        );

    private static IEnumerable<(string Name, string Value)> Families(ProteinVectors vectors)
    {
        if (vectors.Families is not { } space)
            yield break;
        yield return ("families from", $"{space.Count.ToString("N0", CultureInfo.InvariantCulture)} sequences, by {space.Search}");
        if (vectors.WithoutHomolog is { } without)
            yield return (
                "without a homolog",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{without:N0} ({without * 100.0 / Math.Max(1, vectors.Count):0}%), embedded by composition"
                )
            );
    }
}
