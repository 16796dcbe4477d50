using System.Runtime.InteropServices;

namespace Glm.Tests.Training;

/// <summary>Limits that a process sets itself (Linux).</summary>
internal static class Limits
{
    private const int AddressSpace = 9; // RLIMIT_AS

    /// <summary>Lets this process have so much more memory than it has now.</summary>
    public static void KeepFree(long bytes)
    {
        var pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Set((pages * Environment.SystemPageSize) + bytes);
    }

    /// <summary>Lets this process have what the machine has.</summary>
    public static void LiftAll() => Set(-1);

    private static void Set(long bytes)
    {
        var limit = new Limit { Soft = bytes, Hard = -1 };
        Assert.Equal(0, SetLimit(AddressSpace, ref limit));
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, ref Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public long Soft;
        public long Hard;
    }
}
