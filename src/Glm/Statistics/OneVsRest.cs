using System.Numerics;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Statistics;

/// <summary>
/// Any number of labels per item: one <see cref="LogisticRegression"/> per label against its rest. All are fitted in one go, because their
/// losses only add up. Immutable by convention, safe for concurrent prediction.
/// </summary>
public sealed class OneVsRest
{
    private readonly double[] _coefficients; // [L, D]
    private readonly double[] _intercepts; // [L]; infinite for a label that all or none of the items had

    private OneVsRest(int width, double[] coefficients, double[] intercepts) =>
        (Width, _coefficients, _intercepts) = (width, coefficients, intercepts);

    /// <summary>D, numbers per row.</summary>
    public int Width { get; }

    /// <summary>L, number of labels.</summary>
    public int Labels => _intercepts.Length;

    /// <summary>False if the fit ended at its last step with a gradient above the tolerance.</summary>
    public bool Converged { get; private init; } = true;

    /// <summary>Minimises the sum of the labels' penalised losses by L-BFGS, in float64. Deterministic.</summary>
    /// <param name="rows">[N, D] row-major, finite; not standardised here.</param>
    /// <param name="width">D.</param>
    /// <param name="labels">[N, L] row-major: whether each item has each label. A label that none (or all) of them have is predicted for
    /// none (or all).</param>
    /// <param name="labelCount">L, at least 1.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Polled at each evaluation of the loss.</param>
    /// <exception cref="ArgumentException">The sizes disagree or a number is not finite.</exception>
    public static OneVsRest Fit<T>(
        T[] rows,
        int width,
        bool[] labels,
        int labelCount,
        LogisticRegressionOptions? options = null,
        CancellationToken cancellation = default
    )
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        options ??= new LogisticRegressionOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(labelCount, 1);
        if (labels.Length % labelCount != 0)
            throw new ArgumentException($"{labels.Length} labels do not make rows of {labelCount}.", nameof(labels));
        if (options.ClassWeights is not null)
            throw new ArgumentException("Weights of classes have no meaning for labels.", nameof(options));
        var count = labels.Length / labelCount;
        Rows.Check(rows, count, width);

        var positives = new int[labelCount];
        for (var i = 0; i < labels.Length; i++)
            positives[i % labelCount] += labels[i] ? 1 : 0;
        var fitted = Enumerable.Range(0, labelCount).Where(k => positives[k] > 0 && positives[k] < count).ToArray();
        var coefficients = new double[labelCount * width];
        var intercepts = Array.ConvertAll(positives, n => n == 0 ? double.NegativeInfinity : double.PositiveInfinity);
        if (fitted.Length == 0)
            return new OneVsRest(width, coefficients, intercepts);

        var target = new double[count * fitted.Length];
        var weights = options.BalancedClasses ? new double[target.Length] : null;
        for (var i = 0; i < count; i++)
        for (var j = 0; j < fitted.Length; j++)
        {
            var has = labels[(i * labelCount) + fitted[j]];
            target[(i * fitted.Length) + j] = has ? 1 : 0;
            if (weights is not null)
                weights[(i * fitted.Length) + j] = count / (2d * (has ? positives[fitted[j]] : count - positives[fitted[j]]));
        }
        var result = LogisticRegression.Minimize(rows, width, target, fitted.Length, exclusive: false, weights, options, cancellation);
        for (var j = 0; j < fitted.Length; j++)
        {
            result.Point.AsSpan(j * width, width).CopyTo(coefficients.AsSpan(fitted[j] * width));
            intercepts[fitted[j]] = result.Point[(fitted.Length * width) + j];
        }
        return new OneVsRest(width, coefficients, intercepts) { Converged = result.Converged };
    }

    /// <summary>The probability of every label for every row, [count, Labels] row-major, each on its own.</summary>
    /// <param name="rows">[count, Width] row-major.</param>
    /// <param name="count">Number of rows.</param>
    public double[] PredictProbabilities<T>(T[] rows, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Rows.Check(rows, count, Width);
        var result = new double[checked(count * Labels)];
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weights = Rows.ToTensor(_coefficients, Width, 0, Labels).t(); // [D, L]
        var intercepts = Rows.ToTensor(_intercepts, Labels, 0, 1); // [1, L]
        foreach (var (start, length) in Rows.Blocks(count, Width))
        {
            using var block = NewDisposeScope();
            var scores = Rows.ToTensor(rows, Width, start, length).mm(weights).Add(intercepts); // [B, L]
            Rows.ToArray(scores.sigmoid_()).CopyTo(result, start * Labels);
        }
        return result;
    }
}
