using System.Globalization;

namespace Glm.Training;

/// <summary>
/// What follows from the options of a run and the number of its windows: how often it evaluates, and how many steps fit into a budget of
/// time. Evaluations are planned from counts alone, never from a clock, so that a run which goes on evaluates at the same steps.
/// </summary>
/// <param name="Options">Of the run.</param>
/// <param name="EvaluationReadings">Windows that one evaluation reads, all its rounds together.</param>
/// <param name="BatchSize">Windows per step.</param>
internal readonly record struct RunPlan(TrainingOptions Options, long EvaluationReadings, int BatchSize)
{
    /// <summary>The share of a run's time that evaluations take at most, as long as there are more than the fewest.</summary>
    private const double LargestEvaluationShare = 0.03;

    /// <summary>
    /// A window is evaluated forward only, without gradient and update: about half of what it costs to learn from it, as measured.
    /// </summary>
    private const double CostOfReading = 0.5;

    /// <summary>Evaluations after the first: fewer than two between the first and the last would show no course.</summary>
    private const int FewestIntervals = 3;
    private const int MostIntervals = 20;

    /// <summary>
    /// The part of what is left of a budget that steps are planned for: later ones may be slower, and states are written meanwhile.
    /// </summary>
    private const double PlannedShare = 0.95;

    /// <summary>What one evaluation costs, in steps.</summary>
    private double CostOfEvaluation => CostOfReading * EvaluationReadings / BatchSize;

    /// <summary>Steps between the evaluations of a run of so many steps.</summary>
    public int IntervalOf(int steps)
    {
        if (Options.EvaluateEvery is { } asked)
            return asked;
        if (Options.Recipe == TrainingRecipe.Published || Options.Patience is not null) // which waits for evaluations
            return Math.Max(1, steps / MostIntervals);
        var affordable = EvaluationReadings == 0 ? MostIntervals : (LargestEvaluationShare * steps / CostOfEvaluation) - 1;
        var intervals = Math.Clamp(affordable, FewestIntervals, MostIntervals);
        return Math.Max(1, (int)Math.Ceiling(steps / Math.Floor(intervals)));
    }

    /// <summary>How many steps fit into a time, their evaluations included; at least one.</summary>
    /// <param name="seconds">That are left.</param>
    /// <param name="secondsPerStep">As measured.</param>
    public int StepsWithin(double seconds, double secondsPerStep)
    {
        var room = Math.Clamp(PlannedShare * seconds / secondsPerStep, 1, int.MaxValue / 2);
        var steps = (int)room;
        for (var round = 0; round < 8; round++) // the number of evaluations follows from that of the steps, and the other way round
        {
            var evaluations = 1 + Math.Ceiling((double)steps / IntervalOf(steps));
            steps = Math.Max(1, (int)(room - (CostOfEvaluation * evaluations)));
        }
        return steps;
    }

    /// <summary>The sentence that says what a budget became.</summary>
    public static string Remark(double minutes, int steps) =>
        string.Create(CultureInfo.InvariantCulture, $"The budget of {Minutes(minutes)} was planned as {steps:N0} steps.");

    /// <summary>The sentence that says that a budget ended a run.</summary>
    public static string OverRemark(double minutes, int done, int steps) =>
        string.Create(CultureInfo.InvariantCulture, $"The budget of {Minutes(minutes)} was over after {done:N0} of {steps:N0} steps.");

    private static string Minutes(double minutes) =>
        string.Create(CultureInfo.InvariantCulture, $"{minutes:0.###} {(minutes == 1 ? "minute" : "minutes")}");
}
