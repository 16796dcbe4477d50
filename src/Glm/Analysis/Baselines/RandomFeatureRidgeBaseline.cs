using System.Numerics.Tensors;
using Glm.Runtime;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Glm.Analysis.Baselines;

/// <summary>
/// Ridge regression of a gene's label on random ReLU features of its neighbours' labels (Rahimi and Recht 2008): the best that can be
/// learned in closed form, without attention and without looking anything up. Safe for concurrent use.
/// </summary>
/// <param name="options">Null for the defaults.</param>
public sealed class RandomFeatureRidgeBaseline(RandomFeatureRidgeOptions? options = null) : IBaseline
{
    /// <summary>Genes per block of the normal equations: 32 MB of 2,000 features.</summary>
    private const int Block = 4096;

    private readonly RandomFeatureRidgeOptions _options = options ?? new RandomFeatureRidgeOptions();

    /// <inheritdoc/>
    public string Name => "random-feature ridge";

    /// <inheritdoc/>
    /// <exception cref="GlmException">An option is out of range.</exception>
    public IMaskedGenePredictor Fit(
        TrainingWindows training,
        IProgress<ProgressReport>? progress = null,
        CancellationToken cancellation = default
    )
    {
        _options.Validate();
        var features = new RandomFeatures(_options, training.LabelWidth);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        // A'A and A'Y of all genes are sums over blocks: no more than a block is in memory.
        var square = zeros(features.Count, features.Count, dtype: ScalarType.Float64);
        var product = zeros(features.Count, training.LabelWidth, dtype: ScalarType.Float64);
        var count = new ProgressCount(progress, "random-feature ridge", training.Count, "windows", cancellation);
        var (windows, genes) = (new List<MaskedWindow>(), 0);
        for (var i = 0; i < training.Count; i++)
        {
            windows.Add(training[i]);
            genes += windows[^1].Length;
            if (genes >= Block || i + 1 == training.Count)
            {
                Add(features, windows, genes, square, product);
                genes = 0;
                windows.Clear();
            }
            count.Add(1);
        }
        square.diagonal().Add(ones(features.Count, dtype: ScalarType.Float64).Times(_options.Ridge));
        var coefficients = linalg.solve(square, product); // [F, K]
        return new Fitted(features, coefficients.to(ScalarType.Float32).contiguous().data<float>().ToArray(), training.LabelWidth);
    }

    private static void Add(RandomFeatures features, List<MaskedWindow> windows, int genes, Tensor square, Tensor product)
    {
        var width = windows[0].LabelWidth;
        var (rows, labels) = (new float[genes * features.Count], new float[genes * width]);
        var firsts = new int[windows.Count];
        for (var i = 1; i < firsts.Length; i++)
            firsts[i] = firsts[i - 1] + windows[i - 1].Length;
        Parallel.For(0, windows.Count, i =>
        {
            var label = new float[width];
            for (var position = 0; position < windows[i].Length; position++)
            {
                var row = firsts[i] + position;
                features.Fill(windows[i], position, label, rows.AsSpan(row * features.Count, features.Count));
                windows[i].CopyLabel(position, labels.AsSpan(row * width, width));
            }
        });
        using var scope = NewDisposeScope();
        var a = tensor(rows, genes, features.Count).clone(); // [n, F]
        var y = tensor(labels, genes, width).clone(); // [n, K]
        square.Add(a.t().mm(a).to(ScalarType.Float64));
        product.Add(a.t().mm(y).to(ScalarType.Float64));
    }

    private sealed class Fitted(RandomFeatures features, float[] coefficients, int width) : IMaskedGenePredictor
    {
        public int PredictionsPerGene => 1;

        public void Predict(MaskedWindow window, Span<float> predictions)
        {
            var (row, label) = (new float[features.Count], new float[width]);
            for (var i = 0; i < window.Masked.Count; i++)
            {
                features.Fill(window, window.Masked[i], label, row);
                var prediction = predictions.Slice(i * width, width);
                prediction.Clear();
                for (var feature = 0; feature < row.Length; feature++)
                    if (row[feature] != 0)
                        TensorPrimitives.MultiplyAdd(coefficients.AsSpan(feature * width, width), row[feature], prediction, prediction);
            }
        }
    }
}
