using System.Runtime.InteropServices;
using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Runtime;
using Glm.Testing;
using Glm.Training;

namespace Glm.Tests.Training;

public sealed class TrainingHistoryFileTests : IDisposable
{
    private const string FormerSteps =
        "step loss prediction_loss likelihood_loss learning_rate gradient_norm pseudo_accuracy absolute_accuracy genes_per_second "
        + "windows_per_second seconds";

    private const string FormerEvaluations = "step loss pseudo_accuracy absolute_accuracy masked_genes";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Should_bring_every_number_back()
    {
        var steps = new[] { new TrainingStep(1, 0.1, 1e-3, double.NaN, 1.0 / 3, 7) { FlopsPerSecond = 1e11 / 3 } };
        var tally = new CalibrationTally();
        tally.Add(0.31, true);
        var point = new EvaluationPoint(1, 2, 0.3, 0.2, 9);
        EvaluationPoint[] evaluations = [point, point with { Calibration = tally.ToCalibration() }];
        TrainingHistoryFile.Write(_folder["file"], steps, evaluations);
        var (readSteps, readEvaluations) = TrainingHistoryFile.Read(_folder["file"]);
        Assert.Equal(steps, readSteps);
        Assert.Equal(evaluations, readEvaluations);
    }

    [Fact]
    public void Should_read_what_former_versions_wrote()
    {
        Write(FormerSteps, FormerEvaluations);
        var (steps, evaluations) = TrainingHistoryFile.Read(_folder["file"]);
        Assert.Equal((0, 1.0, 10.0, double.NaN), (steps[0].Step, steps[0].Loss, steps[0].Seconds, steps[0].FlopsPerSecond));
        Assert.Equal((4, null), (evaluations[0].MaskedGenes, evaluations[0].Calibration));
        Write(FormerSteps.Replace("loss", "gain", StringComparison.Ordinal), FormerEvaluations);
        Assert.Contains(
            "its table 'steps' has other columns",
            Assert.Throws<GlmException>(() => TrainingHistoryFile.Read(_folder["file"])).Message
        );
    }

    /// <summary>A row of each, numbered from 0.</summary>
    private void Write(string steps, string evaluations) =>
        SafeTensorsWriter.Write(
            _folder["file"],
            [Table("steps", steps.Split(' ').Length), Table("evaluations", evaluations.Split(' ').Length)],
            new Dictionary<string, string> { ["steps"] = steps, ["evaluations"] = evaluations }
        );

    private static SafeTensorSource Table(string name, int columns) =>
        new(name, ElementType.Float64, [1, columns], stream =>
            stream.Write(MemoryMarshal.AsBytes(Enumerable.Range(0, columns).Select(i => (double)i).ToArray().AsSpan()))
        );
}
