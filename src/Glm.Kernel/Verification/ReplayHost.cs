using Glm.Interactive.Hosting;

namespace Glm.Kernel.Verification;

/// <summary>Runs commands again without showing anything.</summary>
/// <param name="folder">From which their paths start.</param>
/// <param name="cancellation">Ends them.</param>
internal sealed class ReplayHost(string folder, CancellationToken cancellation) : INotebookHost
{
    private readonly Dictionary<string, object> _variables = new(StringComparer.Ordinal);

    public CancellationToken Cancellation => cancellation;

    public TimeProvider Clock => TimeProvider.System;

    public string WorkingDirectory => folder;

    public string Display(MimeBundle content) => "";

    public void Update(string displayId, MimeBundle content) { }

    public void SetVariable(string name, object value, Type type) => _variables[name] = value;

    public bool TryGetVariable(string name, out object? value) => _variables.TryGetValue(name, out value);
}
