using Glm.Arrays;
using Glm.Arrays.SafeTensors;
using Glm.Features;
using Glm.Formats.Text;
using Glm.Proteins;
using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// Loading and saving. Two layouts, the same keys: the published <c>glm.bin</c>, and a folder with <c>model.safetensors</c>.
/// </summary>
public sealed partial class GlmModel
{
    private const string WeightsFile = "model.safetensors";
    private const string ConfigFile = "config.json";

    /// <summary>
    /// What turns protein vectors into this model's features; null until the model was trained or given one. Saved with the model.
    /// </summary>
    public Normalizer? Normalizer { get; set; }

    /// <summary>
    /// What turns protein vectors into this model's labels; null until the model was trained or given one. Saved with the model.
    /// </summary>
    public LabelPca? LabelPca { get; set; }

    /// <summary>What loading found; null for a model made afresh.</summary>
    public CheckpointReport? LoadReport { get; private set; }

    /// <summary>
    /// Loads a model folder, a <c>.safetensors</c> file, or a PyTorch checkpoint in the published layout, of which only the live tensors
    /// are read.
    /// </summary>
    /// <param name="path">Folder or file.</param>
    /// <param name="config">Null: the <c>config.json</c> beside a <c>.safetensors</c> file, else what the tensors' shapes say.</param>
    /// <param name="device">Null for the CPU.</param>
    /// <exception cref="GlmException">A file is missing or damaged, tensors are missing, of the wrong shape or contradict the
    /// configuration, or a weight is no number.</exception>
    public static GlmModel Load(string path, GlmConfig? config = null, Device? device = null)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, WeightsFile) : path;
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        using var weights = WeightFile.Open(file);
        if (config is null && weights.IsSafeTensors && File.Exists(Path.Combine(folder, ConfigFile)))
            config = GlmConfigFile.Read(Path.Combine(folder, ConfigFile));
        config ??= ConfigInference.FromShapes(file, weights.Tensors);

        // Compared before any buffer is made: the sizes in a configuration may be anything, those of a file are backed by its bytes.
        var layout = new ParameterLayout(config);
        var report = Compare(layout, weights);
        var model = new GlmModel(config, layout, device ?? CPU) { LoadReport = report };
        try
        {
            model.Read(weights);
            if (weights.IsSafeTensors && File.Exists(Path.Combine(folder, FeatureTransformFile.FileName)))
                model.ReadTransform(Path.Combine(folder, FeatureTransformFile.FileName));
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes <c>model.safetensors</c> with the published keys, <c>config.json</c>, and the feature transform if there is one.
    /// </summary>
    /// <param name="folder">Made if absent; files in it are replaced once the new ones are complete.</param>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public void Save(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new GlmException(
                $"{folder}: the model cannot be saved there ({exception.Message}). Name a folder that can be written.",
                exception
            );
        }
        using var scope = NewDisposeScope();
        using var still = no_grad();
        SafeTensorsWriter.Write(
            Path.Combine(folder, WeightsFile),
            [.. PublishedLayout.TensorsOf(Parameters.Layout).Select(tensor => new SafeTensorSource(tensor.Key, ElementType.Float32, tensor.Slot.Shape, stream =>
                {
                    using var scope = NewDisposeScope();
                    stream.Write(Parameters.View(tensor.Slot).cpu().bytes);
                }))],
            new Dictionary<string, string> { ["format"] = "pt", ["generator"] = "Glm.Interactive" }
        );
        TextFile.Replace(Path.Combine(folder, ConfigFile), writer => writer.Write(GlmConfigFile.Write(Config)));
        var features = Path.Combine(folder, FeatureTransformFile.FileName);
        if (Normalizer is not null || LabelPca is not null)
            FeatureTransformFile.Write(features, Normalizer, LabelPca);
        else
            File.Delete(features); // an earlier model's would be taken for this one's
    }

    /// <summary>
    /// The transform for these vectors: the model's own normaliser and labels where it has them, else the vectors' normaliser, else
    /// one fitted to the vectors.
    /// </summary>
    /// <param name="vectors">Raw protein vectors of the model's width.</param>
    /// <param name="withLabels">Whether labels are needed (training, losses) and so fitted where the model has none.</param>
    /// <param name="cancellation">Polled while fitting.</param>
    /// <exception cref="GlmException">The widths differ, or there are too few proteins to fit labels on.</exception>
    public FeatureTransform TransformFor(IProteinVectors vectors, bool withLabels = true, CancellationToken cancellation = default)
    {
        if (vectors.Width != Config.ProteinWidth)
            throw new GlmException(
                $"The protein vectors ({vectors.Source}) have {vectors.Width} numbers; this model reads {Config.ProteinWidth}. "
                    + $"Embed with the model's embedder, or make a model of that width."
            );
        var normalizer = Normalizer ?? vectors.Normalizer;
        return withLabels && LabelPca is null
            ? FeatureTransform.Fit(vectors, Config.LabelWidth - 1, normalizer, cancellation)
            : new FeatureTransform(normalizer ?? Statistics.Normalizer.Fit(vectors, cancellation), LabelPca);
    }

    private static CheckpointReport Compare(ParameterLayout layout, WeightFile weights)
    {
        var entries = new List<CheckpointEntry>();
        var found = weights.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (var (key, slot) in PublishedLayout.TensorsOf(layout))
        {
            var status =
                !found.Remove(key, out var tensor) ? CheckpointStatus.Missing
                : tensor.Shape.SequenceEqual(slot.Shape) ? CheckpointStatus.Loaded
                : CheckpointStatus.WrongShape;
            entries.Add(new CheckpointEntry(key, status, tensor?.Shape, slot.Shape));
        }
        entries.AddRange(
            found.Values.Select(tensor => new CheckpointEntry(
                tensor.Name,
                PublishedLayout.IsDeadWeight(tensor.Name) ? CheckpointStatus.DeadWeight : CheckpointStatus.Unexpected,
                tensor.Shape,
                null
            ))
        );
        var report = new CheckpointReport(weights.Path, entries);
        if (
            entries.Any(entry =>
                entry.Status is CheckpointStatus.Missing or CheckpointStatus.WrongShape
                || (entry.Status == CheckpointStatus.Unexpected && PublishedLayout.IsLive(entry.Key))
            )
        )
            throw new GlmException($"{weights.Path}: the file does not fit the model: {report}. Give the config.json that belongs to it.");
        return report;
    }

    private void Read(WeightFile weights)
    {
        foreach (var (key, slot) in PublishedLayout.TensorsOf(Parameters.Layout))
            ReadSlot(weights, key, slot);
        if (!Parameters.AreFinite())
            throw new GlmException(
                $"{weights.Path}: a weight is NaN or infinite, so the model cannot compute. Download or train it again."
            );
    }

    private void ReadTransform(string path)
    {
        (Normalizer, LabelPca) = FeatureTransformFile.Read(path);
        if (Normalizer is not null && Normalizer.Width != Config.ProteinWidth)
            throw new GlmException(
                $"{path}: the normaliser is for protein vectors of {Normalizer.Width} numbers; the model beside it reads "
                    + $"{Config.ProteinWidth}. Save the model again."
            );
        if (LabelPca is not null && (LabelPca.Width != Config.ProteinWidth || LabelPca.Count != Config.LabelWidth - 1))
            throw new GlmException(
                $"{path}: the label PCA turns {LabelPca.Width} numbers into {LabelPca.Count}; the model beside it needs "
                    + $"{Config.ProteinWidth} into {Config.LabelWidth - 1}. Save the model again."
            );
    }

    private void ReadSlot(WeightFile weights, string key, ParameterSlot slot)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var target = Parameters.View(slot);
        var local = target.device_type == TorchSharp.DeviceType.CPU ? target : empty(slot.Shape);
        weights.ReadSingles(key, local.bytes);
        if (!ReferenceEquals(local, target))
            target.copy_(local);
    }
}
