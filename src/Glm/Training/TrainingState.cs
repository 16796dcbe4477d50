using System.Text.Json.Serialization;
using Glm.Features;

namespace Glm.Training;

/// <summary>
/// All that a training needs to go on, apart from the numbers of the model and of its optimiser. What a step does depends on the options,
/// the data and its number alone, so there is no state of random numbers. Immutable by convention.
/// </summary>
internal sealed record TrainingState
{
    /// <summary>A name for the run, drawn when it began.</summary>
    public required string Run { get; init; }

    /// <summary>How many steps are done.</summary>
    public required int Step { get; init; }

    /// <summary>As the run follows them: nothing in them is left to be decided by the data.</summary>
    public required TrainingOptions Options { get; init; }

    /// <summary>Of the data that it learns from.</summary>
    public required DataIdentity Data { get; init; }

    /// <summary>Of the function labels that it learns with; null for none.</summary>
    public FunctionIdentity? Function { get; init; }

    /// <summary>Checksum of the model before the first step.</summary>
    public required string StartModel { get; init; }

    /// <summary>Threads that computed: their number shows in the last digits.</summary>
    public required int Threads { get; init; }

    /// <summary>The device that computed.</summary>
    public required string Device { get; init; }

    /// <summary>In how many pieces a batch is computed: more than the options ask for where memory ran out.</summary>
    public required int Pieces { get; init; }

    /// <summary>Wall-clock duration so far.</summary>
    public required double Seconds { get; init; }

    /// <summary>See <see cref="TrainingHistory.RandomGenesAccuracy"/>; null before the first evaluation.</summary>
    public double? RandomGenesAccuracy { get; init; }

    /// <summary>See <see cref="TrainingHistory.PeakFlops"/>; null before it was measured.</summary>
    public double? PeakFlops { get; init; }

    /// <summary>See <see cref="TrainingHistory.PeakMemory"/>.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Every step so far; in a file of its own.</summary>
    [JsonIgnore]
    public IReadOnlyList<TrainingStep> Steps { get; init; } = [];

    /// <summary>Every evaluation so far; in a file of its own.</summary>
    [JsonIgnore]
    public IReadOnlyList<EvaluationPoint> Evaluations { get; init; } = [];

    /// <summary>The first evaluation with the smallest loss, after some training; null where there is none.</summary>
    public static EvaluationPoint? Best(IReadOnlyList<EvaluationPoint> evaluations) =>
        evaluations.Where(point => point.Step > 0 && !double.IsNaN(point.Loss)).MinBy(point => point.Loss);
}
