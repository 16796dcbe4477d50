using System.Globalization;
using System.Text;
using Glm.Analysis.Influence;
using Glm.Genomes;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Modeling;

namespace Glm.Interactive.Display.Views;

/// <summary>
/// Influences as arcs over the genes and as a square of colours, attention over the same pairs beside it, and where operons are known,
/// what both are worth.
/// </summary>
public static class InfluenceView
{
    private const string Title = "Influence of genes on each other";

    /// <summary>The most arcs.</summary>
    private const int MostArcs = 40;

    /// <summary>The room for the cells of each of the two squares.</summary>
    private const double Side = 330;

    private const double NarrowSide = 250;
    private const int ListedPairs = 8;
    private const string Negative = "#0072b2";
    private const string Middle = "#f4f2ee";
    private const string Positive = "#d55e00";

    /// <param name="result">Its text is untrusted.</param>
    /// <param name="proteins">For lengths in tooltips; null where unknown.</param>
    public static MimeBundle Create(InfluenceResult result, IReadOnlyDictionary<string, Protein>? proteins = null)
    {
        var html = new StringBuilder(Html.Heading(Title)).Append(Html.Note(Setting(result))).Append(Html.Note(result.Conclusion));
        foreach (var note in result.Notes)
            html.Append(Html.Note(note));
        var pictures = new List<Svg>();
        if (Shown(result) is { } shown)
        {
            var arcs = shown.Arcs(proteins, GeneMapPicture.Width);
            var (influence, attention) = (shown.Influence(Side), shown.Attention(Side));
            pictures.AddRange([arcs, influence, attention]);
            html.Append(Html.Heading($"{shown.Name}: the pairs that tell most of each other"))
                .Append("<div class=\"glm-map\">")
                .Append(arcs.Inline(Pairs(result), narrow: shown.Arcs(proteins, GeneMapPicture.NarrowWidth)))
                .Append("</div>")
                .Append(Html.SaveSvg("influence-arcs.svg"))
                .Append("<div class=\"glm-attention\"><div>")
                .Append(Html.Heading($"Influence, {Unit(result)}"))
                .Append(
                    influence.Inline(
                        "Influence as a square of colours: the watched gene by row, the changed gene by column",
                        narrow: shown.Influence(NarrowSide)
                    )
                )
                .Append("</div><div>")
                .Append(Html.Heading("Attention A + Aᵀ, mean of all heads"))
                .Append(attention.Inline("Attention over the same pairs as a square of colours", narrow: shown.Attention(NarrowSide)))
                .Append("</div></div>");
            if (shown.Rest is { } rest)
                html.Append(Html.Note(rest));
        }
        if (result.Scores.Count > 0)
        {
            var scores = InfluenceScorePicture.Draw(result);
            pictures.Insert(0, scores);
            html.Append(Html.Heading("What is it worth for operons?"))
                .Append(
                    scores.Inline(
                        "Average precision of every score. " + Scores(result).ToText(),
                        narrow: InfluenceScorePicture.Draw(result, GeneMapPicture.NarrowWidth)
                    )
                )
                .Append(Html.SaveSvg("influence-scores.svg"))
                .Append(Html.Note(Intervals(result)))
                .Append(Html.Details("scores", Scores(result).ToHtml(RowsOf(result))));
        }
        html.Append(Html.Details("strongest pairs", Strongest(result).ToHtml()));
        return Html.Bundle(
            Text(result),
            Html.View(Html.NewId(), html.ToString()),
            pictures.Count == 0 ? null : Svg.Stack(pictures).Standalone()
        );
    }

    internal static string Text(InfluenceResult result) =>
        $"{Title}. {Setting(result)}\n{Html.Clean(result.Conclusion, 2000)}"
        + string.Concat(result.Notes.Select(note => "\n" + Html.Line(note, 500)))
        + $"\n{Pairs(result)}"
        + (result.Scores.Count == 0 ? "" : $"\n{Intervals(result)}\n{Scores(result).ToText(RowsOf(result), 40)}");

