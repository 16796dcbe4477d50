namespace Glm.Runtime;

/// <summary>Counts the units of a block as part of all.</summary>
/// <param name="whole">Receives the sums.</param>
/// <param name="first">Units before the block.</param>
/// <param name="total">All units.</param>
internal sealed class BlockProgress(IProgress<ProgressReport> whole, int first, int total) : IProgress<ProgressReport>
{
    /// <summary>Null where nobody listens.</summary>
    public static BlockProgress? Of(IProgress<ProgressReport>? whole, int first, int total) =>
        whole is null ? null : new BlockProgress(whole, first, total);

    public void Report(ProgressReport value) => whole.Report(value with { Done = first + value.Done, Total = total });
}
