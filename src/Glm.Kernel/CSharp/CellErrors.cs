using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using Glm.Kernel.Outputs;
using Glm.Runtime;
using Microsoft.CodeAnalysis;

namespace Glm.Kernel.CSharp;

/// <summary>Turns what the compiler or the user's code threw into text that a notebook's reader understands.</summary>
internal static partial class CellErrors
{
    private const int MostDiagnostics = 5;
    private const int MostFrames = 12;

    /// <summary>The compiler's errors, each with its line and a caret below the place.</summary>
    public static CellError FromDiagnostics(IEnumerable<Diagnostic> diagnostics)
    {
        var errors = diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error)
            .OrderBy(d => d.Location.SourceSpan.Start)
            .DistinctBy(d => (d.Location.SourceSpan, d.Id))
            .ToArray();
        List<string> lines = [];
        foreach (var error in errors.Take(MostDiagnostics))
        {
            lines.Add($"{Place(error.Location)}{error.Id}: {error.GetMessage(null)}");
            lines.AddRange(Excerpt(error.Location));
        }
        if (errors.Length > MostDiagnostics)
            lines.Add($"and {errors.Length - MostDiagnostics} more errors.");
        var first = errors[0].Location;
        return new CellError(
            CellError.Compilation,
            lines[0],
            lines,
            first.IsInSource ? first.GetLineSpan().StartLinePosition.Line + 1 : 0
        );
    }

    /// <param name="exception">What the user's code threw.</param>
    /// <param name="isCell">Whether an assembly was compiled from a cell.</param>
    /// <param name="sourceLine">The text of a line (from 1) of a cell's source by its name, or null.</param>
    public static CellError FromException(Exception exception, Func<Assembly, bool> isCell, Func<string, int, string?> sourceLine)
    {
        exception = Unwrap(exception);
        var frames = UserFrames(exception, isCell).ToArray();
        var line = frames.Length > 0 ? frames[0].Line : 0;
        if (exception is GlmException)
            return CellError.OneLine(nameof(GlmException), exception.Message, line);
        List<string> lines = [Headline(exception)];
        for (var inner = exception.InnerException; inner is not null && lines.Count < 4; inner = inner.InnerException)
            lines.Add("  because of " + Headline(inner));
        foreach (var frame in frames.Take(MostFrames))
        {
            lines.Add($"  {frame.File}, line {frame.Line}{(frame.Function is null ? "" : $", in {frame.Function}")}");
            if (sourceLine(frame.File, frame.Line)?.Trim() is { Length: > 0 } source)
                lines.Add("    " + source);
        }
        if (frames.Length > MostFrames)
            lines.Add($"  and {frames.Length - MostFrames} more calls.");
        return new CellError(exception.GetType().Name, OneLine(exception), lines, line);
    }

    public static Exception Unwrap(Exception exception)
    {
        while (exception is TargetInvocationException { InnerException: { } target })
            exception = target;
        while (exception is AggregateException { InnerExceptions: [var only] })
            exception = only;
        return exception;
    }

    private static string Headline(Exception exception) => $"{exception.GetType().FullName}: {OneLine(exception)}";

    private static string OneLine(Exception exception) =>
        exception switch
        {
            InsufficientExecutionStackException => "The code calls itself without end: the stack is full.",
            _ => exception.Message.ReplaceLineEndings(" ").Trim(),
        };

    private static string Place(Location location)
    {
        if (!location.IsInSource)
            return "";
        var span = location.GetLineSpan();
        return $"{span.Path}, line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}: ";
    }

    private static IEnumerable<string> Excerpt(Location location)
    {
        if (!location.IsInSource)
            yield break;
        var text = location.SourceTree!.GetText();
        var line = text.Lines.GetLineFromPosition(location.SourceSpan.Start);
        var source = text.ToString(line.Span);
        var column = location.SourceSpan.Start - line.Start;
        var width = Math.Clamp(location.SourceSpan.Length, 1, Math.Max(1, line.End - location.SourceSpan.Start));
        // A long line is cut around the place.
        var from = Math.Max(0, column - 80);
        var shown = source.Substring(from, Math.Min(source.Length - from, 160));
        yield return "    " + shown.Replace('\t', ' ');
        yield return "    "
            + new string(' ', column - from)
            + new string('^', Math.Max(1, Math.Min(width, shown.Length - (column - from))));
    }

    private static IEnumerable<(string File, int Line, string? Function)> UserFrames(Exception exception, Func<Assembly, bool> isCell)
    {
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (
                frame.GetMethod() is not { } method
                || !isCell(method.Module.Assembly)
                || frame.GetFileName() is not { } file
                || frame.GetFileLineNumber() == 0
            )
                continue;
            yield return (Path.IsPathRooted(file) ? Path.GetFileName(file) : file, frame.GetFileLineNumber(), FunctionName(method));
        }
    }

    // Lambdas, local functions and async methods hide in compiler-made names such as <Parse>g__Next|0_1 or <Parse>d__3.MoveNext.
    private static string? FunctionName(MethodBase method)
    {
        var local = LocalFunction().Match(method.Name);
        if (local.Success)
            return local.Groups[1].Value;
        var name = method.Name == "MoveNext" ? method.DeclaringType!.Name : method.Name;
        var inner = InnerName().Match(name);
        name = inner.Success ? inner.Groups[1].Value : name;
        return name is "Initialize" or "Factory" || name.Contains('<') || name.StartsWith('.') ? null : name;
    }

    [GeneratedRegex(@"g__(\w+)\|")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"^<+(\w+)>")]
    private static partial Regex InnerName();
}