    private static string Setting(InfluenceResult result)
    {
        var options = result.Options;
        var text = new StringBuilder(
            $"{Html.Line(result.Source, 120)}: {Html.Count(result.GeneCount, "gene")} in {Html.Count(result.Windows, "window")}, "
                + $"{Html.Count(result.Passes, "pass", "passes")} through the model. "
        )
            .Append(
                options.Readout switch
                {
                    InfluenceReadout.Alone =>
                        "Of each gene the prediction is watched while it is hidden, and one other gene alone is shown or not. ",
                    InfluenceReadout.Hidden =>
                        "Of each gene the prediction is watched while it is hidden, and one other gene is hidden too or not. ",
                    _ => "Of each gene, which stays in sight, the prediction is watched while one other gene is hidden or not. ",
                }
            )
            .Append(
                options.Measure == InfluenceMeasure.Movement ? "Influence is how far the expected prediction moves"
                : options.Distance == LabelDistance.Cosine
                    ? "Influence is what the density of the gene's own label, by angle, gains in nats"
                : "Influence is what the density of the gene's own label, by Euclidean distance, gains in nats"
            );
        string[] corrections =
        [
            .. options.Centered ? ["centred"] : Array.Empty<string>(),
            .. options.Symmetric ? ["the mean of both directions"] : Array.Empty<string>(),
            .. options.AverageProduct ? ["average product taken out"] : Array.Empty<string>(),
        ];
        return text.Append(corrections.Length == 0 ? "." : $"; in each window {string.Join(", ", corrections)}.").ToString();
    }

    private static string Unit(InfluenceResult result) => result.Options.Measure == InfluenceMeasure.Movement ? "label units" : "nats";

    private static string Intervals(InfluenceResult result) =>
        $"95% intervals from {Html.Number(result.Options.Resamples)} resamples of whole stretches of 30 genes (seed "
        + $"{result.Options.Seed.ToString(CultureInfo.InvariantCulture)}). Nothing is learned from these operons; lead is the average "
        + "precision of the influence less that of the score.";

