using Glm.Analysis.Attention;
using Glm.Analysis.Operons;
using Glm.Corpora;
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

    private static readonly Option<string?> CorpusFolder = CommandOption.Folder(
        "--corpus",
        "Corpus on disk to read, window by window, instead of scaffolds and proteins in memory; it keeps no operons."
    );

    private static readonly Option<string> As = CommandOption.As("heads");

    public override string Name => "heads";

    public override string Summary =>
        "Shows what the attention of each head follows over all windows: strand, distance, likeness, operons.";

    public override Type Result => typeof(HeadProfiles);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Truth, SessionData.Model, SessionData.Scaffolds, SessionData.Proteins, CorpusFolder, As];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [CorpusFolder.Name, Truth.Name],
        [CorpusFolder.Name, SessionData.Scaffolds.Name],
        [CorpusFolder.Name, SessionData.Proteins.Name],
    ];

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
        if (context.Get(CorpusFolder) is { } folder)
        {
            var reader = context.Get(SessionData.Model);
            using var corpus = Corpus.Open(folder);
            using var windows = SessionData.Read(context, reader, corpus, context.Progress("prepare"));
            Show(HeadProfileReader.Run(reader, windows, truth: null, context.Progress("heads"), context.Cancellation));
            return Task.CompletedTask;
        }
        var annotation = context.Get(Truth) is { } file ? OperonAnnotationReader.Read(file, context.Cancellation) : null;
        var (model, data) = SessionData.Read(context);
        var truth = annotation is null ? OperonTruth.Of(data.Scaffolds) : OperonTruth.Of(data.Scaffolds, annotation);
        Show(HeadProfileReader.Run(model, data, truth, context.Progress("heads"), context.Cancellation));
        return Task.CompletedTask;

        void Show(HeadProfiles result)
        {
            context.Publish(result);
            context.Display(HeadProfilesView.Create(result));
        }
    }
}
