using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;

namespace Glm.Kernel.Jupyter.Cells;

/// <summary>The variables, for completion and help on a command line. It shows nothing and changes nothing.</summary>
internal sealed class ReadOnlyHost(CSharpEngine engine) : INotebookHost
{
    public CancellationToken Cancellation => CancellationToken.None;

    public TimeProvider Clock => TimeProvider.System;

    public string WorkingDirectory => engine.WorkingDirectory;

    public IEnumerable<string> VariableNames => engine.Variables.Select(variable => variable.Name);

    public string Display(MimeBundle content) => throw new NotSupportedException();

    public void Update(string displayId, MimeBundle content) => throw new NotSupportedException();

    public void SetVariable(string name, object value, Type type) => throw new NotSupportedException();

    public bool TryGetVariable(string name, out object? value) => engine.TryGetVariable(name, out value);
}
