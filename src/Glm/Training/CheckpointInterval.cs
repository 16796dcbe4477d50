using System.Globalization;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// How often the state of a training is written: after a number of steps, or of minutes. What a killed run loses is at most this.
/// Immutable.
/// </summary>
public sealed record CheckpointInterval
{
    private const string Minutes = "min";

    private CheckpointInterval(int? steps, TimeSpan? time) => (Steps, Time) = (steps, time);

    /// <summary>Every two minutes: a state is written in seconds, so this costs next to nothing.</summary>
    public static CheckpointInterval Standard { get; } = new(null, TimeSpan.FromMinutes(2));

    /// <summary>Steps between two checkpoints; null where time decides.</summary>
    public int? Steps { get; }

    /// <summary>Time between two checkpoints; null where steps decide.</summary>
    public TimeSpan? Time { get; }

    /// <summary>Every so many steps.</summary>
    /// <exception cref="GlmException">It is not at least 1.</exception>
    public static CheckpointInterval OfSteps(int steps) =>
        steps >= 1
            ? new CheckpointInterval(steps, null)
            : throw new GlmException($"The interval of checkpoints is {steps} steps; it must be at least 1.");

    /// <summary>Every so many minutes, at the end of the step that is under way then.</summary>
    /// <exception cref="GlmException">It is not above 0 and at most a week.</exception>
    public static CheckpointInterval OfMinutes(double minutes) =>
        minutes is > 0 and <= 7 * 24 * 60
            ? new CheckpointInterval(null, TimeSpan.FromMinutes(minutes))
            : throw new GlmException($"The interval of checkpoints is {minutes} minutes; it must be above 0 and at most a week.");

    /// <summary>Reads "500", a number of steps, or "10min".</summary>
    /// <exception cref="GlmException">It is neither.</exception>
    public static CheckpointInterval Parse(string text)
    {
        var written = text.AsSpan().Trim();
        if (
            written.EndsWith(Minutes, StringComparison.OrdinalIgnoreCase)
            && double.TryParse(written[..^Minutes.Length].TrimEnd(), NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes)
        )
            return OfMinutes(minutes);
        return int.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var steps)
            ? OfSteps(steps)
            : throw new GlmException(
                $"The interval of checkpoints is {LineText.Quoted(text)}; it must be a number of steps, such as 500, or of minutes, such "
                    + $"as 10min."
            );
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        Steps is { } steps
            ? steps.ToString(CultureInfo.InvariantCulture)
            : Time!.Value.TotalMinutes.ToString(CultureInfo.InvariantCulture) + Minutes;

    /// <summary>Whether a checkpoint is to be written.</summary>
    /// <param name="steps">Since the last one.</param>
    /// <param name="time">Since the last one.</param>
    internal bool IsDue(int steps, TimeSpan time) => steps >= Steps || (steps > 0 && time >= Time);
}
