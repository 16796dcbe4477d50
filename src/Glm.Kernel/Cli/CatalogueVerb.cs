using System.CommandLine;
using System.Runtime.ExceptionServices;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>
/// A <c>#!glm</c> command as a verb of the program, made from the command's own declaration. Displays come out as plain text.
/// </summary>
internal static class CatalogueVerb
{
    public static Command Create(ICommandDeclaration command)
    {
        var verb = new Command(command.Name, command.Summary);
        var read = AddOptions(verb, command);
        if (command.Options.FirstOrDefault(option => option.IsImplicit) is { } option)
        {
            var argument = new Argument<string?>(option.Name.TrimStart('-').ToUpperInvariant())
            {
                Description = option.Description,
                Arity = option.IsRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            };
            verb.Arguments.Add(argument);
            read.Add((option.Name, parsed => parsed.GetValue(argument)));
        }
        verb.SetAction((parsed, _) => RunAsync(command.Name, read.Select(item => KeyValuePair.Create(item.Name, item.Value(parsed)))));
        return verb;
    }

    /// <summary>Adds the options of a command to a verb, without the implicit one.</summary>
    /// <returns>How to read each by its name.</returns>
    public static List<(string Name, Func<ParseResult, object?> Value)> AddOptions(Command verb, ICommandDeclaration command) =>
        AddOptions(verb, command.Options.Where(option => !option.IsImplicit));

    /// <summary>Adds some options to a verb.</summary>
    /// <returns>How to read each by its name.</returns>
    public static List<(string Name, Func<ParseResult, object?> Value)> AddOptions(Command verb, IEnumerable<CommandOption> options)
    {
        var read = new List<(string Name, Func<ParseResult, object?> Value)>();
        foreach (var option in options)
        {
            var description = option.Default is null ? option.Description : $"{option.Description} [default: {option.Default}]";
            if (option.Kind == OptionKind.Flag)
            {
                var flag = new System.CommandLine.Option<bool>(option.Name) { Description = description };
                verb.Options.Add(flag);
                read.Add((option.Name, parsed => parsed.GetValue(flag)));
            }
            else
            {
                var value = new System.CommandLine.Option<string?>(option.Name)
                {
                    Description = description,
                    HelpName = option.Placeholder,
                };
                verb.Options.Add(value);
                read.Add((option.Name, parsed => parsed.GetValue(value)));
            }
        }
        return read;
    }

    /// <summary>Runs something with a host whose token Ctrl-C cancels, and so does the wish of the system that the program ends.</summary>
    public static async Task<int> WithTerminalAsync(Func<TerminalHost, Task<int>> run)
    {
        using var signals = new StopSignals();
        try
        {
            return await run(new TerminalHost(signals.Token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            return signals.ExitCode;
        }
    }

    /// <summary>
    /// Runs something with the arguments of a command, and errors that name its options. Progress goes to a terminal's error stream only:
    /// programs read a log of errors.
    /// </summary>
    /// <param name="command">Whose options were read.</param>
    /// <param name="values">By the names of options.</param>
    /// <param name="run">Gets null for nobody to report to; returns the exit code.</param>
    public static Task<int> WithArgumentsAsync(
        ICommandDeclaration command,
        IEnumerable<KeyValuePair<string, object?>> values,
        Func<CommandArguments, TerminalHost, IProgress<ProgressReport>?, int> run
    ) =>
        WithTerminalAsync(host =>
        {
            var session = new GlmSession();
            var arguments = CommandLine.Bind(command.Name, values, session.Catalogue).Arguments!;
            using var log = ProgressLog.OfErrors();
            var progress = Console.IsErrorRedirected ? null : log.Begin(display: null);
            Exception? failure = null;
            try
            {
                return Task.FromResult(run(arguments, host, progress));
            }
            catch (Exception exception)
            {
                failure = exception is GlmException mistake ? session.Spelled(mistake, command) : exception;
                ExceptionDispatchInfo.Throw(failure);
                throw;
            }
            finally
            {
                (progress as ICompletableProgress)?.Complete(failure);
            }
        });

    private static Task<int> RunAsync(string name, IEnumerable<KeyValuePair<string, object?>> values) =>
        WithTerminalAsync(async host =>
        {
            using var log = ProgressLog.OfErrors();
            var session = new GlmSession(progress: (_, _) => log.Begin(display: null));
            await session.RunAsync(CommandLine.Bind(name, values, session.Catalogue), host).ConfigureAwait(false);
            return 0;
        });
}
