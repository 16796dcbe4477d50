namespace Glm.Kernel.CSharp;

/// <summary>
/// The flag that <see cref="InterruptChecks"/> makes the loops and functions of cells look at. Public because compiled cells call it. One
/// per process: one cell runs at a time.
/// </summary>
public static class CellInterrupt
{
    private static volatile bool _requested;

    internal static bool Requested
    {
        get => _requested;
        set => _requested = value;
    }

    /// <summary>Throws <see cref="OperationCanceledException"/> once the running cell has been interrupted.</summary>
    public static void Check()
    {
        if (_requested)
            Throw();
    }

    private static void Throw() => throw new OperationCanceledException("The cell was interrupted.");
}
