using System.Reflection;
using System.Text.Json;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display;
using Glm.Interactive.Display.Charts;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Polyglot;

/// <summary>
/// The commands as .NET Interactive (Polyglot Notebooks) sees them. That host's own API is known only to the script <c>register.csx</c>,
/// which the
/// host compiles when the package is loaded; all that it does is to pass lines, cursors and cells on to this class. Thread-safe.
/// </summary>
public sealed class PolyglotBridge
{
    private const string ScriptResource = "Glm.Polyglot.register.csx";

    private static readonly string[] Needed =
    [
        "Microsoft.DotNet.Interactive.Directives.KernelActionDirective",
        "Microsoft.DotNet.Interactive.Directives.KernelDirectiveParameter",
        "Microsoft.DotNet.Interactive.Commands.KernelDirectiveCommand",
        "Microsoft.DotNet.Interactive.Events.DisplayedValueUpdated",
    ];

    private readonly ChartLoader _charts = new();
    private object? _cell;

    internal PolyglotBridge(GlmSession session) => Session = session;

    /// <summary>The bridge of this process, which is one notebook's.</summary>
    public static PolyglotBridge Current { get; } = new(new GlmSession());

    /// <summary>What the commands of this notebook made.</summary>
    public GlmSession Session { get; }

    /// <summary>The commands to register, in the order in which help lists them.</summary>
    public IReadOnlyList<IGlmCommand> Commands => Session.Catalogue.Commands;

    /// <summary>The C# that binds the commands to a host; to be submitted to its C# kernel.</summary>
    public static string Script
    {
        get
        {
            using var stream = typeof(PolyglotBridge).Assembly.GetManifestResourceStream(ScriptResource)
                ?? throw new InvalidOperationException($"This build lacks its resource {ScriptResource}.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>What <see cref="Script"/> needs and a host lacks, in a few words; null if nothing obvious.</summary>
    /// <param name="host">The host's core library.</param>
    public static string? MissingIn(Assembly host) =>
        Array.Find(Needed, name => host.GetType(name) is null) is { } missing ? $"it has no {missing}" : null;

    /// <summary>One line about a host that lacks what <see cref="Script"/> needs, or in which it does not compile.</summary>
    /// <param name="host">The host's core library.</param>
    /// <param name="failure">What is missing, or what its compiler said.</param>
    public static string Unsuitable(Assembly host, string failure)
    {
        var version = host.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
            ?? host.GetName().Version?.ToString()
            ?? "unknown";
        return $"Glm.Interactive cannot be added to this host, .NET Interactive {LineText.Shown(version)}: use one of December 2025 or "
            + $"later (the last is 1.0.712001), or the Jupyter kernel glm. "
            + $"What is wrong: {LineText.Shown(failure.Trim().Split('\n')[0].Trim(), 300)}";
    }

    /// <summary>
    /// Teaches the host's formatters this project's results, loads libtorch, and says what was found and what to do next. Never throws for
    /// what it finds.
    /// </summary>
    public MimeBundle Start()
    {
        HostLibraries.Accept();
        GlmFormatters.RegisterResults();
        return PolyglotWelcome.Create(Session.Catalogue);
    }

    /// <summary>Runs a command line, or shows the help that it asks for.</summary>
    /// <param name="line">Starts with <c>#!glm</c>.</param>
    /// <param name="host">Where the command shows things and finds variables.</param>
    /// <returns>Null, or the one line that says why it failed. The task itself never fails.</returns>
    public async Task<string?> RunAsync(string line, INotebookHost host)
    {
        try
        {
            // Away from the host's own thread, which must stay free for the interrupt.
            await Task.Run(() => Session.RunLineAsync(line, host)).ConfigureAwait(false);
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

    /// <summary>The line that a host's command object stands for, where the host does not tell the line as the user wrote it.</summary>
    /// <param name="directive">What was invoked, for example "#!glm load".</param>
    /// <param name="values">The given options by name in camel case ("min-genes" as "minGenes").</param>
    public string LineOf(string directive, IReadOnlyDictionary<string, JsonElement> values)
    {
        var command = Session.Catalogue.Find(directive.Split(' ')[^1]);
        var given = (command?.Options ?? [])
            .Select(option => Written(option, values.GetValueOrDefault(Key(option.Name))))
            .Where(text => text.Length > 0);
        return string.Join(' ', given.Prepend(directive));
    }

    /// <summary>
    /// A value that the host has put in place of <c>@input:...</c>, <c>@password:...</c> or another kernel's variable; false where the
    /// option has none.
    /// </summary>
    /// <param name="option">With its dashes, for example "--min-genes".</param>
    /// <param name="values">As for <see cref="LineOf"/>.</param>
    /// <param name="value">A text, number or truth value.</param>
    public static bool TryGetBound(string option, IReadOnlyDictionary<string, JsonElement> values, out object? value)
    {
        value = values.GetValueOrDefault(Key(option)) switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var whole) ? (object)whole : number.GetDouble(),
            { ValueKind: JsonValueKind.True or JsonValueKind.False } truth => truth.GetBoolean(),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>What may stand at the cursor of a command line; null if the cursor is not in one.</summary>
    /// <param name="code">A cell.</param>
    /// <param name="line">Line of the cursor, from 0.</param>
    /// <param name="character">Characters before the cursor in its line.</param>
    /// <param name="host">Lists variables and says where relative paths start.</param>
    public IReadOnlyList<CompletionItem>? Complete(string code, int line, int character, INotebookHost host) =>
        CommandLineAt(code, line) is { } text ? CommandCompletion.Complete(text, character, Session, host) : null;

    /// <summary>What the word at a place means; null if the place is not in a command line or there is nothing to say.</summary>
    /// <inheritdoc cref="Complete"/>
    public MimeBundle? Hover(string code, int line, int character, INotebookHost host) =>
        CommandLineAt(code, line) is { } text && CommandHover.Describe(text, character, Session, host)?.Plain is { } plain
            ? new MimeBundle(new Dictionary<string, string> { ["text/markdown"] = $"```\n{plain}\n```", [MimeBundle.PlainText] = plain })
            : null;

    /// <summary>
    /// Call before each part of a cell that the host runs, in the flow of execution of that part. Charts of one cell share one copy of
    /// Plotly.js, and
    /// a mistyped command at its end is known before hours of training at its start.
    /// </summary>
    /// <param name="cell">The same object for all parts of a cell, another one for the next cell or the next run.</param>
    /// <param name="code">The whole cell.</param>
    /// <returns>What is wrong with a command line of the cell as it is written, told once; null if nothing is. Values of variables are not
    /// looked at yet.</returns>
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

    private static string Written(CommandOption option, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => "",
            JsonValueKind.True when option.Kind == OptionKind.Flag => option.Name,
            JsonValueKind.String => $"{option.Name} {CommandWord.Quote(value.GetString()!)}",
            _ => $"{option.Name} {CommandWord.Quote(value.GetRawText())}",
        };

    /// <summary>The host's name for an option: "--min-genes" is "minGenes".</summary>
    private static string Key(string option)
    {
        var words = option.TrimStart('-').Split('-');
        return words[0] + string.Concat(words.Skip(1).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }
}
