using System.Diagnostics;
using System.Globalization;
using Glm.Features;
using Glm.Formats;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Proteins.Composition;
using Glm.Training;

namespace Glm.Benchmarks;

/// <summary>How fast the tiny model learns a sample: held-out accuracies over steps, with the time they took.</summary>
internal static class SampleTraining
{
    public static void Run(string folder, int steps, double learningRate)
    {
        var clock = Stopwatch.StartNew();
        var scaffolds = ScaffoldFiles.Load(folder);
        Lap("load");
        var proteins = new CompositionEmbedder().Embed(scaffolds);
        Lap("embed");
        using var model = GlmModel.Create(GlmConfig.Tiny);
        var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins));
        Lap("features and labels");
        var history = Trainer.Train(model, data, new TrainingOptions { Steps = steps, LearningRate = learningRate });
        Lap("train");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{history.TrainingWindows} windows, {history.EvaluationWindows} held out, chance {history.ChanceAccuracy:P1}"
            )
        );
        foreach (var point in history.Evaluations)
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"step {point.Step, 5}  loss {point.Loss:0.0000}  pseudo {point.PseudoAccuracy:P1}  absolute "
                        + $"{point.AbsoluteAccuracy:P1}  ({point.MaskedGenes} genes)"
                )
            );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"last training batches: pseudo {history.Steps.TakeLast(20).Average(step => step.PseudoAccuracy):P1} absolute "
                    + $"{history.Steps.TakeLast(20).Average(step => step.AbsoluteAccuracy):P1}"
            )
        );

        void Lap(string what)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what, -20} {clock.Elapsed.TotalSeconds, 7:0.00} s"));
            clock.Restart();
        }
    }
}
