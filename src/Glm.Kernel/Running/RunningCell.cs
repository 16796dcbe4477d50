using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Kernel.CSharp;
using Glm.Kernel.Outputs;
using Glm.Runtime;

namespace Glm.Kernel.Running;

/// <summary>A cell while it runs, and afterwards for what it left behind: what C#, commands and magics see of the notebook.</summary>
/// <param name="runner">Runs the cell.</param>
/// <param name="output">Where everything it shows goes.</param>
/// <param name="name">What messages call it: "cell 3".</param>
internal sealed class RunningCell(CellRunner runner, CellOutput output, string name) : INotebookHost, ICellSurface, IDisposable
{
    // A command that was told to stop may still have a checkpoint to write.
    private static readonly TimeSpan CommandGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SayAfter = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Stack<string> _importing = new();

    public CellRunner Runner => runner;

    public CellOutput Output => output;

    public CancellationToken Cancellation => _stop.Token;

    public TimeProvider Clock => runner.Clock;

    public string WorkingDirectory => runner.Engine.WorkingDirectory;

    public IReadOnlyList<CellVariable> Variables => runner.Engine.Variables;

    public IEnumerable<string> VariableNames => Variables.Select(variable => variable.Name);

    /// <summary>Runs source in the language that its first line, or else its notebook, names.</summary>
    public CellError? Run(string source, string? language = null)
    {
        var before = CellDisposal.Count;
        CellError? error;
        Exception? failure;
        try
        {
            error = RunAs(source, language);
        }
        finally
        {
            failure = CellDisposal.Run(left: before);
        }
        return error ?? (failure is null ? null : CellErrors.FromException(failure));
    }

    private CellError? RunAs(string source, string? language)
    {
        if (CellMagics.OwnerOf(source, out var rest, out var isHelp) is { IsLanguage: false } owner)
            return isHelp ? Show(HelpView.Create("", owner.Help)) : owner.Run(this, rest);
        if (language is null or "glm" or ".NET")
            return RunSegments(CellSplitter.Split(source));
        return CellMagics.Find(language) is { IsLanguage: true } magic
            ? RunSegments(CellSplitter.Split(source, magic.IsText ? magic.Name : null))
            : throw CellMagics.NotHosted(language);
    }

    /// <summary>Forgets variables.</summary>
    /// <param name="names">One or more, with spaces between them.</param>
    public CellError? Forget(string names)
    {
        foreach (var variable in names.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (!runner.Engine.Forget(variable))
                throw new GlmException($"#!forget: there is no variable {LineText.Quoted(variable)}; #!who lists them.");
        return null;
    }

    /// <summary>Runs a line that begins with <c>#!glm</c>.</summary>
    public CellError? RunCommand(string line)
    {
        output.Variable = ResultOf(line);
        try
        {
            CellPump.Run(
                async () =>
                {
                    await runner.RunCommandAsync(line, this).ConfigureAwait(true);
                    return true;
                },
                CommandGrace,
                _stop.Token
            );
        }
        finally
        {
            output.Variable = null;
        }
        return null;
    }

    /// <summary>Runs the cells of a file in this cell's place. Files that it imports in turn are looked for beside it.</summary>
    public CellError? Import(string file)
    {
        var path = Path.GetFullPath(file, _importing.TryPeek(out var importer) ? Path.GetDirectoryName(importer)! : WorkingDirectory);
        if (_importing.Contains(path))
            throw new GlmException(
                $"{file}: it imports itself, by way of {string.Join(", ", _importing.Select(Path.GetFileName))}. Break the circle."
            );
        var (before, imported) = (name, ImportedFile.Read(path, file));
        _importing.Push(path);
        try
        {
            for (var i = 0; i < imported.Count && !_stop.IsCancellationRequested; i++)
            {
                name = $"{Path.GetFileName(path)} cell {i + 1}";
                var (source, language) = imported[i];
                var error = Caught(() => Run(source, language));
                if (error is { Name: not CellError.Interrupted })
                    return error with
                    {
                        Message = $"{file}, cell {i + 1}: {error.Message}",
                        Traceback = [$"{file}, cell {i + 1}:", .. error.Traceback],
                    };
                if (error is not null)
                    return error;
            }
            return _stop.IsCancellationRequested ? CellError.Stopped : null;
        }
        finally
        {
            _importing.Pop();
            name = before;
        }
    }

    /// <summary>Shows content; never fails.</summary>
    public CellError? Show(MimeBundle content)
    {
        Display(content);
        return null;
    }

    /// <summary>Runs what may throw: a mistake of the user, an interruption, or a defect becomes an error to show.</summary>
    public CellError? Caught(Func<CellError?> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception)
        {
            return CellErrors.Unwrap(exception) switch
            {
                GlmException mistake => CellError.OneLine(nameof(GlmException), mistake.Message),
                OperationCanceledException or ThreadInterruptedException when _stop.IsCancellationRequested => CellError.Stopped,
                var other => CellError.OneLine(other.GetType().Name, $"{other.GetType().Name}: {other.Message.ReplaceLineEndings(" ")}"),
            };
        }
    }

