using System.Runtime.CompilerServices;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Provenance;
using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>
/// The state of one notebook: it runs command lines and keeps what they made, by variable. Commands run one at a time; reading the state
/// is safe from any thread.
/// </summary>
public abstract class CommandSession : ICommandSession
{
    private readonly Lock _gate = new();
    private readonly List<SessionObject> _objects = [];
    private readonly List<SessionLine> _lines = [];
    private readonly ConditionalWeakTable<object, object> _tokens = [];
    private readonly Dictionary<string, NotebookParameter> _parameters = new(StringComparer.Ordinal);
    private readonly Func<HelpPage, MimeBundle> _showHelp;
    private readonly Func<IReadOnlyList<StaleValue>, MimeBundle> _showStale;
    private HashSet<string> _stale = [];

    /// <param name="catalogue">The commands; each is an <see cref="IGlmCommand"/>.</param>
    /// <param name="progress">Shows how far a command is.</param>
    /// <param name="showHelp">Makes a display of a help page.</param>
    /// <param name="showStale">Makes a display of results that do not follow from the session any more.</param>
    /// <param name="contentOf">Says what a result holds, so that it can be compared with that of another run.</param>
    /// <exception cref="ArgumentException">The catalogue declares a command that cannot run.</exception>
    protected CommandSession(
        CommandCatalogue catalogue,
        ProgressFactory progress,
        Func<HelpPage, MimeBundle> showHelp,
        Func<IReadOnlyList<StaleValue>, MimeBundle> showStale,
        Func<object, ResultContent> contentOf
    )
    {
        if (catalogue.Commands.FirstOrDefault(command => command is not IGlmCommand) is { } declared)
            throw new ArgumentException($"Command {declared.Name} is declared but cannot run.", nameof(catalogue));
        (Catalogue, Progress, _showHelp, _showStale, ContentOf) = (catalogue, progress, showHelp, showStale, contentOf);
    }

    /// <inheritdoc/>
    public CommandCatalogue Catalogue { get; }

    /// <summary>Shows how far a command is.</summary>
    public ProgressFactory Progress { get; }

    /// <summary>Whose results commands take where they still hold; null to run all of them.</summary>
    public EarlierRun? Earlier { get; init; }

