using System.Globalization;
using System.Text;
using Glm.Analysis.Sets;
using Glm.Genomes;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Glm.Training.Sets;

namespace Glm.Interactive.Display.Views;

/// <summary>What a protein set transformer made: each genome's nearest ones, and which genes count in a scaffold's vector.</summary>
public static class ProteinSetView
{
    private const int Rows = 20;
    private const int Neighbours = 3;
    private const int StrongestGenes = 10;

    /// <param name="result">Its text is untrusted.</param>
    /// <param name="remarks">What had to be assumed while loading the model.</param>
    /// <param name="history">Of the training that made the model; null for none.</param>
    /// <param name="scaffold">Id of the scaffold to draw; null for the first.</param>
    /// <param name="genes">First and last gene to draw, from 1; null for the first ones.</param>
    /// <exception cref="GlmException">There is no such scaffold or gene.</exception>
    public static MimeBundle Create(
        ProteinSetEmbeddings result,
        IReadOnlyList<string>? remarks = null,
        SetTrainingHistory? history = null,
        string? scaffold = null,
        (int First, int Last)? genes = null
    )
    {
        var html = new StringBuilder(Html.Heading("Protein sets")).Append(Html.Facts([.. Facts(result)]));
        foreach (var note in Notes(result, remarks, history))
            html.Append(Html.Note(note));
        if (Table(result) is { } table)
            html.Append(table.ToHtml(Rows));
        if (result.Vectors.Pooling is null)
            return new MimeBundle(Text(result, remarks, history), Html.View(Html.NewId(), html.ToString()));
        var (window, first, count) = Shown(result, scaffold, genes);
        var picture = PoolingPicture.Draw(result, window, first, count);
        html.Append("<div class=\"glm-map\">")
            .Append(
                picture.Inline(
                    $"Share of each gene in the vector of {Html.Line(result.Windows[window].Id)}. {Strongest(result, window).ToText()}",
                    narrow: PoolingPicture.Draw(result, window, first, count, GeneMapPicture.NarrowWidth)
                )
            )
            .Append("</div>")
            .Append(Html.SaveSvg("pooling.svg"))
            .Append(Html.Details("genes that count most", Strongest(result, window).ToHtml()));
        return Html.Bundle(Text(result, remarks, history, window), Html.View(Html.NewId(), html.ToString()), picture.Standalone());
    }

    internal static string Text(
        ProteinSetEmbeddings result,
        IReadOnlyList<string>? remarks = null,
        SetTrainingHistory? history = null,
        int window = 0
    ) =>
        "Protein sets: "
        + string.Join(", ", Facts(result).Select(fact => $"{fact.Value} {fact.Name}"))
        + string.Concat(Notes(result, remarks, history).Select(note => "\n" + Html.Clean(note, 2000)))
        + (Table(result) is { } table ? "\n" + table.ToText(Rows) : "")
        + (
            result.Vectors.Pooling is null
                ? ""
                : $"\nGenes that count most in {Html.Line(result.Windows[window].Id)}\n{Strongest(result, window).ToText()}"
        );

    private static IEnumerable<(string Name, string Value)> Facts(ProteinSetEmbeddings result)
    {
        yield return (Noun("genome", result.AllGenomes.Count), Html.Number(result.AllGenomes.Count));
        yield return (Noun("scaffold", result.Vectors.ScaffoldCount), Html.Number(result.Vectors.ScaffoldCount));
        if (result.Vectors.FragmentSizes is { } fragments)
            yield return (Noun("fragment", fragments.Count), Html.Number(fragments.Count));
        yield return (Noun("protein", result.GeneCount), Html.Number(result.GeneCount));
        yield return ("numbers each", Html.Number(result.ContextualWidth));

        static string Noun(string one, int count) => count == 1 ? one : one + "s";
    }

