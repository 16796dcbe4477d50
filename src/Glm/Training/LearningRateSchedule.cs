namespace Glm.Training;

/// <summary>What the learning rate does after its warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays, as published.</summary>
    Constant,

    /// <summary>Half a cosine, down to 0 after the last step.</summary>
    Cosine,

    /// <summary>A straight line, down to 0 after the last step.</summary>
    Linear,
}

internal static class LearningRateSchedules
{
    /// <summary>The share of the peak that is left at a step: 1 up to the end of the warm-up.</summary>
    /// <param name="schedule">Which.</param>
    /// <param name="step">From 0.</param>
    /// <param name="warmupSteps">Of the run.</param>
    /// <param name="steps">Of the run, warm-up included.</param>
    public static double ShareAt(this LearningRateSchedule schedule, int step, int warmupSteps, int steps)
    {
        var done = step <= warmupSteps ? 0 : (double)(step - warmupSteps) / (steps - warmupSteps);
        return schedule switch
        {
            LearningRateSchedule.Cosine => 0.5 * (1 + Math.Cos(Math.PI * done)),
            LearningRateSchedule.Linear => 1 - done,
            _ => 1,
        };
    }
}
