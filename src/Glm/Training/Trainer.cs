using Glm.Features;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Training.Processes;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>Masked-gene training of a <see cref="GlmModel"/>; <c>Train</c> is all there is to call.</summary>
public sealed class Trainer
{
    /// <summary>Steps are timed for this share of a budget, but not for longer than is needed to know them.</summary>
    private const double TimingShare = 0.02;
    private const double MostTimingSeconds = 10;

    /// <summary>The share of a budget after which timing ends with however few steps.</summary>
    private const double TimingLimit = 0.1;

    private readonly GlmModel _model;
    private readonly IWindowData _data;
    private readonly TimeProvider _clock;
    private readonly EvaluationSplit _split;
    private readonly EvaluationMasks _evaluation;
    private readonly StepBatches _batches;
    private readonly IProcessGroup? _group;
    private readonly GeneFunctions? _functions;
    private TrainingOptions _options;
    private bool _isPlanned;
    private bool _isPlanning;
    private int _steps;
    private int _warmup;
    private int _evaluateEvery;

    private Trainer(
        GlmModel model,
        IWindowData data,
        TrainingOptions options,
        TimeProvider clock,
        IProcessGroup? group,
        GeneFunctions? functions
    )
    {
        (_model, _data, _options, _clock, _group, _functions) = (model, data, options, clock, group, functions);
        _split = EvaluationSplit.Of(data, options);
        _evaluation = new EvaluationMasks(data, _split.Evaluation, options.BatchSize, options.MaskProbability, options.Seed);
        var order = new WindowOrder(data, _split.Training, BatchSize, options);
        _batches = new StepBatches(data, order, options, LeastLength, options.TripletWeight > 0 ? functions : null, group);
    }

    private int BatchSize => Math.Min(_options.BatchSize, _split.Training.Length);

