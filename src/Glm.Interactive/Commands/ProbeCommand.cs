using Glm.Analysis.Probes;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;
using Glm.Statistics;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm probe</c>: which labels of genes can be read from which vectors.</summary>
public sealed class ProbeCommand : GlmCommand
{
    private const string Last = "last";
    private const string All = "all";
    private const string Auto = "auto";

    private static readonly ProbeOptions Standard = new();

    private static readonly Option<string> Labels = CommandOption
        .Text(
            "--labels",
            "What to predict: a field that genes carry, or a variable with labels of genes, as #!glm labels makes them. "
                + "ec1 are the first digits of EC numbers."
        )
        .Required() with
    {
        IsImplicit = true,
        Choices = GeneFieldLabels.Fields,
    };

    private static readonly Option<string> Layer = (
        CommandOption.Text("--layer", "Hidden layer to read: 0 for the embedding block, 1 and up for the layers.") with
        {
            Choices = [Last, All],
        }
    ).WithDefault(Last);

    private static readonly Option<ProbeKind> Kind = CommandOption
        .Choice<ProbeKind>("--probe", "What reads the label: a logistic regression, or a perceptron with one hidden layer.")
        .WithDefault(ProbeKind.Linear);

    private static readonly Option<string> Folds = CommandOption
        .Choice(
            "--folds",
            "What stays together in a fold; auto is genomes where there are as many as folds, else clusters of homologous proteins. The "
                + "others may leak, and the result says so.",
            [Auto, "genome", "scaffold", "cluster", "window", "random"]
        )
        .Fills(nameof(ProbeOptions.Folds))
        .WithDefault(Auto);

    private static readonly Option<int> FoldCount = CommandOption
        .Integer("--fold-count", "Number of folds.", min: 2, max: 100)
        .Fills(nameof(ProbeOptions.FoldCount), Standard.FoldCount);

    private static readonly Option<int> MinCount = CommandOption
        .Integer("--min-count", "The fewest genes of a class; smaller ones are left out and counted.", min: 2)
        .Fills(nameof(ProbeOptions.MinCount), Standard.MinCount);

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines folds, resamples and a perceptron's first weights.")
        .WithDefault(Standard.Seed);

    private static readonly Option<string> As = CommandOption.As("probe");

    public override string Name => "probe";

    public override string Summary =>
        "Predicts labels of genes from gLM's layers, context-free vectors, the neighbours alone and baselines.";

    public override Type Result => typeof(ProbeResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Labels, Layer, Kind, Folds, FoldCount, MinCount, Seed, SessionData.Model, SessionData.Scaffolds, SessionData.Proteins, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm probe product --min-count 50",
            "Predicts the product of every gene, with whole genomes held out.",
            "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins, withLabels: false)); "
                + "var probe = GeneProbe.Run(model, data, GeneFieldLabels.Of(scaffolds, \"product\"), new ProbeOptions { MinCount = 50 });"
        ),
        new(
            "#!glm probe product --layer all --folds cluster --min-count 100",
            "Compares the layers, with clusters of homologous proteins held out.",
            "var sweep = new ProbeOptions { AllLayers = true, Folds = FoldGrouping.Cluster, MinCount = 100 }; "
                + "probe = GeneProbe.Run(model, data, GeneFieldLabels.Of(scaffolds, \"product\"), sweep);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var options = WithLayer(
            context.Get(Layer),
            new ProbeOptions
            {
                Kind = context.Get(Kind),
                Folds =
                    context.Get(Folds) is { } grouping && grouping != Auto ? Enum.Parse<FoldGrouping>(grouping, ignoreCase: true) : null,
                FoldCount = context.Get(FoldCount),
                MinCount = context.Get(MinCount),
                Seed = context.Get(Seed),
            }
        );
        var labels = LabelData.Named(context, Name, Labels.Name, context.Get(Labels), context.Get(SessionData.Scaffolds));
        var (model, data) = SessionData.Read(context);
        var result = GeneProbe.Run(model, data, labels, options, progress: context.Progress("probe"), cancellation: context.Cancellation);
        context.Publish(result);
        context.Display(ProbeView.Create(result));
        return Task.CompletedTask;
    }

    private static ProbeOptions WithLayer(string written, ProbeOptions options) =>
        written == All ? options with { AllLayers = true }
        : written == Last ? options
        : int.TryParse(written, System.Globalization.CultureInfo.InvariantCulture, out var layer) ? options with { Layer = layer }
        : throw new GlmException($"#!glm probe: --layer must be {Last}, {All} or a whole number, not '{written}'.");
}
