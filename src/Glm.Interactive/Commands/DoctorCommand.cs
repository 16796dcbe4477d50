using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm doctor</c>: the state of this machine and process.</summary>
public sealed class DoctorCommand : GlmCommand
{
    public override string Name => "doctor";

    public override string Summary =>
        "Reports which libtorch was loaded and from where, what this machine offers, and how to fix what fails.";

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [new("#!glm doctor", "Examines this process.", "GlmDoctor.Examine()")];

    public override Task RunAsync(CommandContext context)
    {
        context.Display(DoctorView.Create(GlmDoctor.Examine()));
        return Task.CompletedTask;
    }
}
