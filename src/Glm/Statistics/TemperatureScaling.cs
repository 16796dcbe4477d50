using System.Numerics.Tensors;

namespace Glm.Statistics;

/// <summary>
/// Makes probabilities of classes as good as their word without changing which class is the most probable: log-probabilities are divided
/// by one number, the temperature (Guo et al. 2017, On calibration of modern neural networks). Above 1 it makes them less sure.
/// </summary>
public static class TemperatureScaling
{
    /// <summary>The natural logarithm of the greatest temperature, and its negative of the least.</summary>
    private const double Bound = 5;

    private const double Precision = 1e-6;

    /// <summary>The temperature at which the classes are the least surprising (log loss).</summary>
    /// <param name="scores">[items, classes] row-major: natural logarithms of probabilities, up to a constant per item; finite.</param>
    /// <param name="classes">[items], the class of each, from 0.</param>
    /// <param name="classCount">At least 2.</param>
    /// <returns>exp(-5) to exp(5); 1 without items.</returns>
    public static double Fit(double[] scores, int[] classes, int classCount)
    {
        if (scores.LongLength != (long)classes.Length * classCount)
            throw new ArgumentException($"{scores.Length} scores do not make {classes.Length} rows of {classCount}.", nameof(scores));
        if (classes.Length == 0)
            return 1;
        // The loss is convex in the inverse temperature, so that it falls and then rises along its logarithm.
        var (low, high) = (-Bound, Bound);
        while (high - low > Precision)
        {
            var (a, b) = (low + ((high - low) / 3), high - ((high - low) / 3));
            if (LogLoss(scores, classes, classCount, Math.Exp(a)) <= LogLoss(scores, classes, classCount, Math.Exp(b)))
                high = b;
            else
                low = a;
        }
        return Math.Exp((low + high) / 2);
    }

    /// <summary>The mean natural logarithm, with its sign changed, of the probability of each item's class: 0 or more.</summary>
    /// <param name="scores">As in <see cref="Fit"/>.</param>
    /// <param name="classes">[items].</param>
    /// <param name="classCount">At least 2.</param>
    /// <param name="temperature">Above 0.</param>
    public static double LogLoss(double[] scores, int[] classes, int classCount, double temperature)
    {
        var loss = 0.0;
        for (var i = 0; i < classes.Length; i++)
        {
            var row = scores.AsSpan(i * classCount, classCount);
            var greatest = TensorPrimitives.Max<double>(row);
            var sum = 0.0;
            foreach (var score in row)
                sum += Math.Exp((score - greatest) / temperature);
            loss += Math.Log(sum) - ((row[classes[i]] - greatest) / temperature);
        }
        return loss / classes.Length;
    }

    /// <summary>Probabilities of the classes of one item, which sum to 1.</summary>
    /// <param name="scores">[classes].</param>
    /// <param name="temperature">Above 0.</param>
    public static double[] Probabilities(ReadOnlySpan<double> scores, double temperature)
    {
        var greatest = TensorPrimitives.Max(scores);
        var probabilities = new double[scores.Length];
        for (var k = 0; k < scores.Length; k++)
            probabilities[k] = Math.Exp((scores[k] - greatest) / temperature);
        TensorPrimitives.Divide(probabilities, TensorPrimitives.Sum<double>(probabilities), probabilities);
        return probabilities;
    }
}
