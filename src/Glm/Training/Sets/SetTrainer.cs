using Glm.Genomes;
using Glm.Modeling;
using Glm.Modeling.Sets;
using Glm.Proteins.Sets;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training.Sets;

/// <summary>Trains a protein set transformer on scaffolds alone: no label is needed.</summary>
public static class SetTrainer
{
    /// <summary>Sets of a step: an anchor, a near one and a far one.</summary>
    internal const int FewestSets = 3;

    private const double AdamEpsilonSize = 1e-8;

    /// <summary>
    /// Trains by the triplet loss with point swap (see <see cref="TripletOptions"/>). The same seed and data give the same weights. When
    /// cancelled it stops after the step and keeps what was learned.
    /// </summary>
    /// <param name="model">Its weights change.</param>
    /// <param name="proteins">Of the width that the model reads; at least three scaffolds.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Steps, with the loss.</param>
    /// <param name="cancellation">Polled before every step.</param>
    /// <exception cref="GlmException">The widths differ, there are too few sets or one is too large, the model has no decoder, or the
    /// loss is
    /// no longer finite.</exception>
    public static SetTrainingHistory Run(
        ProteinSetTransformer model,
        ScaffoldProteins proteins,
        SetTrainingOptions? options = null,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new SetTrainingOptions();
        options.Validate();
        if (!model.Config.HasDecoder)
            throw new GlmException(
                $"{model.Name}: it has no decoder, and the triplet loss compares what a decoder makes of sets. Train a model that has one."
            );
        var sets = new ScaffoldSets(model.Config, model.Name, proteins);
        if (sets.Count < FewestSets)
            throw new GlmException(
                $"{proteins.Source}: {sets.Count} sets cannot be compared; at least {FewestSets} are needed. Give more scaffolds."
            );
        var weights = SetTripletLoss.ClassWeights(
            proteins.Classes is { } classes ? [.. Enumerable.Range(0, sets.Count).Select(set => classes[sets.ScaffoldOf(set)])] : null,
            sets.Count,
            options.LogWeights
        );
        var random = new SeededRandom(options.Seed);
        manual_seed(options.Seed); // of dropout
        using var optimizer = new FlatAdamW(
            model.Weights,
            [new ParameterRange(0, model.ParameterCount)],
            AdamEpsilonSize,
            options.WeightDecay
        );
        var (losses, order) = (new List<double>(), Enumerable.Range(0, sets.Count).ToArray());
        for (var (epoch, step) = (0, 0L); epoch < options.Epochs; epoch++)
        {
            random.Shuffle(order.AsSpan());
            var sum = 0.0;
            var batches = Batches(order, options.BatchSize);
            foreach (var chosen in batches)
            {
                if (cancellation.IsCancellationRequested)
                    return new SetTrainingHistory(losses, sets.Count, Interrupted: true);
                var loss = Step(model, proteins, sets, chosen, weights, random);
                if (!double.IsFinite(loss))
                    throw new GlmException(
                        $"The loss became {loss} in epoch {epoch + 1}, so the model has learned nothing that can be used. Train with "
                            + $"a smaller "
                            + $"{Setting.Of(nameof(SetTrainingOptions.LearningRate))}."
                    );
                optimizer.Step(options.LearningRate);
                sum += loss * chosen.Length;
                progress?.Report(
                    new ProgressReport(
                        "train",
                        ++step,
                        (long)batches.Count * options.Epochs,
                        "steps",
                        [new ProgressMetric("loss", loss, "0.0000")]
                    )
                );
            }
            losses.Add(sum / sets.Count);
        }
        return new SetTrainingHistory(losses, sets.Count, Interrupted: false);
    }

    /// <summary>The sets of each step; a last one that is too small to compare joins the one before.</summary>
    private static List<int[]> Batches(int[] order, int size)
    {
        var batches = order.Chunk(size).ToList();
        if (batches.Count > 1 && batches[^1].Length < FewestSets)
        {
            batches[^2] = [.. batches[^2], .. batches[^1]];
            batches.RemoveAt(batches.Count - 1);
        }
        return batches;
    }

    /// <summary>Computes gradients for one step.</summary>
    /// <returns>The loss.</returns>
    private static double Step(
        ProteinSetTransformer model,
        ScaffoldProteins proteins,
        ScaffoldSets sets,
        int[] chosen,
        float[] weights,
        SeededRandom random
    )
    {
        using var scope = NewDisposeScope();
        var total = chosen.Sum(set => sets.SizeOf(set));
        var (vectors, strands, width, row) = (new float[total * proteins.Width], new long[total], proteins.Width, 0);
        foreach (var set in chosen)
        {
            var (first, size) = (sets.FirstOf(set), sets.SizeOf(set));
            proteins.Vectors.AsSpan(first * width, size * width).CopyTo(vectors.AsSpan(row * width));
            for (var i = 0; i < size; i++, row++)
                strands[row] = proteins.Strands[first + i] == Strand.Forward ? 1 : 0;
        }
        using var batch = new SetBatch([.. chosen.Select(sets.SizeOf)], model.Config.Attention, model.Config.Heads, CPU);
        var swap = new float[total];
        for (var i = 0; i < total; i++)
            swap[i] = (float)random.NextDouble();
        model.Weights.Gradients.zero_();
        var loss = SetTripletLoss.Of(
            model,
            tensor(vectors, [total, width]),
            strands,
            batch,
            [.. chosen.Select(set => weights[set])],
            swap,
            training: true
        );
        loss.Value.backward();
        return loss.Value.item<float>();
    }
}
