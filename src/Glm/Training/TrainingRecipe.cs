using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Training;

/// <summary>
/// How a model learns, apart from how long and how fast: losses, masking and optimiser. Immutable. There are three,
/// <see cref="Corrected"/>, <see cref="Contrast"/> and <see cref="Published"/>; a <c>with</c> expression makes others.
/// </summary>
public sealed record TrainingRecipe
{
    /// <summary>
    /// What the publication describes: losses averaged over masked genes, AdamW as PyTorch defines it, gradients clipped before the step,
    /// a warm-up that starts above 0 and fits short runs, and accuracies among the real genes of a window.
    /// </summary>
    public static TrainingRecipe Corrected { get; } = new();

    /// <summary>
    /// What the published code does, to the digit. It divides its loss by the 10 accumulation steps that it never takes, and clips
    /// gradients after the step, which has no effect.
    /// </summary>
    public static TrainingRecipe Published { get; } =
        new()
        {
            Averaging = LossAveraging.AllPositions,
            Rivals = AccuracyRivals.AllRows,
            PadsToMaxGenes = true,
            Epsilon = 1e-6,
            EpsilonPlacement = AdamEpsilon.BeforeBiasCorrection,
            GradientScale = 0.1,
            MaxGradientNorm = null,
            WarmsUpFromZero = true,
            LargestWarmupShare = null,
        };

    /// <summary>
    /// As <see cref="Corrected"/>, but the loss is the probability of the right gene among all genes of the batch, and windows are moved
    /// along their scaffolds and read from either strand. On genomes of many families it learns where squared errors stand still.
    /// </summary>
    public static TrainingRecipe Contrast { get; } =
        new()
        {
            ContrastTemperature = 0.1,
            Distance = LabelDistance.Cosine,
            MovesWindows = true,
            ReadsBothStrands = true,
            StartsInClosedForm = true,
        };

    /// <summary>
    /// The temperature of the <see cref="ContrastLoss"/>, above 0; null where the squared error of the closest prediction and the small
    /// cross-entropy beside it are the whole loss, as published.
    /// </summary>
    public double? ContrastTemperature { get; init; }

    /// <summary>
    /// What the squared error of the closest prediction counts beside the contrast, 0 or more: it gives predictions the scale of labels.
    /// </summary>
    public double PredictionWeight { get; init; } = 0.1;

    /// <summary>
    /// Whether a fresh model begins with the ridge regression of labels on the features of its last feed-forward block, where that adds
    /// nothing yet, as <see cref="GlmInitialization.Neighbours"/> has it and no trained model.
    /// </summary>
    public bool StartsInClosedForm { get; init; }

    /// <summary>Whether windows begin anywhere near their places, differently in each pass, instead of at their first gene.</summary>
    public bool MovesWindows { get; init; }

    /// <summary>
    /// Whether windows are read from either strand, differently in each pass: from the other one, genes stand in reverse order, each in
    /// the other orientation. A genome says the same either way.
    /// </summary>
    public bool ReadsBothStrands { get; init; }

    /// <summary>What the losses are averaged over.</summary>
    public LossAveraging Averaging { get; init; } = LossAveraging.MaskedGenes;

    /// <summary>Which rows a prediction must beat to count as right.</summary>
    public AccuracyRivals Rivals { get; init; } = AccuracyRivals.Genes;

    /// <summary>
    /// What makes a prediction near a label where accuracies are counted: what is learned. A contrast learns angles, and its predictions
    /// are as short as they are unsure.
    /// </summary>
    public LabelDistance Distance { get; init; } = LabelDistance.Euclidean;

    /// <summary>
    /// Whether every window is padded to <see cref="GlmConfig.MaxGenes"/>. Matters only where padding takes part in the losses or the
    /// accuracies; otherwise it wastes time.
    /// </summary>
    public bool PadsToMaxGenes { get; init; }

    /// <summary>Labels beyond ± this number are clipped to it: a few components of rare proteins are far out.</summary>
    public float LabelLimit { get; init; } = GlmLoss.LabelClip;

    /// <summary>AdamW's ε, added to the root of the second moment.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Where ε is added.</summary>
    public AdamEpsilon EpsilonPlacement { get; init; } = AdamEpsilon.AfterBiasCorrection;

    /// <summary>Every gradient is multiplied by this before the update.</summary>
    public double GradientScale { get; init; } = 1;

    /// <summary>Longer gradients are shortened to this Euclidean norm before the update; null for no clipping.</summary>
    public double? MaxGradientNorm { get; init; } = 1;

    /// <summary>Whether the first step has the learning rate 0, and so moves nothing.</summary>
    public bool WarmsUpFromZero { get; init; }

    /// <summary>Steps of linear warm-up of a long run.</summary>
    public int WarmupSteps { get; init; } = 5000;

    /// <summary>The largest share of a run that its warm-up may take, 0 to 1; null for no limit.</summary>
    public double? LargestWarmupShare { get; init; } = 0.1;

    /// <summary>Steps of warm-up of a run of <paramref name="steps"/> steps.</summary>
    public int WarmupFor(int steps) => LargestWarmupShare is { } share ? Math.Min(WarmupSteps, (int)(steps * share)) : WarmupSteps;

    /// <summary>The learning rate of a step: a linear warm-up, constant from there on.</summary>
    /// <param name="peak">After the warm-up.</param>
    /// <param name="step">From 0.</param>
    /// <param name="warmupSteps">0 for no warm-up.</param>
    public double LearningRate(double peak, int step, int warmupSteps)
    {
        var done = WarmsUpFromZero ? step : step + 1;
        return warmupSteps == 0 ? peak : peak * Math.Min(1.0, (double)done / warmupSteps);
    }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="GlmException">A number is out of its range.</exception>
    public void Validate()
    {
        Check(ContrastTemperature is null or > 0, "temperature of the contrast", ContrastTemperature, "above 0");
        Check(PredictionWeight >= 0 && double.IsFinite(PredictionWeight), "weight of the prediction", PredictionWeight, "0 or more");
        Check(LabelLimit > 0, "label limit", LabelLimit, "above 0");
        Check(Epsilon >= 0 && double.IsFinite(Epsilon), "epsilon of the optimiser", Epsilon, "0 or more");
        Check(GradientScale > 0 && double.IsFinite(GradientScale), "gradient scale", GradientScale, "above 0");
        Check(MaxGradientNorm is null or > 0, "largest gradient norm", MaxGradientNorm, "above 0");
        Check(WarmupSteps >= 0, "warm-up", WarmupSteps, "0 or more steps");
        Check(LargestWarmupShare is null or (>= 0 and <= 1), "largest share of the warm-up", LargestWarmupShare, "0 to 1");

        static void Check(bool good, string name, object? value, string rule)
        {
            if (!good)
                throw new GlmException($"The recipe's {name} is {value}; it must be {rule}.");
        }
    }
}