    /// <summary>Interrupts the cell. Returns at once.</summary>
    public void Stop()
    {
        CellInterrupt.Requested = true;
        // Not on the caller's thread, which may be a signal's or a socket's, nor on the pool's, all of which the cell may have taken.
        new Thread(() =>
        {
            _stop.Cancel();
            if (!_ended.Wait(SayAfter))
                output.Write(
                    isError: true,
                    "The cell has not stopped yet: it is in native code or a wait that cannot be broken off. It stops when that returns.\n"
                );
        })
        {
            IsBackground = true,
            Name = "interrupt",
        }.Start();
    }

    public string Display(MimeBundle content)
    {
        var id = Guid.NewGuid().ToString("N");
        output.Display(content, id);
        return id;
    }

    public string Display(object? value, IReadOnlyList<string> mimeTypes) =>
        Display(mimeTypes.Count == 0 ? runner.ToBundle(value) : Formatters.ToBundle(value, mimeTypes));

    // With the newest cell's output, as front ends expect it, whichever cell made the display.
    public void Update(string displayId, MimeBundle content) => (runner.NewestOutput ?? output).Update(displayId, content);

    public void Update(string displayId, object? value) => Update(displayId, runner.ToBundle(value));

    public void Clear(bool wait) => output.Clear(wait);

    public string? ReadLine(string prompt, bool password) => output.ReadLine(prompt, password, _stop.Token);

    public void SetVariable(string name, object value, Type type) => runner.Engine.SetVariable(name, value, type);

    public bool TryGetVariable(string name, out object? value) => runner.Engine.TryGetVariable(name, out value);

    // As Polyglot notebooks ask: @input:question and @password:question.
    public bool TryGetReference(string reference, string option, out object? value)
    {
        if (reference.Split(':', 2) is not [("input" or "password") and var kind, var question])
            return TryGetVariable(reference, out value);
        value = ReadLine(question + " ", password: kind == "password");
        return value is not null;
    }

    // The source is left to the collector: what the cell left behind may still look at its token.
    public void Dispose() => _ended.Set();

    // Nothing runs if C# further down does not even parse: a long command before it would be lost work.
    private CellError? RunSegments(IReadOnlyList<CellSegment> segments)
    {
        foreach (var segment in segments)
        {
            if (segment.IsMagic)
                CellMagics.Require(segment, out _, out _);
            else if (CSharpEngine.CheckSyntax(segment.Text, name) is { } syntaxError)
                return syntaxError;
        }
        for (var i = 0; i < segments.Count; i++)
        {
            if (_stop.IsCancellationRequested)
                return CellError.Stopped;
            var error = segments[i].IsMagic ? RunMagic(segments[i]) : RunCode(segments[i], showValue: IsLastOfItsLanguage(segments, i));
            if (error is not null)
                return error;
        }
        return null;
    }

    private static bool IsLastOfItsLanguage(IReadOnlyList<CellSegment> segments, int i) =>
        i == segments.Count - 1 || segments[i + 1].IsMagic && CellMagics.IsLanguage(segments[i + 1].Text);

    private CellError? RunMagic(CellSegment segment)
    {
        var magic = CellMagics.Require(segment, out var text, out var isHelp);
        var error = Caught(() => isHelp ? Show(HelpView.Create("", magic.Help)) : magic.Run(this, text));
        return error is null ? null : error with { Line = segment.Line };
    }

    private CellError? RunCode(CellSegment segment, bool showValue)
    {
        var result = runner.Engine.Run(segment.Text, name, _stop.Token);
        // What display(x) gives back was shown already.
        if (result.Error is null && showValue && result.HasValue && result.Value is not DisplayHandle)
        {
            var last = segment.Text.TrimEnd().Split('\n')[^1].Trim();
            output.Variable = CSharpName.IsValid(last) ? last : null;
            output.Result(runner.ToBundle(result.Value));
            output.Variable = null;
        }
        return result.Error;
    }

    /// <summary>The variable that a command makes, or else the command's name; null for a line that is no command.</summary>
    private static string? ResultOf(string line)
    {
        try
        {
            return CommandLine.Parse(line, StandardCommands.Catalogue) is { Command: { } command, Arguments: { } arguments }
                ? command.Options.FirstOrDefault(option => option.Kind == OptionKind.NewVariable) is { } made
                    ? arguments.Written(made)
                    : command.Name
                : null;
        }
        catch (GlmException) // which running the line will say
        {
            return null;
        }
    }
}
