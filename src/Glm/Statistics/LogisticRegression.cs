using System.Numerics;
using System.Runtime.InteropServices;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Statistics;

/// <summary>
/// Logistic regression with an L2 penalty on the coefficients and none on the intercepts, as scikit-learn's: two classes share one row of
/// coefficients (sigmoid), three or more have one each (softmax). Immutable by convention, safe for concurrent prediction.
/// </summary>
public sealed class LogisticRegression
{
    /// <summary>A regression that was fitted elsewhere.</summary>
    /// <param name="width">D, numbers per row.</param>
    /// <param name="coefficients">[R, D] row-major: R is 1 for two classes, else the number of classes.</param>
    /// <param name="intercepts">[R].</param>
    public LogisticRegression(int width, double[] coefficients, double[] intercepts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (intercepts.Length is 0 or 2 || coefficients.LongLength != (long)width * intercepts.Length)
            throw new ArgumentException($"{coefficients.Length} coefficients and {intercepts.Length} intercepts do not make a regression "
                + $"on {width} numbers: it has one row for two classes, else one per class.", nameof(coefficients));
        (Width, Coefficients, Intercepts) = (width, coefficients, intercepts);
    }

    /// <summary>D, numbers per row.</summary>
    public int Width { get; }

    /// <summary>[R, D] row-major.</summary>
    public double[] Coefficients { get; }

    /// <summary>[R].</summary>
    public double[] Intercepts { get; }

    /// <summary>Number of classes, at least 2.</summary>
    public int Classes => Intercepts.Length == 1 ? 2 : Intercepts.Length;

    /// <summary>Steps that the fit took; 0 if it was fitted elsewhere.</summary>
    public int Iterations { get; private init; }

    /// <summary>False if the fit ended at its last step with a gradient above the tolerance.</summary>
    public bool Converged { get; private init; } = true;

