using Glm.Analysis.Homologs;
using Glm.Analysis.Synteny;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm homologs</c>: the homologs of a gene, and what stands beside them.</summary>
public sealed class HomologsCommand : GlmCommand
{
    private static readonly HomologSearchOptions Standard = new();

    private static readonly Option<string> Query = CommandOption
        .File("--query", "A gene of the scaffolds by its name, locus tag, id or protein, or a FASTA file of proteins.")
        .Required() with
    {
        IsImplicit = true,
        Suggestions = HomologyData.GeneNames,
    };

    private static readonly Option<string?> From = CommandOption.File(
        "--from",
        "What to search: genomes, proteins, a corpus, or a variable with scaffolds or a corpus; by default the scaffolds."
    );

    private static readonly Option<double> EValue = CommandOption
        .Number("--e-value", "Hits with a larger e-value are not reported.", new NumericRange(0, MinExclusive: true))
        .Fills(nameof(HomologSearchOptions.MaxEValue), Standard.MaxEValue);

    private static readonly Option<int> Max = CommandOption
        .Integer("--max", "Hits that the table shows; the result has all.", min: 1, max: 1000)
        .WithDefault(HomologSearchView.DefaultRows);

    private static readonly Option<int> Flank = CommandOption
        .Integer("--flank", "Genes on each side of a hit in its neighbourhood.", min: 0, max: (SyntenyMapper.MaxGenes - 1) / 2)
        .Fills(nameof(HomologSearchOptions.Flank), Standard.Flank);

    private static readonly Option<int> Tracks = CommandOption
        .Integer(
            "--tracks",
            "Genomes whose best hit is drawn with its neighbourhood; 0 for none.",
            min: 0,
            max: SyntenyMapper.MaxTracks - 1
        )
        .Fills(nameof(HomologSearchOptions.Tracks), Standard.Tracks);

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>(
        "--scaffolds",
        "Scaffolds that the gene is on."
    );

    private static readonly Option<string> As = CommandOption.As("homologs");

    public override string Name => "homologs";

    public override string Summary => "Finds the homologs of a gene in other genomes, and shows what stands beside them.";

    public override Type Result => typeof(HomologSearchResult);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Query, From, EValue, Max, Flank, Tracks, HomologyData.Search, Scaffolds, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm homologs rubA",
            "Lists the homologs of a gene among the loaded scaffolds, with the neighbourhoods of the best.",
            "var homologs = HomologFinder.Find(scaffolds, \"rubA\");"
        ),
        new(
            "#!glm homologs rubA --from reference-corpus --tracks 8",
            "Searches a corpus instead.",
            "var genes = GeneCatalogue.Open(\"reference-corpus\"); var homologs = HomologFinder.Find(scaffolds, \"rubA\", genes);"
        ),
        new(
            "#!glm homologs query.faa",
            "Searches the scaffolds for the proteins of a file.",
            "var homologs = HomologFinder.Find(HomologFinder.ReadQueries(\"query.faa\"), GeneCatalogue.Of(scaffolds));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var options = new HomologSearchOptions
        {
            MaxEValue = context.Get(EValue),
            Flank = context.Get(Flank),
            Tracks = context.Get(Tracks),
        };
        var engine = HomologyData.Engine(context.Get(HomologyData.Search));
        var file = context.Get(Query);
        var progress = context.Progress("search homologs");
        HomologSearchResult found;
        if (File.Exists(file))
        {
            var queries = HomologFinder.ReadQueries(file, context.Cancellation);
            using var among = HomologyData.Catalogue(context, From, progress) ?? GeneCatalogue.Of(context.Get(Scaffolds));
            found = HomologFinder.Find(queries, among, engine, options, progress, context.Cancellation);
        }
        else
        {
            var set = context.Get(Scaffolds);
            var gene = context.Arguments.Written(Query)!;
            SyntenyRegion.Around(set, gene, flank: 0); // a wrong name is said before a folder is read
            using var among = HomologyData.Catalogue(context, From, progress);
            found = HomologFinder.Find(set, gene, among, engine, options, progress, context.Cancellation);
        }
        context.Publish(found);
        context.Display(HomologSearchView.Create(found, context.Get(Max)));
        return Task.CompletedTask;
    }
}
