using System.Text.Json;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Hosting;
using Glm.Interactive.Results;
using Glm.Runtime;

namespace Glm.Interactive.Polyglot;

/// <summary>
/// The commands as .NET Interactive (Polyglot Notebooks) sees them, one object per notebook: lines, cursors and cells come in, and what
/// there is to say about them goes out. Knows none of the host's types. Thread-safe.
/// </summary>
internal sealed class PolyglotBridge(GlmSession session)
{
    private readonly ChartLoader _charts = new();
    private object? _cell;

    /// <summary>What the commands of this notebook made.</summary>
    public GlmSession Session => session;

    /// <summary>The commands to register, in the order in which help lists them.</summary>
    public IReadOnlyList<ICommandDeclaration> Commands => Session.Catalogue.Commands;

    /// <summary>Teaches the host's formatters this project's results. Calling it again changes nothing.</summary>
    public void Prepare()
    {
        HostLibraries.Accept();
        GlmFormatters.RegisterResults();
    }

    /// <summary>Loads libtorch, and says what was found and what to do next. A missing libtorch is reported, not thrown.</summary>
    public MimeBundle Welcome() => PolyglotWelcome.Create(Session.Catalogue);

    /// <summary>Runs a command line, or shows the help that it asks for.</summary>
    /// <param name="line">Starts with <c>#!glm</c>.</param>
    /// <param name="host">Where the command shows things and finds variables.</param>
    /// <returns>Null, or the one line that says why it failed. The task itself never fails.</returns>
    public Task<string?> RunAsync(string line, INotebookHost host) =>
        RunAsync(() => CommandLine.Parse(line, Session.Catalogue, host), host);

    /// <summary>Runs a command whose values the host has parsed already, for a host that does not keep the line as written.</summary>
    /// <param name="directive">What was invoked, for example "#!glm load".</param>
    /// <param name="values">The given options by name in camel case ("min-genes" as "minGenes").</param>
    /// <param name="host">Where the command shows things and finds variables.</param>
    /// <inheritdoc cref="RunAsync(string, INotebookHost)"/>
    public Task<string?> RunAsync(string directive, IReadOnlyDictionary<string, JsonElement> values, INotebookHost host)
    {
        var command = directive.Split(' ')[^1];
        var options = Session.Catalogue.Find(command)?.Options ?? [];
        var given = options.Select(option => KeyValuePair.Create(option.Name, Value(values, option.Name)));
        return RunAsync(() => CommandLine.Bind(command, given, Session.Catalogue), host);
    }

    /// <summary>
    /// The value that the host has substituted for <c>@input:...</c>, <c>@password:...</c> or another kernel's variable; false if the
    /// option has none.
    /// </summary>
    /// <param name="option">With its dashes, for example "--min-genes".</param>
    /// <param name="values">The given options by name in camel case.</param>
    /// <param name="value">A string, number or boolean.</param>
    public static bool TryGetBound(string option, IReadOnlyDictionary<string, JsonElement> values, out object? value)
    {
        value = Value(values, option);
        return value is not null;
    }

    /// <summary>Completions at the cursor of a command line; null if the cursor is not in one.</summary>
    /// <param name="code">A cell.</param>
    /// <param name="line">Line of the cursor, from 0.</param>
    /// <param name="character">Characters before the cursor in its line.</param>
    /// <param name="host">Lists variables, and knows the folder from which relative paths start.</param>
    public IReadOnlyList<CompletionItem>? Complete(string code, int line, int character, INotebookHost host) =>
        CommandLineAt(code, line) is { } text ? CommandCompletion.Complete(text, character, Session, host) : null;

    /// <summary>Explains the word at a position; null outside command lines, or if there is nothing to say.</summary>
    /// <inheritdoc cref="Complete"/>
    public MimeBundle? Hover(string code, int line, int character, INotebookHost host) =>
        CommandLineAt(code, line) is { } text && CommandHover.Describe(text, character, Session, host)?.Plain is { } plain
            ? new MimeBundle(new Dictionary<string, string> { ["text/markdown"] = $"```\n{plain}\n```", [MimeBundle.PlainText] = plain })
            : null;

    /// <summary>
    /// Call before each part of a cell that the host runs, in the flow of execution of that part. Charts of one cell then share one copy
    /// of Plotly.js, and a mistyped command at the end of a cell is reported before hours of training at its start.
    /// </summary>
    /// <param name="cell">The same object for all parts of a cell, another one for the next cell or the next run.</param>
    /// <param name="code">The whole cell.</param>
    /// <returns>
    /// The first mistake in the cell's command lines as written, reported once per run; null if there is none. Values of variables are not
    /// checked yet.
    /// </returns>
    public string? EnterCell(object cell, string code)
    {
        var before = Interlocked.Exchange(ref _cell, cell);
        var isNew = !ReferenceEquals(before, cell);
        if (before is null)
            GlmFormatters.RegisterFrames();
        if (isNew)
            _charts.BeginCell("");
        ChartLoader.Current = _charts;
        return isNew ? code.Split('\n').Where(IsCommandLine).Select(Mistake).FirstOrDefault(mistake => mistake is not null) : null;
    }

    private string? Mistake(string line)
    {
        try
        {
            CommandLine.Parse(line, Session.Catalogue);
            return null;
        }
        catch (GlmException mistake)
        {
            return mistake.Message;
        }
    }

    private static bool IsCommandLine(string line) =>
        line.TrimStart().StartsWith(CommandCatalogue.Magic, StringComparison.Ordinal)
        && line.TrimStart()[CommandCatalogue.Magic.Length..] is "" or [' ' or '\t' or '\r', ..];

    private static string? CommandLineAt(string code, int line) =>
        code.Split('\n').ElementAtOrDefault(line) is { } text && IsCommandLine(text) ? text.TrimEnd('\r') : null;

    private async Task<string?> RunAsync(Func<ParsedCommandLine> read, INotebookHost host)
    {
        try
        {
            var parsed = read();
            // Off the host's own thread, which must stay free to receive an interrupt.
            await Task.Run(() => Session.RunAsync(parsed, host)).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (host.Cancellation.IsCancellationRequested)
        {
            return "Interrupted.";
        }
        catch (Exception e) when (e is GlmException or InternalErrorException)
        {
            return e.Message;
        }
    }

    /// <summary>A value as .NET has it; null if the option was not given.</summary>
    private static object? Value(IReadOnlyDictionary<string, JsonElement> values, string option) =>
        values.GetValueOrDefault(Key(option)) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var whole) ? (object)whole : number.GetDouble(),
            { ValueKind: JsonValueKind.True or JsonValueKind.False } truth => truth.GetBoolean(),
            _ => null,
        };

    /// <summary>The host's name for an option: "--min-genes" is "minGenes".</summary>
    private static string Key(string option)
    {
        var words = option.TrimStart('-').Split('-');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
