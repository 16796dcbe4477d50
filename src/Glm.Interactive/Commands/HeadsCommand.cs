using Glm.Analysis.Attention;
using Glm.Analysis.Operons;
using Glm.Formats.KnownOperons;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm heads</c>: what the attention of each head follows over whole genomes.</summary>
public sealed class HeadsCommand : GlmCommand
{
    private static readonly Option<string?> Truth = CommandOption.File(
        "--truth",
        "Known operons, as #!glm operons reads them; by default those that were loaded with the scaffolds."
    );

    private static readonly Option<string> As = CommandOption.As("heads");

    public override string Name => "heads";

    public override string Summary =>
        "Shows what the attention of each head follows over all windows: strand, distance, likeness, operons.";

    public override Type Result => typeof(HeadProfiles);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Truth, SessionData.Model, SessionData.Scaffolds, SessionData.Proteins, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm heads",
            "Reads all windows with the newest model.",
            "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins, withLabels: false)); var heads = "
                + "HeadProfileReader.Run(model, data, OperonTruth.Of(scaffolds));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var annotation = context.Get(Truth) is { } file ? OperonAnnotationReader.Read(file, context.Cancellation) : null;
        var (model, data) = SessionData.Read(context);
        var truth = annotation is null ? OperonTruth.Of(data.Scaffolds) : OperonTruth.Of(data.Scaffolds, annotation);
        var result = HeadProfileReader.Run(model, data, truth, context.Progress("heads"), context.Cancellation);
        context.Publish(result);
        context.Display(HeadProfilesView.Create(result));
        return Task.CompletedTask;
    }
}
