using Glm.Interactive.Display;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Tests.Hosting;

/// <summary>A notebook without a notebook.</summary>
internal sealed class FakeHost : INotebookHost
{
    public Dictionary<string, object?> Variables { get; } = [];

    public Dictionary<string, Type> Types { get; } = [];

    public List<MimeBundle> Shown { get; } = [];

    public CancellationTokenSource Source { get; } = new();

    public CancellationToken Cancellation => Source.Token;

    public TimeProvider Clock => TimeProvider.System;

    public string WorkingDirectory { get; init; } = Path.GetTempPath();

    public IEnumerable<string> VariableNames => Variables.Keys;

    public string Display(MimeBundle content)
    {
        Shown.Add(content);
        return $"{Shown.Count - 1}";
    }

    public void Update(string displayId, MimeBundle content) => Shown[int.Parse(displayId)] = content;

    public void SetVariable(string name, object value, Type type) => (Variables[name], Types[name]) = (value, type);

    public bool TryGetVariable(string name, out object? value) => Variables.TryGetValue(name, out value);
}
