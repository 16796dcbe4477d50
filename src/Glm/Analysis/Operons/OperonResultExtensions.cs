using Glm.Genomes;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Operons;

/// <summary>Operons as tables.</summary>
public static class OperonResultExtensions
{
    /// <summary>
    /// One row per pair of neighbours: genome, scaffold, gene_a and gene_b (ids), name_a and name_b, label (1, 0, or null where nothing is
    /// known), fold (from 1; null without a label), same_strand (1 or 0), distance (bases; null without coordinates), probability, and one
    /// column per score, its name in lower case with underscores.
    /// </summary>
    public static DataFrame ToDataFrame(this OperonResult result)
    {
        var (pairs, all) = (result.Pairs, Enumerable.Range(0, result.Pairs.Count).ToArray());
        var columns = new List<DataFrameColumn>
        {
            Text("genome", pair => pair.Scaffold.GenomeId),
            Text("scaffold", pair => pair.Scaffold.Id),
            Text("gene_a", pair => pair.First.Id),
            Text("gene_b", pair => pair.Second.Id),
            Text("name_a", pair => pair.First.Name),
            Text("name_b", pair => pair.Second.Name),
            new Int32DataFrameColumn("label", result.Labels.Select(label => label is { } known ? (known ? 1 : 0) : (int?)null)),
            new Int32DataFrameColumn("fold", result.FoldOf.Select(fold => fold < 0 ? (int?)null : fold + 1)),
            new Int32DataFrameColumn("same_strand", pairs.Select(pair => pair.IsSameStrand ? 1 : 0)),
            new Int32DataFrameColumn("distance", pairs.Select(pair => pair.Distance)),
            Number("probability", result.Probabilities),
        };
        var names = new HashSet<string>(columns.Select(column => column.Name), StringComparer.Ordinal);
        foreach (var score in result.Scores)
        {
            var name = ColumnOf(score.Name);
            for (var again = 2; !names.Add(name); again++)
                name = $"{ColumnOf(score.Name)}_{again}";
            columns.Add(Number(name, score.Values));
        }
        return new DataFrame(columns);

        StringDataFrameColumn Text(string name, Func<GenePair, string?> value) => new(name, pairs.Select(value));

        DoubleDataFrameColumn Number(string name, double[] values) =>
            new(name, all.Select(i => double.IsNaN(values[i]) ? (double?)null : values[i]));
    }

    /// <summary>
    /// One row per predicted operon, genes on their own included: genome, scaffold, operon (scaffold and number), genes, strand (+ or -),
    /// start and end (null without coordinates), probability (null for a gene on its own), first and last gene, members (ids, with commas)
    /// and boundaries (the probability between each member and the next, with commas).
    /// </summary>
    public static DataFrame ToOperonTable(this OperonResult result)
    {
        var operons = result.Operons;
        var names = Names(operons);
        return new DataFrame(
            new StringDataFrameColumn("genome", operons.Select(operon => operon.Scaffold.GenomeId)),
            new StringDataFrameColumn("scaffold", operons.Select(operon => operon.Scaffold.Id)),
            new StringDataFrameColumn("operon", names),
            new Int32DataFrameColumn("genes", operons.Select(operon => operon.Genes.Count)),
            new StringDataFrameColumn("strand", operons.Select(operon => operon.Strand == Strand.Forward ? "+" : "-")),
            new Int32DataFrameColumn("start", operons.Select(operon => operon.Genes[0].Start)),
            new Int32DataFrameColumn("end", operons.Select(operon => operon.Genes.Max(gene => gene.End))),
            new DoubleDataFrameColumn(
                "probability",
                operons.Select(operon => operon.Genes.Count == 1 ? (double?)null : operon.Probability)
            ),
            new StringDataFrameColumn("members", operons.Select(operon => string.Join(',', operon.Genes.Select(gene => gene.Id)))),
            new StringDataFrameColumn(
                "boundaries",
                operons.Select(operon =>
                    string.Join(
                        ',',
                        operon.Probabilities.Select(probability =>
                            probability.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)
                        )
                    )
                )
            )
        );
    }

    /// <summary>What each predicted operon is called: its scaffold and its number there.</summary>
    internal static IReadOnlyList<string> Names(IReadOnlyList<PredictedOperon> operons)
    {
        var numbers = new Dictionary<Scaffold, int>(ReferenceEqualityComparer.Instance);
        return
        [
            .. operons.Select(operon =>
                $"{operon.Scaffold.Id}_operon_{numbers[operon.Scaffold] = numbers.GetValueOrDefault(operon.Scaffold) + 1}"
            ),
        ];
    }

    private static string ColumnOf(string name)
    {
        var letters = name.ToLowerInvariant().Select(c => char.IsLetterOrDigit(c) ? c : '_').ToArray();
        return string.Join('_', new string(letters).Split('_', StringSplitOptions.RemoveEmptyEntries));
    }
}