    /// <summary>Says what a result holds.</summary>
    internal Func<object, ResultContent> ContentOf { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SessionObject> Objects
    {
        get
        {
            lock (_gate)
                return [.. _objects];
        }
    }

    /// <summary>What the session keeps, the newest last, each as its variable is now.</summary>
    /// <param name="valueOf">What a C# variable holds; null for nothing.</param>
    public IReadOnlyList<SessionObject> ObjectsNow(Func<string, object?> valueOf) =>
        [.. Objects.Select(kept => kept with { Value = valueOf(kept.Variable) ?? kept.Value })];

    /// <inheritdoc/>
    public T? Current<T>()
        where T : class => Newest<T>()?.Value as T;

    /// <summary>The variable of <see cref="Current{T}"/>; null if there is none.</summary>
    public string? CurrentVariable<T>()
        where T : class => Newest<T>()?.Variable;

    /// <summary>Makes an object the newest of its type. What the variable held before is forgotten.</summary>
    public void Remember(string variable, object value)
    {
        lock (_gate)
        {
            _objects.RemoveAll(kept => kept.Variable == variable);
            _objects.Add(new SessionObject(variable, value));
        }
    }

    /// <summary>Reads and runs one line; shows help if the line asks for it.</summary>
    /// <param name="line">Starts with <c>#!glm</c>.</param>
    /// <param name="host">Where the command shows things and finds variables.</param>
    /// <exception cref="GlmException">A mistake of the user, in one line.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted the cell.</exception>
    /// <exception cref="InternalErrorException">A defect; the cause is the inner exception.</exception>
    public Task RunLineAsync(string line, INotebookHost host) =>
        RunAsync(CommandLine.Parse(line, Catalogue, new ParameterCheck(host, ParameterOf)), host);

    /// <summary>Keeps a parameter of the notebook: whoever sets its variable, <c>@name</c> gives only what it accepts.</summary>
    internal void Declare(NotebookParameter parameter)
    {
        lock (_gate)
            _parameters[parameter.Name] = parameter;
    }

    /// <summary>Runs a command line that was parsed, or bound, with the catalogue of this session.</summary>
    /// <param name="parsed">From <see cref="CommandLine"/>.</param>
    /// <param name="host">Where the command shows things and finds variables.</param>
    /// <inheritdoc cref="RunLineAsync"/>
    public async Task RunAsync(ParsedCommandLine parsed, INotebookHost host)
    {
        if (parsed.Arguments is not { } arguments)
        {
            host.Display(_showHelp(parsed.Command is { } asked ? CommandHelp.Of(asked) : CommandHelp.Of(Catalogue)));
            return;
        }
        var command = (IGlmCommand)parsed.Command!;
        var line = new SessionLine(command, arguments, Path.GetFullPath(host.WorkingDirectory));
        lock (_gate)
            _lines.Add(line);
        var context = new CommandContext(command, arguments, this, host, line);
        Exception? failure = null;
        var started = host.Clock.GetUtcNow();
        var from = host.Clock.GetTimestamp();
        using var files = FileTrace.Begin();
        try
        {
            host.Cancellation.ThrowIfCancellationRequested();
            if (command.NeedsTorch)
                NativeTorch.Ensure();
            if (Earlier?.Recall(line, context) is var (record, shown))
            {
                (line.Record, line.IsCompleted) = (record, true);
                host.Display(shown);
                return;
            }
            await command.RunAsync(context).ConfigureAwait(false);
            line.IsCompleted = true;
            files.Dispose();
            line.Record = RecordBuilder.Of(line, context, files, started, host.Clock.GetElapsedTime(from));
            context.Release(RecordJson.Metadata(line.Record));
            TellOfStale(line, host);
            // Last: where the folder refuses it, what the command made is there and was shown.
            FileRecords.Write(line, Records);
        }
        catch (Exception e)
        {
            failure = Translate(e, command, host.Cancellation);
            if (ReferenceEquals(failure, e))
                throw;
            throw failure;
        }
        finally
        {
            context.Release(metadata: null);
            context.CompleteProgress(failure);
        }
    }

    /// <summary>Says which results do not follow from the session any more since a command made something anew.</summary>
    private void TellOfStale(SessionLine line, INotebookHost host)
    {
        if (line.Makes.Count == 0)
            return;
        var stale = Staleness.Of(this, host, withFiles: false);
        var newly = stale.Where(value => !_stale.Contains(value.Variable)).ToArray();
        _stale = [.. stale.Select(value => value.Variable)];
        if (newly.Length > 0)
            host.Display(new MimeBundle(_showStale(newly).Parts) { Metadata = RecordJson.Passing });
    }

    /// <summary>How the results of the commands came to be that have completed, the newest last.</summary>
    public IReadOnlyList<CommandRecord> Records => [.. Lines.Select(line => line.Record).OfType<CommandRecord>()];

    /// <summary>Every command that has begun, the newest last.</summary>
    internal IReadOnlyList<SessionLine> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>The last completed command that made an object or changed it, before another; null where C# made it.</summary>
    internal SessionLine? MakerOf(object token, SessionLine? before = null)
    {
        lock (_gate)
        {
            var end = before is null ? _lines.Count : _lines.FindLastIndex(line => ReferenceEquals(line, before));
            return _lines.Take(end).LastOrDefault(line => line.Record is not null && line.Changes(token));
        }
    }

    /// <summary>Stands for an object without keeping it alive.</summary>
    internal object TokenOf(object value) => _tokens.GetValue(value, static _ => new object());

    internal SessionObject? Newest<T>()
        where T : class
    {
        lock (_gate)
            return _objects.FindLast(kept => kept.Value is T);
    }

    private NotebookParameter? ParameterOf(string name)
    {
        lock (_gate)
            return _parameters.GetValueOrDefault(name);
    }

    private Exception Translate(Exception e, IGlmCommand command, CancellationToken cancellation) =>
        e switch
        {
            GlmException mistake => Spelled(mistake, command),
            OperationCanceledException when cancellation.IsCancellationRequested => e,
            // The file system's own sentences name the path and the reason.
            IOException or UnauthorizedAccessException => new GlmException(
                $"{CommandCatalogue.Magic} {command.Name}: {LineText.Shown(e.Message, 300)}",
                e
            ),
            _ => new InternalErrorException(command.Name, e),
        };

    /// <summary>A mistake in the spelling of the command line: settings of the engine are named as options.</summary>
    /// <param name="mistake">From the engine.</param>
    /// <param name="command">Whose options come first.</param>
    public GlmException Spelled(GlmException mistake, ICommandDeclaration command) => mistake.Spell(setting => Spelled(setting, command));

    /// <summary>A setting of the engine as an option: of the command that ran, or else of the first one that has it.</summary>
    private string? Spelled(Setting setting, ICommandDeclaration command)
    {
        var option = Catalogue
            .Commands.Prepend(command)
            .SelectMany(any => any.Options)
            .FirstOrDefault(any => any.Property == setting.Name);
        return option is null ? null
            : setting.Value is null ? option.Name
            : $"{option.Name} {setting.Value}";
    }
}
