using System.Reflection;

namespace Glm.Interactive.Display.Objects;

/// <summary>
/// Runs other people's code, such as getters, for a display: each call a second at most and all together three. What takes longer is left
/// behind on its own thread.
/// </summary>
internal sealed class PatientReader
{
    // Enough for sane code; what calls itself without end is stopped early.
    private const int StackBytes = 1024 * 1024;

    private static readonly TimeSpan OneCall = TimeSpan.FromSeconds(1);

    private TimeSpan _left = TimeSpan.FromSeconds(3);

    /// <summary>Calls on this thread.</summary>
    /// <returns>The value, or why there is none.</returns>
    public static (object? Value, string? Fault) Now(Func<object?> read)
    {
        try
        {
            return (read(), null);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return (null, Name(failure));
        }
    }

    /// <summary>Calls on a thread of its own and waits for as long as there is time.</summary>
    /// <returns>The value, or why there is none.</returns>
    public (object? Value, string? Fault) Read(Func<object?> read)
    {
        if (_left <= TimeSpan.Zero)
            return (null, "not read: the object takes too long");
        var result = default((object?, string?));
        var thread = new Thread(() => result = Now(read), StackBytes) { IsBackground = true, Name = "display" };
        var started = TimeProvider.System.GetTimestamp();
        thread.Start();
        var ended = thread.Join(OneCall);
        _left -= TimeProvider.System.GetElapsedTime(started);
        return ended ? result : (null, "not read: it takes over a second");
    }

    private static string Name(Exception failure) =>
        (failure is TargetInvocationException { InnerException: { } inner } ? inner : failure) switch
        {
            InsufficientExecutionStackException => "it calls itself without end",
            var other => other.GetType().Name,
        };
}
