using System.Text.Json;
using Glm.Runtime;
using Microsoft.AspNetCore.Html;

namespace Glm.Kernel.CSharp;

/// <summary>The names that every cell can use without a prefix.</summary>
public static class CellApi
{
    private static ICellSurface? _surface;

    internal static ICellSurface? Surface
    {
        get => Volatile.Read(ref _surface);
        set => Volatile.Write(ref _surface, value);
    }

    internal static ICellComms? Comms { get; set; }

    private static ICellSurface Current =>
        Surface ?? throw new InvalidOperationException("No cell has run in this process: there is nowhere to show anything.");

    /// <summary>Cancelled when the running cell is interrupted. Pass it on to long-running calls.</summary>
    public static CancellationToken Cancellation => Surface?.Cancellation ?? CancellationToken.None;

    /// <summary>Shows a value below the cell, at once.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">How to show it, for example "text/plain"; empty for the types that suit the value.</param>
    /// <returns>A handle that can replace what is shown.</returns>
    public static DisplayHandle display(object? value, params string[] mimeTypes)
    {
        var surface = Current;
        return new DisplayHandle(surface, surface.Display(value, mimeTypes));
    }

    /// <summary>Removes what the cell has shown so far; with <paramref name="wait"/>, only when it shows the next thing.</summary>
    public static void clear_output(bool wait = false) => Current.Clear(wait);

    /// <summary>Asks the user for a line of text.</summary>
    /// <exception cref="GlmException">There is nobody to ask here.</exception>
    public static string input(string prompt = "") => Ask(prompt, password: false);

    /// <summary>Asks the user for a line of text that is not shown while it is typed.</summary>
    /// <exception cref="GlmException">There is nobody to ask here.</exception>
    public static string password(string prompt = "Password: ") => Ask(prompt, password: true);

    /// <summary>Text to be shown as HTML. It is not encoded: encode what comes from files yourself.</summary>
    public static HtmlString Html(string html) => new(html);

    /// <summary>As <see cref="Html"/>, by the name that Polyglot notebooks use.</summary>
    public static HtmlString HTML(string html) => new(html);

    /// <summary>Runs JavaScript in the page that shows the cell; it shows nothing itself.</summary>
    public static DisplayHandle Javascript(string code) => display(PageScript.Bundle(code));

    /// <summary>Opens a comm to a widget that the page's own scripts have registered under a name.</summary>
    /// <param name="targetName">The name.</param>
    /// <param name="data">What the other end receives first: an object that JSON can write, or null for an empty one.</param>
    /// <exception cref="GlmException">There is no front end, or the data are not an object.</exception>
    public static CellComm open_comm(string targetName, object? data = null) => NeedComms().Open(targetName, CellComm.ToJson(data));

    /// <summary>Lets the page open comms to a name; registering the name again replaces the handler.</summary>
    /// <param name="targetName">The name.</param>
    /// <param name="opened">Called for each comm with what the page sent first; it may listen to <see cref="CellComm.Received"/>.</param>
    /// <exception cref="GlmException">There is no front end.</exception>
    public static void register_comm(string targetName, Action<CellComm, JsonElement> opened) => NeedComms().Register(targetName, opened);

    private static ICellComms NeedComms() =>
        Comms ?? throw new GlmException("There is no page to talk to: this notebook runs without a front end.");

    private static string Ask(string prompt, bool password) =>
        Current.ReadLine(prompt, password) ?? throw new GlmException("There is nobody to ask: this notebook runs without a front end.");
}
