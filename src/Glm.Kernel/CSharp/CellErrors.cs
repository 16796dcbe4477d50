using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Glm.Interactive.CommandLanguage;
using Glm.Kernel.Outputs;
using Glm.Runtime;
using Microsoft.CodeAnalysis;

namespace Glm.Kernel.CSharp;

/// <summary>Turns what the compiler or the user's code threw into text that a notebook's reader understands.</summary>
internal static partial class CellErrors
{
    private const int MostDiagnostics = 5;
    private const int MostFrames = 12;
    private const int MostCauses = 8;
    private const int LongestMessage = 10_000;
    private const string DocumentationFailed = "CS1569";

    // For what scripting lacks; docs/kernel.md has the whole list.
    private static readonly Dictionary<string, string> Remedies = new(StringComparer.Ordinal)
    {
        ["CS1109"] = "In a cell, declare the method without a class: static int Twice(this int number) => 2 * number;",
        ["CS9283"] = "In a cell, write an extension method instead: static int Twice(this int number) => 2 * number;",
        ["CS8345"] = "In a cell, use it inside { } or a function; variables of a cell outlive the stack.",
        ["CS7021"] = "A cell has no namespaces: declare its types without one.",
        ["CS9021"] = "A cell has no files: leave out 'file'.",
    };

    /// <summary>The compiler's errors, each with its line and a caret below the place.</summary>
    /// <param name="diagnostics">At least one error.</param>
    /// <param name="sourceLine">A line (from 1) of the code that is called so, as the user wrote it; null where it is not known.</param>
    public static CellError FromDiagnostics(IEnumerable<Diagnostic> diagnostics, Func<string, int, string?> sourceLine)
    {
        var errors = diagnostics
            .Where(d => d.Severity == DiagnosticSeverity.Error)
            .OrderBy(d => d.Location.SourceSpan.Start)
            .DistinctBy(d => (d.Location.SourceSpan, d.Id))
            .ToArray();
        // No cell has documentation; the compiler makes some all the same, and stumbles over what another error is about.
        if (errors.Any(error => error.Id != DocumentationFailed))
            errors = Array.FindAll(errors, error => error.Id != DocumentationFailed);
        List<string> lines = [];
        foreach (var error in errors.Take(MostDiagnostics))
        {
            lines.Add($"{Place(error.Location)}{error.Id}: {error.GetMessage(null)}");
            lines.AddRange(Excerpt(error.Location, sourceLine));
            if (Remedies.TryGetValue(error.Id, out var remedy))
                lines.Add("    " + remedy);
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

    /// <summary>What the user's code threw, with the user's own calls that led there.</summary>
    public static CellError FromException(Exception exception)
    {
        exception = Unwrap(exception);
        var frames = UserFrames(exception).ToArray();
        var line = frames.Length > 0 ? frames[0].Line : 0;
        var message = Message(exception);
        if (exception is GlmException)
            return new CellError(nameof(GlmException), message, message.Split('\n'), line);
        List<string> lines = [.. $"{CSharpName.WithNamespace(exception.GetType())}: {message}".Split('\n')];
        foreach (var inner in Causes(exception).Take(MostCauses))
        {
            var place = UserFrames(inner).Select(frame => $" ({frame.File}, line {frame.Line})").FirstOrDefault();
            lines.AddRange($"  because of {CSharpName.WithNamespace(inner.GetType())}: {Message(inner)}{place}".Split('\n'));
        }
        foreach (var frame in frames.Take(MostFrames))
        {
            lines.Add($"  {frame.File}, line {frame.Line}{(frame.Function is null ? "" : $", in {frame.Function}")}");
            if (frame.Source?.Trim() is { Length: > 0 } source)
                lines.Add("    " + source);
        }
        if (frames.Length > MostFrames)
            lines.Add($"  and {frames.Length - MostFrames} more calls.");
        return new CellError(CSharpName.Written(exception.GetType()), message, lines, line);
    }

    // Each of several with what led to it.
    private static IEnumerable<Exception> Causes(Exception exception)
    {
        IEnumerable<Exception> direct = exception switch
        {
            AggregateException several => several.InnerExceptions,
            { InnerException: { } only } => [only],
            _ => [],
        };
        return direct.SelectMany(cause => Causes(cause).Prepend(cause));
    }

    public static Exception Unwrap(Exception exception)
    {
        while (exception is TargetInvocationException { InnerException: { } target })
            exception = target;
        while (exception is AggregateException { InnerExceptions: [var only] })
            exception = only;
        return exception;
    }

    // Its lines stay lines.
    private static string Message(Exception exception) =>
        exception switch
        {
            InsufficientExecutionStackException => "The code calls itself without end: the stack is full.",
            _ when Told(exception) is { Length: > LongestMessage } text => Shown(
                string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, LongestMessage)}… ({text.Length:N0} characters)")
            ),
            _ => Shown(Told(exception)),
        };