    private static IEnumerable<string> Notes(ProteinSetEmbeddings result, IReadOnlyList<string>? remarks, SetTrainingHistory? history)
    {
        yield return $"By {Html.Line(result.Vectors.Model, 100)}, from {Html.Line(result.Source, 100)}.";
        foreach (var remark in remarks ?? [])
            yield return remark;
        if (history is { Losses: [var begin, .., var end] })
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Trained for {history.Losses.Count} epochs on {Html.Count(history.Sets, "set")}: loss {begin:0.0000} to {end:0.0000}"
                    + $"{(history.Interrupted ? ", interrupted" : "")}."
            );
        else if (history is not null)
            yield return $"Trained on {Html.Count(history.Sets, "set")}{(history.Interrupted ? ", interrupted" : "")}.";
        if (Agreement(result) is { } agreement)
            yield return agreement;
        if (result.AllGenomes.Count > 1)
            yield return "Nearest genomes by Euclidean distance of their vectors; exact.";
    }

    /// <summary>How often the nearest genome is of the same taxon, at the narrowest rank that two genomes share.</summary>
    private static string? Agreement(ProteinSetEmbeddings result)
    {
        if (result.NearestGenomes(1) is not { } nearest)
            return null;
        foreach (var rank in Enum.GetValues<TaxonomicRank>().Reverse())
        {
            string? TaxonOf(int genome) => result.AllGenomes[genome].Lineage?[rank] is { Length: > 0 } taxon ? taxon : null;
            var named = Enumerable.Range(0, result.AllGenomes.Count).Where(genome => TaxonOf(genome) is not null).ToArray();
            var sizes = named.GroupBy(TaxonOf).Select(group => (double)group.Count()).ToArray();
            if (sizes.Length < 2 || sizes.Max() < 2)
                continue;
            var agreeing = named.Count(genome => TaxonOf(nearest.Indices[genome]) == TaxonOf(genome));
            var byChance = sizes.Sum(size => size * (size - 1)) / (result.AllGenomes.Count - 1);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Of {Html.Count(named.Length, "genome")} with a {rank.ToString().ToLowerInvariant()}, {agreeing} lie next to one of the "
                    + $"same; by chance {byChance:0.0} would."
            );
        }
        return null;
    }

    private static DataTable? Table(ProteinSetEmbeddings result)
    {
        if (result.NearestGenomes(Neighbours) is not { } nearest)
            return null;
        var hasTaxa = result.AllGenomes.Any(genome => genome.Lineage is not null);
        var table = new DataTable(["genome", .. hasTaxa ? ["taxon"] : Array.Empty<string>(), "nearest", "distance", "then"])
        {
            Total = result.AllGenomes.Count,
        };
        for (var g = 0; g < Math.Min(Rows, result.AllGenomes.Count); g++)
        {
            var found = Enumerable.Range(g * nearest.K, nearest.K).Select(i => Named(result.AllGenomes[nearest.Indices[i]])).ToArray();
            table.Add([
                result.AllGenomes[g].Id,
                .. hasTaxa ? [result.AllGenomes[g].Lineage?.Narrowest ?? ""] : Array.Empty<string>(),
                found[0],
                nearest.Distances[g * nearest.K].ToString("0.000", CultureInfo.InvariantCulture),
                string.Join(", ", found.Skip(1)),
            ]);
        }
        return table;

        static string Named(Genome genome) => genome.Lineage?.Narrowest is { } taxon ? $"{genome.Id} ({taxon})" : genome.Id;
    }

    private static DataTable Strongest(ProteinSetEmbeddings result, int window)
    {
        var table = new DataTable(["gene", "name", "product", "share of an equal one"]) { Total = result.Windows[window].Length };
        foreach (
            var (gene, share) in result
                .Windows[window]
                .Genes.Zip(PoolingPicture.Shares(result, window))
                .OrderByDescending(one => one.Second)
                .Take(StrongestGenes)
        )
            table.Add(gene.Id, gene.Name ?? "", gene.Product ?? "", share.ToString("0.00", CultureInfo.InvariantCulture));
        return table;
    }

    /// <summary>The set to draw, and which of its genes.</summary>
    private static (int Window, int First, int Count) Shown(ProteinSetEmbeddings result, string? scaffold, (int First, int Last)? genes)
    {
        var id = scaffold ?? result.Windows[0].Scaffold.Id;
        var own = Enumerable.Range(0, result.Windows.Count).Where(w => result.Windows[w].Scaffold.Id == id).ToArray();
        if (own.Length == 0)
            throw new GlmException(
                $"There is no scaffold {LineText.Quoted(id)} among those that were read; they begin with "
                    + $"{LineText.Quoted(result.Windows[0].Scaffold.Id)}. Check the id."
            );
        var all = result.Windows[own[0]].Scaffold.Genes.Count;
        var (first, last) = genes ?? (1, Math.Min(GeneMap.GeneLimit, all));
        if (last > all || last - first + 1 > Analysis.Synteny.SyntenyMapper.MaxGenes)
            throw new GlmException(
                $"Genes {first}..{last} of scaffold {LineText.Quoted(id)}: it has {all}, and at most "
                    + $"{Analysis.Synteny.SyntenyMapper.MaxGenes} are drawn. Give other ones."
            );
        // Of a scaffold that was cut, the piece in which the genes begin.
        var window = own.Last(w => result.Windows[w].Start < first);
        var start = first - 1 - result.Windows[window].Start;
        return (window, start, Math.Min(last - first + 1, result.Windows[window].Length - start));
    }
}
