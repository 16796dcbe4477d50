using Glm.Interactive.Commands;
using Glm.Interactive.Results;
using Glm.Kernel.CSharp;

namespace Glm.Kernel.Running;

/// <summary>Assembles what a host needs: the engine, the <c>#!glm</c> commands and the displays.</summary>
internal static class Workbench
{
    /// <summary>The C# variable through which cells see the commands' results.</summary>
    private const string SessionVariable = "session";

    public static CellRunner CreateRunner() => Create().Runner;

    /// <summary>The runner, and the session of the commands that it runs.</summary>
    public static (CellRunner Runner, GlmSession Session) Create()
    {
        GlmFormatters.Register();
        var session = new GlmSession();
        var engine = new CSharpEngine();
        engine.SetVariable(SessionVariable, session, typeof(GlmSession));
        return (new CellRunner(engine, session.RunLineAsync, Formatters.ToBundle), session);
    }
}
