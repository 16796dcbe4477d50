using Glm.Modeling;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Analysis.Baselines;

/// <summary>How predictors are compared. Immutable. The masks are those of a training run with the same numbers.</summary>
public sealed record BaselineOptions
{
    /// <summary>Probability that a gene is hidden, above 0 to 1.</summary>
    public double MaskProbability { get; init; } = 0.15;

    /// <summary>Windows per batch, at least 1: masks are drawn batch by batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Labels beyond ± this number are clipped to it, above 0.</summary>
    public float LabelLimit { get; init; } = GlmLoss.LabelClip;

    /// <summary>What makes a prediction near a label.</summary>
    public LabelDistance Distance { get; init; } = LabelDistance.Cosine;

    /// <summary>Resamples of the bootstrap, at least 1.</summary>
    public int Resamples { get; init; } = Statistics.GroupBootstrap.DefaultResamples;

    /// <summary>Decides the masks and the resamples.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The masks, labels and distance of a training run, so that the figures stand beside those of its evaluations.</summary>
    public static BaselineOptions Of(TrainingOptions training) =>
        new()
        {
            MaskProbability = training.MaskProbability,
            BatchSize = training.BatchSize,
            LabelLimit = training.Recipe.LabelLimit,
            Distance = training.Recipe.Distance,
            Seed = training.Seed,
        };

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        Check(MaskProbability is > 0 and <= 1, nameof(MaskProbability), MaskProbability, "above 0 and at most 1");
        Check(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
        Check(LabelLimit > 0, nameof(LabelLimit), LabelLimit, "above 0");
        Check(Resamples >= 1, nameof(Resamples), Resamples, "at least 1");

        static void Check(bool good, string name, object value, string rule)
        {
            if (!good)
                throw new GlmException($"{name} is {value}; it must be {rule}. Leave it out.");
        }
    }
}
