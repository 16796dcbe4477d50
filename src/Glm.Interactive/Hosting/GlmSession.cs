using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Progress;
using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>
/// The state of one notebook: what its commands made, by variable. Commands run one at a time; looking is safe from any thread.
/// </summary>
public sealed class GlmSession
{
    private readonly Lock _gate = new();
    private readonly List<SessionObject> _objects = [];

    /// <param name="catalogue">The commands; the standard ones where left out.</param>
    /// <param name="progress">Shows how far a command is; left out, a bar in one display.</param>
    public GlmSession(CommandCatalogue? catalogue = null, ProgressFactory? progress = null)
    {
        Catalogue = catalogue ?? CommandCatalogue.Standard;
        Progress = progress ?? (static (host, _) => new ProgressRenderer(host));
    }

    public CommandCatalogue Catalogue { get; }

    /// <summary>Shows how far a command is.</summary>
    public ProgressFactory Progress { get; }

    /// <summary>What the session keeps, the newest last.</summary>
    public IReadOnlyList<SessionObject> Objects
    {
        get
        {
            lock (_gate)
                return [.. _objects];
        }
    }

    /// <summary>The newest object of a type that a command made or was given by name, or null.</summary>
    public T? Current<T>()
        where T : class => Newest<T>()?.Value as T;

    /// <summary>The variable of <see cref="Current{T}"/>, or null.</summary>
    public string? CurrentVariable<T>()
        where T : class => Newest<T>()?.Variable;

    /// <summary>Makes an object the newest of its type. What the variable held before is let go.</summary>
    public void Remember(string variable, object value)
    {
        lock (_gate)
        {
            _objects.RemoveAll(kept => kept.Variable == variable);
            _objects.Add(new SessionObject(variable, value));
        }
    }

    /// <summary>Reads and runs one line; shows help where the line asks for it.</summary>
    /// <param name="line">Starts with <c>#!glm</c>.</param>
    /// <param name="host">Where the command shows things and finds variables.</param>
    /// <exception cref="GlmException">A mistake of the user, in one line.</exception>
    /// <exception cref="OperationCanceledException">The user interrupted the cell.</exception>
    /// <exception cref="InternalErrorException">A defect; the cause is the inner exception.</exception>
    public async Task RunLineAsync(string line, INotebookHost host)
    {
        var parsed = CommandLine.Parse(line, Catalogue, host);
        if (parsed.Arguments is not { } arguments)
        {
            host.Display(parsed.Command is { } asked ? CommandHelp.Of(asked) : CommandHelp.Of(Catalogue));
            return;
        }
        var context = new CommandContext(parsed.Command!, arguments, this, host);
        Exception? failure = null;
        try
        {
            host.Cancellation.ThrowIfCancellationRequested();
            if (parsed.Command!.NeedsTorch)
                NativeTorch.Ensure();
            await parsed.Command.RunAsync(context).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = Translate(e, parsed.Command!, host.Cancellation);
            if (ReferenceEquals(failure, e))
                throw;
            throw failure;
        }
        finally
        {
            context.CompleteProgress(failure);
        }
    }

    internal SessionObject? Newest<T>()
        where T : class
    {
        lock (_gate)
            return _objects.FindLast(kept => kept.Value is T);
    }

    private Exception Translate(Exception e, IGlmCommand command, CancellationToken cancellation) =>
        e switch
        {
            GlmException mistake => mistake.Spell(setting => Spelled(setting, command)),
            OperationCanceledException when cancellation.IsCancellationRequested => e,
            // The file system's own sentences name the path and the reason.
            IOException or UnauthorizedAccessException => new GlmException(
                $"{CommandCatalogue.Magic} {command.Name}: {LineText.Shown(e.Message, 300)}",
                e
            ),
            _ => new InternalErrorException(command.Name, e),
        };

    /// <summary>A setting of the engine as an option: of the command that ran, or else of the first one that has it.</summary>
    private string? Spelled(Setting setting, IGlmCommand command)
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
