using Glm.Analysis.Influence;
using Glm.Analysis.Operons;
using Glm.Analysis.Synteny;
using Glm.Formats.KnownOperons;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Modeling;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm influence</c>: which genes tell the model something of which.</summary>
public sealed class InfluenceCommand : GlmCommand
{
    private static readonly InfluenceOptions Standard = new();

    private static readonly Option<string?> Scaffold = CommandOption
        .Text("--scaffold", "Scaffold to read, or a window such as contig_7:31-60; by default the first window of all.")
        .Implicit() with
    {
        Suggestions = RegionData.ScaffoldIds,
    };

    private static readonly Option<string?> Genes = CommandOption.Text(
        "--genes",
        "First and last gene of the scaffold, counted from 1, such as 1..60; by default all of a scaffold that is named."
    );

    private static readonly Option<bool> All = CommandOption.Flag("--all", "Reads all scaffolds.");

    private static readonly Option<InfluenceReadout> Readout = CommandOption
        .Choice<InfluenceReadout>(
            "--readout",
            "How the model is asked: the watched gene is hidden and one other alone is shown (alone), or hidden too (hidden, many more "
                + "passes), or all are shown but one (shown)."
        )
        .Fills(nameof(InfluenceOptions.Readout), Standard.Readout);

    private static readonly Option<InfluenceMeasure> Measure = CommandOption
        .Choice<InfluenceMeasure>(
            "--measure",
            "What is compared: the likelihood of the watched gene's own label, or the movement of what is expected there."
        )
        .Fills(nameof(InfluenceOptions.Measure), Standard.Measure);

    private static readonly Option<LabelDistance> Distance = CommandOption
        .Choice<LabelDistance>("--distance", "What makes a prediction near a label, for the likelihood.")
        .Fills(nameof(InfluenceOptions.Distance), Standard.Distance);

    private static readonly Option<int?> WindowGenes = CommandOption
        .Integer(
            "--window-genes",
            "Genes of a window, half of which overlap; by default as many as the longest window has.",
            min: 2,
            max: WindowCutter.MaxGenesLimit
        )
        .Fills(nameof(InfluenceOptions.WindowGenes));

    private static readonly Option<int?> Reach = CommandOption
        .Integer("--reach", "The most places from one gene of a pair to the other; by default all pairs of a window.", min: 1)
        .Fills(nameof(InfluenceOptions.Reach));

    private static readonly Option<bool> Symmetric = CommandOption
        .Flag("--symmetric", "Gives both directions of a pair their mean.")
        .Fills(nameof(InfluenceOptions.Symmetric));

    private static readonly Option<bool> Centered = CommandOption
        .Flag("--centered", "Takes out of each window what a gene does to all others, and what all others do to a gene.")
        .Fills(nameof(InfluenceOptions.Centered));

    private static readonly Option<bool> AverageProduct = CommandOption
        .Flag("--average-product", "Applies the average-product correction to each window, as is usual for contacts of residues.")
        .Fills(nameof(InfluenceOptions.AverageProduct));

    private static readonly Option<string?> Truth = CommandOption.File(
        "--truth",
        "Known operons to compare with, as #!glm operons reads them; by default those that were loaded with the scaffolds."
    );

    private static readonly Option<int> Seed = CommandOption
        .Integer("--seed", "Determines the intervals.")
        .Fills(nameof(InfluenceOptions.Seed), Standard.Seed);

    private static readonly Option<int> Resamples = CommandOption
        .Integer("--resamples", "Resamples per interval.", min: 40, max: 100_000)
        .Fills(nameof(InfluenceOptions.Resamples), Standard.Resamples);

    private static readonly Option<string> As = CommandOption.As("influence");

    public override string Name => "influence";

    public override string Summary => "Shows which genes tell the model something of which: one is changed, another is watched.";

