using Glm.Analysis.Paralogs;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm paralogs</c>: which of several candidates fits which neighbourhood.</summary>
public sealed class ParalogsCommand : GlmCommand
{
    private static readonly Option<string> Family = (
        CommandOption
            .Text(
                "--family",
                "Genes that compete: by family, symbol, EC number, COG, Pfam, GO term or a part of the product that they carry, or by ids "
                    + "separated by commas."
            )
            .Required() with
        {
            IsImplicit = true,
        }
    );

    private static readonly Option<string?> Partner = CommandOption
        .Text("--partner", "Genes beside which one of them belongs, told in the same way; the nearest is hidden too.")
        .Fills(nameof(ParalogOptions.Partner));

    private static readonly Option<int> Reach = CommandOption
        .Integer("--reach", "The most genes by which a partner may stand away.", min: 1, max: 100)
        .Fills(nameof(ParalogOptions.Reach), 5);

    private static readonly Option<LabelDistance> Distance = CommandOption
        .Choice<LabelDistance>("--distance", "What makes a label near a prediction.")
        .Fills(nameof(ParalogOptions.Distance), LabelDistance.Cosine);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines the resamples of the intervals.")
        .Fills(nameof(ParalogOptions.Seed), 1);

    private static readonly Option<string> As = CommandOption.As("paralogs");

    public override string Name => "paralogs";

    public override string Summary => "Hides genes of a family and ranks all of them by how well each fits the place.";

    public override Type Result => typeof(ParalogResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Family, Partner, Reach, Distance, Seed, SessionData.Model, SessionData.Scaffolds, SessionData.Proteins, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm paralogs permease",
            "Asks which of all permeases fits each place where one stands.",
            "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins)); "
                + "var paralogs = ParalogMatcher.Run(model, data, new ParalogOptions { Family = \"permease\" });"
        ),
        new(
            "#!glm paralogs permease --partner hydrolase --reach 10",
            "Asks the same of permeases that stand near a hydrolase, with both hidden.",
            "paralogs = ParalogMatcher.Run(model, data, new ParalogOptions { Family = \"permease\", Partner = \"hydrolase\", "
                + "Reach = 10 });"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var options = new ParalogOptions
        {
            Family = context.Get(Family),
            Partner = context.Get(Partner),
            Reach = context.Get(Reach),
            Distance = context.Get(Distance),
            Seed = context.Get(Seed),
        };
        var model = context.Get(SessionData.Model);
        var (scaffolds, proteins) = (context.Get(SessionData.Scaffolds), context.Get(SessionData.Proteins));
        var progress = context.Progress("hide paralogs");
        var data = SessionData.Labelled(context, model, scaffolds, proteins, progress);
        var result = ParalogMatcher.Run(model, data, options, progress, context.Cancellation);
        context.Publish(result);
        context.Display(ParalogsView.Create(result));
        return Task.CompletedTask;
    }
}
