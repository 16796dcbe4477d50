using System.Numerics.Tensors;
using Glm.Features;
using Glm.Modeling;

namespace Glm.Analysis.Baselines;

/// <summary>The labels of some genes, and how near each is to a prediction. Immutable, safe for concurrent use.</summary>
internal sealed class LabelRanking
{
    private readonly float[] _labels; // [N, K], of length 1 where angles count
    private readonly int _width;
    private readonly LabelDistance _distance;

    private LabelRanking(float[] labels, int width, LabelDistance distance)
    {
        (_labels, _width, _distance) = (labels, width, distance);
        if (distance == LabelDistance.Cosine)
            for (var start = 0; start < labels.Length; start += width)
            {
                var label = labels.AsSpan(start, width);
                if (TensorPrimitives.Norm<float>(label) is > 0 and var norm)
                    TensorPrimitives.Divide(label, norm, label);
            }
    }

    /// <summary>Number of genes.</summary>
    public int Count => _labels.Length / _width;

    /// <summary>The genes of a window, by position.</summary>
    public static LabelRanking OfWindow(MaskedWindow window, LabelDistance distance)
    {
        var labels = new float[window.Length * window.LabelWidth];
        for (var position = 0; position < window.Length; position++)
            window.CopyTruth(position, labels.AsSpan(position * window.LabelWidth, window.LabelWidth));
        return new LabelRanking(labels, window.LabelWidth, distance);
    }

    /// <summary>The genes of some windows, each once however many windows it lies in, and which row is whose.</summary>
    public static (LabelRanking Labels, Dictionary<(string Scaffold, int Place), int> RowOf) OfWindows(
        IWindowData data,
        IEnumerable<int> windows,
        BaselineOptions options,
        CancellationToken cancellation
    )
    {
        var (labels, rowOf) = (new List<float>(), new Dictionary<(string, int), int>());
        var label = new float[data.LabelWidth];
        foreach (var number in windows)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = WindowRows.From(data, [number]);
            var window = new MaskedWindow(rows, 0, new bool[rows.Length], data.Window(number), number, options.LabelLimit);
            for (var position = 0; position < window.Length; position++)
                if (rowOf.TryAdd((window.ScaffoldId, window.Start + position), rowOf.Count))
                {
                    window.CopyLabel(position, label);
                    labels.AddRange(label);
                }
        }
        return (new LabelRanking([.. labels], data.LabelWidth, options.Distance), rowOf);
    }

    /// <summary>Labels that lie one behind the other.</summary>
    /// <param name="labels">[N, K]; taken over.</param>
    /// <param name="width">K.</param>
    /// <param name="distance">What is near.</param>
    public static LabelRanking Of(float[] labels, int width, LabelDistance distance) => new(labels, width, distance);

    /// <summary>
    /// How many labels are nearer to a prediction than one's own, and how many are as near without being the same. NaN as the first number
    /// of the prediction leaves all as near.
    /// </summary>
    /// <param name="prediction">[K].</param>
    /// <param name="own">Row of the own label.</param>
    public (int Nearer, int AsNear) Place(ReadOnlySpan<float> prediction, int own) => Place(prediction, Label(own));

    /// <summary>As above, for an own label that need not be among these.</summary>
    /// <param name="prediction">[K].</param>
    /// <param name="ownLabel">[K], of length 1 where angles count.</param>
    public (int Nearer, int AsNear) Place(ReadOnlySpan<float> prediction, ReadOnlySpan<float> ownLabel)
    {
        var isGuess = float.IsNaN(prediction[0]);
        var ownDistance = isGuess ? 0 : Distance(prediction, ownLabel);
        var (nearer, asNear) = (0, 0);
        for (var row = 0; row < Count; row++)
        {
            var distance = isGuess ? 0 : Distance(prediction, Label(row));
            if (distance < ownDistance)
                nearer++;
            else if (distance == ownDistance && !Label(row).SequenceEqual(ownLabel))
                asNear++;
        }
        return (nearer, asNear);
    }

    /// <summary>Which of P predictions is closest to the own label; the first of equal ones.</summary>
    /// <param name="predictions">[P, K].</param>
    /// <param name="own">Row of the own label.</param>
    public int Closest(ReadOnlySpan<float> predictions, int own)
    {
        var (best, least) = (0, float.PositiveInfinity);
        for (var i = 0; i < predictions.Length / _width; i++)
        {
            var prediction = predictions.Slice(i * _width, _width);
            var distance = Distance(prediction, Label(own));
            // Labels share a length here, predictions do not.
            if (_distance == LabelDistance.Cosine && TensorPrimitives.Norm(prediction) is > 0 and var norm)
                distance /= norm;
            if (distance < least)
                (best, least) = (i, distance);
        }
        return best;
    }

    /// <summary>[K], of length 1 where angles count.</summary>
    public ReadOnlySpan<float> Label(int row) => _labels.AsSpan(row * _width, _width);

    private float Distance(ReadOnlySpan<float> prediction, ReadOnlySpan<float> label) =>
        _distance == LabelDistance.Euclidean ? TensorPrimitives.Distance(prediction, label) : -TensorPrimitives.Dot(prediction, label);
}
