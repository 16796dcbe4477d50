using System.Collections.Immutable;
using Glm.Arrays;
using Glm.Features;
using Glm.Formats.Text;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// All that makes up a trained model, as a value: its shape, its weights, what turns protein vectors into its features and labels, and
/// any number of named parts that other code adds. It is a folder on disk, and a <see cref="GlmModel"/> in use.
/// </summary>
/// <remarks>
/// The folder holds <c>model.safetensors</c> (weights under the published keys), <c>config.json</c> (the shape),
/// <c>features.safetensors</c> (the transform, where there is one), and a file for each further part.
/// </remarks>
/// <param name="Config">The shape.</param>
/// <param name="Weights">In the model's flat layout. The checkpoint shares them with the model that it was taken from or became;
/// disposing of either disposes of the weights.</param>
public sealed record GlmCheckpoint(GlmConfig Config, FlatParameters Weights)
{
    private const string WeightsFile = "model.safetensors";
    private const string ConfigFile = "config.json";

    /// <summary>What turns protein vectors into features and labels.</summary>
    public FeatureFit Features { get; init; } = FeatureFit.None;

    /// <summary>What loading found; null for a checkpoint that was not loaded.</summary>
    public CheckpointReport? Report { get; init; }

    /// <summary>The folder that it was loaded from, where parts are looked for; null for none.</summary>
    private string? Folder { get; init; }

    /// <summary>The parts by file name, each with what writes it to a path.</summary>
    private ImmutableSortedDictionary<string, (object Value, Action<string> Write)> Parts { get; init; } =
        ImmutableSortedDictionary.Create<string, (object, Action<string>)>(StringComparer.Ordinal);

    /// <summary>A model as it is now. The weights are shared, not copied.</summary>
    public static GlmCheckpoint Of(GlmModel model) =>
        new(model.Config, model.Parameters) { Features = model.Features, Report = model.LoadReport };

    /// <summary>
    /// Loads a model folder, a <c>.safetensors</c> file, or a PyTorch checkpoint in the published layout, of which only the live tensors
    /// are read.
    /// </summary>
    /// <param name="path">Folder or file.</param>
    /// <param name="config">Null: the <c>config.json</c> beside a <c>.safetensors</c> file, else what the tensors' shapes say.</param>
    /// <param name="device">Null for the CPU.</param>
    /// <exception cref="GlmException">A file is missing or damaged, tensors are missing, of the wrong shape or contradict the
    /// configuration, or a weight is not finite.</exception>
    public static GlmCheckpoint Load(string path, GlmConfig? config = null, Device? device = null)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, WeightsFile) : path;
        using var source = WeightFile.Open(file);
        // What lies beside a PyTorch checkpoint is not ours.
        var folder = source.IsSafeTensors ? Path.GetDirectoryName(Path.GetFullPath(file)) : null;
        if (config is null && FileIn(folder, ConfigFile) is { } configFile)
            config = GlmConfigFile.Read(configFile);
        config ??= ConfigInference.FromShapes(file, source.Tensors);

        // Compared before any buffer is made: the sizes in a configuration may be anything, those of a file are backed by its bytes.
        var layout = new ParameterLayout(config);
        var report = CheckpointWeights.Compare(layout, source);
        var weights = new FlatParameters(layout, device ?? CPU);
        try
        {
            CheckpointWeights.Read(source, weights);
            return new GlmCheckpoint(config, weights)
            {
                Features = FileIn(folder, FeatureTransformFile.FileName) is { } features
                    ? ReadFeatures(features, config)
                    : FeatureFit.None,
                Report = report,
                Folder = folder,
            };
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The model that computes with these weights, which it owns from then on.</summary>
    public GlmModel ToModel() => new(Config, Weights) { Features = Features, LoadReport = Report };

    /// <summary>The same checkpoint with a part, in place of one of the same name.</summary>
    /// <exception cref="ArgumentException">The part's file is one of the model's own, or no file name.</exception>
    public GlmCheckpoint With<T>(CheckpointPart<T> part, T value)
        where T : class
    {
        if (
            part.FileName is WeightsFile or ConfigFile or FeatureTransformFile.FileName or ""
            || part.FileName != Path.GetFileName(part.FileName)
        )
            throw new ArgumentException($"'{part.FileName}' cannot be the file of a part.", nameof(part));
        return this with { Parts = Parts.SetItem(part.FileName, (value, path => part.Write(path, value))) };
    }

    /// <summary>
    /// A part that was added, or else the one in the folder that the checkpoint was loaded from; null where there is neither.
    /// </summary>
    /// <exception cref="GlmException">The part's file is damaged.</exception>
    public T? Find<T>(CheckpointPart<T> part)
        where T : class =>
        Parts.TryGetValue(part.FileName, out var held) ? (T)held.Value
        : FileIn(Folder, part.FileName) is { } path ? part.Read(path)
        : null;

    /// <summary>Writes the model's files, the transform if there is one, and the parts that were added.</summary>
    /// <param name="folder">Made if absent; files of these names are replaced once the new ones are complete, others are left
    /// alone.</param>
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
        CheckpointWeights.Write(Path.Combine(folder, WeightsFile), Weights);
        TextFile.Replace(Path.Combine(folder, ConfigFile), writer => writer.Write(GlmConfigFile.Write(Config)));
        var features = Path.Combine(folder, FeatureTransformFile.FileName);
        if (Features != FeatureFit.None)
            FeatureTransformFile.Write(features, Features.Normalizer, Features.Labels);
        else
            File.Delete(features); // an earlier model's would be taken for this one's
        foreach (var (name, part) in Parts)
            part.Write(Path.Combine(folder, name));
    }

    private static string? FileIn(string? folder, string name) =>
        folder is not null && Path.Combine(folder, name) is var path && File.Exists(path) ? path : null;

    private static FeatureFit ReadFeatures(string path, GlmConfig config)
    {
        var (normalizer, labels) = FeatureTransformFile.Read(path);
        if (normalizer is not null && normalizer.Width != config.ProteinWidth)
            throw new GlmException(
                $"{path}: the normaliser is for protein vectors of {normalizer.Width} numbers; the model beside it reads "
                    + $"{config.ProteinWidth}. Save the model again."
            );
        if (labels is not null && (labels.Width != config.ProteinWidth || labels.Count != config.LabelWidth - 1))
            throw new GlmException(
                $"{path}: the label PCA turns {labels.Width} numbers into {labels.Count}; the model beside it needs "
                    + $"{config.ProteinWidth} into {config.LabelWidth - 1}. Save the model again."
            );
        return new FeatureFit(normalizer, labels);
    }
}
