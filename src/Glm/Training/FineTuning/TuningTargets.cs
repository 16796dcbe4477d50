using Glm.Statistics;

namespace Glm.Training.FineTuning;

/// <summary>What is to be predicted of every chosen item.</summary>
/// <param name="Kind">Classes, labels or a number.</param>
/// <param name="Width">C: classes or labels; 1 for a number.</param>
/// <param name="Values">[N, C]: 1 or 0 for a class or label; the number.</param>
/// <param name="Focus">The class whose average precision counts alone, such as "operon"; null for the mean over all.</param>
internal sealed record TuningTargets(TargetKind Kind, int Width, float[] Values, int? Focus = null)
{
    /// <summary>What the one figure is called by which models are compared.</summary>
    public string Metric =>
        Kind == TargetKind.Regression ? "R²"
        : Focus is null ? "macro AP"
        : "AP";

    /// <summary>[N, C]: whether an item has a class or label.</summary>
    public bool[] Labels => Array.ConvertAll(Values, value => value > 0.5f);

    /// <summary>The figure named <see cref="Metric"/> of some rows; NaN where they are all alike.</summary>
    /// <param name="rows">[n]: which.</param>
    /// <param name="scores">[n, C]: what was predicted of them.</param>
    public double Score(int[] rows, double[] scores)
    {
        if (Kind == TargetKind.Regression)
            return Determination([.. rows.Select(row => (double)Values[row])], scores);
        bool[] labels = [.. rows.SelectMany(row => Values.AsSpan(row * Width, Width).ToArray()).Select(value => value > 0.5f)];
        var ranked = RankedScores.PerColumn(scores, labels, Width);
        var precisions = ranked.Select(one => one.AveragePrecision()).ToArray();
        return Focus is { } focus ? precisions[focus] : precisions.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
    }

    /// <summary>R²: 1 less the squared error as a share of that of the mean.</summary>
    /// <param name="values">[n].</param>
    /// <param name="predicted">[n].</param>
    /// <param name="weights">How often each counts; null for once.</param>
    public static double Determination(double[] values, double[] predicted, int[]? weights = null)
    {
        int Weight(int i) => weights?[i] ?? 1;
        var items = Enumerable.Range(0, values.Length);
        var total = items.Sum(Weight);
        var mean = items.Sum(i => Weight(i) * values[i]) / total;
        var spread = items.Sum(i => Weight(i) * Math.Pow(values[i] - mean, 2));
        var error = items.Sum(i => Weight(i) * Math.Pow(values[i] - predicted[i], 2));
        return spread > 0 ? 1 - (error / spread) : double.NaN;
    }

    /// <summary>How much the rows count in the loss: [n, C] for labels, else [n, 1].</summary>
    /// <param name="rows">[n].</param>
    /// <param name="known">Those whose classes are counted.</param>
    /// <param name="isBalanced">Whether classes of any size weigh the same.</param>
    public float[] Weights(int[] rows, int[] known, bool isBalanced)
    {
        var width = Kind == TargetKind.MultiLabel ? Width : 1;
        var weights = new float[rows.Length * width];
        Array.Fill(weights, 1);
        if (!isBalanced || Kind == TargetKind.Regression)
            return weights;
        var sizes = new double[Width];
        foreach (var row in known)
            for (var k = 0; k < Width; k++)
                sizes[k] += Values[(row * Width) + k];
        var present = sizes.Count(size => size > 0);
        for (var i = 0; i < rows.Length; i++)
        for (var k = 0; k < Width; k++)
        {
            var has = Values[(rows[i] * Width) + k] > 0.5f;
            if (Kind == TargetKind.MultiLabel)
                weights[(i * Width) + k] = (float)(known.Length / (2 * Math.Max(1, has ? sizes[k] : known.Length - sizes[k])));
            else if (has)
                weights[i] = (float)(known.Length / (present * Math.Max(1, sizes[k])));
        }
        return weights;
    }
}
