using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Glm.Runtime;

/// <summary>A program that somebody else wrote and the user installed, found on PATH.</summary>
internal static class ExternalProgram
{
    private const int MostErrorText = 400;

    private static readonly ConcurrentDictionary<string, string> Versions = new(StringComparer.Ordinal);

    /// <summary>The path of the first of these programs that PATH has, by name and then by folder; null if it has none.</summary>
    public static string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        foreach (
            var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
                Path.PathSeparator,
                StringSplitOptions.RemoveEmptyEntries
            )
        )
            if (Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name) is var path && File.Exists(path))
                return path;
        return null;
    }

    /// <summary>The first line that a program says of itself, asked once; empty where it says nothing or cannot be started.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="argument">What asks for the version.</param>
    public static string VersionOf(string program, string argument) => Versions.GetOrAdd($"{program}\n{argument}", _ =>
        {
            try
            {
                using var process = Process.Start(
                    new ProcessStartInfo(program, [argument]) { RedirectStandardError = true, RedirectStandardOutput = true }
                )!;
                var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
                var text = process.StandardOutput.ReadToEnd() + errors.Result;
                process.WaitForExit();
                return Lines(text).FirstOrDefault() ?? "";
            }
            catch (Win32Exception)
            {
                return "";
            }
        });

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">Passed as they are, without a shell.</param>
    /// <param name="what">What it is to do, or the file that it works for: begins the message where it fails.</param>
    /// <param name="remedy">Closes that message; empty for none.</param>
    /// <param name="cancellation">Kills it, with all that it has started.</param>
    /// <exception cref="GlmException">It cannot be started or fails; the message quotes what it said.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run(
        string program,
        IEnumerable<string> arguments,
        string what,
        string remedy = "",
        CancellationToken cancellation = default
    )
    {
        cancellation.ThrowIfCancellationRequested();
        using var process = Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        );
        using var stop = cancellation.Register(() =>
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // The process has just ended.
            }
        });
        var heard = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode == 0)
            return;
        var said = Lines(errors + heard.Result);
        // Not every error message says that it is one; the last line is the next best.
        var why = said.FirstOrDefault(line => line.Contains("Error", StringComparison.OrdinalIgnoreCase))
            ?? said.LastOrDefault()
            ?? "it gave no reason.";
        throw new GlmException(
            $"{what}: {Path.GetFileName(program)} failed (exit code {process.ExitCode}): {LineText.Shown(why, MostErrorText)}"
                + $"{(remedy.Length > 0 ? " " : "")}{remedy}"
        );
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new GlmException(
                $"{Path.GetFileName(start.FileName)} is on PATH and cannot be started: "
                    + $"{LineText.Shown(failure.Message, MostErrorText)}. Check its permissions, or install it again.",
                failure
            );
        }
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
