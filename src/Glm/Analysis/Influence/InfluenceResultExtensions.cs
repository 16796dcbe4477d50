using Glm.Analysis.Operons;
using Glm.Genomes;
using Glm.Runtime;
using Microsoft.Data.Analysis;

namespace Glm.Analysis.Influence;

/// <summary>Influences as tables and as evidence of operons.</summary>
public static class InfluenceResultExtensions
{
    /// <summary>
    /// One row per pair of genes that was read, scaffold by scaffold: genome, scaffold, gene_a and gene_b (ids), name_a and name_b,
    /// position_a and position_b (on the scaffold, from 1), genes_apart, bases_between (null without coordinates), same_strand (1 or 0),
    /// a_on_b and b_on_a (influence of the one on the other), influence (the mean of both), attention, cosine (of the protein vectors) and
    /// operon (1, 0, or null where nothing is known).
    /// </summary>
    public static DataFrame ToDataFrame(this InfluenceResult result)
    {
        var pairs = new List<(InfluenceBand Band, int A, int B)>();
        foreach (var band in result.Bands)
            for (var a = 0; a < band.Length; a++)
            for (var b = a + 1; b <= Math.Min(band.Length - 1, a + band.Reach); b++)
                if (!float.IsNaN(band.Of(a, b)))
                    pairs.Add((band, a, b));
        return new DataFrame([
            Text("genome", pair => pair.Band.Stretch.Scaffold.GenomeId),
            Text("scaffold", pair => pair.Band.Stretch.Scaffold.Id),
            Text("gene_a", pair => Gene(pair.Band, pair.A).Id),
            Text("gene_b", pair => Gene(pair.Band, pair.B).Id),
            Text("name_a", pair => Gene(pair.Band, pair.A).Name),
            Text("name_b", pair => Gene(pair.Band, pair.B).Name),
            Whole("position_a", pair => pair.Band.Stretch.Start + pair.A + 1),
            Whole("position_b", pair => pair.Band.Stretch.Start + pair.B + 1),
            Whole("genes_apart", pair => pair.B - pair.A),
            Whole("bases_between", pair =>
                Gene(pair.Band, pair.A).End is { } end && Gene(pair.Band, pair.B).Start is { } start ? start - end - 1 : (int?)null
            ),
            Whole("same_strand", pair => Gene(pair.Band, pair.A).Strand == Gene(pair.Band, pair.B).Strand ? 1 : 0),
            Number("a_on_b", pair => pair.Band.Of(pair.B, pair.A)),
            Number("b_on_a", pair => pair.Band.Of(pair.A, pair.B)),
            Number("influence", pair => pair.Band.Between(pair.A, pair.B)),
            Number("attention", pair => pair.Band.AttentionBetween(pair.A, pair.B)),
            Number("cosine", pair => pair.Band.LikenessBetween(pair.A, pair.B)),
            Whole("operon", pair =>
                result.Truth?.Label(Gene(pair.Band, pair.A), Gene(pair.Band, pair.B)) is { } label ? (label ? 1 : 0) : (int?)null
            ),
        ]);

        DataFrameColumn Text(string name, Func<(InfluenceBand Band, int A, int B), string?> of) =>
            new StringDataFrameColumn(name, pairs.Select(of));

        DataFrameColumn Whole(string name, Func<(InfluenceBand Band, int A, int B), int?> of) =>
            new Int32DataFrameColumn(name, pairs.Select(of));

        DataFrameColumn Number(string name, Func<(InfluenceBand Band, int A, int B), float> of) =>
            new SingleDataFrameColumn(name, pairs.Select(of));
    }

    /// <summary>The influence of pairs of neighbours on each other, the mean of both directions: evidence for <see
    /// cref="PairReading.Influence"/>.</summary>
    /// <param name="result">Of all scaffolds of the pairs.</param>
    /// <param name="pairs">Of <see cref="GenePairs.Of"/>.</param>
    /// <returns>[pairs], NaN for pairs that were not read, those without proteins among them.</returns>
    public static double[] OfPairs(this InfluenceResult result, IReadOnlyList<GenePair> pairs)
    {
        var places = result.PlacesOf();
        return
        [
            .. pairs.Select(pair =>
                places.TryGetValue(pair.First, out var first)
                && places.TryGetValue(pair.Second, out var second)
                && ReferenceEquals(first.Band, second.Band)
                    ? first.Band.Between(first.Gene, second.Gene)
                    : double.NaN
            ),
        ];
    }

    /// <summary>The influences among some of the genes that were read, without the test on operons.</summary>
    /// <param name="result">Of a scaffold among others.</param>
    /// <param name="scaffold">Its id.</param>
    /// <param name="first">The first gene on the scaffold, from 1.</param>
    /// <param name="last">The last gene, inclusive.</param>
    /// <exception cref="GlmException">The genes were not read, or not in one stretch.</exception>
    public static InfluenceResult Part(this InfluenceResult result, string scaffold, int first, int last)
    {
        var band = result.Bands.FirstOrDefault(band =>
            band.Stretch.Scaffold.Id == scaffold && first > band.Stretch.Start && last >= first && last <= band.Stretch.Start + band.Length
        );
        if (band is null)
        {
            var known = result.Bands.Take(3).Select(band => LineText.Quoted(band.Stretch.Id));
            throw new GlmException(
                $"Genes {first}..{last} of scaffold {LineText.Quoted(scaffold)} are not among those that were read: "
                    + $"{string.Join(", ", known)}{(result.Bands.Count > 3 ? ", …" : "")}. Name genes of one of these."
            );
        }
        var (from, length, reach) = (first - 1 - band.Stretch.Start, last - first + 1, band.Reach);
        var width = (2 * reach) + 1;
        var part = new InfluenceBand(
            new GeneWindow(band.Stretch.Scaffold, first - 1, length),
            reach,
            Rows(band.Values, width, -reach),
            Rows(band.Attention, reach, 1),
            Rows(band.Likeness, reach, 1)
        );
        return result with { Bands = [part], PairGroups = [], Scores = [], Notes = [], Conclusion = "" };

        // Partners that are not in the part are not known to it.
        float[] Rows(float[] values, int columns, int nearest)
        {
            var rows = values[(from * columns)..((from + length) * columns)];
            for (var at = 0; at < rows.Length; at++)
                if ((at / columns) + (at % columns) + nearest is var partner && (partner < 0 || partner >= length))
                    rows[at] = float.NaN;
            return rows;
        }
    }

    /// <summary>The influences of a stretch as a square.</summary>
    /// <param name="band">Of N genes.</param>
    /// <returns>[N, N] row-major: row i, column j is the influence of gene j on gene i, NaN where they were not read together.</returns>
    public static float[] ToMatrix(this InfluenceBand band)
    {
        var n = band.Length;
        var values = new float[checked(n * n)];
        for (var i = 0; i < n; i++)
        for (var j = 0; j < n; j++)
            values[(i * n) + j] = band.Of(i, j);
        return values;
    }

    /// <summary>Where each gene stands in which band.</summary>
    internal static Dictionary<Gene, (InfluenceBand Band, int Gene)> PlacesOf(this InfluenceResult result)
    {
        // By reference: two genes may be equal in all that a record compares.
        var places = new Dictionary<Gene, (InfluenceBand Band, int Gene)>(ReferenceEqualityComparer.Instance);
        foreach (var band in result.Bands)
            for (var gene = 0; gene < band.Length; gene++)
                places.TryAdd(Gene(band, gene), (band, gene));
        return places;
    }

    private static Gene Gene(InfluenceBand band, int gene) => band.Stretch.Scaffold.Genes[band.Stretch.Start + gene];
}
