using Glm.Analysis.Influence;
using Glm.Arrays;
using Glm.Genomes;

namespace Glm.Interactive.Results;

/// <summary>Influences as arrays.</summary>
internal static class InfluenceArrays
{
    /// <summary>
    /// "influence": of one stretch that is no longer than a window may be, [genes, genes], the watched gene by row and the changed one by
    /// column; of more, a band [genes, 2·R + 1] of all stretches, in row i and column R + d the influence of the gene d places further on.
    /// NaN where two genes were not read together.
    /// </summary>
    public static IReadOnlyList<ResultArray> ToArrays(this InfluenceResult influence)
    {
        var bands = influence.Bands;
        var ids = bands.SelectMany(band => band.Stretch.Genes).Select(gene => gene.Id);
        if (bands is [{ Length: <= WindowCutter.MaxGenesLimit } one])
            return [new("influence", NdArray.From<float>(one.ToMatrix(), one.Length, one.Length), ids)];
        var reach = bands.Select(band => band.Reach).DefaultIfEmpty(0).Max();
        var width = (2 * reach) + 1;
        var values = new float[checked(influence.GeneCount * width)];
        Array.Fill(values, float.NaN);
        var row = 0;
        foreach (var band in bands)
        {
            var own = (2 * band.Reach) + 1;
            for (var gene = 0; gene < band.Length; gene++, row++)
                band.Values.AsSpan(gene * own, own).CopyTo(values.AsSpan((row * width) + reach - band.Reach));
        }
        return [new("influence", NdArray.From<float>(values, influence.GeneCount, width), ids)];
    }
}
