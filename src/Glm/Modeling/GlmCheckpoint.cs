using System.Collections.Immutable;
using Glm.Arrays;
using Glm.Arrays.Storage;
using Glm.Features;
using Glm.Formats.Text;
using Glm.Proteins.Families;
using Glm.Proteins.LanguageModels.Embedding;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Modeling;

/// <summary>
/// All that makes up a trained model, as a value: its shape, its weights, what turns protein vectors into its features and labels, and any
/// number of named parts that other code adds. It is a folder on disk, and a <see cref="GlmModel"/> in use.
/// </summary>
/// <remarks>
/// The folder holds <c>model.safetensors</c> (weights under the published keys), <c>config.json</c> (the shape),
/// <c>features.safetensors</c> (the transform, where there is one), <c>families.npz</c> (the space of family codes, where it reads such),
/// <c>genomes.json</c> (what it was trained on), and a file for each further part. All are saved as one: a save that
/// fails or is killed leaves the earlier files, and files of two saves are never loaded as one model.
/// </remarks>
/// <param name="Config">The shape.</param>
/// <param name="Weights">In the model's flat layout. The checkpoint shares them with the model that it was taken from or became; disposing
/// of either disposes of the weights.</param>
public sealed record GlmCheckpoint(GlmConfig Config, FlatParameters Weights)
{
    private const string WeightsFile = "model.safetensors";
    internal const string ConfigFile = "config.json";

    /// <summary>The space of the protein vectors travels with the model, so that other proteins can be embedded in it.</summary>
    private static readonly CheckpointPart<FamilySpace> Families = new(
        FamilySpaceFile.FileName,
        FamilySpaceFile.Read,
        FamilySpaceFile.Write
    );

    /// <summary>Another program may save into the folder between the opening of two files.</summary>
    private const int LoadAttempts = 3;

    private static readonly TimeSpan LoadPause = TimeSpan.FromMilliseconds(100);

    /// <summary>What turns protein vectors into features and labels.</summary>
    public FeatureFit Features { get; init; } = FeatureFit.None;

    /// <summary>The genomes that it was trained on; none where nothing is known.</summary>
    public TrainedGenomes TrainedOn { get; init; } = TrainedGenomes.None;

    /// <summary>What loading found; null for a checkpoint that was not loaded.</summary>
    public CheckpointReport? Report { get; init; }

    /// <summary>The folder that it was loaded from, where parts are looked for; null for none.</summary>
    private string? Folder { get; init; }

    /// <summary>The parts by file name, each with what writes it to a path.</summary>
    private ImmutableSortedDictionary<string, (object Value, Action<string> Write)> Parts { get; init; } =
        ImmutableSortedDictionary.Create<string, (object, Action<string>)>(StringComparer.Ordinal);

