using System.Security.Cryptography;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// What a run has done so far: its history in memory and, where it has a folder, its checkpoints and its log. <see cref="Begin"/> finds
/// what an earlier part of the same run left there and puts model and optimiser back to it. Borrows both.
/// </summary>
internal sealed class RunRecord : IDisposable
{
    private static readonly TimeSpan LongEnoughToMeasure = TimeSpan.FromSeconds(2);

    private readonly GlmModel _model;
    private readonly FlatAdamW _optimizer;
    private readonly MovingAverage? _average;
    private readonly TrainingState _begun;
    private readonly RunFolder? _folder;
    private readonly BestModel _best;
    private readonly List<TrainingStep> _steps;
    private readonly List<EvaluationPoint> _evaluations;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private long _saved;
    private RunLog? _log;
    private EventLog? _events;
    private int _savedStep;
    private int _savedEvaluations;

    private RunRecord(
        GlmModel model,
        FlatAdamW optimizer,
        MovingAverage? average,
        TrainingState begun,
        RunFolder? folder,
        TimeProvider clock,
        long started
    )
    {
        (_clock, _started, _saved) = (clock, started, clock.GetTimestamp());
        (_model, _optimizer, _average, _begun, _folder, _best) = (model, optimizer, average, begun, folder, new BestModel(model));
        (Pieces, RandomGenesAccuracy, PeakFlops) = (begun.Pieces, begun.RandomGenesAccuracy, begun.PeakFlops);
        (_steps, _evaluations) = ([.. begun.Steps], [.. begun.Evaluations]);
        (_savedStep, _savedEvaluations) = (_steps.Count, _evaluations.Count);
    }

    /// <summary>Every step, those of earlier parts included.</summary>
    public IReadOnlyList<TrainingStep> Steps => _steps;

    /// <summary>Every evaluation, likewise.</summary>
    public IReadOnlyList<EvaluationPoint> Evaluations => _evaluations;

    /// <summary>How the run went on; null for one that began just now.</summary>
    public ResumedRun? Resumed { get; private init; }

    /// <summary>What was found on the way, a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; private init; } = [];

    /// <summary>In how many pieces a batch is computed.</summary>
    public int Pieces { get; set; }

    /// <summary>See <see cref="TrainingHistory.RandomGenesAccuracy"/>; null before the first evaluation.</summary>
    public double? RandomGenesAccuracy { get; set; }

    /// <summary>See <see cref="TrainingHistory.PeakFlops"/>; null before it was measured.</summary>
    public double? PeakFlops { get; private set; }

    /// <summary>See <see cref="TrainingHistory.PeakMemory"/>; all parts of the run together.</summary>
    public long PeakMemory => Math.Max(_begun.PeakMemory, ProcessMemory.Peak);

    /// <summary>What baselines made of the run's held-out windows; empty where none were compared.</summary>
    public IReadOnlyList<BaselineScore> Baselines { get; private init; } = [];

    /// <summary>Whether evaluations have been without a smaller loss for as long as the patience of the options.</summary>
    public bool StopsEarly => IsExhausted(_evaluations, _begun.Options.Patience);

    /// <summary>Whether the time that the options give is over.</summary>
    public bool IsOverTime => IsOver(Seconds, _begun.Options.Minutes);

    /// <summary>Duration of all parts.</summary>
    public double Seconds => _begun.Seconds + _clock.GetElapsedTime(_started).TotalSeconds;

    /// <summary>The last checkpoint; null where there is none.</summary>
    public string? LastCheckpoint => _folder is null || _savedStep == 0 ? null : _folder.PathOf(_savedStep);

