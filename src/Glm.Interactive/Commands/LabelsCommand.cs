using Glm.Formats.Labels;
using Glm.Genomes;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm labels</c>: a table of ids and labels becomes labels of genes.</summary>
public sealed class LabelsCommand : GlmCommand
{
    private static readonly Option<string> Source = CommandOption
        .File(
            "--path",
            "Table of ids and labels: tabs or commas between columns, a list, eggNOG-mapper's annotations, InterProScan's or DAVID's "
                + "table, GFF3, or a protein table; plain or compressed."
        )
        .Implicit()
        .Required();

    private static readonly Option<string?> LabelName = CommandOption
        .Text("--name", "What the labels are called; by default the name of their column, or of the file.")
        .Fills(nameof(GeneLabelOptions.Name));

    private static readonly Option<string?> Column = CommandOption
        .Text(
            "--column",
            "Column of the labels, by name or by number from 1: an attribute of GFF3, an analysis of InterProScan such as Pfam; by "
                + "default the only one beside the ids."
        )
        .Fills(nameof(GeneLabelOptions.Column));

    private static readonly Option<string?> Id = CommandOption
        .Text("--id", "Column of the ids; by default the one of which most rows name a gene.")
        .Fills(nameof(GeneLabelOptions.Id)) with
    {
        ValueName = "COLUMN",
    };

    private static readonly Option<ScaffoldSet> Scaffolds = CommandOption.Variable<ScaffoldSet>(
        "--scaffolds",
        "Scaffolds whose genes get the labels."
    );

    private static readonly Option<string> As = CommandOption.As("labels");

    public override string Name => "labels";

    public override string Summary => "Joins a table of ids and labels, such as EC numbers, to the genes of the scaffolds.";

    public override Type Result => typeof(LabelTable);

    public override bool NeedsTorch => false;

    public override IReadOnlyList<CommandOption> Options { get; } = [Source, LabelName, Column, Id, Scaffolds, As];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm labels labels.tsv --column ec",
            "Reads EC numbers; the ids are found by themselves.",
            "var labels = GeneLabelReader.Read(scaffolds, \"labels.tsv\", new GeneLabelOptions { Column = \"ec\" });"
        ),
        new(
            "#!glm labels essential.txt --name essential",
            "Gives every gene of a list of ids one label.",
            "var labels = GeneLabelReader.Read(scaffolds, \"essential.txt\", new GeneLabelOptions { Name = \"essential\" });"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var options = new GeneLabelOptions
        {
            Name = context.Get(LabelName),
            Column = context.Get(Column),
            Id = context.Get(Id),
        };
        var progress = context.Progress("labels");
        var labels = GeneLabelReader.Read(context.Get(Scaffolds), context.Get(Source), options, progress, context.Cancellation);
        context.Publish(labels);
        context.Display(LabelTableView.Create(labels));
        return Task.CompletedTask;
    }
}
