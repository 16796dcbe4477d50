using System.Diagnostics;
using System.Globalization;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Display.Drawing;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Hosting;
using Glm.Proteins.LanguageModels.Scores;

namespace Glm.Interactive.Display.Views;

/// <summary>Proteins or mutations as a table, and along a single protein how likely each residue is.</summary>
public static class ProteinScoresView
{
    public static MimeBundle Create(ProteinScores scores)
    {
        var chart = scores is ProteinLikelihoods { Proteins: [var only] }
            ? PlotlyBlock.Part(Chart(only), ChartLoader.Current ?? new ChartLoader())
            : null;
        var html = Html.Heading(Title(scores)) + string.Concat(Notes(scores).Select(Html.Note)) + Table(scores).ToHtml() + chart?.Html;
        return Html.Bundle(Text(scores), Html.View(Html.NewId(), html), chart?.StaticSvg);
    }

    internal static string Text(ProteinScores scores) => $"{Title(scores)}. {string.Join('\n', Notes(scores))}\n{Table(scores).ToText()}";

    private static IEnumerable<string> Notes(ProteinScores scores) =>
        scores.Remarks.Select(remark => Html.Line(remark, 400)).Prepend(Meaning(scores));

    private static string Title(ProteinScores scores) =>
        scores switch
        {
            ProteinLikelihoods { Proteins: var proteins } => Html.Count(proteins.Count, "protein"),
            MutationScores { Mutations: var mutations } own =>
                $"{Html.Count(mutations.Count, "mutation")} of {Html.Line(own.Protein, 60)}",
            _ => throw new UnreachableException(),
        } + $", by {Html.Line(scores.Model, 60)}";

    private static string Meaning(ProteinScores scores) =>
        scores is ProteinLikelihoods
            ? "Each residue was hidden in turn. Perplexity: 1 is certain, 20 no better than a guess."
            : "Natural logarithm of the odds of the new residue against the old, where that place is hidden; below 0 for the old.";

    private static DataTable Table(ProteinScores scores) =>
        scores switch
        {
            ProteinLikelihoods { Proteins: var proteins } => Table(proteins),
            MutationScores { Mutations: var mutations } => Table(mutations),
            _ => throw new UnreachableException(),
        };

    private static DataTable Table(IReadOnlyList<PseudoLikelihood> proteins)
    {
        var table = new DataTable(["protein", "residues", "pseudo-log-likelihood", "per residue", "perplexity"]);
        foreach (var protein in proteins)
            table.Add(
                protein.Id,
                protein.Length.ToString("N0", CultureInfo.InvariantCulture),
                Number(protein.Sum),
                Number(protein.Sum / protein.Length),
                Number(protein.Perplexity)
            );
        return table;
    }

    private static DataTable Table(IReadOnlyList<MutationScore> mutations)
    {
        var table = new DataTable(["mutation", "log-odds"]);
        foreach (var mutation in mutations)
            table.Add($"{mutation.Mutation}", Number(mutation.LogOdds));
        return table;
    }

    private static Plotly.NET.GenericChart Chart(PseudoLikelihood protein) =>
        Node.Chart(
            [
                new Node
                {
                    ["type"] = "bar",
                    ["name"] = "residue",
                    ["x"] = Enumerable.Range(1, protein.Length).ToArray(),
                    ["y"] = Node.Numbers(protein.LogLikelihoods.Select(log => (double)log)),
                    ["marker"] = new Node { ["color"] = Palette.Category(0) },
                },
            ],
            new Node
            {
                ["height"] = 240,
                ["margin"] = new Node
                {
                    ["l"] = 60,
                    ["r"] = 10,
                    ["t"] = 14,
                    ["b"] = 50,
                },
                ["xaxis"] = new Node { ["title"] = new Node { ["text"] = "residue" } },
                ["yaxis"] = new Node { ["title"] = new Node { ["text"] = "log-likelihood" } },
            }
        );

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