    /// <summary>Minimises the penalised loss from zero coefficients by L-BFGS, in float64. Deterministic.</summary>
    /// <param name="rows">[N, D] row-major, finite; not standardised here.</param>
    /// <param name="width">D.</param>
    /// <param name="classes">[N], from 0; every class at least once.</param>
    /// <param name="classCount">At least 2.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Polled at each evaluation of the loss.</param>
    /// <param name="sampleWeights">[N], 0 or more: how much each row counts, beside the weight of its class; null: 1.</param>
    /// <exception cref="ArgumentException">The sizes disagree, a class is out of range or has no row, or a number is not
    /// finite.</exception>
    public static LogisticRegression Fit<T>(
        T[] rows, int width, int[] classes, int classCount, LogisticRegressionOptions? options = null,
        CancellationToken cancellation = default, double[]? sampleWeights = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new LogisticRegressionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        Rows.Check(rows, classes.Length, width);
        var seen = new bool[classCount];
        foreach (var k in classes)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)k, (uint)classCount, nameof(classes));
            seen[k] = true;
        }
        if (Array.IndexOf(seen, false) is var absent and >= 0) throw new ArgumentException($"Class {absent} has no row.", nameof(classes));

        var outputs = classCount == 2 ? 1 : classCount;
        var target = new double[classes.Length * outputs];     // one-hot; the second class alone where there are two
        for (var i = 0; i < classes.Length; i++)
            if (outputs > 1) target[(i * outputs) + classes[i]] = 1;
            else target[i] = classes[i];
        var weights = WeightsOf(classes, classCount, options, sampleWeights);
        var result = Minimize(rows, width, target, outputs, exclusive: true, weights, options, cancellation);
        var split = outputs * width;
        return new LogisticRegression(width, result.Point[..split], result.Point[split..])
        {
            Iterations = result.Iterations,
            Converged = result.Converged,
        };
    }

    /// <summary>The minimum of the penalised loss: coefficients [R, D], then intercepts [R].</summary>
    /// <param name="rows">[N, D] row-major, finite.</param>
    /// <param name="width">D.</param>
    /// <param name="target">[N, R] row-major, 0 or 1.</param>
    /// <param name="outputs">R.</param>
    /// <param name="exclusive">Whether a row has one of the outputs (softmax) or any number of them (a sigmoid each); one output is always
    /// a sigmoid.</param>
    /// <param name="sampleWeights">[N, 1], or [N, R] where outputs are not exclusive; null: 1.</param>
    /// <param name="options">The penalty and when to end.</param>
    /// <param name="cancellation">Polled at each evaluation of the loss.</param>
    internal static Lbfgs.Result Minimize<T>(
        T[] rows, int width, double[] target, int outputs, bool exclusive, double[]? sampleWeights, LogisticRegressionOptions options,
        CancellationToken cancellation)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var count = target.Length / outputs;
        var softmax = exclusive && outputs > 1;
        var x = Rows.ToTensor(rows, width, 0, count);       // [N, D]
        var y = Rows.ToTensor(target, outputs, 0, count);   // [N, R]
        var w = sampleWeights is null ? null : Rows.ToTensor(sampleWeights, sampleWeights.Length / count, 0, count); // [N, 1 or R]
        Tensor Weighted(Tensor values) => w is null ? values : values.mul(w);

        var split = outputs * width;
        double Objective(ReadOnlySpan<double> point, Span<double> gradient)
        {
            using var step = NewDisposeScope();
            var weights = empty(outputs, width, dtype: ScalarType.Float64); // [R, D]
            MemoryMarshal.AsBytes(point[..split]).CopyTo(weights.bytes);
            var intercepts = empty(outputs, dtype: ScalarType.Float64);     // [R]
            MemoryMarshal.AsBytes(point[split..]).CopyTo(intercepts.bytes);
            var scores = x.mm(weights.t()).Add(intercepts);                 // [N, R]
            // log(1 + eᶻ) written so that neither sign of z overflows.
            var normaliser = softmax
                ? scores.logsumexp(1, keepdim: true)
                : scores.relu().Add(scores.abs().neg_().exp_().log1p_());
            var loss = Weighted(normaliser).sum().sub_(Weighted(scores.mul(y)).sum()).item<double>();
            var residual = Weighted((softmax ? scores.softmax(1) : scores.sigmoid()).sub_(y)).Times(options.C); // [N, R]
            Rows.ToArray(residual.t().mm(x).Add(weights)).CopyTo(gradient);
            // keepdim also picks the overload: a bare 0 is taken for a ScalarType.
            Rows.ToArray(residual.sum(0, keepdim: true)).CopyTo(gradient[split..]);
            return (options.C * loss) + (0.5 * weights.Squared().sum().item<double>());
        }

        return Lbfgs.Minimize(Objective, new double[split + outputs], options.Tolerance, options.MaxIterations, cancellation);
    }

    /// <summary>How much each row counts; null where all count the same.</summary>
    private static double[]? WeightsOf(int[] classes, int classCount, LogisticRegressionOptions options, double[]? sampleWeights)
    {
        if (options.ClassWeights is { } given && (given.Length != classCount || options.BalancedClasses))
            throw new ArgumentException(
                $"{given.Length} class weights do not fit {classCount} classes, or classes are balanced already.", nameof(options));
        if (sampleWeights is not null && sampleWeights.Length != classes.Length)
            throw new ArgumentException($"{sampleWeights.Length} weights do not match {classes.Length} rows.", nameof(sampleWeights));
        var ofClass = options.ClassWeights;
        if (options.BalancedClasses)
        {
            var sizes = new int[classCount];
            foreach (var k in classes) sizes[k]++;
            ofClass = Array.ConvertAll(sizes, size => classes.Length / ((double)classCount * size));
        }
        if (ofClass is null) return sampleWeights;
        var weights = Array.ConvertAll(classes, k => ofClass[k]);
        for (var i = 0; i < sampleWeights?.Length; i++) weights[i] *= sampleWeights[i];
        return weights;
    }

    /// <summary>The probability of every class for every row: [count, Classes] row-major, each row summing to 1.</summary>
    /// <param name="rows">[count, Width] row-major.</param>
    /// <param name="count">Number of rows.</param>
    public double[] PredictProbabilities<T>(T[] rows, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Rows.Check(rows, count, Width);
        var result = new double[checked(count * Classes)];
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weights = Rows.ToTensor(Coefficients, Width, 0, Intercepts.Length).t();         // [D, R]
        var intercepts = Rows.ToTensor(Intercepts, Intercepts.Length, 0, 1);                // [1, R]
        foreach (var (start, length) in Rows.Blocks(count, Width))
        {
            using var block = NewDisposeScope();
            var scores = Rows.ToTensor(rows, Width, start, length).mm(weights).Add(intercepts); // [B, R]
            var probabilities = Intercepts.Length == 1
                ? cat([scores.neg().sigmoid_(), scores.sigmoid()], 1)
                : scores.softmax(1);                                                        // [B, Classes]
            Rows.ToArray(probabilities).CopyTo(result, start * Classes);
        }
        return result;
    }

    /// <summary>The most probable class of every row; the lower one of two equal ones.</summary>
    public int[] Predict<T>(T[] rows, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        MostProbable(PredictProbabilities(rows, count), Classes);

    /// <summary>The position of the largest number in every row of [count, classCount].</summary>
    internal static int[] MostProbable(double[] probabilities, int classCount)
    {
        var result = new int[probabilities.Length / classCount];
        for (var i = 0; i < result.Length; i++)
        {
            var row = probabilities.AsSpan(i * classCount, classCount);
            for (var k = 1; k < classCount; k++)
                if (row[k] > row[result[i]])
                    result[i] = k;
        }
        return result;
    }
}
