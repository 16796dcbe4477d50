using Microsoft.Data.Analysis;

namespace Glm.Analysis.Attention;

/// <summary>What the attention of every head follows over whole genomes. Immutable by convention.</summary>
/// <param name="Source">Where the genes come from. Untrusted text.</param>
/// <param name="Properties">Names of what pairs of genes have in common, such as "same strand".</param>
/// <param name="PairsPerProperty">[properties], pairs of genes within windows of which it is known.</param>
/// <param name="Heads">Layer by layer.</param>
public sealed record HeadProfiles(
    string Source,
    IReadOnlyList<string> Properties,
    IReadOnlyList<long> PairsPerProperty,
    IReadOnlyList<HeadProfile> Heads
)
{
    /// <summary>One row per head: layer, head, and for every property r_… and p_… (corrected); null where it does not vary.</summary>
    public DataFrame ToDataFrame()
    {
        var columns = new List<DataFrameColumn>
        {
            new Int32DataFrameColumn("layer", Heads.Select(head => head.Layer)),
            new Int32DataFrameColumn("head", Heads.Select(head => head.Head)),
        };
        for (var i = 0; i < Properties.Count; i++)
        {
            var (property, name) = (i, Properties[i].Replace(' ', '_'));
            columns.Add(new DoubleDataFrameColumn($"r_{name}", Heads.Select(head => Known(head.Correlations[property]))));
            columns.Add(new DoubleDataFrameColumn($"p_{name}", Heads.Select(head => Known(head.PValues[property]))));
        }
        return new DataFrame(columns);

        static double? Known(double value) => double.IsNaN(value) ? null : value;
    }
}