    private static string Pairs(InfluenceResult result)
    {
        var text = new StringBuilder("Strongest pairs, mean of both directions:");
        foreach (var (band, i, j, value) in Ranked(result).Take(ListedPairs))
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n  {Html.Line(GeneOf(band, i).Label, 30)} – {Html.Line(GeneOf(band, j).Label, 30)}  {value:0.000}"
            );
        return text.ToString();
    }

    private static Gene GeneOf(InfluenceBand band, int gene) => band.Stretch.Scaffold.Genes[band.Stretch.Start + gene];

    private static IEnumerable<(InfluenceBand Band, int I, int J, float Value)> Ranked(InfluenceResult result)
    {
        var best = new PriorityQueue<(InfluenceBand Band, int I, int J, float Value), float>();
        foreach (var band in result.Bands)
            for (var i = 0; i < band.Length; i++)
            for (var j = i + 1; j <= Math.Min(band.Length - 1, i + band.Reach); j++)
                if (band.Between(i, j) is var value && !float.IsNaN(value))
                {
                    best.Enqueue((band, i, j, value), value);
                    if (best.Count > DataTable.RowLimit)
                        best.Dequeue();
                }
        var ranked = new List<(InfluenceBand Band, int I, int J, float Value)>();
        while (best.TryDequeue(out var pair, out _))
            ranked.Add(pair);
        ranked.Reverse();
        return ranked;
    }

    private static DataTable Strongest(InfluenceResult result)
    {
        var table = new DataTable([
            "scaffold",
            "gene a",
            "gene b",
            "genes apart",
            "a on b",
            "b on a",
            "mean",
            "attention",
            "cosine",
            "one operon",
        ])
        {
            Total = result.Bands.Sum(band => band.Attention.LongCount(value => !float.IsNaN(value))),
        };
        foreach (var (band, i, j, value) in Ranked(result))
            table.Add(
                band.Stretch.Scaffold.Id,
                GeneOf(band, i).Label,
                GeneOf(band, j).Label,
                Html.Number(j - i),
                Signed(band.Of(j, i)),
                Signed(band.Of(i, j)),
                Signed(value),
                Html.Number(Math.Round(band.AttentionBetween(i, j), 4)),
                Signed(band.LikenessBetween(i, j)),
                result.Truth?.Label(GeneOf(band, i), GeneOf(band, j)) is { } label ? (label ? "yes" : "no") : "–"
            );
        return table;
    }

    private static int RowsOf(InfluenceResult result) => (result.Scores.Count + 1) * result.PairGroups.Count;

    private static DataTable Scores(InfluenceResult result)
    {
        var table = new DataTable(["pairs", "score", "average precision", "AUROC", "lead of influence"]);
        for (var group = 0; group < result.PairGroups.Count; group++)
        {
            var pairs = result.PairGroups[group];
            var name = string.Create(CultureInfo.InvariantCulture, $"{pairs.Name} ({pairs.Pairs:N0})");
            table.Add(name, "a guess", pairs.BaseRate.ToString("0.000", CultureInfo.InvariantCulture), "0.500", "");
            foreach (var score in result.Scores)
                table.Add(
                    name,
                    score.Name,
                    score.Figures[group].AveragePrecision.ToString(),
                    score.Figures[group].Auroc.ToString(),
                    double.IsNaN(score.Figures[group].Lead.Value) ? "" : score.Figures[group].Lead.ToString()
                );
        }
        return table;
    }

    private static string Signed(float value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>What is drawn: the first genes of the first stretch that has a pair; null where none has.</summary>
    private static Drawn? Shown(InfluenceResult result)
    {
        var number = result.Bands.TakeWhile(band => band.Reach == 0).Count();
        return number == result.Bands.Count ? null : new Drawn(result, result.Bands[number]);
    }

    /// <summary>The pictures of some genes.</summary>
    private sealed class Drawn
    {
        private readonly InfluenceBand _band;
        private readonly string _unit;
        private readonly List<Gene> _genes;
        private readonly float[] _values; // [genes, genes]

        public Drawn(InfluenceResult result, InfluenceBand band)
        {
            var n = Math.Min(GeneMap.GeneLimit, band.Length);
            _band = band;
            _unit = Unit(result);
            _genes = [.. band.Stretch.Genes.Take(n)];
            _values = new float[n * n];
            for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                _values[(i * n) + j] = band.Of(i, j);
            Name = Html.Line((band.Stretch with { Length = n }).Id, 80);
            Rest =
                result.GeneCount > n
                    ? $"{Html.Count(result.GeneCount - n, "gene")} more were read and are not drawn: Part(scaffold, first, last) of the "
                        + "result is another stretch."
                    : null;
        }

        public string Name { get; }

        public string? Rest { get; }

        private int Count => _genes.Count;

        public Svg Arcs(IReadOnlyDictionary<string, Protein>? proteins, double width)
        {
            var pairs = Enumerable
                .Range(0, Count)
                .SelectMany(i => Enumerable.Range(i + 1, Count - i - 1).Select(j => (I: i, J: j, Weight: _band.Between(i, j))))
                .Where(pair => pair.Weight > 0)
                .OrderByDescending(pair => pair.Weight)
                .Take(MostArcs);
            return AttentionArcs.Draw(_genes, [.. pairs], proteins, width);
        }

        public Svg Influence(double side)
        {
            var most = _values.Where(float.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            most = Math.Max(1e-9f, most);
            var isSigned = _values.Any(value => value < 0);
            string Color(double share) =>
                double.IsNaN(share) ? Palette.Neutral
                : !isSigned ? Palette.At(share)
                : Palette.Mix(Middle, share < 0 ? Negative : Positive, Math.Min(1, Math.Abs(share)));
            return AttentionHeatMap.Draw(
                _genes,
                (i, j) => Color(_values[(i * Count) + j] / most),
                place => Color(isSigned ? (2 * place) - 1 : place),
                (Figure(most), isSigned ? Figure(-most) : "0"),
                _unit,
                ("watched", "changed"),
                side
            );
        }

        public Svg Attention(double side)
        {
            float Value(int i, int j) => _band.AttentionBetween(i, j);
            var most = 1e-9f;
            for (var i = 0; i < Count; i++)
            for (var j = i + 1; j < Count; j++)
                most = Math.Max(most, AttentionView.Finite(Value(i, j)));
            return AttentionHeatMap.Draw(
                _genes,
                (i, j) => i == j ? Palette.At(0) : Palette.At(Value(i, j) / most),
                Palette.At,
                (Figure(most), "0"),
                "attention",
                ("gene", "gene"),
                side
            );
        }

        private static string Figure(float value) => value.ToString("0.000", CultureInfo.InvariantCulture);
    }
}
