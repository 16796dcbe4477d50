using Glm.Analysis.Prediction;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm predict</c>: every gene predicted while it is hidden, and which of them surprise.</summary>
public sealed class PredictCommand : GlmCommand
{
    private static readonly GenePredictionOptions Standard = new();

    private static readonly Option<string?> Scaffold = CommandOption
        .Text("--scaffold", "Id of the scaffold whose genes are predicted; by default those of all.")
        .Fills(nameof(GenePredictionOptions.Scaffold))
        .Implicit() with
    {
        Suggestions = RegionData.ScaffoldIds,
    };

    private static readonly Option<string?> Genes = CommandOption
        .Text("--genes", "Ids, locus tags or symbols of the genes to predict, separated by commas; by default all.")
        .Fills(nameof(GenePredictionOptions.Genes)) with
    {
        ValueName = "LIST",
    };

    private static readonly Option<int> Top = CommandOption
        .Integer("--top", "Nearest real proteins to keep of each gene.", min: 1, max: 100)
        .Fills(nameof(GenePredictionOptions.Top), Standard.Top);

    private static readonly Option<int> MaskedPerPass = CommandOption
        .Integer(
            "--masked-per-pass",
            "Genes of a window hidden at once: with 1 each sees all others, with more it takes less time.",
            min: 1
        )
        .Fills(nameof(GenePredictionOptions.MaskedPerPass), Standard.MaskedPerPass);

    private static readonly Option<LabelDistance> Distance = CommandOption
        .Choice<LabelDistance>("--distance", "What makes a label near a prediction; published figures are Euclidean.")
        .Fills(nameof(GenePredictionOptions.Distance), Standard.Distance);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines the random genes and the intervals.")
        .Fills(nameof(GenePredictionOptions.Seed), Standard.Seed);

    private static readonly Option<string> As = CommandOption.As("prediction");

    public override string Name => "predict";

    public override string Summary => "Predicts every gene from its neighbours while it is hidden, and shows which genes surprise.";

    public override Type Result => typeof(GenePredictions);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Scaffold, Genes, Top, MaskedPerPass, Distance, Seed, SessionData.Model, SessionData.Scaffolds, SessionData.Proteins, As];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [Scaffold.Name, Genes.Name],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm predict",
            "Predicts the genes of all scaffolds with the newest model, beside baselines.",
            "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins)); "
                + "var prediction = GenePredictor.Predict(model, data);"
        ),
        new(
            "#!glm predict --scaffold contig_7 --masked-per-pass 3",
            "Predicts the genes of one scaffold, three of each window at once.",
            "var prediction = GenePredictor.Predict(model, GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins)), "
                + "new GenePredictionOptions { Scaffold = \"contig_7\", MaskedPerPass = 3 });"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var options = new GenePredictionOptions
        {
            Scaffold = context.Get(Scaffold),
            Genes = context.Get(Genes)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Top = context.Get(Top),
            MaskedPerPass = context.Get(MaskedPerPass),
            Distance = context.Get(Distance),
            Seed = context.Get(Seed),
        };
        var model = context.Get(SessionData.Model);
        var (scaffolds, proteins) = (context.Get(SessionData.Scaffolds), context.Get(SessionData.Proteins));
        var progress = context.Progress("predict");
        var data = SessionData.Labelled(context, model, scaffolds, proteins, progress);
        var prediction = GenePredictor.Predict(model, data, options, progress, context.Cancellation);
        context.Publish(prediction);
        context.Display(GenePredictionsView.Create(prediction));
        return Task.CompletedTask;
    }
}
