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
            .Concat(["genes_per_second", "windows_per_second", "seconds"])
    );

    private const string EvaluationColumns = "step loss pseudo_accuracy absolute_accuracy masked_genes";

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
                        }
                    )
                ),
                Table(
                    Evaluations,
                    EvaluationColumns,
                    evaluations.Count,
                    evaluations.SelectMany(point =>
                        new[] { point.Step, point.Loss, point.PseudoAccuracy, point.AbsoluteAccuracy, point.MaskedGenes }
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
                    }),
            ],
            [
                .. Rows(file, path, Evaluations, EvaluationColumns)
                    .Select(row => new EvaluationPoint((int)row[0], row[1], row[2], row[3], (int)row[4])),
            ]
        );
    }

    private static SafeTensorSource Table(string name, string columns, int rows, IEnumerable<double> numbers) =>
        new(name, ElementType.Float64, [rows, columns.Split(' ').Length], stream =>
            stream.Write(MemoryMarshal.AsBytes(numbers.ToArray().AsSpan()))
        );

    private static double[][] Rows(SafeTensorsFile file, string path, string name, string columns)
    {
        var width = columns.Split(' ').Length;
        if (
            file.Find(name) is not { Type: ElementType.Float64, Shape: [_, var found] }
            || found != width
            || file.Metadata.GetValueOrDefault(name) != columns
        )
            throw new GlmException($"{path}: its table '{name}' has other columns than the {width} of a training's history.");
        return [.. file.Read(name).ToDouble().Chunk(width)];
    }
}
