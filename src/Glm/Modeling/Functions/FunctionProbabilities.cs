using System.Runtime.InteropServices;
using Glm.Proteins.Sentences;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling.Functions;

/// <summary>What a model of functions says of each item: the mean over the windows that have it. Immutable by convention.</summary>
/// <remarks>N items, C labels; row-major.</remarks>
/// <param name="Probabilities">[N, C], not rounded; NaN for an item that was not read.</param>
/// <param name="Confidences">[N, C].</param>
/// <param name="Called">[N, C]: what <see cref="FunctionRules"/> keep, rounded to hundredths; 0 where nothing is kept.</param>
public sealed record FunctionProbabilities(float[] Probabilities, float[] Confidences, float[] Called)
{
    private const int BatchSize = 32;

    /// <summary>Reads all sentences, or the windows that have some items.</summary>
    /// <param name="model">Borrowed; not to be used by others meanwhile.</param>
    /// <param name="sentences">Of the width that the model reads.</param>
    /// <param name="minProbability">Lowers the limit of the rules, 0.3; 0 or more.</param>
    /// <param name="wanted">[N] which items; null for all.</param>
    /// <param name="progress">Windows read.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <exception cref="GlmException">The widths differ, or what the model makes is not finite.</exception>
    public static FunctionProbabilities Read(
        FunctionModel model,
        ProteinSentences sentences,
        double minProbability = FunctionRules.MostLimit,
        bool[]? wanted = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        CheckWidth(model, sentences);
        var windows = FunctionWindows.Cut(sentences, model.Config);
        var labels = model.Config.Labels.Count;
        var size = checked(sentences.ItemCount * labels);
        var (probabilities, confidences, sums) = (new float[size], new float[size], new double[size]);
        var (kept, readings) = (new int[size], new int[sentences.ItemCount]);
        // Windows of like length together: little is padded.
        int[] order =
        [
            .. Enumerable
                .Range(0, windows.Count)
                .Where(window =>
                    wanted is null
                    || Enumerable.Range(windows.Starts[window], windows.Lengths[window]).Any(place => wanted[sentences.Items[place]])
                )
                .OrderBy(window => windows.Lengths[window]),
        ];
        var count = new ProgressCount(progress, "read genes", order.Length, "windows", cancellation);
        // What no rounding lifts to the limit is not worth rounding.
        var least = Math.Min(FunctionRules.MostLimit, minProbability) - 0.01;
        using var still = inference_mode();
        foreach (var chunk in order.Chunk(BatchSize))
        {
            using var scope = NewDisposeScope();
            using var batch = FunctionBatch.Read(model, sentences, windows, chunk);
            using var output = model.Forward(batch.Proteins, batch.IsGene);
            var chances = MemoryMarshal.Cast<byte, float>(output.Logits.sigmoid().contiguous().bytes);
            var trust = MemoryMarshal.Cast<byte, float>(output.Confidences.contiguous().bytes);
            for (var at = 0; at < batch.Items.Length; at++)
            {
                var item = batch.Items[at];
                if (item < 0 || wanted?[item] == false)
                    continue;
                readings[item]++;
                for (var k = 0; k < labels; k++)
                {
                    var (from, to) = ((at * labels) + k, (item * labels) + k);
                    if (!float.IsFinite(chances[from]))
                        throw new GlmException(
                            $"{model.Name}: the probability of {LineText.Quoted(model.Config.Labels[k], 40)} for "
                                + $"{LineText.Quoted(sentences.Names[item], 60)} is {chances[from]}. Train the model again, with a "
                                + $"smaller {Setting.Of("LearningRate")}."
                        );
                    probabilities[to] += chances[from];
                    confidences[to] += trust[from];
                    if (chances[from] < least)
                        continue;
                    var rounded = FunctionRules.Round(chances[from]);
                    if (!FunctionRules.Keeps(rounded, trust[from], model.Config.ConcatenatesInput, minProbability))
                        continue;
                    sums[to] += rounded;
                    kept[to]++;
                }
            }
            count.Add(chunk.Length);
        }
        var called = new float[size];
        for (var at = 0; at < size; at++)
        {
            var times = readings[at / labels];
            (probabilities[at], confidences[at]) =
                times == 0 ? (float.NaN, float.NaN) : (probabilities[at] / times, confidences[at] / times);
            if (kept[at] > 0)
                called[at] = (float)FunctionRules.Round(sums[at] / kept[at]);
        }
        return new FunctionProbabilities(probabilities, confidences, called);
    }

    /// <exception cref="GlmException">The widths differ.</exception>
    internal static void CheckWidth(FunctionModel model, ProteinSentences sentences)
    {
        if (sentences.Width != model.Config.ProteinWidth)
            throw new GlmException(
                $"{sentences.Source}: its protein vectors have {sentences.Width} numbers, and {model.Name} reads "
                    + $"{model.Config.ProteinWidth}. Embed the proteins as those that it was trained on."
            );
    }
}
