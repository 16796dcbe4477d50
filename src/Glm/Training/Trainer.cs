using System.Diagnostics;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>Masked-gene training of a <see cref="GlmModel"/>; <see cref="Train"/> is all there is to call.</summary>
public sealed class Trainer
{
    private readonly GlmModel _model;
    private readonly IWindowData _data;
    private readonly TrainingOptions _options;
    private readonly EvaluationSplit _split;
    private readonly EvaluationMasks _evaluation;
    private readonly int[] _order;
    private long _pass = -1;
    private readonly int _steps;
    private readonly int _warmup;
    private readonly int _evaluateEvery;

    private Trainer(GlmModel model, IWindowData data, TrainingOptions options)
    {
        (_model, _data) = (model, data);
        _split = EvaluationSplit.Of(data, options);
        _evaluation = new EvaluationMasks(data, _split.Evaluation, options.BatchSize, options.MaskProbability, options.Seed);
        _order = new int[_split.Training.Length];
        _options = options;
        _steps = options.Steps ?? (int)Math.Min(int.MaxValue, Math.Max(1, ((long)_split.Training.Length * options.Epochs) / BatchSize));
        _warmup = options.WarmupSteps ?? options.Recipe.WarmupFor(_steps);
        _evaluateEvery = options.EvaluateEvery ?? Math.Max(1, _steps / 20);
        _options = options with { Steps = _steps, Epochs = 1, WarmupSteps = _warmup, EvaluateEvery = _evaluateEvery };
    }

    private int BatchSize => Math.Min(_options.BatchSize, _split.Training.Length);

    /// <summary>
    /// Trains in place. Repeatable to the bit for a seed on the same machine with the same number of threads, as long as no other thread
    /// draws from torch's random numbers meanwhile; their state is restored afterwards. Cancellation takes effect within one step; the
    /// model is then saved as usual, and the history so far returned. Where <see cref="TrainingOptions.SaveTo"/> holds a run of the same
    /// options, data and model that was broken off, it goes on from its last checkpoint to the same numbers; one that is finished gives
    /// its model and history.
    /// </summary>
    /// <param name="model">Changed by the training; that of the run where one goes on.</param>
    /// <param name="data">Windows with features and labels of the model's widths.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Polled before every step and during evaluation.</param>
    /// <exception cref="GlmException">An option is out of range, the data do not fit the model, the folder cannot be written or holds
    /// another run, or the loss is no longer a number; the message then names step, batch and last good checkpoint.</exception>
    public static TrainingHistory Train(
        GlmModel model,
        IWindowData data,
        TrainingOptions options,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        options.Validate();
        CheckFit(model, data);
        var randomState = random.get_rng_state();
        try
        {
            return new Trainer(model, data, options).Run(progress, cancellation);
        }
        finally
        {
            random.set_rng_state(randomState);
            randomState.Dispose();
        }
    }

