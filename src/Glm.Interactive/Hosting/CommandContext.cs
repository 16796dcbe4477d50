using Glm.Interactive.CommandLanguage;
using Glm.Runtime;

namespace Glm.Interactive.Hosting;

/// <summary>What a command works with while it runs once.</summary>
public sealed class CommandContext : IOptionSource
{
    private readonly IGlmCommand _command;
    private readonly List<ICompletableProgress> _progress = [];
    private readonly SessionLine _line;
    private readonly List<(SessionLine.Use Use, object Value)> _used = [];
    private readonly List<(string Variable, object Value)> _made = [];
    private MimeBundle? _held;

    internal CommandContext(
        IGlmCommand command,
        CommandArguments arguments,
        CommandSession session,
        INotebookHost host,
        SessionLine line
    ) => (_command, Arguments, Session, Host, _line) = (command, arguments, session, host, line);

    /// <summary>The values of the line.</summary>
    public CommandArguments Arguments { get; }

    public CommandSession Session { get; }

    public INotebookHost Host { get; }

    /// <summary>What the session keeps, the newest last, each as its variable is now.</summary>
    public IReadOnlyList<SessionObject> Objects => Session.ObjectsNow(name => Host.TryGetVariable(name, out var now) ? now : null);

    /// <summary>Cancelled when the user interrupts the cell; every loop polls it.</summary>
    public CancellationToken Cancellation => Host.Cancellation;

    /// <summary>Shows something below the cell, once the command ends or shows the next thing.</summary>
    public void Display(MimeBundle content)
    {
        Release(metadata: null);
        _held = content;
    }

    /// <summary>What the command used so far, and the objects.</summary>
    internal IReadOnlyList<(SessionLine.Use Use, object Value)> Used => _used;

    /// <summary>What the command made so far, or trained.</summary>
    internal IReadOnlyList<(string Variable, object Value)> Made => _made;

    /// <summary>What the command showed last and is not shown yet: the record of the command goes with it.</summary>
    internal MimeBundle? Held => _held;

    /// <summary>Shows what is held back.</summary>
    internal void Release(string? metadata)
    {
        if (_held is { } content)
            Host.Display(metadata is null ? content : new MimeBundle(content.Parts) { Metadata = metadata });
        _held = null;
    }

    /// <summary>Starts a progress display; it ends when the command does.</summary>
    /// <param name="activity">For example "train".</param>
    public IProgress<ProgressReport> Progress(string activity)
    {
        var progress = Session.Progress(Host, activity);
        if (progress is ICompletableProgress completable)
            _progress.Add(completable);
        return progress;
    }

    /// <summary>
    /// The value of an option: as given, else its default, else null. A path starts from the notebook's folder. An object is the variable
    /// that the line names, else the newest of its type that a command made or was given by name; one made in C# counts once it has been
    /// named.
    /// </summary>
    /// <param name="option">An option that the command declares.</param>
    /// <exception cref="GlmException">No such variable, one of another type, or nothing of that type yet.</exception>
    public T Get<T>(Option<T> option) => Arguments.Get(option, this);

    /// <summary>
    /// The newest object of a type that a command made or was given by name. Reassigning a command's variable in C# counts at once.
    /// </summary>
    /// <exception cref="GlmException">There is nothing of that type yet.</exception>
    public T Newest<T>()
        where T : class => NewestOrNull<T>() ?? throw NothingYet<T>(null);

    /// <summary>What a variable holds that an option names, whatever its type; null where the line does not give the option.</summary>
    /// <exception cref="GlmException">There is no such variable, or it is null.</exception>
    public object? Named(Option<object> option)
    {
        if (Arguments.Written(option) is not { } name)
            return null;
        if (!Host.TryGetVariable(name, out var held) || held is null)
            throw new GlmException($"{Where}: there is no C# variable '{name}'. #!glm info lists the session's objects.");
        NoteUse(option.Name, name, held);
        return held;
    }

    /// <summary>As <see cref="Newest{T}"/>, but null if there is nothing of that type yet.</summary>
    public T? NewestOrNull<T>()
        where T : class => NewestOrNull<T>(option: null);

    /// <summary>
    /// Makes the result a C# variable, under the name that the option for it (<c>--as</c>) gives, and the session's newest of its type.
    /// </summary>
    /// <param name="result">What the command made.</param>
    /// <param name="standard">
    /// Name to use if the line gives none and the default of the command is meant for another kind of result; null for that default.
    /// </param>
    public void Publish<T>(T result, string? standard = null)
        where T : class
    {
        var option = _command.Options.Single(declared => declared.Kind == OptionKind.NewVariable);
        var name = standard is not null && !Arguments.Has(option) ? standard : Arguments.Written(option)!;
        Keep(name, result);
    }

