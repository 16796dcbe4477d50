using System.Diagnostics;
using System.Globalization;
using Glm.Modeling;
using Glm.Training;
using static TorchSharp.torch;

namespace Glm.Benchmarks;

/// <summary>Forward and training-step throughput of the model, beside the machine's matrix-product peak, all in one run.</summary>
internal static class ModelThroughput
{
    private const int Genes = 30;

    public static void Run(int repetitions)
    {
        Console.WriteLine($"{get_num_threads()} threads, float32, {Genes} genes per window, no padding; medians of {repetitions} (min..max)");
        MatrixProduct(repetitions);
        Measure("small 256/8/6/1024", GlmConfig.Small, batch: 64, repetitions);
        MatrixProduct(repetitions);
        Measure("paper 1280/10/19/3072", GlmConfig.Paper, batch: 8, Math.Max(3, repetitions / 3));
        MatrixProduct(repetitions);
    }

    private static void MatrixProduct(int repetitions)
    {
        const int N = 2048;
        using var scope = NewDisposeScope();
        var (a, b) = (randn(N, N), randn(N, N));
        Print("matrix product 2048", Time(repetitions, () => matmul(a, b).Dispose()), 2.0 * N * N * N, null);
    }

    private static void Measure(string name, GlmConfig config, int batch, int repetitions)
    {
        using var model = GlmModel.Create(config);
        using var data = RandomBatch(config, batch);
        using var recipe = new TrainingRecipe(model, LossMode.Fixed);
        var forward = ForwardFlops(config) * batch;

        Print($"{name} b{batch} forward, last hidden", Time(repetitions, () => Forward(GlmOutputs.None)), forward, batch);
        Print($"{name} b{batch} forward, attentions + contacts", Time(repetitions, () => Forward(GlmOutputs.Attentions | GlmOutputs.Predictions)), forward, batch);
        Print($"{name} b{batch} training step", Time(repetitions, () => recipe.Step(data, 1e-4)), 3 * forward, batch);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  peak resident memory so far {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:0} MiB"));

        void Forward(GlmOutputs outputs)
        {
            using var still = inference_mode();
            using var output = model.Forward(data, outputs);
            if (outputs.HasFlag(GlmOutputs.Attentions)) output.Contacts().Dispose();
        }
    }

    /// <summary>Multiply-adds of the matrix products for one window, times two.</summary>
    private static double ForwardFlops(GlmConfig c)
    {
        double l = Genes, h = c.HiddenSize;
        var layer = (4 * h * h) + (2 * h * c.FeedForwardSize) + (2 * l * h) + (2 * ((2 * l) - 1) * h);
        return 2 * l * ((c.FeatureWidth * h) + (c.Layers * layer));
    }

    private static GeneBatch RandomBatch(GlmConfig config, int batch)
    {
        var random = new Random(1);
        float[] Noise(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        return GeneBatch.Create(
            batch, Genes, Noise(batch * Genes * config.FeatureWidth), [.. Enumerable.Repeat(1f, batch * Genes)], Noise(batch * Genes * config.LabelWidth),
            [.. Enumerable.Range(0, batch * Genes).Select(_ => random.NextDouble() < 0.15)]);
    }

    private static double[] Time(int repetitions, Action action)
    {
        action();
        action();
        var seconds = new double[repetitions];
        for (var i = 0; i < repetitions; i++)
        {
            var started = Stopwatch.GetTimestamp();
            action();
            seconds[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        Array.Sort(seconds);
        return seconds;
    }

    private static void Print(string name, double[] seconds, double flops, int? windows)
    {
        var median = seconds[seconds.Length / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-58} {median * 1000,8:0.0} ms ({seconds[0] * 1000:0.0}..{seconds[^1] * 1000:0.0})  {flops / median / 1e9,6:0} GFLOP/s{(windows is { } n ? $"  {n / median,7:0.0} windows/s" : "")}"));
    }
}
