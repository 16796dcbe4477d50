using System.Numerics;
using System.Runtime.InteropServices;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Statistics;

/// <summary>
/// A perceptron with one hidden layer (ReLU), trained by AdamW until the loss on rows that were kept back stops falling; the weights of
/// the best pass are kept. Immutable by convention, safe for concurrent prediction.
/// </summary>
/// <remarks>N rows, D numbers per row, H hidden units, K classes or labels, B rows of a batch.</remarks>
public sealed class MlpClassifier
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly float[][] _weights; // [H, D], [H], [K, H], [K]
    private readonly int _hidden;
    private readonly bool _exclusive;

    private MlpClassifier(int width, int outputs, int hidden, bool exclusive, float[][] weights) =>
        (Width, Outputs, _hidden, _exclusive, _weights) = (width, outputs, hidden, exclusive, weights);

    /// <summary>D, numbers per row.</summary>
    public int Width { get; }

    /// <summary>K, number of classes or labels.</summary>
    public int Outputs { get; }

    /// <summary>The pass whose weights were kept, from 1.</summary>
    public int BestEpoch { get; private init; }

    /// <summary>Trains on rows of one class each (softmax).</summary>
    /// <param name="rows">[N, D] row-major, finite; not standardised here.</param>
    /// <param name="width">D.</param>
    /// <param name="classes">[N], from 0.</param>
    /// <param name="classCount">At least 2.</param>
    /// <param name="groups">[N]: rows of one group are kept back together or not at all; empty for each on its own.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Polled at every pass.</param>
    public static MlpClassifier Fit<T>(
        T[] rows,
        int width,
        int[] classes,
        int classCount,
        ReadOnlySpan<int> groups = default,
        MlpOptions? options = null,
        CancellationToken cancellation = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        var targets = new double[classes.Length * classCount];
        for (var i = 0; i < classes.Length; i++)
            targets[(i * classCount) + classes[i]] = 1;
        return Fit(rows, width, targets, classCount, exclusive: true, groups, options ?? new MlpOptions(), cancellation);
    }

    /// <summary>Trains on rows of any number of labels each (a sigmoid per label).</summary>
    /// <param name="rows">[N, D] row-major, finite; not standardised here.</param>
    /// <param name="width">D.</param>
    /// <param name="labels">[N, K] row-major: whether each row has each label.</param>
    /// <param name="labelCount">K, at least 1.</param>
    /// <param name="groups">[N]: rows of one group are kept back together or not at all; empty for each on its own.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Polled at every pass.</param>
    public static MlpClassifier FitLabels<T>(
        T[] rows,
        int width,
        bool[] labels,
        int labelCount,
        ReadOnlySpan<int> groups = default,
        MlpOptions? options = null,
        CancellationToken cancellation = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 1);
        var targets = Array.ConvertAll(labels, has => has ? 1d : 0);
        return Fit(rows, width, targets, labelCount, exclusive: false, groups, options ?? new MlpOptions(), cancellation);
    }

    /// <summary>The probability of every class or label for every row, [count, Outputs] row-major.</summary>
    /// <param name="rows">[count, Width] row-major.</param>
    /// <param name="count">Number of rows.</param>
    public double[] PredictProbabilities<T>(T[] rows, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Rows.Check(rows, count, Width);
        var result = new double[checked(count * Outputs)];
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var weights = Load(_weights, Width, Outputs, _hidden);
        foreach (var (start, length) in Rows.Blocks(count, Width))
        {
            using var block = NewDisposeScope();
            var (_, scores) = Forward(weights, Rows.ToTensor(rows, Width, start, length).to(ScalarType.Float32)); // [B, K]
            Rows.ToArray(Activate(scores.to(ScalarType.Float64), _exclusive)).CopyTo(result, start * Outputs);
        }
        return result;
    }

    private static MlpClassifier Fit<T>(
        T[] rows,
        int width,
        double[] targets,
        int outputs,
        bool exclusive,
        ReadOnlySpan<int> groups,
        MlpOptions options,
        CancellationToken cancellation
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var count = targets.Length / outputs;
        Rows.Check(rows, count, width);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        var random = new SeededRandom(options.Seed);
        var (training, heldBack) = Split(count, groups, options.HeldBack, random);

        using var scope = NewDisposeScope();
        using var still = no_grad();
        var x = Rows.ToTensor(rows, width, 0, count).to(ScalarType.Float32); // [N, D]
        var y = Rows.ToTensor(targets, outputs, 0, count).to(ScalarType.Float32); // [N, K]
        var (heldX, heldY) = (x.index_select(0, tensor(heldBack)), y.index_select(0, tensor(heldBack)));
        var weights = Load(FirstWeights(width, outputs, options.Hidden, random), width, outputs, options.Hidden);
        var moments = weights.Select(weight => (Mean: zeros_like(weight), Variance: zeros_like(weight))).ToArray();
        var best = (Loss: double.PositiveInfinity, Epoch: 0, Weights: Save(weights));
        var step = 0;
        for (var epoch = 1; epoch <= options.MaxEpochs && epoch - best.Epoch <= options.Patience; epoch++)
        {
            random.Shuffle(training.AsSpan());
            foreach (var batch in training.Chunk(options.BatchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                using var stepScope = NewDisposeScope();
                var chosen = tensor(batch);
                var gradients = Gradients(weights, x.index_select(0, chosen), y.index_select(0, chosen), exclusive);
                Step(weights, gradients, moments, ++step, options);
            }
            using var evaluation = NewDisposeScope();
            var loss = Loss(Forward(weights, heldX).Scores, heldY, exclusive);
            if (loss < best.Loss)
                best = (loss, epoch, Save(weights));
        }
        return new MlpClassifier(width, outputs, options.Hidden, exclusive, best.Weights) { BestEpoch = best.Epoch };
    }

    /// <summary>Keeps some whole groups back: at least one, and never all.</summary>
    private static (long[] Training, long[] HeldBack) Split(int count, ReadOnlySpan<int> groups, double share, SeededRandom random)
    {
        if (!groups.IsEmpty && groups.Length != count)
            throw new ArgumentException($"{groups.Length} groups do not match {count} rows.", nameof(groups));
        var groupOf = groups.IsEmpty ? [.. Enumerable.Range(0, count)] : groups.ToArray();
        int[] order = [.. groupOf.Distinct().Order()];
        // Rows of a single group can only be kept back one by one.
        if (order.Length == 1)
            (groupOf, order) = ([.. Enumerable.Range(0, count)], [.. Enumerable.Range(0, count)]);
        random.Shuffle(order.AsSpan());
        var kept = order[..Math.Clamp((int)(order.Length * share), 1, order.Length - 1)].ToHashSet();
        var rows = Enumerable.Range(0, count).ToLookup(row => kept.Contains(groupOf[row]), row => (long)row);
        return ([.. rows[false]], [.. rows[true]]);
    }

    /// <summary>Uniform within ± 1 / sqrt(inputs), as PyTorch's linear layers begin.</summary>
    private static float[][] FirstWeights(int width, int outputs, int hidden, SeededRandom random)
    {
        return [Uniform(hidden * width, width), Uniform(hidden, width), Uniform(outputs * hidden, hidden), Uniform(outputs, hidden)];

        float[] Uniform(int count, int inputs)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
                values[i] = (float)(((2 * random.NextDouble()) - 1) / Math.Sqrt(inputs));
            return values;
        }
    }

    private static Tensor[] Load(float[][] weights, int width, int outputs, int hidden) =>
        [
            tensor(weights[0], hidden, width).clone(),
            tensor(weights[1]).clone(),
            tensor(weights[2], outputs, hidden).clone(),
            tensor(weights[3]).clone(),
        ];

    private static float[][] Save(Tensor[] weights) =>
        [.. weights.Select(weight => MemoryMarshal.Cast<byte, float>(weight.bytes).ToArray())];

    /// <summary>[B, D] -> [B, H], [B, K].</summary>
    private static (Tensor Hidden, Tensor Scores) Forward(Tensor[] weights, Tensor x)
    {
        var hidden = x.mm(weights[0].t()).Add(weights[1]).relu_();
        return (hidden, hidden.mm(weights[2].t()).Add(weights[3]));
    }

    private static Tensor Activate(Tensor scores, bool exclusive) => exclusive ? scores.softmax(1) : scores.sigmoid();

    /// <summary>The mean cross entropy of a row.</summary>
    private static double Loss(Tensor scores, Tensor y, bool exclusive)
    {
        var normaliser = exclusive ? scores.logsumexp(1) : scores.relu().Add(scores.abs().neg_().exp_().log1p_());
        return (normaliser.sum().item<float>() - scores.mul(y).sum().item<float>()) / (double)y.shape[0];
    }

    private static Tensor[] Gradients(Tensor[] weights, Tensor x, Tensor y, bool exclusive)
    {
        var (hidden, scores) = Forward(weights, x);
        var atScores = Activate(scores, exclusive).Minus(y).Over(y.shape[0]); // [B, K]
        var atHidden = atScores.mm(weights[2]).mul(hidden.sign()); // [B, H]; ReLU passes on what was above 0
        return [atHidden.t().mm(x), Sum(atHidden), atScores.t().mm(hidden), Sum(atScores)];

        // keepdim also picks the overload: a bare 0 is taken for a ScalarType.
        static Tensor Sum(Tensor values) => values.sum(0, keepdim: true).view(-1);
    }

    private static void Step(Tensor[] weights, Tensor[] gradients, (Tensor Mean, Tensor Variance)[] moments, int step, MlpOptions options)
    {
        var (correction1, correction2) = (1 - Math.Pow(Beta1, step), 1 - Math.Pow(Beta2, step));
        for (var i = 0; i < weights.Length; i++)
        {
            var ((mean, variance), gradient) = (moments[i], gradients[i]);
            TensorArithmetic.With(Beta1, mean.mul_);
            TensorArithmetic.With(1 - Beta1, share => mean.add_(gradient, share));
            TensorArithmetic.With(Beta2, variance.mul_);
            TensorArithmetic.With(1 - Beta2, share => variance.addcmul_(gradient, gradient, share));
            if (weights[i].dim() > 1)
                TensorArithmetic.With(1 - (options.LearningRate * options.WeightDecay), weights[i].mul_);
            var spread = variance.Over(correction2).sqrt_().Plus(Epsilon);
            TensorArithmetic.With(-options.LearningRate / correction1, rate => weights[i].addcdiv_(mean, spread, rate));
        }
    }
}
