using System.Text.Json;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Arrays.Storage;
using Glm.Features;
using Glm.Formats.Text;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Training.Processes;
using static TorchSharp.torch;

namespace Glm.Analysis.Prediction;

/// <summary>
/// Inference between this program and Python: <c>.npy</c> arrays in, <c>.npy</c> arrays out, names and layouts as the reference's outputs
/// have them, and <c>scalars.json</c> with the published losses and accuracies. This is what <c>glm infer</c> runs.
/// </summary>
public static class BatchInference
{
    /// <summary>Files that only a run with labels writes.</summary>
    private static readonly string[] FilesWithLabels =
    [
        "argmin_pred.npy",
        "logits_closest.npy",
        "logits_most_likely.npy",
        "closest_probs.npy",
        "cos_dist.npy",
        "scalars.json",
    ];

    /// <summary>Windows computed at once; outputs are written as they come, so that memory does not grow with N.</summary>
    private const int BatchSize = 16;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// Runs the model over all windows and writes into a folder, where the results of an earlier run are replaced once the new ones are
    /// complete. As in the reference, padding rows are written too. Of processes that <c>mpirun</c> started together each computes its
    /// share of the windows, and the first writes.
    /// </summary>
    /// <exception cref="GlmException">An array is missing, damaged, of the wrong shape or not finite, or the folder cannot be
    /// written.</exception>
    public static void Run(
        GlmModel model,
        BatchInferenceInput input,
        string folder,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    ) => Run(MpiGroup.Current, model, input, folder, progress, cancellation);

    /// <summary>As above, by the processes of a group; null: alone.</summary>
    internal static void Run(
        IProcessGroup? group,
        GlmModel model,
        BatchInferenceInput input,
        string folder,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var embeds = Read(input.Embeds, "embeds", 3);
        var (n, l, d) = ((int)embeds.Shape[0], (int)embeds.Shape[1], (int)embeds.Shape[2]);
        if (n < 1 || l < 1)
            throw new GlmException($"{input.Embeds}: shape [{n}, {l}, {d}] holds no gene.");
        if (d != model.Config.FeatureWidth)
            throw new GlmException($"{input.Embeds}: feature rows have {d} numbers; this model reads {model.Config.FeatureWidth}.");
        if (l > model.Config.MaxPositions)
            throw new GlmException(
                $"{input.Embeds}: windows have {l} rows; this model's distance tables reach {model.Config.MaxPositions}."
            );
        var features = Finite(embeds, input.Embeds);
        var mask = ZerosAndOnes(input.AttentionMask, "attention mask", n, l);
        var masked = input.Masked is null ? null : Array.ConvertAll(ZerosAndOnes(input.Masked, "mask", n, l), value => value == 1);
        var labels = input.Labels is null ? null : Finite(Read(input.Labels, "labels", 3, n, l, model.Config.LabelWidth), input.Labels);

        if (group is { Rank: > 0 })
        {
            Write(model, group, features, mask, masked, labels, (n, l), null, progress, cancellation);
            return;
        }
        StoredFolder.Replace(
            folder,
            stage => Write(model, group, features, mask, masked, labels, (n, l), stage, progress, cancellation),
            removed: labels is null ? FilesWithLabels : []
        );
    }

