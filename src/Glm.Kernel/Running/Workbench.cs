using Glm.Interactive.Commands;
using Glm.Interactive.Hosting;
using Glm.Interactive.Provenance;
using Glm.Interactive.Results;
using Glm.Kernel.CSharp;

namespace Glm.Kernel.Running;

/// <summary>Assembles what a host needs: the engine, the <c>#!glm</c> commands and the displays.</summary>
internal static class Workbench
{
    /// <summary>The C# variable through which cells see the commands' results.</summary>
    private const string SessionVariable = "session";

    /// <param name="progress">Shows how far a command is; null for a bar in a display of its own.</param>
    public static CellRunner CreateRunner(ProgressFactory? progress = null) => Create(progress).Runner;

    /// <summary>The runner, and the session of the commands that it runs.</summary>
    /// <param name="progress">See above.</param>
    /// <param name="earlier">Whose results commands take where they still hold; null to run all of them.</param>
    public static (CellRunner Runner, GlmSession Session) Create(ProgressFactory? progress = null, EarlierRun? earlier = null)
    {
        GlmFormatters.Register();
        var session = new GlmSession(progress: progress) { Earlier = earlier };
        var engine = new CSharpEngine();
        engine.SetVariable(SessionVariable, session, typeof(GlmSession));
        return (new CellRunner(engine, session.RunLineAsync, ToBundle), session);
    }

    /// <summary>A value as it is shown, and what it holds, where that can be compared with another run's.</summary>
    private static MimeBundle ToBundle(object? value)
    {
        var bundle = Formatters.ToBundle(value);
        return value is not null && ResultContents.Has(value)
            ? new MimeBundle(bundle.Parts) { Metadata = RecordJson.Metadata(bundle.Parts, ResultContents.Of(value)) }
            : bundle;
    }
}
