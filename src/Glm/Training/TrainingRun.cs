using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// A training run as it lies in a folder, broken off or finished: what it was asked to do, how far it got, and its model. To go on with
/// it: <c>Trainer.Train(run.LoadModel(), data, run.Options)</c>. Immutable.
/// </summary>
public sealed class TrainingRun
{
    private readonly TrainingCheckpoint _checkpoint;

    private TrainingRun(string folder, TrainingCheckpoint checkpoint) => (Folder, _checkpoint) = (folder, checkpoint);

    /// <summary>Where it is.</summary>
    public string Folder { get; }

    /// <summary>Steps done at the last checkpoint.</summary>
    public int Step => _checkpoint.State.Step;

    /// <summary>
    /// What the run was asked to do, with <see cref="TrainingOptions.Resume"/> set: trained with these it goes on, and with larger
    /// <see cref="TrainingOptions.Steps"/> for longer.
    /// </summary>
    public TrainingOptions Options => _checkpoint.State.Options with { SaveTo = Folder, Resume = true };

    /// <summary>
    /// Name of the function labels that it learns with, which are to be given again where it goes on; null for none. Untrusted text.
    /// </summary>
    public string? Function => _checkpoint.State.Function?.Name;

    /// <summary>Every step up to the last checkpoint.</summary>
    public IReadOnlyList<TrainingStep> Steps => _checkpoint.State.Steps;

    /// <summary>Every evaluation up to the last checkpoint.</summary>
    public IReadOnlyList<EvaluationPoint> Evaluations => _checkpoint.State.Evaluations;

    /// <summary>Duration up to the last checkpoint.</summary>
    public double Seconds => _checkpoint.State.Seconds;

    /// <summary>Whether all steps are done, or it stopped early; else it was broken off, or is still at work.</summary>
    public bool IsFinished => RunRecord.IsFinished(_checkpoint.State, Options);

    /// <summary>What baselines made of its held-out windows; empty where none were compared.</summary>
    /// <exception cref="GlmException">The file of them cannot be read.</exception>
    public IReadOnlyList<BaselineScore> Baselines => BaselineFile.Find(Folder, _checkpoint.State.Run) ?? [];

    /// <summary>Keeps what baselines made of its held-out windows, which stays the same however long the run goes on.</summary>
    /// <param name="baselines">Compared with the options of the run.</param>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public void SaveBaselines(IReadOnlyList<BaselineScore> baselines) => BaselineFile.Write(Folder, _checkpoint.State.Run, baselines);

    /// <summary>The run in a folder, at its last checkpoint that is whole.</summary>
    /// <exception cref="GlmException">There is none.</exception>
    public static TrainingRun Open(string folder) =>
        RunFolder.FindLast(folder).Last is { } last ? new TrainingRun(folder, last) : throw Missing(folder);

    /// <summary>Whether it began with the weights of a model.</summary>
    public bool BeganWith(GlmModel model) => RunComparison.ChecksumOf(model) == _checkpoint.State.StartModel;

    /// <summary>The model at the last checkpoint.</summary>
    /// <param name="device">Null for the CPU.</param>
    public GlmModel LoadModel(Device? device = null) => GlmModel.Load(_checkpoint.Folder, device: device);

    internal static GlmException Missing(string folder) =>
        new(
            $"{folder}: there is no training to go on with; a run leaves its checkpoints in the folder that its model is saved to. Check "
                + $"the name."
        );
}
