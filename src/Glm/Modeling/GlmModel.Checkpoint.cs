using Glm.Arrays;
using Glm.Features;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// What travels with a model and takes no part in its arithmetic, and the shortest way to files and data. All of it belongs to
/// <see cref="GlmCheckpoint"/> and <see cref="FeatureFit"/>; here it is one line each.
/// </summary>
public sealed partial class GlmModel
{
    /// <summary>
    /// What turns protein vectors into this model's features and labels. Set by loading and by training, saved with the model.
    /// </summary>
    public FeatureFit Features { get; set; } = FeatureFit.None;

    /// <summary>Z-scores protein vectors; null until the model was trained or given one.</summary>
    public Normalizer? Normalizer
    {
        get => Features.Normalizer;
        set => Features = Features with { Normalizer = value };
    }

    /// <summary>Makes labels of protein vectors; null until the model was trained or given one.</summary>
    public LabelPca? LabelPca
    {
        get => Features.Labels;
        set => Features = Features with { Labels = value };
    }

    /// <summary>
    /// The genomes that this model was trained on, which training adds to; none where nothing is known. Saved with the model, so that an
    /// evaluation can say which genomes it has seen, under these names or others.
    /// </summary>
    public TrainedGenomes TrainedOn { get; set; } = TrainedGenomes.None;

    /// <summary>What loading found; null for a model with fresh weights.</summary>
    public CheckpointReport? LoadReport { get; internal init; }

    /// <inheritdoc cref="GlmCheckpoint.Load"/>
    public static GlmModel Load(string path, GlmConfig? config = null, Device? device = null) =>
        GlmCheckpoint.Load(path, config, device).ToModel();

    /// <inheritdoc cref="GlmCheckpoint.Save"/>
    public void Save(string folder) => GlmCheckpoint.Of(this).Save(folder);

    /// <summary>
    /// The transform for these vectors: the model's own normaliser and labels where it has them, else the vectors' normaliser, else
    /// one fitted to the vectors.
    /// </summary>
    /// <param name="vectors">Raw protein vectors of the model's width.</param>
    /// <param name="withLabels">Whether labels are needed (training, losses) and so fitted where the model has none.</param>
    /// <param name="progress">What is being fitted, and how far that is.</param>
    /// <param name="cancellation">Polled while fitting.</param>
    /// <exception cref="GlmException">The widths differ, or there are too few proteins to fit labels on.</exception>
    public FeatureTransform TransformFor(
        IProteinVectors vectors,
        bool withLabels = true,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        // As the corpus of which nothing was embedded yet has them.
        if (vectors is null)
            throw new GlmException("There are no protein vectors. Embed the proteins first.");
        if (vectors.Width != Config.ProteinWidth)
            throw new GlmException(
                $"The protein vectors ({vectors.Source}) have {vectors.Width} numbers; this model reads {Config.ProteinWidth}. "
                    + $"Embed with the model's embedder, or make a model of that width."
            );
        return Features.Complete(vectors, withLabels ? Config.LabelWidth - 1 : 0, progress, cancellation);
    }
}