    private TrainingHistory Run(IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        using var learner = new Learner(_model, _options.Recipe, _options.Trained, _options.WeightDecay);
        using var average = _options.EmaDecay is { } decay ? new MovingAverage(_model.Parameters, decay) : null;
        using var run = RunRecord.Begin(_model, _data, _options, learner.Optimizer, average);
        using var scope = NewDisposeScope();
        var interrupted = false;
        try
        {
            EvaluateIfDue(run, average, cancellation);
            run.Log();
            while (run.Steps.Count < _steps && !run.StopsEarly)
            {
                cancellation.ThrowIfCancellationRequested();
                run.Add(Step(learner, run));
                average?.Update(run.Steps.Count);
                EvaluateIfDue(run, average, cancellation);
                run.Log();
                if (progress is not null)
                {
                    run.MeasureMachine();
                    progress.Report(new ProgressReport("train", run.Steps.Count, _steps, "steps", Metrics(run)));
                }
                if (run.IsSaveDue)
                    Save(run);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            interrupted = true;
            run.Log();
        }

        Save(run);
        var modelStep = run.Finish(interrupted);
        run.SaveModel();
        return new TrainingHistory(
            run.Steps,
            run.Evaluations,
            Chance(),
            _split.Training.Length,
            _split.Evaluation.Length,
            _options.Trained?.Sum(range => range.Count) ?? _model.Parameters.Layout.Count,
            interrupted,
            run.Seconds,
            _options.SaveTo
        )
        {
            Resumed = run.Resumed,
            EvaluatedBy = _split.Unit,
            HeldOut = _split.HeldOut,
            Baselines = run.Baselines,
            RandomGenesAccuracy = run.RandomGenesAccuracy ?? double.NaN,
            Predictions = _model.Config.Predictions,
            PeakFlops = run.PeakFlops ?? double.NaN,
            PeakMemory = run.PeakMemory,
            StoppedEarly = !interrupted && run.Steps.Count < _steps,
            ModelStep = modelStep,
            Remarks =
            [
                .. run.Remarks,
                .. run.Pieces > _options.Accumulate
                    ? [$"Memory ran out, so batches were computed in {run.Pieces} pieces; what they teach stays the same."]
                    : Array.Empty<string>(),
            ],
        };
    }

    private void Save(RunRecord run)
    {
        // The last update may have ruined weights, which its loss, taken before, does not show.
        if (!_model.Parameters.AreFinite())
            CheckFinite(double.NaN, run.Steps.Count, run);
        run.Save();
    }

    private TrainingStep Step(Learner learner, RunRecord run)
    {
        var started = Stopwatch.GetTimestamp();
        var step = run.Steps.Count;
        var windows = WindowsOf(step);
        var random = new SeededRandom(_options.Seed + 1L, stream: step);
        var (rows, masked) = Draw(windows, Shifts(windows, step), random);
        var rate = _options.Recipe.LearningRate(_options.LearningRate, step, _warmup) * _options.Schedule.ShareAt(step, _warmup, _steps);
        var (figures, norm) = WithinMemory(run, windows.Length, pieces =>
        {
            manual_seed((long)(new SeededRandom(_options.Seed, stream: step).NextBits() >> 1)); // of the dropout
            return learner.Step(rows, masked, pieces, rate);
        });
        CheckFinite(figures.Loss, step + 1, run, windows);
        CheckFinite(norm, step + 1, run, windows, "gradient");
        var genes = windows.Sum(_data.LengthOf);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new TrainingStep(
            step + 1,
            figures.Loss,
            rate,
            Share(figures.PseudoRight, figures.Masked),
            Share(figures.AbsoluteRight, figures.Masked),
            genes / seconds
        )
        {
            PredictionLoss = figures.Prediction,
            LikelihoodLoss = figures.Likelihood,
            GradientNorm = norm,
            WindowsPerSecond = windows.Length / seconds,
            FlopsPerSecond = ModelFlops.OfStep(_model.Config, rows.Windows, rows.Length, masked.Count(hidden => hidden)) / seconds,
            Seconds = run.Seconds,
        };
    }

    /// <summary>Computes a step; where memory runs out in it, it and all later ones are computed in twice as many pieces.</summary>
    private static T WithinMemory<T>(RunRecord run, int windows, Func<int, T> compute)
    {
        while (true)
            try
            {
                return compute(Math.Min(run.Pieces, windows));
            }
            catch (Exception exception) when (OutOfMemory.IsCauseOf(exception))
            {
                if (run.Pieces >= windows)
                    throw new GlmException(
                        $"Memory runs out at step {run.Steps.Count + 1} even where one window is computed at a time. Use a smaller "
                            + $"model, or windows of fewer genes.",
                        exception
                    );
                run.Pieces = Math.Min(2 * run.Pieces, windows);
            }
    }

    /// <summary>
    /// The windows of a step: an endless run of shuffled passes, cut into batches. Depends only on the number of the step.
    /// </summary>
    private int[] WindowsOf(int step)
    {
        var count = _split.Training.Length;
        var windows = new int[BatchSize];
        for (var i = 0; i < windows.Length; i++)
        {
            var position = ((long)step * windows.Length) + i;
            if (position / count != _pass)
            {
                _pass = position / count;
                _split.Training.CopyTo(_order, 0);
                new SeededRandom(_options.Seed + 2L, stream: _pass).Shuffle(_order.AsSpan());
            }
            windows[i] = _order[position % count];
        }
        return windows;
    }

    /// <summary>
    /// By how many genes each window is moved along its scaffold: at most half its length, and not past the genes that windows cover, so
    /// that passes see the genes side by side in ever other windows. Empty where the recipe moves none.
    /// </summary>
    private int[] Shifts(int[] windows, int step)
    {
        if (!_options.Recipe.MovesWindows)
            return [];
        var random = new SeededRandom(_options.Seed + 4L, stream: step);
        return Array.ConvertAll(windows, window =>
        {
            var (before, after) = _data.RoomAround(window);
            var half = _data.LengthOf(window) / 2;
            return Math.Clamp(random.Next((2 * half) + 1) - half, -before, after);
        });
    }

    /// <summary>
    /// Evaluates before the first step, at intervals and after the last step; after an interruption also what it prevented.
    /// </summary>
    private void EvaluateIfDue(RunRecord run, MovingAverage? average, CancellationToken cancellation)
    {
        var step = run.Steps.Count;
        if (_evaluation.Windows.Length == 0 || (step % _evaluateEvery != 0 && step != _steps) || run.IsEvaluated(step))
            return;
        average?.Swap();
        try
        {
            run.Add(EvaluateModel(run, cancellation));
        }
        finally
        {
            average?.Swap();
        }
    }

    private EvaluationPoint EvaluateModel(RunRecord run, CancellationToken cancellation)
    {
        using var genes = run.RandomGenesAccuracy is null ? new RandomGenes(_data, _split.Training, _options, _model) : null;
        long masked = 0,
            pseudo = 0,
            absolute = 0;
        double loss = 0,
            weight = 0;
        var calibration = new CalibrationTally();
        foreach (var (windows, random) in _evaluation.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            var (rows, hidden) = Draw(windows, [], random);
            using var candidates = ContrastCandidates.Of(rows, _options.Recipe, _model.Device);
            using var batch = GeneBatch.Masked(rows, hidden, _options.Recipe.LabelLimit, _model.Device);
            var figures = MaskedGeneTask.Run(_model, batch, _options.Recipe, share: null, candidates, calibration: calibration);
            CheckFinite(figures.Loss, run.Steps.Count, run);
            loss += figures.Loss * figures.Averaged;
            weight += figures.Averaged;
            masked += figures.Masked;
            pseudo += figures.PseudoRight;
            absolute += figures.AbsoluteRight;
            genes?.Try(batch);
        }
        run.RandomGenesAccuracy ??= genes!.Accuracy;
        return new EvaluationPoint(
            run.Steps.Count,
            weight > 0 ? loss / weight : double.NaN,
            Share(pseudo, masked),
            Share(absolute, masked),
            (int)masked
        )
        {
            Calibration = calibration.ToCalibration(),
        };
    }

    /// <summary>Windows, and which of their genes are hidden.</summary>
    private (WindowRows Rows, bool[] Masked) Draw(ReadOnlySpan<int> windows, ReadOnlySpan<int> shifts, SeededRandom random)
    {
        var rows = WindowRows.From(_data, windows, shifts, _options.Recipe.PadsToMaxGenes ? _model.Config.MaxGenes : 0);
        return (rows, rows.DrawMask(random, _options.MaskProbability));
    }

    /// <param name="loss">Or any other figure that must be finite.</param>
    /// <param name="step">After which, or at which, from 1.</param>
    /// <param name="run">Whose last checkpoint is the remedy.</param>
    /// <param name="windows">The batch; null where it is not to blame.</param>
    /// <param name="what">The name of the figure.</param>
    private void CheckFinite(double loss, int step, RunRecord run, int[]? windows = null, string what = "loss")
    {
        if (double.IsFinite(loss))
            return;
        var batch = windows is null ? "" : $" (windows {Names(windows)})";
        var good = run.LastCheckpoint is { } checkpoint ? $" The last good checkpoint is {checkpoint}." : "";
        throw new GlmException(
            $"The {what} is {loss} at step {step}{batch}; training cannot go on. Use a smaller "
                + $"{Setting.Of(nameof(TrainingOptions.LearningRate))} than {_options.LearningRate}, or a longer "
                + $"{Setting.Of(nameof(TrainingOptions.WarmupSteps))} than {_warmup}.{good}"
        );
    }

    private string Names(int[] windows)
    {
        const int Shown = 3;
        var names = string.Join(", ", windows.Take(Shown).Select(window => LineText.Quoted(_data.Window(window).Id)));
        return windows.Length > Shown ? $"{names}, … {windows.Length} in all" : names;
    }

    private double Chance()
    {
        var windows = _split.Evaluation.Length > 0 ? _split.Evaluation : _split.Training;
        return (double)windows.Length / windows.Sum(window => (long)_data.LengthOf(window));
    }

    private static double Share(long right, long masked) => masked == 0 ? double.NaN : (double)right / masked;

    private static ProgressMetric[] Metrics(RunRecord run)
    {
        var last = run.Steps[^1];
        return
        [
            new("loss", last.Loss, "0.0000"),
            new("pseudo", last.PseudoAccuracy, "P1"),
            new("absolute", last.AbsoluteAccuracy, "P1"),
            .. run.Evaluations.Count == 0
                ? Array.Empty<ProgressMetric>()
                :
                [
                    new("held-out pseudo", run.Evaluations[^1].PseudoAccuracy, "P1"),
                    new("held-out absolute", run.Evaluations[^1].AbsoluteAccuracy, "P1"),
                ],
            new("windows/s", last.WindowsPerSecond, "0"),
            new("lr", last.LearningRate, "0.0e-0"),
            new("MFU", last.FlopsPerSecond / run.PeakFlops ?? double.NaN, "P0"),
            new("memory", ProcessMemory.Now / 1e9, "0.0 'GB'"),
        ];
    }

    private static void CheckFit(GlmModel model, IWindowData data)
    {
        if (data.FeatureWidth != model.Config.FeatureWidth)
            throw new GlmException(
                $"The protein vectors have {data.FeatureWidth - 1} numbers; this model reads {model.Config.ProteinWidth}. Embed "
                    + $"with the model's embedder, or make a model of that width."
            );
        if (data.Transform.Labels is null)
            throw new GlmException("The dataset has no labels to learn. Make it with a label PCA: model.TransformFor(proteins) fits one.");
        if (data.LabelWidth != model.Config.LabelWidth)
            throw new GlmException(
                $"The labels have {data.LabelWidth} numbers; this model predicts {model.Config.LabelWidth}. Use the label PCA "
                    + $"that the model was made with."
            );
    }
}