    /// <summary>Begins a run, or goes on with the one in its folder; the model then has the numbers of that run.</summary>
    /// <param name="model">To be trained.</param>
    /// <param name="data">To learn from.</param>
    /// <param name="options">As they are asked for.</param>
    /// <param name="function">Of the function labels; null for none.</param>
    /// <param name="settle">Decides what they leave to the data, the clock, or the run that goes on.</param>
    /// <param name="optimizer">Fresh.</param>
    /// <param name="average">Of the model; null where none is kept.</param>
    /// <param name="clock">Of the run.</param>
    /// <exception cref="GlmException">The folder cannot be written, or holds another run.</exception>
    public static RunRecord Begin(
        GlmModel model,
        IWindowData data,
        TrainingOptions options,
        FunctionIdentity? function,
        Func<TrainingState?, TrainingOptions> settle,
        FlatAdamW optimizer,
        MovingAverage? average,
        TimeProvider clock
    )
    {
        var started = clock.GetTimestamp();
        if (options.Resume && !Directory.Exists(options.SaveTo))
            throw TrainingRun.Missing(options.SaveTo!); // rather than make the folder
        var folder = options.SaveTo is { } path ? RunFolder.Hold(path) : null;
        try
        {
            var (last, damaged) = folder is null || options.Restart ? (null, []) : RunFolder.FindLast(folder.Path);
            if (last is null && options.Resume)
                throw TrainingRun.Missing(folder!.Path);
            options = settle(last?.State);
            if (last is not null)
                RunComparison.Check(folder!.Path, last, model, data, options, function);
            else
                folder?.Clear();

            var (threads, device) = (get_num_threads(), model.Device.ToString());
            var begun = last is null
                ? new TrainingState
                {
                    Run = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
                    Step = 0,
                    Options = options,
                    Data = folder is null ? DataIdentity.None : data.Identify(),
                    Function = function,
                    StartModel = folder is null ? "" : RunComparison.ChecksumOf(model),
                    Threads = threads,
                    Device = device,
                    Pieces = options.Accumulate,
                    Seconds = 0,
                }
                : last.State with
                {
                    Options = options,
                    Threads = threads,
                    Device = device,
                };
            last?.Restore(model, optimizer, average);
            model.Features = FeatureFit.Of(data.Transform);
            RunComparison.Note(model, begun.Run);
            var baselines = last is null ? null : BaselineFile.Find(folder!.Path, begun.Run);
            return new RunRecord(model, optimizer, average, begun, folder, clock, started)
            {
                Resumed = last is null ? null : new ResumedRun(folder!.Path, last.State.Step, IsFinished(last.State, options)),
                Baselines = baselines ?? [],
                Remarks = last is null ? [] : [.. damaged, .. OtherMachine(last.State, threads, device)],
            };
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }

    /// <summary>Whether a step was evaluated already.</summary>
    public bool IsEvaluated(int step) => _evaluations.Count > 0 && _evaluations[^1].Step == step;

    public void Add(TrainingStep step) => _steps.Add(step);

    public void Add(EvaluationPoint evaluation)
    {
        _evaluations.Add(evaluation);
        if ((_folder is not null || _begun.Options.Patience is not null) && TrainingState.Best(_evaluations) == evaluation)
            _best.Keep(evaluation.Step);
    }

    /// <summary>Measures what the machine can do, once this part of the run has taken long enough for a tenth of a second more.</summary>
    public void MeasureMachine()
    {
        if (PeakFlops is null && _clock.GetElapsedTime(_started) >= LongEnoughToMeasure)
            PeakFlops = MachineSpeed.OfProducts(_model.Device, _begun.Options.Precision);
    }

    /// <summary>Brings the logs up to the last step.</summary>
    public void Log()
    {
        if (_begun.Options.TensorBoard is { } folder)
        {
            _events ??= new EventLog(folder, _steps, _evaluations, Seconds);
            _events.Write(_steps, _evaluations);
        }
        if (_folder is null)
            return;
        _log ??= new RunLog(_folder.Path, _steps, _evaluations);
        _log.Write(_steps, _evaluations);
    }

    /// <summary>Whether it is time for a checkpoint.</summary>
    public bool IsSaveDue =>
        _folder is not null && _begun.Options.CheckpointEvery.IsDue(_steps.Count - _savedStep, _clock.GetElapsedTime(_saved));

    /// <summary>Writes a checkpoint of the last step, unless there is one, or nothing to be saved.</summary>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public void Save()
    {
        if (_folder is null || _steps.Count == 0 || (_steps.Count == _savedStep && _evaluations.Count == _savedEvaluations))
            return;
        if (_best.IsUnsaved)
            _folder.WriteBest(_best.Step!.Value, _best.Save);
        var state = _begun with
        {
            Step = _steps.Count,
            Pieces = Pieces,
            Seconds = Seconds,
            RandomGenesAccuracy = RandomGenesAccuracy,
            PeakFlops = PeakFlops,
            PeakMemory = PeakMemory,
            Steps = _steps,
            Evaluations = _evaluations,
        };
        _folder.Write(state.Step, TrainingState.Best(_evaluations)?.Step, stage =>
            TrainingCheckpoint.Write(stage, state, _model, _optimizer, _average)
        );
        (_savedStep, _savedEvaluations) = (_steps.Count, _evaluations.Count);
        _saved = _clock.GetTimestamp();
    }

    /// <summary>
    /// Makes the model what it shall be at the end: that of the best evaluation where there is a patience, or else the average where one
    /// is kept. After the last checkpoint, which has the weights of the last step.
    /// </summary>
    /// <param name="interrupted">Whether the end is before its time; the model is then that of the last step in any case.</param>
    /// <returns>After how many steps the model was so.</returns>
    public int Finish(bool interrupted)
    {
        if (!interrupted && _begun.Options.Patience is not null && TrainingState.Best(_evaluations) is { } best)
        {
            if (_best.Step == best.Step)
                _best.Restore();
            else if (_folder?.FindBest(best.Step) is { } saved)
                TrainingCheckpoint.RestoreModel(saved, _model);
            else
                throw new GlmException(
                    $"{_folder?.Path}: the model of the best evaluation, after {best.Step} steps, is no longer among the checkpoints. "
                        + $"Begin anew ({Setting.Of(nameof(TrainingOptions.Restart))}), or load one of the checkpoints as a model."
                );
            return best.Step;
        }
        _average?.Swap();
        return _steps.Count;
    }

    /// <summary>Saves the model for whoever uses it, unless it is there already.</summary>
    /// <exception cref="GlmException">The folder cannot be written.</exception>
    public void SaveModel()
    {
        if (_folder is not null && !(Resumed is { WasFinished: true } && RunComparison.Holds(_folder.Path, _model, _model.Features)))
            _model.Save(_folder.Path);
    }

    public void Dispose()
    {
        _best.Dispose();
        _log?.Dispose();
        _events?.Dispose();
        _folder?.Dispose();
    }

    /// <summary>Whether a run has nothing left to do of what these options ask.</summary>
    public static bool IsFinished(TrainingState state, TrainingOptions options) =>
        state.Step >= options.Steps || IsExhausted(state.Evaluations, options.Patience) || IsOver(state.Seconds, options.Minutes);

    private static bool IsExhausted(IReadOnlyList<EvaluationPoint> evaluations, int? patience) =>
        TrainingState.Best(evaluations) is { } best && evaluations.Count(point => point.Step > best.Step) >= patience;

    private static bool IsOver(double seconds, double? minutes) => seconds >= minutes * 60;

    private static IEnumerable<string> OtherMachine(TrainingState state, int threads, string device)
    {
        if (state.Threads != threads)
            yield return $"The run had {state.Threads} threads and goes on with {threads}: its last digits can differ from those of an "
                + $"uninterrupted one.";
        if (state.Device != device)
            yield return $"The run was on {state.Device} and goes on with {device}: its numbers can differ from those of an uninterrupted "
                + $"one.";
    }
}
