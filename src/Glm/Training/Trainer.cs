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
    private readonly ScaffoldSplit _split;
    private readonly EvaluationMasks _evaluation;
    private readonly int[] _order;
    private long _pass = -1;
    private readonly int _steps;
    private readonly int _warmup;
    private readonly int _evaluateEvery;

    private Trainer(GlmModel model, IWindowData data, TrainingOptions options)
    {
        (_model, _data, _options) = (model, data, options);
        _split = ScaffoldSplit.Create(data, options.EvaluationFraction, options.Seed);
        _evaluation = new EvaluationMasks(data, _split.Evaluation, options.BatchSize, options.MaskProbability, options.Seed);
        _order = new int[_split.Training.Length];
        _steps = options.Steps ?? (int)Math.Min(int.MaxValue, Math.Max(1, ((long)_split.Training.Length * options.Epochs) / BatchSize));
        _warmup = options.WarmupSteps ?? options.Recipe.WarmupFor(_steps);
        _evaluateEvery = options.EvaluateEvery ?? Math.Max(1, _steps / 20);
    }

    private int BatchSize => Math.Min(_options.BatchSize, _split.Training.Length);

    /// <summary>
    /// Trains in place. Repeatable to the bit for a seed on the same machine with the same number of threads, as long as no other thread
    /// draws from torch's random numbers meanwhile; their state is restored afterwards. Cancellation takes effect within one step; the
    /// model is then saved as usual, and the history so far returned.
    /// </summary>
    /// <param name="model">Changed by the training.</param>
    /// <param name="data">Windows with features and labels of the model's widths.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Receives every step.</param>
    /// <param name="cancellation">Polled before every step and during evaluation.</param>
    /// <exception cref="GlmException">An option is out of range, the data do not fit the model, or the loss is no longer a
    /// number.</exception>
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
        var clock = Stopwatch.StartNew();
        var steps = new List<TrainingStep>();
        var evaluations = new List<EvaluationPoint>();
        var interrupted = false;
        _model.Features = FeatureFit.Of(_data.Transform);
        using var learner = new Learner(_model, _options.Recipe, _options.Trained);
        using var scope = NewDisposeScope();
        try
        {
            Evaluate(0);
            for (var step = 0; step < _steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                steps.Add(Step(learner, step));
                if ((step + 1) % _evaluateEvery == 0 || step + 1 == _steps)
                    Evaluate(step + 1);
                progress?.Report(new ProgressReport("train", step + 1, _steps, "steps", Metrics(steps, evaluations)));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            interrupted = true;
        }

        if (!_model.Parameters.AreFinite())
            CheckLoss(double.NaN, steps.Count); // the last update may have ruined weights, which its loss, taken before, does not show
        if (_options.SaveTo is { } folder)
            _model.Save(folder);
        return new TrainingHistory(
            steps,
            evaluations,
            Chance(),
            _split.Training.Length,
            _split.Evaluation.Length,
            _options.Trained?.Sum(range => range.Count) ?? _model.Parameters.Layout.Count,
            interrupted,
            clock.Elapsed.TotalSeconds,
            _options.SaveTo
        );

        void Evaluate(int step)
        {
            if (_evaluation.Windows.Length > 0)
                evaluations.Add(EvaluateModel(step, cancellation));
        }
    }

    private TrainingStep Step(Learner learner, int step)
    {
        var started = Stopwatch.GetTimestamp();
        manual_seed((long)(new SeededRandom(_options.Seed, stream: step).NextBits() >> 1));
        var windows = WindowsOf(step);
        using var batch = Mask(windows, new SeededRandom(_options.Seed + 1L, stream: step));
        var rate = _options.Recipe.LearningRate(_options.LearningRate, step, _warmup);
        var figures = learner.Step(batch, rate);
        CheckLoss(figures.Loss, step + 1);
        var genes = windows.Sum(_data.LengthOf);
        return new TrainingStep(
            step + 1,
            figures.Loss,
            rate,
            Share(figures.PseudoRight, figures.Masked),
            Share(figures.AbsoluteRight, figures.Masked),
            genes / Stopwatch.GetElapsedTime(started).TotalSeconds
        );
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

    private EvaluationPoint EvaluateModel(int step, CancellationToken cancellation)
    {
        long masked = 0,
            pseudo = 0,
            absolute = 0;
        double loss = 0,
            weight = 0;
        foreach (var (windows, random) in _evaluation.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            using var batch = Mask(windows, random);
            var figures = MaskedGeneTask.Run(_model, batch, _options.Recipe, training: false);
            CheckLoss(figures.Loss, step);
            loss += figures.Loss * figures.Averaged;
            weight += figures.Averaged;
            masked += figures.Masked;
            pseudo += figures.PseudoRight;
            absolute += figures.AbsoluteRight;
        }
        return new EvaluationPoint(
            step,
            weight > 0 ? loss / weight : double.NaN,
            Share(pseudo, masked),
            Share(absolute, masked),
            (int)masked
        );
    }

    private GeneBatch Mask(ReadOnlySpan<int> windows, SeededRandom random)
    {
        var recipe = _options.Recipe;
        var rows = WindowRows.From(_data, windows, recipe.PadsToMaxGenes ? _model.Config.MaxGenes : 0);
        return GeneBatch.Masked(rows, rows.DrawMask(random, _options.MaskProbability), recipe.LabelLimit, _model.Device);
    }

    private void CheckLoss(double loss, int step)
    {
        if (!double.IsFinite(loss))
            throw new GlmException(
                $"The loss is {loss} at step {step}; training cannot go on. Use a smaller "
                    + $"{Setting.Of(nameof(TrainingOptions.LearningRate))} than {_options.LearningRate}, or a longer "
                    + $"{Setting.Of(nameof(TrainingOptions.WarmupSteps))} than {_warmup}."
            );
    }

    private double Chance()
    {
        var windows = _split.Evaluation.Length > 0 ? _split.Evaluation : _split.Training;
        return (double)windows.Length / windows.Sum(window => (long)_data.LengthOf(window));
    }

    private static double Share(long right, long masked) => masked == 0 ? double.NaN : (double)right / masked;

    private static ProgressMetric[] Metrics(List<TrainingStep> steps, List<EvaluationPoint> evaluations)
    {
        var last = steps[^1];
        ProgressMetric[] training =
        [
            new("loss", last.Loss, "0.0000"),
            new("pseudo", last.PseudoAccuracy, "P1"),
            new("absolute", last.AbsoluteAccuracy, "P1"),
        ];
        return evaluations.Count == 0
            ? training
            :
            [
                .. training,
                new("held-out pseudo", evaluations[^1].PseudoAccuracy, "P1"),
                new("held-out absolute", evaluations[^1].AbsoluteAccuracy, "P1"),
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
