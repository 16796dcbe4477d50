using Microsoft.AspNetCore.Html;

namespace Glm.Kernel.CSharp;

/// <summary>The names that every cell can use without a prefix.</summary>
public static class CellApi
{
    private static ICellSurface? _surface;

    internal static ICellSurface? Surface { get => Volatile.Read(ref _surface); set => Volatile.Write(ref _surface, value); }

    private static ICellSurface Current => Surface ?? throw new InvalidOperationException("No cell has run in this process: there is nowhere to show anything.");

    /// <summary>Cancelled when the running cell is interrupted. Pass it on to what takes long.</summary>
    public static CancellationToken Cancellation => Surface?.Cancellation ?? CancellationToken.None;

    /// <summary>Shows a value below the cell, at once.</summary>
    /// <returns>A handle that can replace what is shown.</returns>
    public static DisplayHandle display(object? value)
    {
        var surface = Current;
        return new DisplayHandle(surface, surface.Display(value));
    }

    /// <summary>Text to be shown as HTML. It is not encoded: encode what comes from files yourself.</summary>
    public static HtmlString Html(string html) => new(html);
}
