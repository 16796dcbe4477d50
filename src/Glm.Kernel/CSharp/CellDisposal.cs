namespace Glm.Kernel.CSharp;

/// <summary>
/// Disposes of what cells declare with <c>using</c> when the cell has ended and its value is shown. Public because compiled cells call it.
/// </summary>
public static class CellDisposal
{
    private static readonly Stack<Func<Task>> Waiting = new();

    /// <summary>Has the object disposed of at the end of the cell; null is passed over.</summary>
    public static void AtEnd(IDisposable? used) =>
        Waiting.Push(() =>
        {
            used?.Dispose();
            return Task.CompletedTask;
        });

    /// <summary>Has the object disposed of asynchronously at the end of the cell; null is passed over.</summary>
    public static void AtEndAsync(IAsyncDisposable? used) =>
        Waiting.Push(() => used is null ? Task.CompletedTask : used.DisposeAsync().AsTask());

    /// <summary>How many objects wait.</summary>
    internal static int Count => Waiting.Count;

    /// <summary>Disposes of the newest objects, newest first, until so many are left; all of them, even where one fails.</summary>
    /// <returns>The first exception, or null.</returns>
    internal static Exception? Run(int left)
    {
        Exception? first = null;
        while (Waiting.Count > left)
        {
            try
            {
                CellPump.Run(
                    async () =>
                    {
                        await Waiting.Pop()().ConfigureAwait(true);
                        return true;
                    },
                    TimeSpan.Zero,
                    CancellationToken.None
                );
            }
            catch (Exception failure)
            {
                first ??= failure;
            }
        }
        return first;
    }
}
