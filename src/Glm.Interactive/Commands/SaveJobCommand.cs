using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Export;
using Glm.Interactive.Hosting;
using Glm.Training;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm save-job</c>: a training of the session becomes a file that <c>glm train</c> runs.</summary>
public sealed class SaveJobCommand : GlmCommand
{
    private static readonly Option<string> Out = CommandOption
        .File("--out", "File to write, .yaml or .yml; one that this command wrote before is replaced.")
        .Required()
        .Implicit();

    private static readonly Option<object> Variable = CommandOption.Variable<object>(
        "--name",
        "C# variable with the history or the model whose training to write; by default the newest history."
    );

    public override string Name => "save-job";

    public override string Summary => "Writes the lines that made a trained model to a file, which glm train runs without a notebook.";

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [Out, Variable];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm save-job my-job.yaml",
            "Writes the newest training; glm train my-job.yaml runs it again.",
            "JobFile.Write(\"my-job.yaml\", session);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var result = context.Named(Variable) ?? context.Newest<TrainingHistory>();
        var path = context.Get(Out);
        var job = JobFile.Write(path, context.Session, result);
        context.Display(HelpView.Create($"Wrote {Path.GetFileName(path)}.", job));
        return Task.CompletedTask;
    }
}
