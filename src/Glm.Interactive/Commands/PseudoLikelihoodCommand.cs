using Glm.Analysis.Synteny;
using Glm.Formats.Fasta;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Proteins.LanguageModels.Models;
using Glm.Proteins.LanguageModels.Scores;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm pll</c>: how likely proteins and mutations are to a language model.</summary>
public sealed class PseudoLikelihoodCommand : GlmCommand
{
    private static readonly Option<string> Query = CommandOption
        .File("--query", "A gene of the scaffolds by its name, locus tag, id or protein, or a FASTA file of proteins.")
        .Required() with
    {
        IsImplicit = true,
        Suggestions = HomologyData.GeneNames,
    };

    private static readonly Option<string> With = CommandOption
        .File("--with", "An ESM-2 with its head: a .pt, .bin or .safetensors file, or a folder.")
        .Required();

    private static readonly Option<string?> Mutations = CommandOption.Text(
        "--mutations",
        "Point mutations of the one protein, separated by commas: old residue, number from 1, new residue. By default the protein itself "
            + "is scored."
    ) with
    {
        ValueName = "A24G,…",
    };

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>(
        "--scaffolds",
        "Scaffolds that the gene is on."
    );

    private static readonly Option<string> As = CommandOption.As("scores");

    public override string Name => "pll";

    public override string Summary => "Scores proteins or point mutations by the pseudo-likelihood of a protein language model.";

    public override Type Result => typeof(ProteinScores);

    public override IReadOnlyList<CommandOption> Options { get; } =
    [Query, With, Mutations, LanguageModelData.Device, LanguageModelData.BatchTokens, Scaffolds, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm pll query.faa --with esm2_t33_650M_UR50D.pt",
            "Scores the proteins of a file: each residue is hidden in turn.",
            "using var esm = ProteinLanguageModelFile.Open(\"esm2_t33_650M_UR50D.pt\"); var scores = new ProteinLikelihoods(esm.Name, "
                + "new ResidueScorer(esm).Score(HomologFinder.ReadQueries(\"query.faa\")));"
        ),
        new(
            "#!glm pll rubA --with esm2_t33_650M_UR50D.pt --mutations M1L,M1K",
            "Compares point mutations of the protein of a gene.",
            "using var esm2 = ProteinLanguageModelFile.Open(\"esm2_t33_650M_UR50D.pt\"); "
                + "var rubA = SyntenyRegion.Around(scaffolds, \"rubA\", 0).ProteinsIn(scaffolds)[0]; "
                + "PointMutation[] both = [PointMutation.Parse(\"M1L\"), PointMutation.Parse(\"M1K\")]; "
                + "var scores = new MutationScores(esm2.Name, rubA.Id, new ResidueScorer(esm2).Score(rubA, both));"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var proteins = Proteins(context);
        PointMutation[]? mutations = context.Get(Mutations) is { } written
            ? [.. written.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(PointMutation.Parse)]
            : null;
        if (mutations is not null && proteins.Count != 1)
            throw new GlmException(
                $"#!glm pll: --mutations are of one protein, and {context.Arguments.Written(Query)} holds {proteins.Count}. Name a "
                    + $"gene, or a file of one protein."
            );
        using var model = ProteinLanguageModelFile.Open(context.Get(With), Devices.Parse(context.Get(LanguageModelData.Device)));
        var scorer = new ResidueScorer(model, context.Get(LanguageModelData.BatchTokens));
        var progress = context.Progress("score");
        if (mutations is null)
            Show(new ProteinLikelihoods(model.Name, scorer.Score(proteins, progress, context.Cancellation)) { Remarks = scorer.Remarks });
        else
            Show(
                new MutationScores(model.Name, proteins[0].Id, scorer.Score(proteins[0], mutations, progress, context.Cancellation))
                {
                    Remarks = scorer.Remarks,
                }
            );
        return Task.CompletedTask;

        void Show<T>(T scores)
            where T : ProteinScores
        {
            context.Publish(scores);
            context.Display(ProteinScoresView.Create(scores));
        }
    }

    private static IReadOnlyList<Protein> Proteins(CommandContext context)
    {
        if (File.Exists(context.Get(Query)))
            return [.. FastaReader.EnumerateWithGaps(context.Get(Query), cancellation: context.Cancellation)];
        var set = context.Get(Scaffolds);
        return SyntenyRegion.Around(set, context.Arguments.Written(Query)!, flank: 0).ProteinsIn(set);
    }
}
