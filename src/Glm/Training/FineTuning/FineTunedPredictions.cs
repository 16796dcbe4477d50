using System.Globalization;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Training.FineTuning;

/// <summary>What a fine-tuned model says of the items of a set. Immutable by convention.</summary>
/// <param name="Model">Which was asked.</param>
/// <param name="Source">Where the items come from. Untrusted text.</param>
/// <param name="Items">[N]: ids. Untrusted text.</param>
/// <param name="Genomes">[N]: the genome of each. Untrusted text.</param>
/// <param name="Values">[N, C] row-major: probabilities of classes or labels, or [N] numbers.</param>
/// <param name="Likeness">How much each genome is like the training genomes.</param>
/// <param name="Left">Items outside every window, which the model cannot read.</param>
public sealed record FineTunedPredictions(
    FineTuningRecord Model,
    string Source,
    IReadOnlyList<string> Items,
    IReadOnlyList<string> Genomes,
    double[] Values,
    IReadOnlyList<GenomeLikeness> Likeness,
    int Left
) : FineTuningOutput
{
    /// <summary>Numbers per item.</summary>
    public int Width => Values.Length / Items.Count;

    /// <summary>[N]: the most likely class; all labels likelier than not, separated by semicolons; or the number.</summary>
    public IReadOnlyList<string> Predicted =>
        [.. Enumerable.Range(0, Items.Count).Select(i => PredictedOf(Values.AsSpan(i * Width, Width)))];

    /// <summary>In words, what may be expected of the predictions.</summary>
    public string Conclusion
    {
        get
        {
            // A genome that is unlike all that was trained on only bears the name of one.
            var known = Likeness.Count(one => !one.IsUnlike && Model.Genomes.Contains(one.Genome, StringComparer.Ordinal));
            var unlike = Likeness.Where(one => one.IsUnlike).ToArray();
            var sentences = new List<string>();
            if (known > 0)
                sentences.Add(
                    $"{known} of {Likeness.Count} genomes {(known == 1 ? "was" : "were")} trained on: predictions of "
                        + $"{(known == 1 ? "it" : "them")} are no test."
                );
            sentences.Add(
                unlike.Length == 0
                    ? "All genomes resemble the training genomes: no more of their proteins are far from all trained ones than should be."
                    : $"{unlike.Length} of {Likeness.Count} genomes {(unlike.Length == 1 ? "is" : "are")} unlike the training genomes, "
                        + $"most of all {LineText.Shown(unlike.MaxBy(one => one.FarShare)!.Genome, 60)}, where "
                        + $"{Percent(unlike.Max(one => one.FarShare))}% of the proteins are farther from every "
                        + "trained one than 99% of the trained are from each other (1% is to be expected): "
                        + "do not trust predictions there."
            );
            return string.Join(' ', sentences);
        }
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture);

    private string PredictedOf(ReadOnlySpan<double> values)
    {
        if (Model.Kind == TargetKind.Regression)
            return values[0].ToString("G6", CultureInfo.InvariantCulture);
        if (Model.Kind == TargetKind.SingleLabel)
            return Model.Classes[LogisticRegression.MostProbable(values.ToArray(), values.Length)[0]];
        var likely = new List<string>();
        for (var k = 0; k < values.Length; k++)
            if (values[k] > 0.5)
                likely.Add(Model.Classes[k]);
        return string.Join(';', likely);
    }
}
