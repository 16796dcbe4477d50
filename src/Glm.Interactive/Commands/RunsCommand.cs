using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Glm.Training;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm runs</c>: training runs side by side.</summary>
public sealed class RunsCommand : GlmCommand
{
    private static readonly Option<string?> Folders = CommandOption
        .Text(
            "--folders",
            "Folders of runs, as train --save writes them, or folders that hold such; separate several by commas. By default the current "
                + "folder, unless --histories is given."
        )
        .Implicit() with
    {
        ValueName = "FOLDER,…",
    };

    private static readonly Option<string?> Histories = CommandOption.Text(
        "--histories",
        "C# variables with training histories, separated by commas."
    ) with
    {
        ValueName = "NAME,…",
    };

    private static readonly Option<string> As = CommandOption.As("runs");

    public override string Name => "runs";

    public override string Summary =>
        "Compares training runs: what each reached, in which options they differ, and their curves in one chart.";

    public override Type Result => typeof(RunOverview);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [Folders, Histories, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new("#!glm runs models", "Compares the runs in the folders of models.", "var runs = RunOverview.Of([\"models\"]);"),
        new(
            "#!glm runs --histories history",
            "Shows a run of this session in the same way.",
            "var runs = new RunOverview([RunSummary.Of(\"history\", history)], []);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var folders = Split(context.Get(Folders) ?? (context.Arguments.Has(Histories) ? "" : "."));
        var found = RunOverview.Of([.. folders.Select(((IOptionSource)context).PathOf)]);
        var histories = Split(context.Get(Histories) ?? "").Select(name => RunSummary.Of(name, History(context, name)));
        var overview = new RunOverview(
            [.. found.Runs.Select(run => run with { Name = Short(context, run.Name) }), .. histories],
            [.. found.Unreadable.Select(line => line.Replace(context.Host.WorkingDirectory + Path.DirectorySeparatorChar, ""))]
        );
        if (overview.Runs.Count == 0)
            throw new GlmException(
                overview.Unreadable.Count > 0
                    ? $"#!glm runs: {string.Join(" ", overview.Unreadable.Take(3))}"
                    : "#!glm runs: it names no run. Name the folder of one, or a folder that holds such."
            );
        context.Publish(overview);
        context.Display(RunOverviewView.Create(overview));
        return Task.CompletedTask;
    }

    /// <summary>A folder as seen from the notebook's.</summary>
    private static string Short(CommandContext context, string folder) =>
        Path.GetRelativePath(context.Host.WorkingDirectory, Path.GetFullPath(folder));

    private static TrainingHistory History(CommandContext context, string name) =>
        context.Host.TryGetVariable(name, out var value)
            ? value as TrainingHistory
                ?? throw new GlmException($"#!glm runs: --histories names '{name}', which holds no training history; train makes one.")
            : throw new GlmException(
                $"#!glm runs: --histories names '{name}', but there is no C# variable of that name. "
                    + (
                        NearestName.Of(name, context.Host.VariableNames) is { } guess
                            ? $"Did you mean '{guess}'?"
                            : "Name one that train made."
                    )
            );

    private static string[] Split(string names) =>
        names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
