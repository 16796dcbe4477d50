using Glm.Runtime;
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

    /// <summary>Takes back what the cell has shown so far; with <paramref name="wait"/> only when it shows the next thing.</summary>
    public static void clear_output(bool wait = false) => Current.Clear(wait);

    /// <summary>Asks the user for a line of text.</summary>
    /// <exception cref="GlmException">Nobody can be asked here.</exception>
    public static string input(string prompt = "") => Ask(prompt, password: false);

    /// <summary>Asks the user for a line of text that is not shown while it is typed.</summary>
    /// <exception cref="GlmException">Nobody can be asked here.</exception>
    public static string password(string prompt = "Password: ") => Ask(prompt, password: true);

    /// <summary>Text to be shown as HTML. It is not encoded: encode what comes from files yourself.</summary>
    public static HtmlString Html(string html) => new(html);

    private static string Ask(string prompt, bool password) =>
        Current.ReadLine(prompt, password) ?? throw new GlmException("There is nobody to ask: this notebook runs without a front end.");
}
