using Glm.Analysis.Families;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm families</c>: homologous genes become families, and families labels of genes.</summary>
public sealed class FamiliesCommand : GlmCommand
{
    private const string Suffix = "WithFamilies";

    private static readonly GeneFamilyOptions Standard = new();

    private static readonly Option<string?> From = CommandOption.File(
        "--from",
        "What to cluster: genomes, proteins, a corpus, or a variable with scaffolds or a corpus; by default the scaffolds."
    );

    private static readonly Option<double> Identity = CommandOption
        .Number("--identity", "The least share of identical residues in the alignment of two members.", new NumericRange(0, 1))
        .Fills(nameof(GeneFamilyOptions.MinIdentity), Standard.MinIdentity);

    private static readonly Option<double> Coverage = CommandOption
        .Number("--coverage", "The least share of either member that their alignment covers.", new NumericRange(0, 1))
        .Fills(nameof(GeneFamilyOptions.MinCoverage), Standard.MinCoverage);

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>(
        "--scaffolds",
        "Scaffolds to cluster; a copy whose genes carry their family becomes the newest scaffolds."
    );

    private static readonly Option<string> As = CommandOption.As("families");

    public override string Name => "families";

    public override string Summary => "Clusters genes into families of homologs, counts core and rare ones, and labels the genes.";

    public override Type Result => typeof(GeneFamilies);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [From, Identity, Coverage, HomologyData.Search, Scaffolds, As];

    public override IReadOnlyList<IReadOnlyList<string>> Exclusions { get; } =
    [
        ["--from", "--scaffolds"],
    ];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm families",
            "Clusters the genes of the loaded scaffolds; #!glm show --color family then colours by the result.",
            "var families = GeneFamilyClustering.Cluster(scaffolds); var scaffoldsWithFamilies = families.Label(scaffolds);"
        ),
        new(
            "#!glm families --from reference-corpus --identity 0.5",
            "Clusters the genes of a corpus more narrowly.",
            "var genes = GeneCatalogue.Open(\"reference-corpus\"); var families = GeneFamilyClustering.Cluster(genes, options: new "
                + "GeneFamilyOptions { MinIdentity = 0.5 });"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var options = new GeneFamilyOptions { MinIdentity = context.Get(Identity), MinCoverage = context.Get(Coverage) };
        var engine = HomologyData.Engine(context.Get(HomologyData.Search));
        var progress = context.Progress("find families");
        if (HomologyData.Catalogue(context, From, progress) is { } other)
            using (other)
            {
                var found = GeneFamilyClustering.Cluster(other, engine, options, progress, context.Cancellation);
                context.Publish(found);
                context.Display(GeneFamiliesView.Create(found));
                return Task.CompletedTask;
            }
        var set = context.Get(Scaffolds);
        var families = GeneFamilyClustering.Cluster(set, engine, options, progress, context.Cancellation);
        var labelled = LabelledName(context);
        context.Publish(families);
        context.Keep(labelled, families.Label(set));
        context.Display(GeneFamiliesView.Create(families, labelled));
        return Task.CompletedTask;
    }

    /// <summary>The variable for the labelled scaffolds, named for the scaffolds; repeating the command takes the same.</summary>
    private static string LabelledName(CommandContext context)
    {
        var name = context.Arguments.Written(Scaffolds) ?? context.Session.CurrentVariable<ScaffoldSet>() ?? "scaffolds";
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name : name + Suffix;
    }
}