    public override Type Result => typeof(InfluenceResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [
        Scaffold,
        Genes,
        All,
        Readout,
        Measure,
        Distance,
        WindowGenes,
        Reach,
        Symmetric,
        Centered,
        AverageProduct,
        Truth,
        Seed,
        Resamples,
        SessionData.Model,
        SessionData.Scaffolds,
        SessionData.Proteins,
        As,
    ];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        [All.Name, Scaffold.Name],
        [All.Name, Genes.Name],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm influence",
            "Reads the first window.",
            "var influence = InfluenceReader.Run(model, scaffolds, proteins, model.TransformFor(proteins), [scaffolds.Windows[0]], "
                + "OperonTruth.Of(scaffolds));"
        ),
        new(
            "#!glm influence --all --measure movement --symmetric --average-product",
            "Reads all scaffolds, as residue models are read for contacts, and tells what it is worth for operons.",
            "var influence = InfluenceReader.Run(model, scaffolds, proteins, model.TransformFor(proteins), truth: "
                + "OperonTruth.Of(scaffolds), options: new InfluenceOptions { Measure = InfluenceMeasure.Movement, Symmetric = true, "
                + "AverageProduct = true });"
        ),
        new(
            "#!glm influence contig_7 --genes 1..24",
            "Reads a stretch of a scaffold.",
            "var influence = InfluenceReader.Run(model, scaffolds, proteins, model.TransformFor(proteins), "
                + "[new GeneWindow(scaffolds.FindScaffold(\"contig_7\")!, Start: 0, Length: 24)], "
                + "OperonTruth.Of(scaffolds));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var options = new InfluenceOptions
        {
            Readout = context.Get(Readout),
            Measure = context.Get(Measure),
            Distance = context.Get(Distance),
            WindowGenes = context.Get(WindowGenes),
            Reach = context.Get(Reach),
            Symmetric = context.Get(Symmetric),
            Centered = context.Get(Centered),
            AverageProduct = context.Get(AverageProduct),
            Seed = context.Get(Seed),
            Resamples = context.Get(Resamples),
        };
        options.Validate();
        var model = context.Get(SessionData.Model);
        var (set, proteins) = (context.Get(SessionData.Scaffolds), context.Get(SessionData.Proteins));
        SessionData.CheckWindows(set, model);
        var stretches = context.Get(All) ? null : new[] { Stretch(context, set) };
        var truth = context.Get(Truth) is { } file
            ? OperonTruth.Of(set, OperonAnnotationReader.Read(file, context.Cancellation))
            : OperonTruth.Of(set);
        var progress = context.Progress("influence");
        var transform = model.TransformFor(proteins, withLabels: true, progress, context.Cancellation);
        var result = InfluenceReader.Run(model, set, proteins, transform, stretches, truth, options, progress, context.Cancellation);
        context.Publish(result);
        context.Display(InfluenceView.Create(result, set.Proteins));
        return Task.CompletedTask;
    }

    private static GeneWindow Stretch(CommandContext context, ScaffoldSet set)
    {
        var name = context.Get(Scaffold);
        if (context.Get(Genes) is { } range)
        {
            var (first, last) = SyntenyRegion.ParseRange(range);
            var scaffold = Find(set, name ?? set.Scaffolds[0].Id);
            return last <= scaffold.Genes.Count
                ? new GeneWindow(scaffold, first - 1, last - first + 1)
                : throw new GlmException(
                    $"--genes {first}..{last}: scaffold {LineText.Quoted(scaffold.Id)} has {scaffold.Genes.Count} genes. End the range "
                        + "there or before."
                );
        }
        if (name is null)
            return set.Windows.Count > 0 ? set.Windows[0] : new GeneWindow(set.Scaffolds[0], 0, set.Scaffolds[0].Genes.Count);
        if (set.FindScaffold(name) is { } whole)
            return new GeneWindow(whole, 0, whole.Genes.Count);
        return set.Windows.FirstOrDefault(window => window.Id == name) ?? new GeneWindow(Find(set, name), 0, 1);
    }

    private static Scaffold Find(ScaffoldSet set, string name) =>
        set.FindScaffold(name)
        ?? throw new GlmException(
            $"{LineText.Shown(set.Source)} has no scaffold {LineText.Quoted(name)}, and no window of that name; it begins with "
                + $"{string.Join(", ", set.Scaffolds.Take(3).Select(known => LineText.Quoted(known.Id)))}. Check the id."
        );
}
