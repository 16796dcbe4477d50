using System.CommandLine;
using System.Runtime.InteropServices;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;

namespace Glm.Kernel.Cli;

/// <summary>
/// A <c>#!glm</c> command as a verb of the program, made from the command's own declaration. Displays come out as plain text.
/// </summary>
internal static class CatalogueVerb
{
    public static Command Create(ICommandDeclaration command)
    {
        var verb = new Command(command.Name, command.Summary);
        var read = new List<(string Name, Func<ParseResult, object?> Value)>();
        foreach (var option in command.Options)
        {
            var description = option.Default is null ? option.Description : $"{option.Description} [default: {option.Default}]";
            if (option.Kind == OptionKind.Flag)
            {
                var flag = new System.CommandLine.Option<bool>(option.Name) { Description = description };
                verb.Options.Add(flag);
                read.Add((option.Name, parsed => parsed.GetValue(flag)));
            }
            else if (option.IsImplicit)
            {
                var argument = new Argument<string?>(option.Name.TrimStart('-').ToUpperInvariant())
                {
                    Description = description,
                    Arity = option.IsRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
                };
                verb.Arguments.Add(argument);
                read.Add((option.Name, parsed => parsed.GetValue(argument)));
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
        verb.SetAction((parsed, _) => RunAsync(command.Name, read.Select(item => KeyValuePair.Create(item.Name, item.Value(parsed)))));
        return verb;
    }

    private static async Task<int> RunAsync(string name, IEnumerable<KeyValuePair<string, object?>> values)
    {
        var session = new GlmSession();
        using var stop = new CancellationTokenSource();
        using var ctrlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        });
        try
        {
            var bound = CommandLine.Bind(name, values, session.Catalogue);
            await session.RunAsync(bound, new TerminalHost(stop.Token)).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return GlmTool.Interrupted;
        }
    }

    /// <summary>Shows plain text; progress goes to the error stream, so that the output can be piped.</summary>
    private sealed class TerminalHost(CancellationToken cancellation) : INotebookHost
    {
        private readonly Dictionary<string, object> _variables = new(StringComparer.Ordinal);

        public CancellationToken Cancellation => cancellation;

        public TimeProvider Clock => TimeProvider.System;

        public string WorkingDirectory => Environment.CurrentDirectory;

        public string Display(MimeBundle content)
        {
            Console.Out.WriteLine(content.Plain);
            return "";
        }

        public void Update(string displayId, MimeBundle content)
        {
            if (!Console.IsErrorRedirected)
                Console.Error.Write($"\r{content.Plain.Split('\n')[0]}");
        }

        public void SetVariable(string name, object value, Type type) => _variables[name] = value;

        public bool TryGetVariable(string name, out object? value) => _variables.TryGetValue(name, out value);
    }
}
