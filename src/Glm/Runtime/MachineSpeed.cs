using System.Collections.Concurrent;
using System.Diagnostics;
using static TorchSharp.torch;

namespace Glm.Runtime;

/// <summary>
/// How fast this machine multiplies matrices of float32: measured, not what its maker states, and so what a program here could reach.
/// Thread-safe.
/// </summary>
public static class MachineSpeed
{
    private const int Size = 1024;

    private static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(100);

    private static readonly ConcurrentDictionary<(string Device, int Threads), Lazy<double>> Measured = new();

    /// <summary>
    /// Floating-point operations per second in products of 1,024 × 1,024 numbers, the fastest of about a tenth of a second of them. It is
    /// measured once per process, device and number of threads; other work on the machine makes it smaller.
    /// </summary>
    /// <param name="device">To be measured.</param>
    public static double OfProducts(Device device) =>
        Measured.GetOrAdd((device.ToString(), get_num_threads()), _ => new Lazy<double>(() => Measure(device))).Value;

    private static double Measure(Device device)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (a, b) = (ones(Size, Size, device: device), ones(Size, Size, device: device));
        Once();
        var (started, fastest) = (Stopwatch.GetTimestamp(), double.PositiveInfinity);
        do fastest = Math.Min(fastest, Once());
        while (Stopwatch.GetElapsedTime(started) < Enough);
        return 2.0 * Size * Size * Size / fastest;

        double Once()
        {
            using var inner = NewDisposeScope();
            var begun = Stopwatch.GetTimestamp();
            _ = a.mm(b)[0, 0].item<float>(); // waits for a device that computes on its own
            return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        }
    }
}
