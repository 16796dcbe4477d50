using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// The state of a training as a folder: a model folder as <see cref="GlmModel.Save"/> writes it, with the moments of the optimiser, the
/// history so far, and <c>state.json</c>, which has the checksums of all of them. Immutable; opened only where every checksum is right.
/// </summary>
internal sealed class TrainingCheckpoint
{
    private TrainingCheckpoint(string folder, TrainingState state) => (Folder, State) = (folder, state);

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>What the training was at, its history included.</summary>
    public TrainingState State { get; }

    /// <summary>The shape of the model.</summary>
    public GlmConfig Config => GlmConfigFile.Read(Path.Combine(Folder, GlmCheckpoint.ConfigFile));

    /// <summary>Writes a checkpoint into an empty folder.</summary>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public static void Write(string folder, TrainingState state, GlmModel model, FlatAdamW optimizer, MovingAverage? average)
    {
        model.Save(folder);
        OptimizerFile.Write(Path.Combine(folder, OptimizerFile.Name), optimizer, average);
        TrainingHistoryFile.Write(Path.Combine(folder, TrainingHistoryFile.Name), state.Steps, state.Evaluations);
        var files = Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), CheckpointIdentity.ChecksumOf);
        TrainingStateFile.Write(Path.Combine(folder, TrainingStateFile.Name), state, files);
    }

    /// <summary>Opens a checkpoint, every file of which must be as it was written.</summary>
    /// <exception cref="GlmException">A file is missing or damaged.</exception>
    public static TrainingCheckpoint Open(string folder)
    {
        var (state, files) = TrainingStateFile.Read(Path.Combine(folder, TrainingStateFile.Name));
        foreach (var (name, checksum) in files)
        {
            var path = Path.Combine(folder, Path.GetFileName(name));
            if (CheckpointIdentity.ChecksumOf(path) != checksum)
                throw new GlmException($"{path}: the file is not as it was written; it is damaged.");
        }
        var (steps, evaluations) = TrainingHistoryFile.Read(Path.Combine(folder, TrainingHistoryFile.Name));
        return steps.Count == state.Step
            ? new TrainingCheckpoint(folder, state with { Steps = steps, Evaluations = evaluations })
            : throw new GlmException($"{folder}: its history has {steps.Count} steps, and its state {state.Step}.");
    }

    /// <summary>Gives a model of the same shape, and the optimiser of the same parameters, the numbers that were saved.</summary>
    /// <exception cref="GlmException">The files do not fit.</exception>
    public void Restore(GlmModel model, FlatAdamW optimizer, MovingAverage? average)
    {
        RestoreModel(Folder, model);
        OptimizerFile.Read(Path.Combine(Folder, OptimizerFile.Name), optimizer, average);
    }

    /// <summary>Gives a model the numbers of another of the same shape.</summary>
    /// <exception cref="GlmException">The folder holds no model of this shape.</exception>
    public static void RestoreModel(string folder, GlmModel model)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var weights = GlmCheckpoint.Load(folder, model.Config, model.Device).Weights;
        model.Parameters.Values.copy_(weights.Values);
    }
}
