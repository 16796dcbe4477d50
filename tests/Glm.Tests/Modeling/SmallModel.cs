using Glm.Features;
using Glm.Modeling;
using TorchSharp;

namespace Glm.Tests.Modeling;

/// <summary>A model that computes in a millisecond, batches for it, and a count of the tensors that are alive.</summary>
internal static class SmallModel
{
    public static GlmConfig Config { get; } =
        new()
        {
            ProteinWidth = 12,
            HiddenSize = 16,
            Heads = 2,
            Layers = 2,
            FeedForwardSize = 24,
            LabelWidth = 5,
            Predictions = 3,
            MaxPositions = 40,
        };

    /// <summary>With weights large enough that attention is far from uniform.</summary>
    public static GlmModel Create(long seed = 1) => GlmModel.Create(Config with { InitializerRange = 0.3 }, seed);

    /// <summary>Windows of these lengths, padded with zeros to <paramref name="length"/> or to the longest.</summary>
    public static GeneBatch Batch(int[] lengths, int? length = null, bool[]? masked = null, int seed = 3, GlmConfig? config = null)
    {
        config ??= Config;
        var (l, d, k) = (length ?? Math.Max(1, lengths.Max()), config.FeatureWidth, config.LabelWidth);
        var (features, labels, mask) = (
            new float[lengths.Length * l * d],
            new float[lengths.Length * l * k],
            new float[lengths.Length * l]
        );
        for (var window = 0; window < lengths.Length; window++)
        {
            var random = new Random(seed + window);
            for (var gene = 0; gene < lengths[window]; gene++)
            {
                mask[(window * l) + gene] = 1;
                for (var i = 0; i < d; i++)
                    features[(((window * l) + gene) * d) + i] = Normal(random);
                for (var i = 0; i < k; i++)
                    labels[(((window * l) + gene) * k) + i] = Normal(random);
            }
        }
        var rows = new WindowRows(lengths.Length, l, features, mask, labels);
        return masked is null ? GeneBatch.Read(rows) : GeneBatch.Masked(rows, masked);
    }

    public static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    /// <summary>Tensors that this thread made and nobody disposed.</summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public static float[] Numbers(torch.Tensor tensor)
    {
        using var flat = tensor.detach().cpu().contiguous();
        return flat.data<float>().ToArray();
    }

    public static float[] Weights(GlmModel model) => Numbers(model.Parameters.Values);

    public static double Difference(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        return a.Zip(b, (x, y) => Math.Abs((double)x - y)).DefaultIfEmpty(0).Max();
    }
}
