using System.Numerics.Tensors;
using Glm.Runtime;

namespace Glm.Analysis.Baselines;

/// <summary>
/// Random features of a gene's neighbours: max(0, w · label + bias) with random w, some for every place of a neighbour, and a constant 1
/// at the end. Those of a place where no neighbour is, or a hidden one, are zeros; where two are, as one on either side can be the next
/// that is read, they are sums. Immutable, safe for concurrent use.
/// </summary>
internal sealed class RandomFeatures
{
    /// <summary>The label width that <see cref="RandomFeatureRidgeOptions.WeightDeviation"/> is told for.</summary>
    private const double PublishedLabels = 99;

    private readonly int[] _offsets;
    private readonly int _perNeighbour;
    private readonly int _labelWidth;
    private readonly float[] _weights; // [neighbours, features of each, K]
    private readonly float _bias;
    private readonly bool _followsReading;

    public RandomFeatures(RandomFeatureRidgeOptions options, int labelWidth)
    {
        _offsets = [.. Enumerable.Range(-options.Reach, (2 * options.Reach) + 1).Where(offset => offset != 0)];
        (_perNeighbour, _labelWidth, _bias) = (options.Features / _offsets.Length, labelWidth, (float)options.Bias);
        _followsReading = options.FollowsReading;
        _weights = new float[_offsets.Length * _perNeighbour * labelWidth];
        var deviation = options.WeightDeviation * Math.Sqrt(PublishedLabels / Math.Max(1, labelWidth - 1));
        var random = new SeededRandom(options.Seed);
        for (var i = 0; i < _weights.Length; i++)
            _weights[i] = (float)(deviation * Normal(random));
    }

    /// <summary>F, the constant included.</summary>
    public int Count => (_offsets.Length * _perNeighbour) + 1;

    /// <summary>Writes the features of one gene, which is not looked at itself.</summary>
    /// <param name="window">Where it lies.</param>
    /// <param name="position">Its place in the window.</param>
    /// <param name="label">[K], scratch.</param>
    /// <param name="features">[F].</param>
    public void Fill(MaskedWindow window, int position, Span<float> label, Span<float> features)
    {
        features.Clear();
        features[^1] = 1;
        foreach (var offset in _offsets)
        {
            if (!window.IsVisible(position + offset))
                continue;
            window.CopyLabel(position + offset, label);
            var place = PlaceOf(_followsReading && label[^1] < 0 ? -offset : offset);
            if (_followsReading)
                label[^1] = 0; // the place says it
            for (var i = 0; i < _perNeighbour; i++)
            {
                var feature = (place * _perNeighbour) + i;
                var value = TensorPrimitives.Dot<float>(_weights.AsSpan(feature * _labelWidth, _labelWidth), label) + _bias;
                features[feature] += Math.Max(0, value);
            }
        }
    }

    /// <summary>The number of an offset among all, from the farthest before to the farthest behind.</summary>
    private int PlaceOf(int offset) => (_offsets.Length / 2) + (offset > 0 ? offset - 1 : offset);

    /// <summary>
    /// Nearly normal with variance 1: the sum of four uniform numbers, which is the same on every platform; logarithms are not.
    /// </summary>
    private static double Normal(SeededRandom random) =>
        (random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2) * Math.Sqrt(3);
}
