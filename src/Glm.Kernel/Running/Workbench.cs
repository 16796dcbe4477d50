using Glm.Interactive.Display;
using Glm.Interactive.Hosting;
using Glm.Kernel.CSharp;
using Glm.Runtime;

namespace Glm.Kernel.Running;

/// <summary>Puts together what a host needs: the engine, the commands behind <c>#!glm</c>, and the displays.</summary>
internal static class Workbench
{
    public static CellRunner CreateRunner() => new(new CSharpEngine(), RunMagic, ToBundle);

    private static Task RunMagic(string line, INotebookHost host) =>
        throw new GlmException($"'{line}': this build has no #!glm commands.");

    private static MimeBundle ToBundle(object? value) => new(value?.ToString() ?? "null");
}
