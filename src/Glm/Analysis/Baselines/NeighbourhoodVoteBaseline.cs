using Glm.Analysis.Neighbourhood;
using Glm.Features;
using Glm.Genomes;
using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>
/// The neighbourhood vote as a predictor of labels: the weighted mean of the labels of the genes that are voted for. Only genes of
/// training windows are asked or voted for, and only visible genes of the window ask. Safe for concurrent use.
/// </summary>
/// <param name="comparison">The held-out genomes with their homologs in the genomes of the training windows.</param>
/// <param name="options">Reach and weights; null for the defaults.</param>
public sealed class NeighbourhoodVoteBaseline(GenomeComparison comparison, NeighbourhoodVoteOptions? options = null) : IBaseline
{
    /// <summary>What tables call it.</summary>
    public const string StandardName = "neighbourhood vote";

    /// <inheritdoc/>
    public string Name => StandardName;

    /// <inheritdoc/>
    /// <exception cref="GlmException">A window lies on a scaffold that the reference does not have.</exception>
    public IMaskedGenePredictor Fit(
        TrainingWindows training,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var reference = comparison.Reference;
        var labels = new float[reference.ProteinCount][]; // of proteins: without orientation, which is the gene's
        var isTrained = new bool[reference.GeneCount];
        var row = new float[training.LabelWidth];
        var count = new ProgressCount(progress, "neighbourhood vote", training.Count, "windows", cancellation);
        for (var i = 0; i < training.Count; i++)
        {
            var window = training[i];
            var first = FirstGeneOf(window, reference, "reference");
            for (var position = 0; position < window.Length; position++)
            {
                isTrained[first + position] = true;
                ref var label = ref labels[reference.ProteinOf(first + position)];
                if (label is not null)
                    continue;
                window.CopyLabel(position, row);
                label = row[..^1];
            }
            count.Add(1);
        }
        return new Voters(new NeighbourhoodVote(comparison, options, gene => isTrained[gene]), labels);
    }

    /// <summary>The number of a window's first gene.</summary>
    private static int FirstGeneOf(MaskedWindow window, GeneOrder order, string side)
    {
        var scaffold = order.FindScaffold(window.GenomeId, window.ScaffoldId);
        return scaffold >= 0 && window.Start + window.Length <= order.GeneCountOf(scaffold)
            ? order.FirstGeneOf(scaffold) + window.Start
            : throw new GlmException(
                $"Genes {window.Start + 1} to {window.Start + window.Length} of scaffold '{window.ScaffoldId}' of genome "
                    + $"'{window.GenomeId}' are not in the {side} genomes of the vote, {order.Source}. Compare the genomes that the "
                    + $"windows come from."
            );
    }

    private sealed class Voters(NeighbourhoodVote vote, float[][] labels) : IMaskedGenePredictor
    {
        public int PredictionsPerGene => 1;

        public void Predict(MaskedWindow window, Span<float> predictions)
        {
            var width = window.LabelWidth;
            var reference = vote.Comparison.Reference;
            var first = FirstGeneOf(window, vote.Comparison.Query, "query");
            for (var i = 0; i < window.Masked.Count; i++)
            {
                var prediction = predictions.Slice(i * width, width);
                prediction.Clear();
                var total = 0.0;
                // A neighbour outside the window is as invisible as a masked one.
                foreach (var voted in vote.VotesFor(first + window.Masked[i], gene => window.IsVisible(gene - first)))
                {
                    var label = labels[reference.ProteinOf(voted.Gene)];
                    for (var k = 0; k < label.Length; k++)
                        prediction[k] += (float)(voted.Weight * label[k]);
                    prediction[^1] += (float)(voted.Weight * Orientation.Of(voted.Strand));
                    total += voted.Weight;
                }
                if (total == 0)
                    prediction.Fill(float.NaN);
                else
                    for (var k = 0; k < width; k++)
                        prediction[k] /= (float)total;
            }
        }
    }
}
