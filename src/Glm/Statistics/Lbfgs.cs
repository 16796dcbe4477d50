using System.Numerics.Tensors;

namespace Glm.Statistics;

/// <summary>
/// Limited-memory BFGS with a line search for the strong Wolfe conditions, for smooth functions. TorchSharp's own LBFGS takes fixed steps
/// only, which does not reach the minimum of a logistic regression reliably. Deterministic.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;              // correction pairs kept; scikit-learn's solver keeps as many
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MaxTrials = 40;           // evaluations per line search
    private const double ValueRounding = 1e-14; // relative error of a sum of losses; decreases below it cannot be seen in the value

    /// <summary>Writes the gradient at a point and returns the value there.</summary>
    public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

    /// <param name="Point">The best point found.</param>
    /// <param name="Value">The function there.</param>
    /// <param name="LargestGradient">Largest absolute component of the gradient there.</param>
    /// <param name="Iterations">Steps taken.</param>
    /// <param name="Converged">Whether the gradient is within the tolerance.</param>
    public sealed record Result(double[] Point, double Value, double LargestGradient, int Iterations, bool Converged);

    /// <param name="objective">Finite at <paramref name="start"/>.</param>
    /// <param name="start">Not changed.</param>
    /// <param name="tolerance">Stops when no component of the gradient is larger than this.</param>
    /// <param name="maxIterations">Stops without convergence after this many steps.</param>
    /// <param name="cancellation">Polled before each evaluation.</param>
    public static Result Minimize(
        Objective objective, ReadOnlySpan<double> start, double tolerance, int maxIterations, CancellationToken cancellation)
    {
        var point = new Trial(start.ToArray(), new double[start.Length]);
        var next = new Trial(new double[start.Length], new double[start.Length]);
        cancellation.ThrowIfCancellationRequested();
        point.Value = objective(point.X, point.Gradient);
        if (!double.IsFinite(point.Value)) throw new ArgumentException("The objective is not finite at the start.", nameof(objective));

        var direction = new double[start.Length];
        var pairs = new LinkedList<Pair>();
        var iterations = 0;
        while (point.LargestGradient > tolerance && iterations < maxIterations)
        {
            Direction(point.Gradient, pairs, direction);
            var slope = TensorPrimitives.Dot<double>(point.Gradient, direction);
            var step = pairs.Count == 0 ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(point.Gradient)) : 1;
            if (slope >= 0 || !Search(objective, point, direction, slope, step, next, cancellation))
            {
                // Rounding has spoilt the remembered curvature: try once more from the gradient alone, then give up.
                if (pairs.Count == 0) break;
                pairs.Clear();
                continue;
            }
            Remember(pairs, point, next);
            (point, next) = (next, point);
            iterations++;
        }
        return new Result(point.X, point.Value, point.LargestGradient, iterations, point.LargestGradient <= tolerance);
    }

    /// <summary>The two-loop recursion: minus the approximate inverse Hessian times the gradient.</summary>
    private static void Direction(double[] gradient, LinkedList<Pair> pairs, double[] direction)
    {
        TensorPrimitives.Negate(gradient, direction);
        for (var node = pairs.Last; node is not null; node = node.Previous)
        {
            var pair = node.Value;
            pair.Alpha = TensorPrimitives.Dot<double>(pair.Step, direction) / pair.Product;
            AddScaled(direction, pair.Change, -pair.Alpha);
        }
        if (pairs.Last?.Value is { } newest)
            TensorPrimitives.Multiply(direction, newest.Product / TensorPrimitives.SumOfSquares<double>(newest.Change), direction);
        for (var node = pairs.First; node is not null; node = node.Next)
        {
            var pair = node.Value;
            AddScaled(direction, pair.Step, pair.Alpha - (TensorPrimitives.Dot<double>(pair.Change, direction) / pair.Product));
        }
    }

    private static void Remember(LinkedList<Pair> pairs, Trial from, Trial to)
    {
        var step = new double[from.X.Length];
        var change = new double[from.X.Length];
        TensorPrimitives.Subtract(to.X, from.X, step);
        TensorPrimitives.Subtract(to.Gradient, from.Gradient, change);
        var product = TensorPrimitives.Dot<double>(step, change);
        if (product <= 1e-12 * TensorPrimitives.SumOfSquares<double>(change)) return;
        if (pairs.Count == Memory) pairs.RemoveFirst();
        pairs.AddLast(new Pair(step, change, product));
    }

    /// <summary>
    /// Brackets and narrows: the lower end always decreases enough and still descends steeply, the upper end has gone too far.
    /// True with <paramref name="next"/> at a step that meets the strong Wolfe conditions.
    /// </summary>
    private static bool Search(
        Objective objective, Trial from, double[] direction, double slope, double step, Trial next, CancellationToken cancellation)
    {
        var low = new Probe(0, from.Value, slope);
        Probe? high = null;
        var slack = ValueRounding * Math.Abs(from.Value);
        for (var trial = 0; trial < MaxTrials; trial++)
        {
            cancellation.ThrowIfCancellationRequested();
            from.X.CopyTo(next.X, 0);
            AddScaled(next.X, direction, step);
            next.Value = objective(next.X, next.Gradient);
            var here = new Probe(step, next.Value, TensorPrimitives.Dot<double>(next.Gradient, direction));
            if (!(here.Value <= from.Value + (SufficientDecrease * step * slope) + slack) || here.Slope > -Curvature * slope) high = here;
            else if (here.Slope < Curvature * slope) low = here;
            else return true;
            step = high is null ? 2 * step : Between(low, high.Value);
        }
        return false;
    }

    /// <summary>The minimum of the cubic through two values and slopes, kept away from the ends.</summary>
    private static double Between(Probe low, Probe high)
    {
        var width = high.Step - low.Step;
        var a = low.Slope + high.Slope - (3 * (high.Value - low.Value) / width);
        var root = Math.Sqrt((a * a) - (low.Slope * high.Slope));
        var cubic = high.Step - (width * (high.Slope + root - a) / (high.Slope - low.Slope + (2 * root)));
        return double.IsFinite(cubic) ? Math.Clamp(cubic, low.Step + (0.1 * width), high.Step - (0.1 * width)) : low.Step + (0.5 * width);
    }

    private static void AddScaled(double[] target, double[] addend, double factor) =>
        TensorPrimitives.MultiplyAdd<double>(addend, factor, target, target);

    private readonly record struct Probe(double Step, double Value, double Slope);

    private sealed class Trial(double[] x, double[] gradient)
    {
        public double[] X { get; } = x;

        public double[] Gradient { get; } = gradient;

        public double Value { get; set; }

        public double LargestGradient => Math.Abs(TensorPrimitives.MaxMagnitude<double>(Gradient));
    }

    private sealed class Pair(double[] step, double[] change, double product)
    {
        public double[] Step { get; } = step;

        public double[] Change { get; } = change;

        public double Product { get; } = product;

        public double Alpha { get; set; }
    }
}
