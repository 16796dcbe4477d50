using System.Collections.Concurrent;
using System.Diagnostics;
using static TorchSharp.torch;

namespace Glm.Runtime;

/// <summary>
/// How fast this machine multiplies matrices: measured, not what its maker states, and so what a program here could reach.
/// Thread-safe.
/// </summary>
public static class MachineSpeed
{
    /// <summary>Rows of the matrices on a CPU, and on other devices, which are done with small ones before they are told so.</summary>
    private const int Size = 1024,
        DeviceSize = 8192;

    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(100);

    private static readonly ConcurrentDictionary<(string Device, ComputePrecision Precision, int Threads), Lazy<double>> Measured = new();

    /// <summary>
    /// Floating-point operations per second in products of 1,024 × 1,024 numbers, on a GPU 8,192 × 8,192, the fastest of about a tenth of
    /// a second of them. It is measured once per process, device, precision and number of threads; other work on the machine makes it
    /// smaller.
    /// </summary>
    /// <param name="device">To be measured.</param>
    /// <param name="precision">Of the numbers.</param>
    public static double OfProducts(Device device, ComputePrecision precision = ComputePrecision.Float32) =>
        Measured
            .GetOrAdd((device.ToString(), precision, get_num_threads()), _ => new Lazy<double>(() => Measure(device, precision)))
            .Value;

    private static double Measure(Device device, ComputePrecision precision)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var allowed = precision.Apply();
        var size = device.type == TorchSharp.DeviceType.CPU ? Size : DeviceSize;
        // No ones, which a GPU multiplies faster than other numbers, and none of torch's random ones, on which other results depend.
        var a = arange(size * size, dtype: ScalarType.Float32, device: device).sin_().view(size, size).to(precision.ToScalarType());
        var b = a.t();
        Once();
        var (started, fastest) = (Stopwatch.GetTimestamp(), double.PositiveInfinity);
        do fastest = Math.Min(fastest, Once());
        while (Stopwatch.GetElapsedTime(started) < Enough);
        return 2.0 * size * size * size / fastest;

        double Once()
        {
            using var inner = NewDisposeScope();
            var begun = Stopwatch.GetTimestamp();
            _ = a.mm(b)[0, 0].to(ScalarType.Float32).item<float>(); // waits for a device that computes on its own
            return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
    }
}
