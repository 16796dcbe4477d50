using Glm.Features;
using Glm.Modeling;
using Glm.Proteins;
using Glm.Runtime;

namespace Glm.Training.FineTuning;

/// <summary>
/// A model that was taught labels: its base, what was learned on top (a head; an adapter, or weights of its own), the names of the
/// classes, and some of the training genes, to tell when it is asked about something else. Owns what was learned and borrows the base.
/// </summary>
public sealed class FineTunedModel : IDisposable
{
    private readonly TunedParts _parts;

    internal FineTunedModel(TunedParts parts, FineTuningRecord about, FeatureFit features, TrainingSpace space) =>
        (_parts, About, Features, Space) = (parts, about, features, space);

    /// <summary>What it was taught, and on what.</summary>
    public FineTuningRecord About { get; }

    /// <summary>What computes its hidden states: the base, alone or with the adapter, or weights of its own. Not to be disposed of; any
    /// analysis can read with it.</summary>
    public GlmModel Model => _parts.Model;

    /// <summary>The adapter; null where there is none.</summary>
    public LoraAdapter? Adapter => _parts.Adapter;

    internal FeatureFit Features { get; }

    internal TrainingSpace Space { get; }

    internal TuningHead Head => _parts.Head;

    /// <summary>What it was trained on top of, borrowed; null where the weights are its own.</summary>
    internal GlmModel? Base => IsWhole ? null : _parts.Base;

    /// <summary>Whether the weights are its own, and no base is needed.</summary>
    internal bool IsWhole => _parts.Whole is not null;

    /// <summary>The transform for vectors of other proteins: that of the training.</summary>
    /// <exception cref="GlmException">The vectors are of another embedder or width.</exception>
    public FeatureTransform TransformFor(ProteinVectors vectors)
    {
        if (vectors.Width != Model.Config.ProteinWidth)
            throw new GlmException(
                $"The protein vectors ({LineText.Shown(vectors.Source)}) have {vectors.Width} numbers; the fine-tuned model reads "
                    + $"{Model.Config.ProteinWidth}. Embed with the embedder that it was trained on."
            );
        // A base without a space of its own may still have been tuned on family codes; then the name must be the same.
        var families = Features.Families ?? (vectors.Families?.Name == About.Families ? vectors.Families : null);
        return (Features with { Families = families, Labels = null }).Complete(vectors, 0);
    }

    /// <summary>Predicts all items of a set.</summary>
    /// <param name="data">With features by <see cref="TransformFor"/>.</param>
    /// <param name="progress">Windows read, then genomes compared.</param>
    /// <param name="cancellation">Polled before every batch.</param>
    /// <exception cref="GlmException">No item is in a window, or the widths differ.</exception>
    public FineTunedPredictions Predict(
        GeneDataset data,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var items = TaskItems.Of(data, About.Task);
        int[] chosen = [.. Enumerable.Range(0, items.Count).Where(item => items.Readings[item].Length > 0)];
        if (chosen.Length == 0)
            throw new GlmException($"{LineText.Shown(data.Source)} has nothing in windows to predict. Load longer scaffolds.");
        var vectors = ItemVectors.Read(Model, data, items, chosen, Model.Config.HiddenSize, isContextFree: false, progress, cancellation);
        var windows = Array.ConvertAll(chosen, item => items.Readings[item][0].Window);
        return new FineTunedPredictions(
            About,
            data.Source,
            Array.ConvertAll(chosen, item => items.Names[item]),
            Array.ConvertAll(windows, window => data.GenomeIdOf(data.ScaffoldOf(window))),
            _parts.Head.Predict(vectors),
            Space.Compare(data, progress, cancellation),
            items.Count - chosen.Length
        );
    }

    /// <summary>
    /// Saves it as a folder: <c>adapter_model.safetensors</c> and <c>adapter_config.json</c> as PEFT names them, with the head among the
    /// modules to save, and what only this library knows in <c>fine_tuning.json</c> and <c>fine_tuning.safetensors</c>; with all weights
    /// trained also the files of a <see cref="GlmCheckpoint"/>. All are written as one, or none.
    /// </summary>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public void Save(string folder) => FineTunedFolder.Save(this, folder);

    /// <summary>Loads a folder that <see cref="Save"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="baseModel">The base, borrowed; not used, and may be null, for a model with weights of its own.</param>
    /// <exception cref="GlmException">A file is missing, damaged or of a later version, or the base is another one than was trained
    /// on.</exception>
    public static FineTunedModel Load(string folder, GlmModel? baseModel = null) => FineTunedFolder.Load(folder, baseModel);

    public void Dispose() => _parts.Dispose();
}
