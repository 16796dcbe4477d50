using Glm.Modeling.Functions;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Training.Functions;

/// <summary>Trains PlasGO's network on labelled genes in their neighbourhoods.</summary>
public static class FunctionTrainer
{
    private const double AdamEpsilonSize = 1e-8;
    private const double NormEpsilon = 1e-6;

    /// <summary>
    /// Trains by PlasGO's recipe: windows with a labelled gene in random order, AdamW, a rate that rises and then falls, gradients
    /// clipped. Unlabelled genes are read as neighbours and are not learned from. The same seed and data give the same weights. When
    /// cancelled it stops after the step and keeps what was learned.
    /// </summary>
    /// <param name="model">Its weights change, and where the options ask for it by what it standardises vectors, if it has nothing
    /// yet.</param>
    /// <param name="sentences">Of the width that the model reads.</param>
    /// <param name="labels">[N, C] row-major: which item has which of the model's labels.</param>
    /// <param name="labelled">[N]: which items are learned from.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Steps, with the loss.</param>
    /// <param name="cancellation">Polled before every step.</param>
    /// <exception cref="GlmException">The widths differ, no item is labelled, or the loss is no longer finite.</exception>
    public static FunctionTrainingHistory Run(
        FunctionModel model,
        ProteinSentences sentences,
        bool[] labels,
        bool[] labelled,
        FunctionTrainingOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new FunctionTrainingOptions();
        options.Validate();
        FunctionProbabilities.CheckWidth(model, sentences);
        var count = model.Config.Labels.Count;
        if (labelled.Length != sentences.ItemCount || labels.LongLength != (long)sentences.ItemCount * count)
            throw new ArgumentException(
                $"{labels.Length} labels and {labelled.Length} marks do not fit {sentences.ItemCount} items of {count} labels.",
                nameof(labels)
            );
        var windows = FunctionWindows.Cut(sentences, model.Config);
        int[] order =
        [
            .. Enumerable
                .Range(0, windows.Count)
                .Where(window =>
                    Enumerable.Range(windows.Starts[window], windows.Lengths[window]).Any(place => labelled[sentences.Items[place]])
                ),
        ];
        var genes = labelled.Count(true);
        if (order.Length == 0)
            throw new GlmException($"{sentences.Source}: no gene has a label, so there is nothing to learn. Use other labels.");
        if (options.Standardize)
            model.Input ??= Moments(sentences, labelled, cancellation);
        var random = new SeededRandom(options.Seed);
        manual_seed(options.Seed); // of dropout
        using var optimizer = new FlatAdamW(model.Weights, model.Weights.Matrices, AdamEpsilonSize, options.WeightDecay);
        var stepsPerEpoch = (order.Length + options.BatchSize - 1) / options.BatchSize;
        var (steps, losses, step) = (stepsPerEpoch * (long)options.Epochs, new List<double>(), 0);
        var rising = (long)(options.WarmUp * steps);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order.AsSpan());
            var sum = 0.0;
            foreach (var chosen in order.Chunk(options.BatchSize))
            {
                if (cancellation.IsCancellationRequested)
                    return new FunctionTrainingHistory(losses, order.Length, genes, step, Interrupted: true);
                var loss = Gradients(model, sentences, windows, chosen, labels, labelled, options.RankMargin);
                if (!double.IsFinite(loss))
                    throw new GlmException(
                        $"The loss became {loss} in epoch {epoch + 1}, so the model has learned nothing that can be used. Train with a "
                            + $"smaller {Setting.Of(nameof(FunctionTrainingOptions.LearningRate))}."
                    );
                using (var still = no_grad())
                using (var norm = model.Weights.Gradients.norm())
                    optimizer.Step(
                        options.LearningRate * Share(step, rising, steps),
                        Math.Min(1, options.ClipNorm / (norm.item<float>() + NormEpsilon))
                    );
                sum += loss * chosen.Length;
                step++;
                progress?.Report(new ProgressReport("train", step, steps, "steps", [new ProgressMetric("loss", loss, "0.0000")]));
            }
            losses.Add(sum / order.Length);
        }
        return new FunctionTrainingHistory(losses, order.Length, genes, step, Interrupted: false);
    }

    /// <summary>Share of the peak rate in a step, from 0: up to 1, then evenly down to 0.</summary>
    internal static double Share(long step, long rising, long steps) =>
        step < rising ? (double)step / rising : Math.Max(0, (double)(steps - step) / Math.Max(1, steps - rising));

    /// <summary>Computes gradients for one step.</summary>
    /// <returns>The loss.</returns>
    private static double Gradients(
        FunctionModel model,
        ProteinSentences sentences,
        FunctionWindows windows,
        int[] chosen,
        bool[] labels,
        bool[] labelled,
        double margin
    )
    {
        using var scope = NewDisposeScope();
        using var batch = FunctionBatch.Read(model, sentences, windows, chosen);
        var count = model.Config.Labels.Count;
        var rows = new List<long>();
        for (var at = 0; at < batch.Items.Length; at++)
            if (batch.Items[at] >= 0 && labelled[batch.Items[at]])
                rows.Add(at);
        var targets = new float[rows.Count * count];
        for (var i = 0; i < rows.Count; i++)
        for (var k = 0; k < count; k++)
            targets[(i * count) + k] = labels[(batch.Items[rows[i]] * count) + k] ? 1 : 0;
        model.Weights.Gradients.zero_();
        using var output = model.Forward(batch.Proteins, batch.IsGene, training: true);
        var loss = FunctionLoss.Of(output, batch.IsGene, tensor(rows.ToArray()), tensor(targets, [rows.Count, count]), margin);
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>Means and deviations of the vectors of labelled genes.</summary>
    private static ColumnMoments Moments(ProteinSentences sentences, bool[] labelled, CancellationToken cancellation)
    {
        var passes = new ColumnMoments.Passes(sentences.Width);
        var vector = new float[sentences.Width];
        void Each(Action<ReadOnlySpan<float>> take)
        {
            for (var place = 0; place < sentences.Proteins.Count; place++)
            {
                if (place % 4096 == 0)
                    cancellation.ThrowIfCancellationRequested();
                if (!labelled[sentences.Items[place]])
                    continue;
                sentences.CopyVector(sentences.Proteins[place], vector);
                take(vector);
            }
        }
        Each(values => passes.Add(values));
        passes.FinishMean();
        Each(values => passes.AddSpread(values));
        return passes.Finish();
    }
}
