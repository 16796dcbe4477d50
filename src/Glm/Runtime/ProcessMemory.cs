using System.Diagnostics;

namespace Glm.Runtime;

/// <summary>The memory that this process holds, that of libtorch included and that of other devices not. Thread-safe.</summary>
internal static class ProcessMemory
{
    /// <summary>Resident bytes now.</summary>
    public static long Now => Environment.WorkingSet;

    /// <summary>The most resident bytes since the process began.</summary>
    public static long Peak
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }
}
