using System.Runtime.InteropServices;
using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// <c>history.safetensors</c> of a checkpoint: float64 tables "steps" and "evaluations", a row each, with the names of their columns in
/// the metadata. Every number comes back to the bit.
/// </summary>
internal static class TrainingHistoryFile
{
    public const string Name = "history.safetensors";

    private const string Steps = "steps";
    private const string Evaluations = "evaluations";

    private static readonly string StepColumns = string.Join(
        ' ',
        "step loss prediction_loss likelihood_loss learning_rate gradient_norm pseudo_accuracy absolute_accuracy"
            .Split(' ')
            .Concat(["genes_per_second", "windows_per_second", "seconds", "flops_per_second", "triplet_loss"])
    );

    private static readonly string EvaluationColumns = string.Join(
        ' ',
        "step loss pseudo_accuracy absolute_accuracy masked_genes"
            .Split(' ')
            .Concat(
                Enumerable
                    .Range(0, Calibration.BinCount)
                    .SelectMany(bin => new[] { $"bin{bin}_genes", $"bin{bin}_confidence", $"bin{bin}_accuracy" })
            )
    );

    public static void Write(string path, IReadOnlyList<TrainingStep> steps, IReadOnlyList<EvaluationPoint> evaluations) =>
        SafeTensorsWriter.Write(
            path,
            [
                Table(
                    Steps,
                    StepColumns,
                    steps.Count,
                    steps.SelectMany(step =>
                        new[]
                        {
                            step.Step,
                            step.Loss,
                            step.PredictionLoss,
                            step.LikelihoodLoss,
                            step.LearningRate,
                            step.GradientNorm,
                            step.PseudoAccuracy,
                            step.AbsoluteAccuracy,
                            step.GenesPerSecond,
                            step.WindowsPerSecond,
                            step.Seconds,
                            step.FlopsPerSecond,
                            step.TripletLoss,
                        }
                    )
                ),
                Table(
                    Evaluations,
                    EvaluationColumns,
                    evaluations.Count,
                    evaluations.SelectMany(point =>
                        new[] { point.Step, point.Loss, point.PseudoAccuracy, point.AbsoluteAccuracy, point.MaskedGenes }.Concat(
                            point.Calibration is { } calibration
                                ? calibration.Bins.SelectMany(bin => new[] { bin.Genes, bin.Confidence, bin.Accuracy })
                                : Enumerable.Repeat(double.NaN, 3 * Calibration.BinCount)
                        )
                    )
                ),
            ],
            new Dictionary<string, string> { [Steps] = StepColumns, [Evaluations] = EvaluationColumns }
        );

    /// <exception cref="GlmException">The file is damaged, or not of this kind.</exception>
    public static (IReadOnlyList<TrainingStep> Steps, IReadOnlyList<EvaluationPoint> Evaluations) Read(string path)
    {
        using var file = SafeTensorsFile.Open(path);
        return (
            [
                .. Rows(file, path, Steps, StepColumns)
                    .Select(row => new TrainingStep((int)row[0], row[1], row[4], row[6], row[7], row[8])
                    {
                        PredictionLoss = row[2],
                        LikelihoodLoss = row[3],
                        GradientNorm = row[5],
                        WindowsPerSecond = row[9],
                        Seconds = row[10],
                        FlopsPerSecond = row[11],
                        TripletLoss = row[12],
                    }),
            ],
            [
                .. Rows(file, path, Evaluations, EvaluationColumns)
                    .Select(row => new EvaluationPoint((int)row[0], row[1], row[2], row[3], (int)row[4])
                    {
                        Calibration = double.IsNaN(row[5])
                            ? null
                            : new Calibration([.. row[5..].Chunk(3).Select(bin => new ReliabilityBin((int)bin[0], bin[1], bin[2]))]),
                    }),
            ]
        );
    }

    private static SafeTensorSource Table(string name, string columns, int rows, IEnumerable<double> numbers) =>
        new(name, ElementType.Float64, [rows, columns.Split(' ').Length], stream =>
            stream.Write(MemoryMarshal.AsBytes(numbers.ToArray().AsSpan()))
        );

    /// <summary>The rows of a table; columns that an earlier version did not write, the last ones, are NaN.</summary>
    private static double[][] Rows(SafeTensorsFile file, string path, string name, string columns)
    {
        var width = columns.Split(' ').Length;
        var written = file.Metadata.GetValueOrDefault(name) ?? "";
        if (
            file.Find(name) is not { Type: ElementType.Float64, Shape: [_, var found] }
            || found != written.Split(' ').Length
            || !(columns + " ").StartsWith(written + " ", StringComparison.Ordinal)
        )
            throw new GlmException($"{path}: its table '{name}' has other columns than the {width} of a training's history.");
        var missing = Enumerable.Repeat(double.NaN, width - (int)found).ToArray();
        return [.. file.Read(name).ToDouble().Chunk((int)found).Select(row => row.Concat(missing).ToArray())];
    }
}