    // A class of a cell may do anything in place of telling its message.
    private static string Told(Exception exception)
    {
        try
        {
            return exception.Message ?? "";
        }
        catch (Exception fault)
        {
            return $"(its message cannot be read: {CSharpName.Written(fault.GetType())})";
        }
    }

    private static string Shown(string message) => CSharpName.InText(LineText.Harmless(message.ReplaceLineEndings("\n").Trim()));

    private static string Place(Location location)
    {
        if (!location.IsInSource)
            return "";
        var span = location.GetLineSpan();
        return $"{span.Path}, line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}: ";
    }

    private static IEnumerable<string> Excerpt(Location location, Func<string, int, string?> sourceLine)
    {
        if (!location.IsInSource)
            yield break;
        var text = location.SourceTree!.GetText();
        var line = text.Lines.GetLineFromPosition(location.SourceSpan.Start);
        var source = sourceLine(location.SourceTree.FilePath, line.LineNumber + 1) ?? text.ToString(line.Span);
        var column = Math.Min(location.SourceSpan.Start - line.Start, source.Length);
        var width = Math.Clamp(location.SourceSpan.Length, 1, Math.Max(1, source.Length - column));
        // A long line is cut around the place.
        var from = Math.Max(0, column - 80);
        var shown = source.Substring(from, Math.Min(source.Length - from, 160));
        yield return "    " + shown.Replace('\t', ' ');
        yield return "    "
            + new string(' ', column - from)
            + new string('^', Math.Max(1, Math.Min(width, shown.Length - (column - from))));
    }

    private static IEnumerable<(string File, int Line, string? Function, string? Source)> UserFrames(Exception exception)
    {
        var isInnermost = true;
        var byHelper = false;
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetMethod() is not { } method)
                continue;
            if (CellAssemblyContext.Of(method.Module.Assembly) is not { } cells)
            {
                byHelper = method.DeclaringType is { Name: "ThrowHelpers", Namespace: "Internal.Runtime.CompilerHelpers" };
                continue;
            }
            if (method.IsDefined(typeof(StackTraceHiddenAttribute), inherit: false))
                continue;
            var (file, line) = (NameOf(frame.GetFileName()), frame.GetFileLineNumber());
            if (isInnermost && (byHelper || line == 0))
                (file, line) = Begun(exception, cells.Symbols.FaultingLines(method)) ?? (file, line);
            if (file is null || line == 0)
                continue;
            isInnermost = false;
            yield return (file, line, FunctionName(method), cells.SourceLine(file, line));
        }
    }

    /// <summary>
    /// Where an exception arose whose line the runtime does not tell: it jumps to one place of a function for all array indices there.
    /// </summary>
    private static (string? File, int Line)? Begun(Exception exception, IReadOnlyList<(string File, int Line)> candidates)
    {
        var known = candidates.Select(place => (File: NameOf(place.File), place.Line)).ToArray();
        return CellPlace.Of(exception) is { } begun && (known.Length == 0 || known.Contains((NameOf(begun.File), begun.Line)))
                ? (NameOf(begun.File), begun.Line)
            : known.Length > 0 ? known[0]
            : null;
    }

    // The compiler makes a path of a cell's name.
    private static string? NameOf(string? file) => Path.IsPathRooted(file) ? Path.GetFileName(file) : file;

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