    /// <summary>
    /// Makes a by-product of the command a C# variable too, and the session's newest of its type: what later commands read unless told
    /// otherwise.
    /// </summary>
    /// <param name="name">Of the variable.</param>
    /// <param name="value">What the command made beside its result.</param>
    public void Keep<T>(string name, T value)
        where T : class => Keep(name, value, typeof(T));

    /// <summary>As <see cref="Keep{T}"/>, where only the object knows its type.</summary>
    /// <param name="name">Of the variable.</param>
    /// <param name="value">The object.</param>
    /// <param name="type">Type of the variable.</param>
    public void Keep(string name, object value, Type type)
    {
        Host.SetVariable(name, value, type);
        Session.Remember(name, value);
        _line.Makes.Add(new SessionLine.Made(name, value.GetType(), Session.TokenOf(value)));
        _made.Add((name, value));
    }

    /// <summary>Notes for the session that the command uses an object, so that its making can be repeated.</summary>
    /// <param name="option">The option that stands for it; null for none.</param>
    /// <param name="variable">The variable that holds it.</param>
    /// <param name="value">The object.</param>
    internal void NoteUse<T>(string? option, string variable, T value)
        where T : class
    {
        var use = new SessionLine.Use(option, variable, typeof(T), Session.TokenOf(value));
        _line.Uses.Add(use);
        _used.Add((use, value));
    }

    internal void CompleteProgress(Exception? failure)
    {
        foreach (var progress in _progress)
            progress.Complete(failure);
    }

    /// <summary>As written where that will do: a report that is passed on should not reveal where its author keeps files.</summary>
    string IOptionSource.PathOf(string written) =>
        Path.GetFullPath(Host.WorkingDirectory) == Environment.CurrentDirectory
            ? written
            : Path.GetFullPath(written, Host.WorkingDirectory);

    T IOptionSource.Object<T>(CommandOption option, string? variable)
    {
        if (variable is null)
            return NewestOrNull<T>(option.Name) ?? throw NothingYet<T>(option.Name);
        var named = Named<T>(option.Name, variable);
        Session.Remember(variable, named);
        NoteUse(option.Name, variable, named);
        return named;
    }

    private T? NewestOrNull<T>(string? option)
        where T : class
    {
        if (Session.Newest<T>() is not { } newest)
            return null;
        var value = Host.TryGetVariable(newest.Variable, out var now) && now is T reassigned ? reassigned : (T)newest.Value;
        NoteUse(option, newest.Variable, value);
        return value;
    }

    private string Where => $"{CommandCatalogue.Magic} {_command.Name}";

    private T Named<T>(string option, string name)
        where T : class
    {
        var wanted = Session.Catalogue.Vocabulary.Words(typeof(T));
        if (!Host.TryGetVariable(name, out var value))
        {
            var near = NearestName.Of(name, Host.VariableNames) is { } guess
                ? $" Did you mean '{guess}'?"
                : $" Name one with {wanted}{Fitting<T>()}.";
            throw new GlmException($"{Where}: {option} names '{name}', but there is no C# variable of that name.{near}");
        }
        if (value is T fitting)
            return fitting;
        var held = value is null ? "nothing (null)" : Session.Catalogue.Vocabulary.Words(value.GetType());
        throw new GlmException($"{Where}: {option} names '{name}', which holds {held}; it must hold {wanted}{Fitting<T>()}.");
    }

    private GlmException NothingYet<T>(string? option)
        where T : class
    {
        var makers = Session
            .Catalogue.Commands.Where(command => command.Result is { } made && typeof(T).IsAssignableFrom(made))
            .Select(command => $"{CommandCatalogue.Magic} {command.Name}")
            .ToArray();
        var remedy = makers.Length > 0 ? $" Run {string.Join(" or ", makers)} first" : " Make one first";
        var byName = option is null ? "" : $", or name a C# variable by {option} NAME{Fitting<T>()}";
        return new GlmException(
            $"{Where}: it needs {Session.Catalogue.Vocabulary.Words(typeof(T))}, and no command has made any yet.{remedy}{byName}."
        );
    }

    /// <summary>", such as a, b" for the variables of the type; empty where the host lists none.</summary>
    private string Fitting<T>()
    {
        var names = Host
            .VariableNames.Where(name => Host.TryGetVariable(name, out var value) && value is T)
            .Order(StringComparer.Ordinal)
            .Take(5)
            .ToArray();
        return names.Length == 0 ? "" : $", such as {string.Join(", ", names)}";
    }
}
