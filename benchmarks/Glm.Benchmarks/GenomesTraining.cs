using System.Globalization;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Benchmarks;

/// <summary>
/// Trains a gLM by the recipe for real genomes, or by what words name=value make of it: seed, lr, warmup, batch, mask, temperature,
/// squared (what squared errors count beside the contrast), decay, ema, precision, device, save (a folder), hidden, heads, layers,
/// feed-forward, predictions, dropout, strands (0: windows are read from one strand), closed (0: no start in closed form).
/// </summary>
internal sealed class GenomesTraining(IReadOnlyDictionary<string, string> words)
{
    private static readonly GlmConfig Preset = GlmConfig.Genomes;
    private static readonly TrainingOptions Options = TrainingOptions.Genomes;

    /// <summary>Trains on all windows: the genome in question is what is held out.</summary>
    public GlmModel Train(GeneDataset data, int steps)
    {
        var config = Preset with
        {
            ProteinWidth = data.FeatureWidth - 1,
            LabelWidth = data.LabelWidth,
            HiddenSize = Whole("hidden", Preset.HiddenSize),
            Heads = Whole("heads", Preset.Heads),
            Layers = Whole("layers", Preset.Layers),
            FeedForwardSize = Whole("feed-forward", Preset.FeedForwardSize),
            Predictions = Whole("predictions", Preset.Predictions),
            HiddenDropout = Number("dropout", Preset.HiddenDropout),
        };
        var options = Options with
        {
            Steps = steps,
            EvaluationFraction = 0,
            Seed = Whole("seed", Options.Seed),
            LearningRate = Number("lr", Options.LearningRate),
            WarmupSteps = words.ContainsKey("warmup") ? Whole("warmup", 0) : null,
            BatchSize = Whole("batch", Options.BatchSize),
            MaskProbability = Number("mask", Options.MaskProbability),
            WeightDecay = Number("decay", Options.WeightDecay),
            Precision = Enum.Parse<ComputePrecision>(words.GetValueOrDefault("precision", "float32"), ignoreCase: true),
            SaveTo = words.GetValueOrDefault("save"),
            EmaDecay = words.ContainsKey("ema") ? Number("ema", 0) : null,
            Recipe = Options.Recipe with
            {
                ContrastTemperature = Number("temperature", Options.Recipe.ContrastTemperature!.Value),
                PredictionWeight = Number("squared", Options.Recipe.PredictionWeight),
                ReadsBothStrands = Whole("strands", 1) == 1,
                StartsInClosedForm = Whole("closed", 1) == 1,
            },
        };
        var model = GlmModel.Create(config, options.Seed, Devices.Parse(words.GetValueOrDefault("device", "cpu")));
        var history = Trainer.Train(model, data, options);
        const int Points = 12;
        foreach (var part in history.Steps.Chunk((steps + Points - 1) / Points))
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"step {part[^1].Step, 6}  {part[^1].Seconds / 60, 5:0.0} min  loss {part.Average(step => step.Loss):0.000}  squared "
                        + $"{part.Average(step => step.PredictionLoss):0.000}  gradient {part.Average(step => step.GradientNorm):0.00}  "
                        + $"training pseudo {part.Average(step => step.PseudoAccuracy):P1} "
                        + $"absolute {part.Average(step => step.AbsoluteAccuracy):P1}"
                )
            );
        return model;
    }

    private int Whole(string name, int otherwise) =>
        words.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private double Number(string name, double otherwise) =>
        words.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
