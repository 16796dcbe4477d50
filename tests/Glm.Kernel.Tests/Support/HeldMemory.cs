namespace Glm.Kernel.Tests.Support;

/// <summary>How much managed memory is held, in megabytes (1e6 bytes).</summary>
/// <remarks>
/// What earlier tests have left goes in its own time: behind finalizers, and when caches of the compiler expire. A single reading counts
/// it as held, and the next one finds less than nothing.
/// </remarks>
internal static class HeldMemory
{
    private const double Still = 0.1; // megabytes
    private const int Most = 20;

    /// <summary>What is held once collections let nothing more go.</summary>
    public static double Now()
    {
        var held = Collected();
        for (var i = 0; i < Most; i++)
        {
            var before = held;
            held = Collected();
            if (held > before - Still)
                break;
        }
        return held;
    }

    /// <summary>What <paramref name="work"/> adds; it runs again where what others had left went meanwhile.</summary>
    public static async Task<double> Added(Func<Task> work)
    {
        for (var i = 0; ; i++)
        {
            var before = Now();
            await work();
            var added = Now() - before;
            if (added >= -1 || i == Most)
                return added;
        }
    }

    private static double Collected()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true) / 1e6;
    }
}