    /// <summary>A model as it is now. The weights are shared, not copied.</summary>
    /// <exception cref="GlmException">The model computes with an adapter.</exception>
    public static GlmCheckpoint Of(GlmModel model)
    {
        model.CheckHasNoAdapter("saved");
        return new(model.Config, model.Parameters)
        {
            Features = model.Features,
            TrainedOn = model.TrainedOn,
            Report = model.LoadReport,
        };
    }

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
        // What lies beside a PyTorch checkpoint is not ours.
        var folder = WeightFile.IsSafeTensors(file) ? Path.GetDirectoryName(Path.GetFullPath(file)) : null;
        for (var attempt = 1; ; attempt++, Thread.Sleep(LoadPause))
        {
            if (folder is not null)
                StoredFolder.Recover(folder);
            using var source = WeightFile.Open(file);
            var configFile = config is null ? FileIn(folder, ConfigFile) : null;
            var shape = config ?? (configFile is null ? ConfigInference.FromShapes(file, source.Tensors) : GlmConfigFile.Read(configFile));
            var features = FileIn(folder, FeatureTransformFile.FileName);
            var fit = features is null ? FeatureFit.None : ReadFeatures(features, shape);
            if (Stranger(source, configFile, features) is not { } stranger)
            {
                // Before the weights, which somebody would have to dispose of where this fails.
                var space = ReadPart(folder, Families);
                var genomes = ReadPart(folder, TrainedGenomesFile.Part) ?? TrainedGenomes.None;
                return Read(source, shape, device) with { Features = fit with { Families = space }, TrainedOn = genomes, Folder = folder };
            }
            if (attempt == LoadAttempts)
                throw new GlmException(
                    (
                        File.Exists(stranger)
                            ? $"{stranger}: this file and {Path.GetFileName(file)} beside it are not of one save, so they do not make "
                                + "up a model."
                            : $"{stranger}: this file is missing, which was saved with the model beside it."
                    ) + " Restore the files that were saved together, or load the weights from a folder of their own."
                );
        }
    }

    /// <summary>The weights, from a file that is open and so stays what it is.</summary>
    private static GlmCheckpoint Read(WeightFile source, GlmConfig config, Device? device)
    {
        // Compared before any buffer is made: the sizes in a configuration may be anything, those of a file are backed by its bytes.
        var layout = new ParameterLayout(config);
        var report = CheckpointWeights.Compare(layout, source);
        var weights = new FlatParameters(layout, device ?? CPU);
        try
        {
            CheckpointWeights.Read(source, weights);
            return new GlmCheckpoint(config, weights) { Report = report };
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The file beside the weights that was not saved with them, or that was and is gone; null where all is well, or where none says so.
    /// </summary>
    private static string? Stranger(WeightFile source, string? configFile, string? features)
    {
        var id = source.Metadata?.GetValueOrDefault(CheckpointIdentity.Key);
        var identity = configFile is null ? null : CheckpointIdentity.Read(configFile);
        if (configFile is not null && identity?.Id != id)
            return configFile;
        var saved = identity?.Parts.GetValueOrDefault(FeatureTransformFile.FileName);
        if (features is null)
            return saved is null ? null : Path.Combine(Path.GetDirectoryName(configFile)!, FeatureTransformFile.FileName);
        return
            FeatureTransformFile.ReadMetadata(features).GetValueOrDefault(CheckpointIdentity.Key) != id
            || saved is not null && saved != CheckpointIdentity.ChecksumOf(features)
            ? features
            : null;
    }

    /// <summary>The model that computes with these weights, which it owns from then on.</summary>
    public GlmModel ToModel() =>
        new(Config, Weights)
        {
            Features = Features,
            TrainedOn = TrainedOn,
            LoadReport = Report,
        };

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
    /// <exception cref="GlmException">The part's file is damaged, or was not saved with the rest.</exception>
    public T? Find<T>(CheckpointPart<T> part)
        where T : class => Parts.TryGetValue(part.FileName, out var held) ? (T)held.Value : ReadPart(Folder, part);

    private static T? ReadPart<T>(string? folder, CheckpointPart<T> part)
        where T : class
    {
        var path = FileIn(folder, part.FileName);
        if (FileIn(folder, ConfigFile) is { } configFile && CheckpointIdentity.Read(configFile) is { } identity)
        {
            if (!identity.Parts.TryGetValue(part.FileName, out var checksum))
                return null; // of some other save
            if (path is null || CheckpointIdentity.ChecksumOf(path) != checksum)
                throw new GlmException(
                    $"{Path.Combine(folder!, part.FileName)}: this file is {(path is null ? "missing" : "not the one")} that was saved "
                        + $"with the model beside it. Restore the files that were saved together, or load the model without this part."
                );
        }
        return path is null ? null : part.Read(path);
    }

    /// <summary>
    /// Writes the model's files, the transform if there is one, and the parts that were added, as one: a save that fails or is killed
    /// leaves the earlier files as they are.
    /// </summary>
    /// <param name="folder">Made if absent; the files of an earlier checkpoint are replaced once the new ones are complete, others are
    /// left alone.</param>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public void Save(string folder)
    {
        var whole = Features.Families is { } families ? With(Families, families) : this;
        var parts = (TrainedOn.Count > 0 ? whole.With(TrainedGenomesFile.Part, TrainedOn) : whole).Parts;
        var id = CheckpointIdentity.Of(Config, Weights, Features);
        var earlier = File.Exists(Path.Combine(folder, ConfigFile))
            ? CheckpointIdentity.Read(Path.Combine(folder, ConfigFile))?.Parts.Keys
            : null;
        var written = parts.Keys.ToHashSet(StringComparer.Ordinal);
        if (Features != FeatureFit.None)
            written.Add(FeatureTransformFile.FileName);
        StoredFolder.Replace(
            folder,
            stage =>
            {
                CheckpointWeights.Write(Path.Combine(stage, WeightsFile), Weights, id);
                if (Features != FeatureFit.None)
                    FeatureTransformFile.Write(
                        Path.Combine(stage, FeatureTransformFile.FileName),
                        Features.Normalizer,
                        Features.Labels,
                        [
                            KeyValuePair.Create(CheckpointIdentity.Key, id),
                            .. Features.Origin is { } origin
                                ? [KeyValuePair.Create(VectorOrigin.Key, origin.ToJson())]
                                : Array.Empty<KeyValuePair<string, string>>(),
                        ]
                    );
                foreach (var (name, part) in parts)
                    part.Write(Path.Combine(stage, name));
                var checksums = written.ToDictionary(
                    name => name,
                    name => CheckpointIdentity.ChecksumOf(Path.Combine(stage, name)),
                    StringComparer.Ordinal
                );
                var config = GlmConfigFile.Write(Config, new CheckpointIdentity(id, checksums));
                TextFile.Replace(Path.Combine(stage, ConfigFile), writer => writer.Write(config));
            },
            // An earlier model's transform would be taken for this one's.
            removed: [.. (earlier ?? []).Append(FeatureTransformFile.FileName).Where(name => !written.Contains(name))]
        );
    }

    private static string? FileIn(string? folder, string name)
    {
        if (folder is null)
            return null;
        var path = Path.Combine(folder, name);
        return Directory.Exists(path)
                ? throw new GlmException($"{path}: this is a folder, where a model has a file; move it away, or restore the file.")
            : File.Exists(path) ? path
            : null;
    }

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
        var origin = FeatureTransformFile.ReadMetadata(path).GetValueOrDefault(VectorOrigin.Key);
        return new FeatureFit(normalizer, labels) { Origin = origin is null ? null : VectorOrigin.FromJson(origin) };
    }
}
