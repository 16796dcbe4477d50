using Glm.Analysis.Attention;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm attention</c>: which genes of a window look at which.</summary>
public sealed class AttentionCommand : GlmCommand
{
    /// <summary>More genes than this make a square of colours that nobody can read.</summary>
    private const int MostGenes = 120;

    private static readonly Option<string?> Window = CommandOption
        .Text("--scaffold", "Scaffold whose first window to read, or a window such as contig_7:31-60; by default the first window of all.")
        .Implicit() with
    {
        Suggestions = session => session.Current<ScaffoldSet>()?.Windows.Select(window => window.Scaffold.Id).Distinct().Take(200) ?? [],
    };

    private static readonly Option<int> Layer = CommandOption
        .Integer("--layer", "Layer to show first, from 0; -1 for the last.", min: -512, max: 511)
        .WithDefault(-1);

    private static readonly Option<int> Head = CommandOption
        .Integer("--head", "Head to show first, from 0; -1 for the last.", min: -512, max: 511)
        .WithDefault(0);

    private static readonly Option<AttentionReduction> Over = CommandOption
        .Choice<AttentionReduction>("--over", "Every head, or one map per layer: mean, max, or rollout through the layers below.")
        .WithDefault(AttentionReduction.Heads);

    private static readonly Option<string?> Genes = CommandOption.Text(
        "--genes",
        $"First and last gene of the scaffold, counted from 1, such as 1..60, however long windows are; at most {MostGenes} genes."
    );

    private static readonly Option<int> Arcs = CommandOption
        .Integer("--arcs", "The most pairs of genes that are drawn as arcs.", min: 1, max: 1000)
        .WithDefault(40);

    private static readonly Option<string> As = CommandOption.As("attention");

    public override string Name => "attention";

    public override string Summary => "Shows the attention of every head over one window, or over a stretch of a scaffold.";

    public override Type Result => typeof(AttentionResult);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Window, Genes, Layer, Head, Over, Arcs, SessionData.Model, SessionData.Scaffolds, SessionData.Proteins, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm attention",
            "Shows the first window.",
            "var data = GeneDataset.Create(scaffolds, proteins, model.TransformFor(proteins, withLabels: false)); var attention "
                + "= AttentionReader.Run(model, data, window: 0);"
        ),
        new(
            "#!glm attention --genes 1..24 --over rollout",
            "Shows what reaches each gene from the others through all layers, over any stretch of a scaffold.",
            "var stretch = new GeneWindow(scaffolds.Scaffolds[0], Start: 0, Length: 24); var all = AttentionReader.Run(model, scaffolds, "
                + "proteins, model.TransformFor(proteins, withLabels: false), stretch); var attention = AttentionReducer.Reduce(all, "
                + "AttentionReduction.Rollout);"
        ),
        new(
            "#!glm attention contig_7 --layer 2 --head 3",
            "Shows a scaffold by name, one head first.",
            "var attention = AttentionReader.Run(model, data, AttentionReader.FindWindow(data, \"contig_7\")); "
                + "attention.Head(layer: 2, head: 3).ToArray()"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var over = context.Get(Over);
        AttentionResult attention;
        IReadOnlyDictionary<string, Protein> proteins;
        if (context.Get(Genes) is { } range)
        {
            var (set, vectors, model) = (
                context.Get(SessionData.Scaffolds),
                context.Get(SessionData.Proteins),
                context.Get(SessionData.Model)
            );
            SessionData.CheckWindows(set, model);
            var (first, last) = SyntenyRegion.ParseRange(range);
            var stretch = Stretch(set, new SyntenyRegion(context.Get(Window) ?? set.Scaffolds[0].Id, first, last));
            var transform = model.TransformFor(vectors, withLabels: false, context.Progress("prepare"), context.Cancellation);
            attention = AttentionReader.Run(model, set, vectors, transform, stretch, windowGenes: null, context.Cancellation);
            proteins = set.Proteins;
        }
        else
        {
            var (model, data) = SessionData.Read(context);
            attention = AttentionReader.Run(model, data, AttentionReader.FindWindow(data, context.Get(Window)));
            proteins = data.Scaffolds.Proteins;
        }
        attention = AttentionReducer.Reduce(attention, over);
        var view = AttentionView.Create(
            attention,
            context.Get(Layer),
            over == AttentionReduction.Heads ? context.Get(Head) : 0,
            proteins,
            context.Get(Arcs)
        );
        context.Publish(attention);
        context.Display(view);
        return Task.CompletedTask;
    }

    private static GeneWindow Stretch(ScaffoldSet set, SyntenyRegion region)
    {
        region.Check(set);
        var (first, last) = (region.First!.Value, region.Last!.Value);
        if (last - first + 1 is < 2 or > MostGenes)
            throw new GlmException(
                $"--genes {first}..{last} are {last - first + 1} genes; attention is shown of 2 to {MostGenes}. Name "
                    + $"{(last == first ? "more" : "fewer")}."
            );
        return new GeneWindow(set.FindScaffold(region.ScaffoldId)!, first - 1, last - first + 1);
    }
}
