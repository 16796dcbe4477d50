using Glm.Interactive.Bundles;
using Glm.Interactive.CommandLanguage;
using Glm.Interactive.Display.Markup;
using Glm.Interactive.Display.Views;
using Glm.Interactive.Hosting;
using Glm.Runtime;

namespace Glm.Interactive.Commands;

/// <summary><c>#!glm bundle</c>: the run of this notebook so far becomes one file.</summary>
public sealed class BundleCommand : GlmCommand
{
    private static readonly Option<string> Out = CommandOption
        .File("--out", "The .zip to write; one that is there is replaced.")
        .Required()
        .Implicit();

    private static readonly Option<string?> Notebook = CommandOption.File(
        "--notebook",
        "This notebook's file, saved beforehand; by default the one that Jupyter names, or else one of the command lines."
    );

    private static readonly Option<bool> WithWeights = CommandOption.Flag(
        "--with-weights",
        "Puts in weights too that this session did not make, as their licence lets you."
    );

    private static readonly Option<double> LargestInput = CommandOption
        .Number("--largest-input", "Inputs up to so many MB go in whole; of larger ones, size and checksum.", new NumericRange(0))
        .WithDefault(50);

    private static readonly Option<string?> Where = CommandOption.Text(
        "--where",
        "Where inputs may be had that do not go in, as NAME=ADDRESS separated by commas, or a table of names and addresses; for accession "
            + "numbers and published weights it is known."
    ) with
    {
        ValueName = "NAME=ADDRESS,…|FILE",
    };

    private static readonly Option<string?> License = CommandOption.Text(
        "--license",
        "Under what others may use the bundle: a sentence, or the address of a licence."
    );

    private static readonly Option<string?> Author = CommandOption.Text(
        "--author",
        "Who made it: names separated by semicolons, each with an ORCID behind it where there is one."
    );

    public override string Name => "bundle";

    public override string Summary =>
        "Packs this notebook's run into one .zip: notebook, results, variables, inputs, and how they came to be.";

    public override IReadOnlyList<CommandOption> Options { get; } = [Out, Notebook, WithWeights, LargestInput, Where, License, Author];

    public override IReadOnlyList<CommandExample> Examples { get; } =
    [
        new(
            "#!glm bundle my-run.zip",
            "Packs what there is; glm open my-run.zip unpacks it, and #!glm restore session goes on there.",
            "BundleWriter.Write(\"my-run.zip\", BundleSource.Of(session, Environment.CurrentDirectory), session.Catalogue);"
        ),
    ];

    public override Task RunAsync(CommandContext context)
    {
        var path = context.Get(Out);
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            throw new GlmException($"#!glm bundle: {LineText.Quoted(Path.GetFileName(path))} must end in .zip.");
        var report = BundleWriter.Write(
            path,
            BundleSource.Of(context.Session, context.Host.WorkingDirectory, context.Objects, context.Get(Notebook)),
            context.Session.Catalogue,
            new BundleOptions
            {
                WithWeights = context.Get(WithWeights),
                LargestInput = (long)(context.Get(LargestInput) * 1e6),
                Addresses = BundleOptions.ParseAddresses($"{CommandCatalogue.Magic} {Name}: {Where.Name}", context.Get(Where)),
                License = context.Get(License),
                Authors = BundleAuthor.Parse($"{CommandCatalogue.Magic} {Name}: {Author.Name}", context.Get(Author)),
            },
            context.Progress("bundle"),
            context.Cancellation
        );
        context.Display(
            KeyValueView.Create(
                $"Wrote {Path.GetFileName(path)}: {Html.Count(report.Files.Count, "file")}, {Html.Bytes(report.Bytes)}.",
                [
                    .. report.LeftOut.Select(left =>
                        (left.Name, $"left out: {left.Reason}" + (left.Address is { } address ? $"; it may be had from {address}" : ""))
                    ),
                ]
            )
        );
        return Task.CompletedTask;
    }
}
