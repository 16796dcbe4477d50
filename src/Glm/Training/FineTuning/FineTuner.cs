using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Statistics;
using static TorchSharp.torch;

namespace Glm.Training.FineTuning;

/// <summary>
/// Fits heads, adapters and weights to some of the labelled items. First the head alone learns on the frozen model; adapter or weights
/// then join it, so that what the model knows is not lost to a random head (Kumar et al. 2022). A part of the training items, whole units
/// of them, is kept back: the state with the best score on it is the result, so that nothing is ever worse there than the head alone.
/// </summary>
internal sealed class FineTuner(
    GlmModel model,
    GeneDataset data,
    TaskItems items,
    int[] chosen,
    TuningTargets targets,
    int[] units,
    float[] frozen,
    FineTuningOptions options
)
{
    /// <summary>One of so many parts of the training items is kept back.</summary>
    private const int ValidationParts = 6;

    private const int HeadBatch = 256;
    private const int HeadSteps = 2000;
    private const int HeadPatience = 20;
    private const double HeadRate = 3e-3;
    private const double WarmupShare = 0.1;
    private const double LargestNorm = 1;
    private const double Epsilon = 1e-8;
    private const double LossShare = 1e-6;

    private readonly int _width = frozen.Length / chosen.Length;

    /// <summary>The most steps of the encoder that a fit to these rows takes; 0 where it is not trained.</summary>
    public int StepsOf(int[] train)
    {
        if (options.Mode == FineTuningMode.Head)
            return 0;
        var (learned, _) = Split(train, 0);
        return StepsOfWindows(WindowsOf(learned).Length);
    }

    /// <summary>Learns from some rows.</summary>
    /// <param name="train">Numbers of chosen items.</param>
    /// <param name="stream">Tells fits of one seed apart.</param>
    /// <param name="report">Receives every step.</param>
    /// <param name="cancellation">Polled at every step.</param>
    public TunedParts Fit(int[] train, int stream, Action<TuningPoint> report, CancellationToken cancellation)
    {
        var (learned, validation) = Split(train, stream);
        var head = FitHead(learned, validation, stream, cancellation);
        TunedParts? parts = null;
        var state = random.get_rng_state();
        try
        {
            parts = new TunedParts(
                model,
                head,
                options.Mode == FineTuningMode.Lora
                    ? LoraAdapter.Create(model.Config, options.Lora, (long)(Random(stream, 1).NextBits() >> 1), model.Device)
                    : null,
                options.Mode == FineTuningMode.Full ? model.Merge() : null
            );
            if (options.Mode == FineTuningMode.Head)
            {
                var score = targets.Score(validation, head.Predict(Rows(validation)));
                report(new TuningPoint(0, 0, double.NaN, score, score));
            }
            else
                FitEncoder(parts, learned, validation, stream, report, cancellation);
            return parts;
        }
        catch
        {
            parts?.Dispose();
            head.Dispose();
            throw;
        }
        finally
        {
            random.set_rng_state(state);
            state.Dispose();
        }
    }

    /// <summary>What a fit says of some rows: [n, C].</summary>
    public double[] Predict(TunedParts parts, int[] rows, CancellationToken cancellation) =>
        parts.Head.Predict(
            ReferenceEquals(parts.Model, model)
                ? Rows(rows)
                : ItemVectors.Read(
                    parts.Model,
                    data,
                    items,
                    Array.ConvertAll(rows, row => chosen[row]),
                    model.Config.HiddenSize,
                    isContextFree: false,
                    progress: null,
                    cancellation
                )
        );

    /// <summary>Keeps whole units back, with even shares of the classes; single items where there is one unit only.</summary>
    private (int[] Learned, int[] Validation) Split(int[] train, int stream)
    {
        var groups = Array.ConvertAll(train, row => units[row]);
        if (groups.Distinct().Count() < 2)
            groups = [.. Enumerable.Range(0, train.Length)];
        var classes =
            targets.Kind == TargetKind.Regression
                ? []
                : Array.ConvertAll(train, row =>
                    Array.LastIndexOf(targets.Values, 1f, (row * targets.Width) + targets.Width - 1, targets.Width) % targets.Width
                );
        if (classes.Distinct().Count() < 2 || classes.Contains(-1))
            classes = [];
        var parts = Math.Min(ValidationParts, groups.Distinct().Count());
        var folds = Folds.ByGroup(FoldGrouping.Random, groups, classes, parts, (int)(Random(stream, 0).NextBits() >> 34));
        return (Array.ConvertAll(folds.Train(0), i => train[i]), Array.ConvertAll(folds.Test(0), i => train[i]));
    }

    private TuningHead FitHead(int[] learned, int[] validation, int stream, CancellationToken cancellation)
    {
        var target = (Mean: 0d, Deviation: 1d);
        if (targets.Kind == TargetKind.Regression)
        {
            var moments = ColumnMoments.Of<float>(Array.ConvertAll(learned, row => targets.Values[row]), 1);
            target = (moments.Mean[0], moments.StandardDeviation[0]);
        }
        var head = new TuningHead(targets.Kind, targets.Width, ColumnMoments.Of<float>(Rows(learned), _width), target, model.Device);
        try
        {
            using var scope = NewDisposeScope();
            using var optimizer = new FlatAdamW(head.Weights, [], Epsilon, weightDecay: 0); // the penalty holds it back
            using var best = new Best(head.Weights.Values);
            var (x, y, weights) = (Load(Rows(learned), _width), Targets(head, learned), Weights(learned, learned));
            var (heldX, heldY, heldWeights) = (Load(Rows(validation), _width), Targets(head, validation), Weights(validation, learned));
            var gradients = head.Weights.Gradients;
            best.Offer(Validate(), 0);
            long[] order = [.. Enumerable.Range(0, learned.Length).Select(i => (long)i)];
            for (var (step, epoch) = (0, 1); step < HeadSteps && epoch - best.Time <= HeadPatience; epoch++)
            {
                Random(stream, 2, epoch).Shuffle(order.AsSpan());
                foreach (var batch in order.Chunk(HeadBatch))
                {
                    cancellation.ThrowIfCancellationRequested();
                    using var inner = NewDisposeScope();
                    var rows = tensor(batch).to(model.Device);
                    gradients.zero_();
                    head.Loss(head.Forward(x.index_select(0, rows)), y.index_select(0, rows), weights.index_select(0, rows))
                        .Plus(head.Penalty(learned.Length))
                        .backward();
                    optimizer.Step(HeadRate);
                    step++;
                }
                best.Offer(Validate(), epoch);
            }
            best.Restore();
            return head;

            double Validate()
            {
                using var evaluation = NewDisposeScope();
                using var still = no_grad();
                var loss = head.Loss(head.Forward(heldX), heldY, heldWeights).item<float>();
                return Worth(targets.Score(validation, head.Predict(Rows(validation))), loss);
            }
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    private void FitEncoder(
        TunedParts parts,
        int[] learned,
        int[] validation,
        int stream,
        Action<TuningPoint> report,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        var head = parts.Head;
        var windows = WindowsOf(learned);
        var ofWindow = Enumerable
            .Range(0, learned.Length)
            .SelectMany(i => items.Readings[chosen[learned[i]]].Select(reading => (Row: i, reading.Window, reading.Position)))
            .ToLookup(place => place.Window);
        // An item that is read in several windows counts once.
        var shares = Load([.. learned.Select(row => 1f / items.Readings[chosen[row]].Length)], 1);
        var (y, weights) = (Targets(head, learned), Weights(learned, learned).mul(shares));
        var (heldY, heldWeights) = (Targets(head, validation), Weights(validation, learned));

        var weightsOf = parts.Whole?.Parameters;
        using var encoder = weightsOf is null
            ? new FlatAdamW(parts.Adapter!.Weights, parts.Adapter.Weights.Matrices, Epsilon, options.WeightDecay)
            : new FlatAdamW(
                weightsOf,
                Epsilon,
                AdamEpsilon.AfterBiasCorrection,
                [new ParameterRange(0, weightsOf.Layout.Head.Range.Start)],
                options.WeightDecay
            );
        using var top = new FlatAdamW(head.Weights, [], Epsilon, weightDecay: 0);
        var values = weightsOf?.Values ?? parts.Adapter!.Weights.Values;
        Tensor[] gradients = [weightsOf?.Gradients ?? parts.Adapter!.Weights.Gradients, head.Weights.Gradients];
        using var best = new Best(values, head.Weights.Values);

        var steps = StepsOfWindows(windows.Length);
        var warmup = Math.Max(1, (int)(WarmupShare * steps));
        var frozenScore = targets.Score(validation, head.Predict(Rows(validation)));
        var score = frozenScore;
        best.Offer(Validate(), 0);
        report(new TuningPoint(0, steps, double.NaN, score, frozenScore));
        for (var (step, epoch) = (0, 1); step < steps && epoch - best.Time <= options.Patience; epoch++)
        {
            Random(stream, 3, epoch).Shuffle(windows.AsSpan());
            foreach (var batch in windows.Chunk(options.BatchSize))
            {
                if (step == steps)
                    break;
                cancellation.ThrowIfCancellationRequested();
                var rate = options.Rate * Math.Min(1, (step + 1d) / warmup) * LearningRateSchedule.Linear.ShareAt(step, warmup, steps);
                var loss = Step(batch, rate, step);
                step++;
                report(new TuningPoint(step, steps, loss, score, frozenScore));
            }
            best.Offer(Validate(), epoch);
            report(new TuningPoint(step, steps, double.NaN, score, frozenScore));
        }
        best.Restore();

        double Step(int[] batch, double rate, int step)
        {
            using var inner = NewDisposeScope();
            manual_seed((long)(Random(stream, 4, step).NextBits() >> 1)); // of the dropout
            foreach (var gradient in gradients)
                gradient.zero_();
            using var rows = GeneBatch.Read(data, batch, model.Device);
            using var output = parts.Model.Forward(rows, GlmOutputs.None, training: true);
            var places = batch
                .SelectMany((window, i) => ofWindow[window].Select(place => (place.Row, Place: (i, place.Position))))
                .ToArray();
            var vectors = ItemVectors.Gather(
                items.Task,
                output.LastHidden,
                rows.AttentionMask,
                Array.ConvertAll(places, place => place.Place)
            );
            var at = tensor(Array.ConvertAll(places, place => (long)place.Row)).to(model.Device);
            var loss = head.Loss(head.Forward(vectors), y.index_select(0, at), weights.index_select(0, at));
            loss.Plus(head.Penalty(learned.Length)).backward();
            var norm = Math.Sqrt(gradients.Sum(gradient => Math.Pow(gradient.norm().item<float>(), 2)));
            var value = loss.item<float>();
            if (!double.IsFinite(norm) || !float.IsFinite(value))
                throw new GlmException(
                    $"The loss is {value} and its gradient {norm} at step {step + 1}; fine-tuning cannot go on. Use a smaller "
                        + $"{Setting.Of(nameof(FineTuningOptions.LearningRate))} than {options.Rate}."
                );
            var scale = Math.Min(1, LargestNorm / Math.Max(norm, Epsilon));
            encoder.Step(rate, scale);
            top.Step(rate, scale);
            return value;
        }

        double Validate()
        {
            using var evaluation = NewDisposeScope();
            using var still = no_grad();
            var vectors = ItemVectors.Read(
                parts.Model,
                data,
                items,
                Array.ConvertAll(validation, row => chosen[row]),
                model.Config.HiddenSize,
                isContextFree: false,
                progress: null,
                cancellation
            );
            score = targets.Score(validation, head.Predict(vectors));
            return Worth(score, head.Loss(head.Forward(Load(vectors, _width)), heldY, heldWeights).item<float>());
        }
    }

    /// <summary>The score, and of equal scores the smaller loss; the loss alone where the items kept back have no score.</summary>
    private static double Worth(double score, double loss) => double.IsFinite(score) ? score - (LossShare * loss) : -loss;

    private int StepsOfWindows(int windows)
    {
        var perEpoch = (windows + options.BatchSize - 1) / options.BatchSize;
        return options.Steps ?? checked(options.Epochs * perEpoch);
    }

    private int[] WindowsOf(int[] rows) =>
        [.. rows.SelectMany(row => items.Readings[chosen[row]].Select(reading => reading.Window)).Distinct().Order()];

    private float[] Rows(int[] rows)
    {
        var values = new float[checked(rows.Length * _width)];
        for (var i = 0; i < rows.Length; i++)
            frozen.AsSpan(rows[i] * _width, _width).CopyTo(values.AsSpan(i * _width));
        return values;
    }

    private Tensor Targets(TuningHead head, int[] rows) =>
        Load(
            [.. rows.SelectMany(row => targets.Values.AsSpan(row * targets.Width, targets.Width).ToArray()).Select(head.Scaled)],
            targets.Width
        );

    private Tensor Weights(int[] rows, int[] known)
    {
        var weights = targets.Weights(rows, known, options.BalancedClasses);
        return Load(weights, weights.Length / rows.Length);
    }

    private Tensor Load(float[] values, int width) => tensor(values, values.Length / width, width).clone().to(model.Device);

    private SeededRandom Random(params ReadOnlySpan<long> stream) => new(options.Seed, stream);

    /// <summary>The numbers of some tensors when they were worth most.</summary>
    private sealed class Best(params Tensor[] tensors) : IDisposable
    {
        private readonly Tensor[] _kept = Array.ConvertAll(tensors, tensor => tensor.clone().DetachFromDisposeScope());
        private double _worth = double.NegativeInfinity;

        /// <summary>When that was.</summary>
        public int Time { get; private set; }

        public void Offer(double worth, int time)
        {
            if (!(worth > _worth))
                return;
            (_worth, Time) = (worth, time);
            for (var i = 0; i < tensors.Length; i++)
                _kept[i].copy_(tensors[i]);
        }

        public void Restore()
        {
            for (var i = 0; i < tensors.Length; i++)
                tensors[i].copy_(_kept[i]);
        }

        public void Dispose() => Array.ForEach(_kept, kept => kept.Dispose());
    }
}
