using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Kernel.Cli;

/// <summary>Shows plain text; progress goes to the error stream, so that the output can be piped, and changes no display.</summary>
internal sealed class TerminalHost(CancellationToken cancellation) : INotebookHost, IOptionSource
{
    private readonly Dictionary<string, object> _variables = new(StringComparer.Ordinal);

    public CancellationToken Cancellation => cancellation;

    public TimeProvider Clock => TimeProvider.System;

    public string WorkingDirectory { get; init; } = Environment.CurrentDirectory;

    public string Display(MimeBundle content)
    {
        Console.Out.WriteLine(LineText.Harmless(content.Plain));
        return "";
    }

    public void Update(string displayId, MimeBundle content) { }

    public void SetVariable(string name, object value, Type type) => _variables[name] = value;

    public bool TryGetVariable(string name, out object? value) => _variables.TryGetValue(name, out value);

    string IOptionSource.PathOf(string written) => written;

    T IOptionSource.Object<T>(CommandOption option, string? variable) =>
        throw new InvalidOperationException($"{option.Name} names an object, and a terminal has none.");
}
