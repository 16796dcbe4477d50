using System.Globalization;
using Glm.Interactive.Provenance;
using Glm.Runtime;
using TorchSharp;

namespace Glm.Kernel.Verification;

/// <summary>How something is run again.</summary>
internal sealed record VerificationOptions
{
    /// <summary>
    /// The largest relative difference that counts as equal on another machine or with another number of threads; where nothing of that
    /// differs, every bit must be the same.
    /// </summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>Threads of libtorch; null for as many as were used then.</summary>
    public int? Threads { get; init; }

    /// <summary>Receives a line per cell or command.</summary>
    public TextWriter? Log { get; init; }

    /// <summary>
    /// Loads libtorch and gives it the threads: with as many as then, the same bits come out, whatever this machine has.
    /// </summary>
    public void UseThreads(IReadOnlyList<CommandRecord> records)
    {
        NativeTorch.Ensure();
        var then = records.Select(record => record.Runtime.Threads).LastOrDefault(count => count > 0);
        if ((Threads ?? (then == 0 ? null : then)) is not { } threads)
            return;
        torch.set_num_threads(Math.Clamp(threads, 1, 4096));
        Log?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Runs with {threads} threads of libtorch."));
    }
}
