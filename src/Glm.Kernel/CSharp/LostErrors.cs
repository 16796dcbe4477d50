using System.Runtime.ExceptionServices;

namespace Glm.Kernel.CSharp;

/// <summary>
/// Reports, on the console and so in the newest cell, the exceptions that no cell waits for: those of threads, of <c>async void</c>, and
/// of tasks that nobody awaits.
/// </summary>
internal static class LostErrors
{
    // The runtime tells of a task's exception when it collects the task: it is made to look soon after something was thrown.
    private static readonly TimeSpan LookAfter = TimeSpan.FromMilliseconds(300);

    private static readonly Timer Look = new(static _ => Collect());
    private static int _watching;
    private static int _expected;

    /// <summary>Begins to watch tasks; once for the process.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref _watching, 1) != 0)
            return;
        TaskScheduler.UnobservedTaskException += static (_, lost) =>
        {
            lost.SetObserved();
            foreach (var exception in lost.Exception.Flatten().InnerExceptions)
                Report(exception, "A task");
        };
        AppDomain.CurrentDomain.FirstChanceException += static (_, _) => Expect();
    }

    /// <summary>Keeps the process alive when a thread ends with an exception. To be called once.</summary>
    public static void SurviveThreads() =>
        ExceptionHandling.SetUnhandledExceptionHandler(static exception =>
        {
            Report(exception, "A thread");
            return true;
        });

    /// <summary>Says what ended, why, and where.</summary>
    public static void Report(Exception exception, string what)
    {
        if (CellErrors.Unwrap(exception) is OperationCanceledException or ThreadInterruptedException && CellInterrupt.Requested)
            return;
        var error = CellErrors.FromException(exception);
        Console.Error.WriteLine($"{what} ended with {error.Name}: {error.Message}");
        foreach (var line in error.Traceback.SkipWhile(line => !line.StartsWith("  ", StringComparison.Ordinal)))
            Console.Error.WriteLine(line);
    }

    private static void Expect()
    {
        if (Interlocked.Exchange(ref _expected, 1) == 0)
            Look.Change(LookAfter, Timeout.InfiniteTimeSpan);
    }

    private static void Collect()
    {
        Volatile.Write(ref _expected, 0);
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
    }
}
