using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using static TorchSharp.torch;

namespace Glm.Training;

/// <summary>
/// How a training by a contrast begins: what a fresh model's last feed-forward block adds is solved for at once, by ridge regression of
/// the labels of masked genes on the features of that block, as random-feature regressions are (Rahimi and Recht 2008). From there
/// gradients improve on it. Without it they hardly get away from predictions that say nothing.
/// </summary>
/// <remarks>M masked genes, F features, H hidden size, K label width, P predictions.</remarks>
internal static class ClosedFormStart
{
    /// <summary>How often every window is read, with other genes masked: every gene once, and some again.</summary>
    private const int Passes = 4;

    /// <summary>Of the other genes in a pass, so that no neighbour is sure to be there.</summary>
    private const double HiddenShare = 0.15;

    /// <summary>Windows per block of the normal equations: their sum in float64 costs what hundreds of genes do.</summary>
    private const int WindowsPerBlock = 512;

    /// <summary>Features per block of rows of the normal equations, of which the lower half alone is computed.</summary>
    private const int FeaturesPerBlock = 1024;

    /// <summary>The penalty on squared coefficients; the sum of squared errors is not divided by the number of genes.</summary>
    private const double Ridge = 30;

    /// <summary>How far a prediction stands out of the rest of the hidden state, which knows nothing of it.</summary>
    private const double Gain = 30;

    /// <summary>The scale of predictions, as in fresh weights.</summary>
    private const double HeadScale = 0.3;

    /// <summary>By how much the P predictions differ, relative to <see cref="HeadScale"/>, so that each can go its own way.</summary>
    private const double Difference = 0.1;

    /// <summary>Whether a model's last feed-forward block adds nothing yet, as that of no trained model does.</summary>
    public static bool IsOpen(GlmModel model)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        return model.Config.HiddenSize >= model.Config.LabelWidth - 1
            && model.Parameters[model.Parameters.Layout.Layers[^1].FeedForwardOut.Weight].count_nonzero().item<long>() == 0;
    }

    /// <summary>
    /// How many floating-point operations it takes: half the products of all features with one another, for every masked gene, and the
    /// solution, whose numbers of twice the length count twice. What reads the genes is small beside them.
    /// </summary>
    /// <param name="config">Of the model.</param>
    /// <param name="genes">In all windows.</param>
    public static double Flops(GlmConfig config, long genes)
    {
        var masked = genes * (1 + ((Passes - 1) * HiddenShare));
        return Math.Pow(config.FeedForwardSize, 2) * (masked + (2.0 / 3 * config.FeedForwardSize));
    }

    /// <summary>The memory that it takes: the products of all features with one another, and their factors twice, in float64.</summary>
    public static double Bytes(GlmConfig config) => 3.0 * sizeof(double) * config.FeedForwardSize * config.FeedForwardSize;

    /// <summary>Solves for the output of the last feed-forward block, and points the head at it.</summary>
    /// <param name="model">Fresh.</param>
    /// <param name="data">Where the windows are.</param>
    /// <param name="windows">Those to learn from.</param>
    /// <param name="options">How labels are clipped, and the seed of the masks and of what differs between the predictions.</param>
    /// <param name="progress">Windows read.</param>
    /// <param name="cancellation">Polled between blocks.</param>
    public static void Solve(
        GlmModel model,
        IWindowData data,
        int[] windows,
        TrainingOptions options,
        IProgress<ProgressReport>? progress,
        CancellationToken cancellation
    )
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (features, width) = (model.Config.FeedForwardSize + 1, model.Config.LabelWidth - 1); // and a constant; without the orientation
        var square = zeros(features, features, dtype: ScalarType.Float64, device: model.Device); // A'A, its lower half
        var product = zeros(features, width, dtype: ScalarType.Float64, device: model.Device); // A'Y
        var count = new ProgressCount(progress, "closed form", (long)Passes * windows.Length, "windows", cancellation);
        var random = new SeededRandom(options.Seed + 5L);
        for (var pass = 0; pass < Passes; pass++)
            foreach (var block in windows.Chunk(WindowsPerBlock))
            {
                var rows = WindowRows.From(data, block);
                Add(model, rows, Mask(rows, pass, random), options.Recipe.LabelLimit, square, product);
                count.Add(block.Length);
            }
        square.diagonal().Add(ones(features, dtype: ScalarType.Float64, device: model.Device).Times(Ridge));
        var solved = product.cholesky_solve(linalg.cholesky(square)).to(ScalarType.Float32); // [F+1, K-1]

        using var generator = new Generator((ulong)options.Seed, CPU);
        var (h, parameters) = (model.Config.HiddenSize, model.Parameters);
        var places = linalg.qr(empty(h, width).normal_(0, 1, generator)).Q.to(model.Device); // [H, K-1]: where predictions lie
        var last = parameters.Layout.Layers[^1].FeedForwardOut;
        parameters[last.Weight].copy_(places.mm(solved.narrow(0, 0, features - 1).t()).Times(Gain));
        parameters[last.Bias].copy_(places.mv(solved[features - 1]).Times(Gain));
        var head = parameters.View(parameters.Layout.Head.Predictions.Weight); // [P·K, H]
        for (var prediction = 0; prediction < model.Config.Predictions; prediction++)
        {
            var own = empty(width, h).normal_(0, Difference / Math.Sqrt(h), generator).to(model.Device);
            head.narrow(0, (long)prediction * model.Config.LabelWidth, width).copy_(places.t().Plus(own).Times(HeadScale));
        }
    }

    /// <summary>In each pass, every fourth gene is masked, whose neighbours are visible, and beside these some genes at random.</summary>
    private static bool[] Mask(WindowRows rows, int pass, SeededRandom random)
    {
        var masked = rows.DrawMask(random, HiddenShare);
        for (var position = 0; position < masked.Length; position++)
            masked[position] |= rows.AttentionMask[position] > 0 && position % rows.Length % Passes == pass;
        return masked;
    }

    private static void Add(GlmModel model, WindowRows windows, bool[] masked, float labelLimit, Tensor square, Tensor product)
    {
        using var scope = NewDisposeScope();
        using var batch = GeneBatch.Masked(windows, masked, labelLimit, model.Device);
        var rows = batch.MaskedRows!; // [M]
        if (rows.shape[0] == 0)
            return;
        var features = model.LastFeatures(batch); // [M, F]
        features = cat([features, ones(rows.shape[0], 1, device: model.Device)], 1);
        var width = model.Config.LabelWidth;
        var labels = batch.Labels!.view(-1, width).index_select(0, rows).narrow(1, 0, width - 1);
        labels = nn.functional.normalize(labels, dim: 1); // as the contrast sees them
        var count = features.shape[1];
        for (long first = 0, end; first < count; first = end)
        {
            end = Math.Min(first + FeaturesPerBlock, count);
            var (own, all) = (features.narrow(1, first, end - first), features.narrow(1, 0, end));
            square.narrow(0, first, end - first).narrow(1, 0, end).Add(own.t().mm(all).to(ScalarType.Float64));
        }
        product.Add(features.t().mm(labels).to(ScalarType.Float64));
    }
}
