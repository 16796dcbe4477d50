using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Glm.Formats.Text;
using Glm.Interactive.Results;
using Glm.Kernel.CSharp;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Kernel.Notebooks;

/// <summary>What one run of several leaves behind for their comparison, a file of JSON.</summary>
/// <param name="Outcome">"all cells ran", "failed in cell [3]", or the like.</param>
/// <param name="Succeeded">Whether all cells ran.</param>
/// <param name="Error">Why it failed, in a line; empty where it did not. Untrusted text.</param>
/// <param name="Seconds">Duration.</param>
public sealed record PointResult(string Outcome, bool Succeeded, string Error, double Seconds)
{
    private const int ErrorLimit = 400;

    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
    };

    /// <summary>
    /// What the notebook's variables hold at the end, by name: numbers, and results in a line each. Untrusted text.
    /// </summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>The trainings, each named as its variable.</summary>
    public IReadOnlyList<RunSummary> Trainings { get; init; } = [];

    /// <summary>Collects what a run has left.</summary>
    /// <param name="run">How it went.</param>
    /// <param name="variables">The notebook's variables.</param>
    public static PointResult Of(NotebookRun run, IReadOnlyList<CellVariable> variables) =>
        new(
            Provenance.OutcomeOf(run),
            run.Succeeded,
            run.Error is { } error ? LineText.Shown(error.Message, ErrorLimit) : "",
            (run.Ended - run.Started).TotalSeconds
        )
        {
            Figures =
            [
                .. variables
                    .Select(variable => (variable.Name, Line: Line(variable.Value)))
                    .Where(held => held.Line is not null)
                    .Select(held => new Figure(held.Name, held.Line!)),
            ],
            Trainings =
            [
                .. variables
                    .Where(variable => variable.Value is TrainingHistory)
                    .DistinctBy(variable => variable.Value)
                    .Select(variable => Plain(RunSummary.Of(variable.Name, (TrainingHistory)variable.Value!))),
            ],
        };

    /// <summary>Writes the file.</summary>
    public void Write(string path) => TextFile.Replace(path, writer => writer.Write(JsonSerializer.Serialize(this, Json)));

    /// <summary>Reads the file that a run has written; null if it ended before it could.</summary>
    public static PointResult? Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<PointResult>(File.ReadAllText(path), Json) : null;

    private static string? Line(object? value) =>
        value switch
        {
            null => null,
            double or float or decimal or int or long => Convert
                .ToDouble(value, CultureInfo.InvariantCulture)
                .ToString("0.######", CultureInfo.InvariantCulture),
            _ => ValueDescription.LineOrNull(value),
        };

    // The curves are compared; what else a history holds stays with its own report.
    private static RunSummary Plain(RunSummary run) =>
        run with
        {
            Evaluations = [.. run.Evaluations.Select(point => point with { Calibration = null })],
            Baselines = [],
        };

    /// <param name="Name">Of the variable.</param>
    /// <param name="Value">A number, or a result in a line. Untrusted text.</param>
    public sealed record Figure(string Name, string Value);
}
