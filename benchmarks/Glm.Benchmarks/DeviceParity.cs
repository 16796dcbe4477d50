using System.Globalization;
using Glm.Features;
using Glm.Genomes.Simulation;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Runtime;
using Glm.Training;
using static TorchSharp.torch;

namespace Glm.Benchmarks;

/// <summary>
/// Whether training on a device loses what it loses on the CPU, step by step, in every precision: the same weights, windows and masks, and
/// no dropout, which draws other numbers on other devices.
/// </summary>
internal static class DeviceParity
{
    private const int Steps = 50;

    public static void Run(Device device)
    {
        var scaffolds = GenomeSimulator.Simulate(new SimulationOptions { Genomes = 12, Seed = 1 });
        var proteins = new CompositionEmbedder().Embed(scaffolds);
        Console.WriteLine(
            $"| {Steps} steps, {device} beside the CPU in float32 | largest relative difference of a loss | mean | of the gradient's "
                + "norm | held-out loss, CPU | device | s, CPU | device |\n|---|---|---|---|---|---|---|---|"
        );
        (string Name, GlmConfig Config, TrainingOptions Options)[] runs =
        [
            ("small, corrected recipe", GlmConfig.Small with { HiddenDropout = 0, AttentionDropout = 0 }, new() { LearningRate = 1e-4 }),
            ("preset for real genomes", GlmConfig.Genomes with { FeedForwardSize = 1024 }, TrainingOptions.Genomes),
        ];
        foreach (var (name, shape, recipe) in runs)
        {
            var config = shape with { ProteinWidth = proteins.Width, LabelWidth = 65 };
            var options = recipe with { Steps = Steps, EvaluateEvery = Steps };
            var expected = Train(CPU, ComputePrecision.Float32);
            foreach (var precision in Enum.GetValues<ComputePrecision>())
            {
                var found = Train(device, precision);
                var losses = expected.Steps.Zip(found.Steps, (a, b) => Math.Abs((a.Loss / b.Loss) - 1)).ToArray();
                var norms = expected.Steps.Zip(found.Steps, (a, b) => Math.Abs((a.GradientNorm / b.GradientNorm) - 1));
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {name}, {precision.ToString().ToLowerInvariant()} | {losses.Max():0.0e-0} | {losses.Average():0.0e-0} | "
                            + $"{norms.Max():0.0e-0} | {expected.Evaluations[^1].Loss:0.0000} | {found.Evaluations[^1].Loss:0.0000} | "
                            + $"{expected.Seconds:0.0} | {found.Seconds:0.0} |"
                    )
                );
            }

            TrainingHistory Train(Device where, ComputePrecision precision)
            {
                using var model = GlmModel.Create(config, seed: 1, where);
                var transform = FeatureTransform.Fit(proteins, config.LabelWidth - 1);
                return Trainer.Train(model, GeneDataset.Create(scaffolds, proteins, transform), options with { Precision = precision });
            }
        }
    }
}