    /// <param name="model">Borrowed.</param>
    /// <param name="group">Each process computes a batch of every round, and the first writes them all; null for one process.</param>
    /// <param name="features">[N, L, D].</param>
    /// <param name="mask">[N, L].</param>
    /// <param name="masked">[N, L] or null.</param>
    /// <param name="labels">[N, L, K] or null.</param>
    /// <param name="size">N and L.</param>
    /// <param name="folder">Where to write; null in all processes but the first.</param>
    /// <param name="progress">Windows.</param>
    /// <param name="cancellation">Polled at every round.</param>
    private static void Write(
        GlmModel model,
        IProcessGroup? group,
        float[] features,
        float[] mask,
        bool[]? masked,
        float[]? labels,
        (int Windows, int Length) size,
        string? folder,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var (n, l) = size;
        var config = model.Config;
        long h = config.HiddenSize,
            p = config.Predictions,
            k = config.LabelWidth,
            heads = config.Heads,
            layers = config.Layers;
        using var writers = folder is null ? null : new NpyWriters(folder);
        var scalars = labels is null || folder is null ? null : new PaperScalars(config);
        using var still = inference_mode();
        var round = BatchSize * (group?.Size ?? 1);
        for (var start = 0; start < n; start += round)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var count = Math.Min(round, n - start);
            var first = Math.Min(count, BatchSize * (group?.Rank ?? 0));
            var own = Math.Min(BatchSize, count - first);
            using var batch = own == 0 ? null : Batch(start + first, own);
            using var output = batch is null
                ? null
                : model.Forward(batch, GlmOutputs.HiddenStates | GlmOutputs.Attentions | GlmOutputs.Predictions);

            var dense = Whole(output is null ? null : model.Project(batch!.Features), l, h);
            var hidden = Whole(output is null ? null : stack([.. output.HiddenStates!], 1), layers + 1, l, h);
            var attentions = Whole(output is null ? null : stack([.. output.Attentions!], 1), layers, heads, l, l);
            var contacts = Whole(output?.Contacts(), l, l, layers * heads);
            var predictions = Whole(output?.Predictions, l, p, k);
            var likelihoods = Whole(output?.Likelihoods, l, p);
            if (writers is null)
                continue;
            writers.Append("dense_out", dense, [n, l, h]);
            writers.Append("all_hidden_states", hidden, [n, layers + 1, l, h]);
            writers.Append("last_hidden_state", hidden.select(1, layers), [n, l, h]);
            writers.Append("attentions", attentions, [n, layers, heads, l, l]);
            writers.Append("contacts", contacts, [n, l, l, layers * heads]);
            writers.Append("logits_all_preds", predictions, [n, l, p, k]);
            writers.Append("probs", likelihoods, [n, l, p]);
            writers.Append("probs_softmax", likelihoods.softmax(-1), [n, l, p]);
            writers.Append("argmax_prob", likelihoods.argmax(-1), [n, l]);
            if (scalars is not null)
            {
                using var all = own == count ? null : Batch(start, count);
                var choices = scalars.Add(predictions, likelihoods, all ?? batch!);
                writers.Append("argmin_pred", choices.Closest, [n, l]);
                writers.Append("logits_closest", choices.ClosestPrediction, [n, l, k]);
                writers.Append("logits_most_likely", choices.MostLikelyPrediction, [n, l, k]);
                writers.Append("closest_probs", choices.ClosestProbability, [n, l, 1]);
            }
            progress?.Report(new ProgressReport("infer", start + count, n, "windows"));

            // What all processes computed of the round; what one did, where it is alone.
            Tensor Whole(Tensor? part, params long[] shape)
            {
                if (group is null)
                    return part!;
                var whole = zeros([count, .. shape]);
                if (part is not null)
                    whole.narrow(0, first, own).copy_(part);
                group.Sum(whole.view(-1));
                return whole.to(model.Device);
            }
        }
        writers?.Complete();
        if (scalars is null)
            return;
        NpyFile.Write(Path.Combine(folder!, "cos_dist.npy"), NdArray.From<float>(scalars.Cosines.ToArray(), scalars.Cosines.Count));
        TextFile.Replace(Path.Combine(folder!, "scalars.json"), writer => writer.WriteLine(scalars.ToJson().ToJsonString(Indented)));

        GeneBatch Batch(int from, int windows)
        {
            return GeneBatch.Masked(
                new WindowRows(windows, l, Part(features), Part(mask), labels is null ? null : Part(labels)),
                masked is null ? new bool[windows * l] : Part(masked),
                device: model.Device
            );

            T[] Part<T>(T[] all) => all.AsSpan(from * (all.Length / n), windows * (all.Length / n)).ToArray();
        }
    }

    private static NdArray Read(string path, string what, int rank, params ReadOnlySpan<long> shape)
    {
        var array = NpyFile.Read(path);
        if (array.Shape.Count != rank || (shape.Length > 0 && !array.Shape.SequenceEqual(shape.ToArray())))
            throw new GlmException(
                $"{path}: shape [{string.Join(", ", array.Shape)}]; the {what} must have "
                    + $"{(shape.Length > 0 ? $"[{string.Join(", ", shape.ToArray())}]" : $"{rank} dimensions")}."
            );
        return array;
    }

    private static float[] ZerosAndOnes(string path, string what, int n, int l)
    {
        var values = Read(path, what, 2, n, l).ToSingle();
        if (Array.FindIndex(values, value => value is not (0 or 1)) is >= 0 and var odd)
            throw new GlmException($"{path}: position [{odd / l}, {odd % l}] is {values[odd]}; the {what} must be 0 or 1 everywhere.");
        return values;
    }

    private static float[] Finite(NdArray array, string path)
    {
        var values = array.ToSingle();
        if (Array.FindIndex(values, value => !float.IsFinite(value)) is >= 0 and var bad)
        {
            var inner = array.Shape[^1];
            throw new GlmException(
                $"{path}: position [{bad / inner / array.Shape[1]}, {bad / inner % array.Shape[1]}, {bad % inner}] is "
                    + $"{values[bad]}; every number must be finite."
            );
        }
        return values;
    }

    /// <summary>One growing .npy file per name.</summary>
    private sealed class NpyWriters(string folder) : IDisposable
    {
        private readonly Dictionary<string, NpyAppender> _files = new(StringComparer.Ordinal);

        public void Append(string name, Tensor values, long[] shape)
        {
            if (!_files.TryGetValue(name, out var file))
                _files.Add(
                    name,
                    file = new NpyAppender(
                        Path.Combine(folder, name + ".npy"),
                        values.dtype == ScalarType.Int64 ? ElementType.Int64 : ElementType.Float32,
                        shape
                    )
                );
            using var local = values.cpu().contiguous();
            file.Append(local.bytes);
        }

        public void Complete()
        {
            foreach (var file in _files.Values)
                file.Complete();
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose();
        }
    }
}
