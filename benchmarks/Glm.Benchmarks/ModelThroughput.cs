using System.Diagnostics;
using System.Globalization;
using Glm.Features;
using Glm.Modeling;
using Glm.Runtime;
using Glm.Training;
using static TorchSharp.torch;

namespace Glm.Benchmarks;

/// <summary>
/// Forward and training-step throughput of one configuration, beside the machine's matrix-product peak, in one run. A training step is
/// everything an optimiser step does: zeroed gradients, forward with dropout, losses, backward, both accuracies, clipping, AdamW.
/// </summary>
/// <remarks>
/// GFLOP/s count what the task needs, not what an implementation does: 2 operations per multiply-add of the matrix products, per gene of a
/// window of L genes H·D for the projection, and per layer 4·H² (query, key, value, output), 2·H·F (feed-forward), 2·L·H (scores and
/// context) and 2·L·H (the two relative terms); P·K·H + P·H for the head where predictions are asked for. A training step counts three
/// forward passes without the head, as is usual: the backward pass makes two products for each of the forward pass. Everything else
/// (softmax, GELU, LayerNorm, dropout, the optimiser) counts nothing and only takes time.
/// </remarks>
internal static class ModelThroughput
{
    private const int Genes = 30;
    private const int WarmUps = 2;

    /// <summary>A configuration and its batch by name.</summary>
    public static IReadOnlyDictionary<string, (GlmConfig Config, int Batch)> Configurations { get; } =
        new Dictionary<string, (GlmConfig, int)> { ["small"] = (GlmConfig.Small, 64), ["paper"] = (GlmConfig.Paper, 8) };

    /// <param name="name">Of the configuration; begins the rows.</param>
    /// <param name="configuration">What to measure.</param>
    /// <param name="repetitions">Timed runs of each row.</param>
    /// <param name="samplesFile">Receives every timed run, appended; null for none.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    /// <param name="precision">Of the training step; forward passes are in float32.</param>
    public static void Run(
        string name,
        (GlmConfig Config, int Batch) configuration,
        int repetitions,
        string? samplesFile,
        Device? device = null,
        ComputePrecision precision = ComputePrecision.Float32
    )
    {
        var (c, batch) = configuration;
        device ??= CPU;
        var numbers = precision.ToString().ToLowerInvariant();
        var unit = device.type == TorchSharp.DeviceType.CPU ? "" : $" {numbers}"; // rows on a CPU compare with those of years
        Console.WriteLine(
            $"{name}: {c.HiddenSize}/{c.Heads}/{c.Layers}/{c.FeedForwardSize}, {batch} windows of {Genes} genes, no padding, "
                + $"{numbers}, {device}, {get_num_threads()} threads"
        );
        using var model = GlmModel.Create(c, device: device);
        var (rows, masked) = RandomBatch(c, batch);
        using var data = GeneBatch.Masked(rows, masked, device: device);

        MatrixProduct();
        if (precision == ComputePrecision.Float32)
        {
            Row("forward, last hidden state", ForwardFlops(c, head: false), () => Forward(GlmOutputs.None));
            Row("forward, attentions, contacts, predictions", ForwardFlops(c, head: true), () =>
                Forward(GlmOutputs.Attentions | GlmOutputs.Predictions)
            );
        }
        using var learner = new Learner(model, TrainingRecipe.Corrected, precision: precision); // the rows above do not hold its moments
        Row($"training step{unit}", 3 * ForwardFlops(c, head: false), () => learner.Step(data, 1e-4));
        if (device.type != TorchSharp.DeviceType.CPU)
            Row($"training step{unit} and its batch", 3 * ForwardFlops(c, head: false), () =>
                learner.Step(rows, masked, 1, 1e-4, seed: 1)
            );
        MatrixProduct();

        void Forward(GlmOutputs outputs)
        {
            using var still = inference_mode();
            using var output = model.Forward(data, outputs);
            if (outputs.HasFlag(GlmOutputs.Attentions))
                output.Contacts().Dispose();
            if (device.type == TorchSharp.DeviceType.CUDA)
                cuda.synchronize();
        }

        void MatrixProduct()
        {
            if (device.type != TorchSharp.DeviceType.CPU)
            {
                Console.WriteLine(
                    FormattableString.Invariant(
                        $"  matrix product 8192{unit}: {MachineSpeed.OfProducts(device, precision) / 1e9:0} GFLOP/s"
                    )
                );
                return;
            }
            const int N = 2048;
            using var scope = NewDisposeScope();
            var (a, b) = (randn(N, N), randn(N, N));
            Measure("matrix product 2048", 2.0 * N * N * N, 0, () => matmul(a, b).Dispose());
        }

        void Row(string what, double flopsPerWindow, Action action) =>
            Measure($"{name} b{batch}: {what}", flopsPerWindow * batch, batch, action);

        void Measure(string row, double flops, int windows, Action action)
        {
            var samples = Time(row, repetitions, flops, windows, action);
            if (samplesFile is not null)
                File.AppendAllLines(samplesFile, samples.Select(sample => sample.ToString()));
            var s = new Summary(samples);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {row, -56} {s.Range, 20} ms  {s.CpuSeconds, 6:0.00} s CPU  {s.GigaFlops, 4:0} GFLOP/s  "
                        + $"{s.WindowsPerSecond, 6:0.0} windows/s  {s.Peak, 5:0} MiB"
                )
            );
        }
    }

    private static List<Sample> Time(string row, int repetitions, double flops, int windows, Action action)
    {
        for (var i = 0; i < WarmUps; i++)
            action();
        var samples = new List<Sample>(repetitions);
        for (var i = 0; i < repetitions; i++)
        {
            var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            action();
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            using var process = Process.GetCurrentProcess();
            samples.Add(
                new Sample(
                    row,
                    seconds,
                    (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
                    flops,
                    windows,
                    process.PeakWorkingSet64 / 1048576.0
                )
            );
        }
        return samples;
    }

    /// <summary>For one window.</summary>
    private static double ForwardFlops(GlmConfig c, bool head)
    {
        double l = Genes,
            h = c.HiddenSize;
        var layer = (4 * h * h) + (2 * h * c.FeedForwardSize) + (4 * l * h);
        var heads = head ? c.Predictions * (c.LabelWidth + 1) * h : 0;
        return 2 * l * ((c.FeatureWidth * h) + (c.Layers * layer) + heads);
    }

    private static (WindowRows Rows, bool[] Masked) RandomBatch(GlmConfig config, int batch)
    {
        var random = new Random(1);
        float[] Noise(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        return (
            new WindowRows(
                batch,
                Genes,
                Noise(batch * Genes * config.FeatureWidth),
                [.. Enumerable.Repeat(1f, batch * Genes)],
                Noise(batch * Genes * config.LabelWidth)
            ),
            [.. Enumerable.Range(0, batch * Genes).Select(_ => random.NextDouble() < 0.15)]
        );
    }
}