    /// <summary>
    /// Trains in place. Repeatable to the bit for a seed on the same machine with the same number of threads, as long as no other thread
    /// draws from torch's random numbers meanwhile; their state is restored afterwards. Cancellation takes effect within one step; the
    /// model is then saved as usual, and the history so far returned. Where <see cref="TrainingOptions.SaveTo"/> holds a run of the same
    /// options, data and model that was broken off, it goes on from its last checkpoint to the same numbers; one that is finished gives
    /// its model and history. Of several <see cref="TrainingProcesses"/> each computes a part of every batch; the history of all but the
    /// first is empty.
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
    ) => TrainByClock(model, data, options, TimeProvider.System, progress, cancellation, MpiGroup.Current);

    /// <summary>
    /// As above, and genes of one function should be alike in context: beside the masked genes' loss counts, by
    /// <see cref="TrainingOptions.TripletWeight"/>, a <see cref="TripletLoss"/> of the last layer's vectors of the genes of a batch that
    /// have labels and are not hidden. An anchor and its positive share a label and are of different genomes, or of different windows
    /// where a batch has no other genome with the label; a negative shares none. Held-out genes take no part, and
    /// evaluations are as without.
    /// </summary>
    /// <param name="model">Changed by the training; that of the run where one goes on.</param>
    /// <param name="data">Windows in memory, with features and labels of the model's widths.</param>
    /// <param name="options">How to train; a weight that is not given is <see cref="TrainingOptions.DefaultTripletWeight"/>.</param>
    /// <param name="function">Labels of all genes of the data's scaffolds, any number per gene; genes without one take no part.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Polled before every step and during evaluation.</param>
    /// <exception cref="GlmException">As above, or the data are a corpus, which keeps no labels, the labels are of another set or make no
    /// triplet, or the run that is to go on has others.</exception>
    public static TrainingHistory Train(
        GlmModel model,
        IWindowData data,
        TrainingOptions options,
        GeneLabels function,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        GeneFunctions.RequireTriplets(function);
        return TrainByClock(model, data, options, TimeProvider.System, progress, cancellation, MpiGroup.Current, function);
    }

    /// <summary>As above, with a clock and a group of one's own.</summary>
    internal static TrainingHistory TrainByClock(
        GlmModel model,
        IWindowData data,
        TrainingOptions options,
        TimeProvider clock,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default,
        IProcessGroup? group = null,
        GeneLabels? function = null
    )
    {
        options.Validate();
        CheckFit(model, data);
        if (function is null && options.TripletWeight is { } weight)
            throw new GlmException(
                $"{Setting.Of(nameof(TrainingOptions.TripletWeight), weight)} weighs a triplet loss over functions of genes, and no "
                    + $"function is given. Name labels of genes ({Setting.Of("Function")}), or leave the weight out."
            );
        var functions = function is null ? null : GeneFunctions.Of(data, function);
        if (functions is not null)
            options = options with { TripletWeight = options.TripletWeight ?? TrainingOptions.DefaultTripletWeight };
        var randomState = random.get_rng_state();
        try
        {
            var trainer = new Trainer(model, data, options, clock, group, functions);
            trainer.CheckGroup();
            return group is { Rank: > 0 } ? trainer.Follow() : trainer.Run(progress, cancellation);
        }
        finally
        {
            random.set_rng_state(randomState);
            randomState.Dispose();
        }
    }

    private TrainingHistory Run(IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        using var batches = _batches;
        using var learner = NewLearner();
        using var average = _options.EmaDecay is { } decay ? new MovingAverage(_model.Parameters, decay) : null;
        TrainingOptions Settled(TrainingState? found) => Settle(found, learner, progress, cancellation);
        using var run = RunRecord.Begin(_model, _data, _options, _functions?.Identity, Settled, learner.Optimizer, average, _clock);
        _model.TrainedOn = TrainedGenomes.Of(_data, _split.Training).Union(_model.TrainedOn);
        using var scope = NewDisposeScope();
        var (interrupted, isOver) = (false, false);
        try
        {
            if (StartsInClosedForm(run.Steps.Count))
            {
                SolveClosedForm(progress, cancellation);
                average?.Restart();
            }
            isOver = run.IsOverTime;
            EvaluateIfDue(run, average, cancellation, isLast: isOver);
            run.Log();
            GiveState(learner);
            while (run.Steps.Count < _steps && !run.StopsEarly && !isOver)
            {
                cancellation.ThrowIfCancellationRequested();
                run.Add(Step(learner, run));
                average?.Update(run.Steps.Count);
                isOver = run.IsOverTime;
                EvaluateIfDue(run, average, cancellation, isLast: isOver);
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
        if (_group is not null)
            new GroupOrder(GroupTask.End).Send(_group);

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
            PeakFlops = PeakOf(run, run.Steps.Select(step => step.FlopsPerSecond).DefaultIfEmpty(double.NaN).Average()),
            PeakMemory = run.PeakMemory,
            StoppedEarly = !interrupted && run.StopsEarly && run.Steps.Count < _steps,
            ModelStep = modelStep,
            Remarks =
            [
                .. run.Remarks,
                .. BudgetRemarks(run, isOver),
                .. run.Pieces > _options.Accumulate
                    ? [$"Memory ran out, so batches were computed in {run.Pieces} pieces; what they teach stays the same."]
                    : Array.Empty<string>(),
            ],
        };
    }

    /// <summary>Decides what the options leave open; where a run goes on, as it decided when it began.</summary>
    /// <param name="found">The run that goes on; null for a new one.</param>
    /// <param name="learner">That has learned nothing yet.</param>
    /// <param name="progress">Receives the steps that are timed.</param>
    /// <param name="cancellation">Polled between them.</param>
    private TrainingOptions Settle(
        TrainingState? found,
        Learner learner,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        var plan = new RunPlan(_options, _evaluation.Readings, BatchSize);
        if (_options.Steps is { } asked)
            _steps = asked;
        else if (_options.Minutes is not { } minutes)
            _steps = (int)Math.Min(int.MaxValue, Math.Max(1, ((long)_split.Training.Length * _options.Epochs) / BatchSize));
        else if (found is not null && (!_options.Resume || found.Options.Minutes == minutes))
            _steps = found.Options.Steps!.Value;
        else
        {
            var started = _clock.GetTimestamp();
            var budget = TimeSpan.FromMinutes(minutes).TotalSeconds - (found?.Seconds ?? 0);
            var perStep = SecondsPerStep(learner, budget, progress, cancellation);
            var left = budget - _clock.GetElapsedTime(started).TotalSeconds;
            if (StartsInClosedForm(found?.Step ?? 0))
                left -= perStep * StepsOfClosedForm();
            _steps = (int)Math.Min(int.MaxValue, (found?.Step ?? 0L) + plan.StepsWithin(left, perStep));
            _isPlanned = true;
        }
        _warmup = _options.WarmupSteps ?? _options.Recipe.WarmupFor(_steps);
        _evaluateEvery = found?.Options.EvaluateEvery is { } before && _options.EvaluateEvery is null ? before : plan.IntervalOf(_steps);
        return _options = _options with { Steps = _steps, Epochs = 1, WarmupSteps = _warmup, EvaluateEvery = _evaluateEvery };
    }

    /// <summary>
    /// Times steps like those to come, whose learning rate is 0; model and optimiser are then as before. The first, in which code is
    /// compiled and memory fetched, counts only where there is no time for others.
    /// </summary>
    private double SecondsPerStep(Learner learner, double budget, IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        const int FewestSteps = 4;
        var enough = Math.Min(TimingShare * budget, MostTimingSeconds);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        _isPlanning = true;
        var weights = _model.Parameters.Values.clone();
        var (started, first) = (_clock.GetTimestamp(), 0.0);
        for (var (step, pieces) = (0, _options.Accumulate); ; step++)
        {
            var seconds = _clock.GetElapsedTime(started).TotalSeconds;
            if (step == 1)
                first = seconds;
            var isEnough = seconds >= enough && (step >= FewestSteps || seconds >= TimingLimit * budget);
            if (step > 0 && (isEnough || cancellation.IsCancellationRequested))
            {
                learner.Optimizer.Clear();
                _model.Parameters.Values.copy_(weights);
                _isPlanning = false;
                return step == 1 ? first : (seconds - first) / (step - 1);
            }
            progress?.Report(new ProgressReport("time steps", step, 0, "steps"));
            using (enable_grad())
                Learn(learner, _batches.Of(step, end: int.MaxValue), step, rate: 0, ref pieces);
        }
    }

    private Learner NewLearner() =>
        new(_model, _options.Recipe, _options.Trained, _options.WeightDecay, _options.Precision, _group, _options.TripletWeight ?? 0);

    /// <summary>The seed of a step's dropout.</summary>
    private long SeedOf(int step) => (long)(new SeededRandom(_options.Seed, stream: step).NextBits() >> 1);

    /// <summary>Whether all processes have the same windows to learn from.</summary>
    private void CheckGroup()
    {
        if (_group is null)
            return;
        long[] own = [_split.Training.Length, _split.Training.Sum(window => (long)_data.LengthOf(window)), BatchSize];
        var ofLeader = own.ToArray();
        _group.Share(ofLeader);
        if (!own.SequenceEqual(ofLeader))
            throw new GlmException(
                $"Process {_group.Rank} learns from {own[0]} windows of {own[1]} genes in batches of {own[2]}, and the first one from "
                    + $"{ofLeader[0]} of {ofLeader[1]} in batches of {ofLeader[2]}. Give all of them the same files and options."
            );
        var checksum = _functions is null ? 0 : Convert.ToInt64(_functions.Identity.Checksum[..16], 16);
        long[] first = [checksum];
        _group.Share(first);
        if (first[0] != checksum)
            throw new GlmException(
                $"Process {_group.Rank} learns from {FunctionIdentity.Words(_functions?.Identity)}, and the first one from others. Give "
                    + $"all of them the same {Setting.Of("Function")}."
            );
    }

    /// <summary>Gives the others weights and optimiser as they are.</summary>
    private void GiveState(Learner learner)
    {
        if (_group is null)
            return;
        new GroupOrder(GroupTask.Take, learner.Optimizer.Steps).Send(_group);
        ShareState(learner, _group);
    }

    private void ShareState(Learner learner, IProcessGroup group)
    {
        foreach (var numbers in new[] { _model.Parameters.Values, learner.Optimizer.Mean, learner.Optimizer.Variance })
            group.Share(numbers);
    }

    /// <summary>Learns as the first process says, until it ends; the model is then as there after the last step.</summary>
    private TrainingHistory Follow()
    {
        using var batches = _batches;
        using var learner = NewLearner();
        while (true)
        {
            using var scope = NewDisposeScope();
            var order = GroupOrder.Receive(_group!);
            switch (order.Task)
            {
                case GroupTask.Take:
                    ShareState(learner, _group!);
                    learner.Optimizer.Steps = order.Step;
                    break;
                case GroupTask.Learn:
                    var batch = _batches.Of(order.Step, order.End);
                    var pieces = Math.Min(order.Pieces, batch.Rows.Windows);
                    learner.Step(batch.Rows, batch.Masked, pieces, order.Rate, SeedOf(order.Step), batch.Triplets);
                    break;
                default:
                    var parameters = _model.Parameters.Layout.Count;
                    return new TrainingHistory([], [], double.NaN, _split.Training.Length, 0, parameters, false, 0, SavedTo: null);
            }
        }
    }

    private IEnumerable<string> BudgetRemarks(RunRecord run, bool isOver)
    {
        if (_options.Minutes is not { } minutes)
            yield break;
        if (_isPlanned)
            yield return RunPlan.Remark(minutes, _steps);
        if (isOver && run.Steps.Count < _steps)
            yield return RunPlan.OverRemark(minutes, run.Steps.Count, _steps);
    }

    private void Save(RunRecord run)
    {
        // The last update may have ruined weights, which its loss, taken before, does not show.
        if (!_model.Parameters.AreFinite())
            CheckFinite(double.NaN, run.Steps.Count, run);
        run.Save();
    }

    private void SolveClosedForm(IProgress<ProgressReport>? progress, CancellationToken cancellation)
    {
        try
        {
            ClosedFormStart.Solve(_model, _data, _split.Training, _options, progress, cancellation);
        }
        catch (Exception exception) when (OutOfMemory.IsCauseOf(exception))
        {
            var features = _model.Config.FeedForwardSize;
            throw new GlmException(
                $"Memory runs out in the start in closed form: {_model.Device} would have to hold the products of {features:N0} features "
                    + $"with one another, {ClosedFormStart.Bytes(_model.Config) / 1e9:N1} GB in all. Use a model of a smaller "
                    + $"feed-forward size; half of it takes a quarter of the memory.",
                exception
            );
        }
    }

    /// <summary>What the start in closed form costs, in steps.</summary>
    private double StepsOfClosedForm()
    {
        var genes = _split.Training.Sum(window => (long)_data.LengthOf(window));
        var length = (int)Math.Max(1, genes / _split.Training.Length);
        var masked = (int)Math.Max(1, _options.MaskProbability * BatchSize * length);
        return ClosedFormStart.Flops(_model.Config, genes) / ModelFlops.OfStep(_model.Config, BatchSize, length, masked);
    }

    /// <summary>Whether a fresh model is all trained by a recipe that begins so.</summary>
    private bool StartsInClosedForm(int stepsDone) =>
        stepsDone == 0 && _options.Recipe.StartsInClosedForm && _options.Trained is null && ClosedFormStart.IsOpen(_model);

    private TrainingStep Step(Learner learner, RunRecord run)
    {
        var started = _clock.GetTimestamp();
        var step = run.Steps.Count;
        var batch = _batches.Of(step, _steps);
        var windows = batch.Windows;
        var rate = _options.Recipe.LearningRate(_options.LearningRate, step, _warmup) * _options.Schedule.ShareAt(step, _warmup, _steps);
        var pieces = run.Pieces;
        var (figures, norm) = Learn(learner, batch, step, rate, ref pieces);
        run.Pieces = pieces;
        CheckFinite(figures.Loss, step + 1, run, windows);
        CheckFinite(figures.Triplet, step + 1, run, windows, "triplet loss");
        CheckFinite(norm, step + 1, run, windows, "gradient");
        var genes = windows.Sum(_data.LengthOf);
        var seconds = _clock.GetElapsedTime(started).TotalSeconds;
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
            TripletLoss = batch.Triplets is null ? double.NaN : figures.Triplet,
            GradientNorm = norm,
            WindowsPerSecond = windows.Length / seconds,
            FlopsPerSecond = ModelFlops.OfStep(_model.Config, windows.Length, batch.Rows.Length, (int)figures.Masked) / seconds,
            Seconds = run.Seconds,
        };
    }

    /// <summary>The fewest genes per window, with those that only fill it up.</summary>
    private int LeastLength => _options.Recipe.PadsToMaxGenes ? _model.Config.MaxGenes : 0;

    /// <summary>
    /// Computes a step and updates the model; where memory runs out in it, it and all later ones are computed in twice as many pieces.
    /// </summary>
    private (MaskedGeneFigures Figures, double GradientNorm) Learn(Learner learner, StepBatch batch, int step, double rate, ref int pieces)
    {
        var windows = batch.Rows.Windows;
        if (_group is not null)
            new GroupOrder(GroupTask.Learn, step, _isPlanning ? int.MaxValue : _steps, pieces, rate).Send(_group);
        while (true)
            try
            {
                return learner.Step(batch.Rows, batch.Masked, Math.Min(pieces, windows), rate, SeedOf(step), batch.Triplets);
            }
            catch (Exception exception) when (OutOfMemory.IsCauseOf(exception) && _group is not null)
            {
                throw new GlmException(
                    $"Memory runs out in process {_group.Rank} at step {step + 1}. Compute batches in more than {pieces} pieces "
                        + $"({Setting.Of(nameof(TrainingOptions.Accumulate))}), or with more processes.",
                    exception
                );
            }
            catch (Exception exception) when (OutOfMemory.IsCauseOf(exception))
            {
                if (pieces >= windows)
                    throw new GlmException(
                        $"Memory runs out at step {step + 1} even where one window is computed at a time. Use a smaller "
                            + $"model, or windows of fewer genes.",
                        exception
                    );
                pieces = Math.Min(2 * pieces, windows);
            }
    }

    /// <summary>
    /// Evaluates before the first step, at intervals and after the last step; after an interruption also what it prevented.
    /// </summary>
    private void EvaluateIfDue(RunRecord run, MovingAverage? average, CancellationToken cancellation, bool isLast)
    {
        var step = run.Steps.Count;
        var isDue = isLast || step % _evaluateEvery == 0 || step == _steps;
        if (_evaluation.Windows.Length == 0 || !isDue || run.IsEvaluated(step))
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
            var rows = WindowRows.From(_data, windows, LeastLength);
            var hidden = rows.DrawMask(random, _options.MaskProbability);
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

    /// <summary>
    /// Operations per second that all processes reach in products of matrices; NaN where it was not measured, or where training reaches
    /// more: the machine was then busy with other work while it was measured.
    /// </summary>
    private double PeakOf(RunRecord run, double reached) =>
        run.PeakFlops * (_group?.Size ?? 1) is { } peak && !(reached > peak) ? peak : double.NaN;

    private ProgressMetric[] Metrics(RunRecord run)
    {
        const string Accuracies = "accuracy";
        var last = run.Steps[^1];
        return
        [
            new("loss", last.Loss, "0.0000") { Panel = "loss" },
            new("pseudo", last.PseudoAccuracy, "P1") { Panel = Accuracies },
            new("absolute", last.AbsoluteAccuracy, "P1") { Panel = Accuracies },
            .. double.IsNaN(last.TripletLoss)
                ? Array.Empty<ProgressMetric>()
                : [new("triplet loss", last.TripletLoss, "0.0000") { Panel = "triplet loss" }],
            .. run.Evaluations.Count == 0
                ? Array.Empty<ProgressMetric>()
                :
                [
                    new("held-out loss", run.Evaluations[^1].Loss, "0.0000") { Panel = "loss" },
                    new("held-out pseudo", run.Evaluations[^1].PseudoAccuracy, "P1") { Panel = Accuracies },
                    new("held-out absolute", run.Evaluations[^1].AbsoluteAccuracy, "P1") { Panel = Accuracies },
                ],
            new("windows/s", last.WindowsPerSecond, "0"),
            new("lr", last.LearningRate, "0.0e-0"),
            new("MFU", last.FlopsPerSecond / PeakOf(run, last.FlopsPerSecond), "P0"),
            new("memory", ProcessMemory.Now / 1e9, "0.0 'GB'"),
        ];
    }

    private static void CheckFit(GlmModel model, IWindowData data)
    {
        model.CheckHasNoAdapter("trained");
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
