using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.EndToEnd;

[Collection(QuickstartCollection.Name)]
[Trait("Runs", "notebooks")]
public sealed partial class NotebookRunTests(NotebookRuns runs) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_run_the_published_example()
    {
        var reference = Repository.Shared("reference");
        var (code, _, log) = await GlmProgram.Run(
            _folder.Path,
            "run",
            Repository.PathOf("notebooks", "ecoli-reference.ipynb"),
            "-p",
            $"reference={reference}",
            "-p",
            "steps=5",
            "--output",
            "out.ipynb",
            "--html",
            "report.html"
        );
        Assert.True(code == 0, log);
        var text = File.ReadAllText(_folder["out.ipynb"]);
        Assert.Empty(NotebookSchema.Breaches(JsonNode.Parse(text)!));
        Assert.Contains("largest difference from the published features and labels: 0", text);
        // The parameter itself stays as it was given; nothing else repeats it.
        Assert.Equal(1, Regex.Count(File.ReadAllText(_folder["report.html"]), Regex.Escape(reference)));
    }

    [Fact]
    public async Task Should_find_operons_by_neighbourhoods_alone()
    {
        var (_, text) = await runs.Of("neighbourhoods");
        var precision = Regex.Match(text, @"genomes in which the two stand together\s+([0-9.]+)").Groups[1].Value;
        Assert.InRange(double.Parse(precision, System.Globalization.CultureInfo.InvariantCulture), 0.9, 1);
    }

    [Fact]
    public async Task Should_map_genes_before_and_after_context()
    {
        var (_, text) = await runs.Of("maps");
        var trust = Regex.Match(text, @"context-free: UMAP 1, UMAP 2, trustworthiness ([0-9.]+)").Groups[1].Value;
        Assert.InRange(double.Parse(trust, System.Globalization.CultureInfo.InvariantCulture), 0.95, 1);
        // Without context the copies of a gene are nearest.
        Assert.Matches("in context, 1.00 by protein", text);
    }

    [Fact]
    public async Task Should_train_vectors_of_genomes()
    {
        var begin = DateTime.UtcNow.AddSeconds(-2); // file systems may keep whole seconds
        var (code, _, log) = await GlmProgram.Run(
            _folder.Path,
            "run",
            Repository.PathOf("notebooks", "genome-vectors.ipynb"),
            "-p",
            $"data={Repository.PathOf("data-samples")}",
            "-p",
            "epochs=2",
            "--output",
            "out.ipynb"
        );
        Assert.True(code == 0, log);
        var text = File.ReadAllText(_folder["out.ipynb"]);
        Assert.Empty(NotebookSchema.Breaches(JsonNode.Parse(text)!));
        Assert.Matches(@"Trained for 2 epochs on [0-9]+ sets: loss [0-9.]+ to [0-9.]+\.", text);
        Assert.Matches("nearest genome of the same class: [0-9]+ ?% by PST", text);
        Assert.True(File.GetLastWriteTimeUtc(Repository.PathOf("out", "genomes.graphfmt.h5")) >= begin);
    }

    [Fact]
    public async Task Should_say_what_probes_may_conclude()
    {
        var (_, text) = await runs.Of("probes");
        // What the notebook says around its figures.
        Assert.Contains("gLM predicts 'product' worse than context-free vectors", text);
        Assert.Contains("gLM adds to context-free vectors for 'in an operon'", text);
        Assert.Contains("The folds leak: genomes stand on both sides of random folds", text);
    }

    [Fact]
    public async Task Should_tell_functions_by_neighbours_where_they_do_and_say_where_not()
    {
        var (begin, text) = await runs.Of("function");
        Assert.Contains("PlasGO's network is better than transfer from the nearest known gene for 'cargo'", text);
        Assert.Contains("PlasGO's network is worse than transfer from the nearest known gene for 'product'", text);
        Assert.Matches("[0-9]+ of [0-9]+ labels called of genes beside a cargo are right", text);
        Assert.True(File.GetLastWriteTimeUtc(Repository.PathOf("out", "cargo.safetensors")) >= begin);
    }

    [Fact]
    public async Task Should_teach_labels_and_say_what_that_is_worth()
    {
        var (begin, text) = await runs.Of("finetuning");
        var learned = Regex.Match(text, @"gLM fine-tuned \(lora\)\s+([0-9.]+)").Groups[1].Value;
        Assert.InRange(double.Parse(learned, System.Globalization.CultureInfo.InvariantCulture), 0.75, 1);
        // Whatever the figures are, the sentence says which they are; and simulated strangers are recognised.
        Assert.Matches(
            "Fine-tuning (predicts 'in an operon' better|gains nothing for 'in an operon'|loses: it predicts 'in an operon')",
            text
        );
        Assert.Contains("2 of 2 genomes are unlike the training genomes", text);
        Assert.True(File.GetLastWriteTimeUtc(Repository.PathOf("out", "in-operon", "adapter_model.safetensors")) >= begin);
    }

    [Fact]
    public async Task Should_set_a_model_beside_what_is_known_of_operons_without_it()
    {
        var (begin, text) = await runs.Of("operons");
        Assert.Contains("Added to strand + conserved neighbours, gLM", text, StringComparison.Ordinal);
        var precision = Regex.Match(text, @"learned from known operons ([0-9.]+); from the genome alone ([0-9.]+);");
        foreach (var group in new[] { 1, 2 })
            Assert.InRange(double.Parse(precision.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture), 0.85, 1);
        foreach (var file in new[] { "operons.gff3", "operon-pairs.tsv" })
            Assert.True(File.GetLastWriteTimeUtc(Repository.PathOf("out", file)) >= begin, file);
    }

    [Fact]
    public async Task Should_find_operons_by_influence_and_none_among_shuffled_genes()
    {
        var (begin, text) = await runs.Of("influence");
        Assert.InRange(Area("before others (AUROC): influence"), 0.85, 1);
        Assert.InRange(Area("where genes are shuffled"), 0.4, 0.6);
        Assert.InRange(Area("the model's attention, mean of all heads"), 0, Area("before others (AUROC): influence") - 0.1);
        Assert.True(File.GetLastWriteTimeUtc(Repository.PathOf("out", "influence.tsv")) >= begin);

        double Area(string what) =>
            double.Parse(
                Regex.Match(text, Regex.Escape(what) + @"\s+([0-9.]+)").Groups[1].Value,
                System.Globalization.CultureInfo.InvariantCulture
            );
    }

    [Fact]
    public async Task Should_find_a_planted_island_surprising()
    {
        var (_, text) = await runs.Of("prediction");
        var area = Regex.Match(text, "surprises more than another gene in ([0-9.]+) ?%").Groups[1].Value;
        Assert.InRange(double.Parse(area, System.Globalization.CultureInfo.InvariantCulture), 55, 100);
    }

    [Fact]
    public async Task Should_set_the_variance_of_families_beside_baselines()
    {
        var (_, text) = await runs.Of("families");
        var area = Regex.Match(text, "neighbour turnover: ([0-9.]+) ").Groups[1].Value;
        // The simulator moves transposases and toxins, which counting their neighbours must see.
        Assert.InRange(double.Parse(area, System.Globalization.CultureInfo.InvariantCulture), 0.9, 1);
        Assert.Matches(@"AUROC by gLM beyond sequence [01]\.[0-9]{3} \[", text);
    }

    [Fact]
    public async Task Should_guess_dark_genes_beside_baselines()
    {
        var (_, text) = await runs.Of("dark");
        var next = Regex.Match(text, "nearest labelled gene on the scaffold: ([0-9.]+) ").Groups[1].Value;
        // The labels are operons: whoever looks next door knows.
        Assert.InRange(double.Parse(next, System.Globalization.CultureInfo.InvariantCulture), 0.8, 1);
        Assert.Matches(@"nearest in context: [01]\.[0-9]{3} \[", text);
        Assert.Matches(@"may be '[a-z]+' \([01]\.[0-9]{2}\); by its protein", text);
    }

    [Fact]
    public async Task Should_tell_taxa_of_a_family_apart_and_not_groups_by_coin()
    {
        var (_, text) = await runs.Of("mcra");
        Assert.Contains("Vectors in context tell the 4 classes apart", text, StringComparison.Ordinal);
        Assert.Contains("Vectors in context do not tell the 2 classes apart", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_assign_unknown_genomes_and_call_strangers_unlike()
    {
        var (_, text) = await runs.Of("taxonomy");
        const string counts = "the unknown genomes' ([0-9]+) scaffolds ([0-9]+) go to their class, ([0-9]+) are called unlike";
        var unknown = Regex.Match(text, counts);
        int Number(int group) => int.Parse(unknown.Groups[group].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(24, Number(1));
        Assert.Equal(Number(1), Number(2) + Number(3)); // each that is assigned at all goes to its class
        Assert.InRange(Number(3), 0, 6);
        var strange = Regex.Match(text, "the strangers' ([0-9]+) scaffolds ([0-9]+) are called unlike anything known");
        Assert.Equal("12", strange.Groups[1].Value);
        Assert.InRange(int.Parse(strange.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), 11, 12);
    }

    [Fact]
    public async Task Should_ask_all_vectors_every_task()
    {
        var (_, text) = await runs.Of("benchmark");
        foreach (var task in new[] { "operonic pairs", "classification of product", "retrieval by product", "masked genes" })
            Assert.Matches($"{task}: best [^,]+, [a-z0-9_]+ [01]\\.[0-9]{{3}} \\[", text);
        Assert.Contains("classification of product: best composition", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Should_match_paralogs_beside_what_sees_their_partners()
    {
        var (_, text) = await runs.Of("paralogs");
        const string figures = ": first in [0-9]+ ?%, mean reciprocal rank ([0-9.]+) \\[";
        var rank = Regex.Match(text, "gene of the most similar partner" + figures).Groups[1].Value;
        // Partners of one operon resemble each other across genomes as the genes do: well above chance.
        Assert.InRange(double.Parse(rank, System.Globalization.CultureInfo.InvariantCulture), 0.12, 1);
        Assert.Matches("gLM, both hidden" + figures, text);
    }

    [Fact]
    public async Task Should_name_the_failing_cell_and_keep_what_ran()
    {
        _folder.Notebook(
            "a.ipynb",
            TestNotebook.Markdown("# Kept heading"),
            TestNotebook.Code("Console.WriteLine(\"kept output\");"),
            TestNotebook.Code("var a = 1;\n#!glm load nowhere.tsv\nvar b = 2;"),
            TestNotebook.Code("Console.WriteLine(\"never\");")
        );
        var (code, _, log) = await GlmProgram.Run(_folder.Path, "run", "a.ipynb", "--output", "o.ipynb", "--html", "r.html");
        Assert.Equal(1, code);
        Assert.Contains("Cell [2], line 2: #!glm load nowhere.tsv\n  nowhere.tsv: there is no such file or folder.", log);
        var report = File.ReadAllText(_folder["r.html"]);
        Assert.Contains("Kept heading", report);
        Assert.Contains("kept output", report);
        Assert.Contains("nowhere.tsv: there is no such file or folder.", report);
        Assert.Contains("failed in cell [2]", report);
        Assert.DoesNotContain("<pre class=\"stdout\">never", report);
        Assert.DoesNotContain(_folder.Path, report + File.ReadAllText(_folder["o.ipynb"]));
        Assert.Empty(NotebookSchema.Breaches(JsonNode.Parse(File.ReadAllText(_folder["o.ipynb"]))!));
    }

    [Fact]
    public async Task Should_save_the_figures_of_a_training_that_ctrl_c_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a POSIX signal");
        using var program = GlmProgram.Start(
            _folder.Path,
            "run",
            Repository.PathOf("notebooks", "quickstart.ipynb"),
            "-p",
            "steps=100000",
            "--output",
            "out.ipynb",
            "--html",
            "report.html"
        );
        await Patience.Until(() => program.HasExited || TrainingStep().IsMatch(program.Error), "a step of the training");
        Assert.False(program.HasExited, program.Error);
        program.Interrupt();
        Assert.Equal(130, await program.ExitCode());
        var report = File.ReadAllText(_folder["report.html"]);
        Assert.Contains("Training, interrupted", report);
        Assert.Matches(@"\d+ steps? in [\d.]+ s \(interrupted\)", report);
        Assert.Contains("interrupted in cell [6]", report);
        var notebook = JsonNode.Parse(File.ReadAllText(_folder["out.ipynb"]))!;
        Assert.Empty(NotebookSchema.Breaches(notebook));
        Assert.Contains("(interrupted)", notebook.ToJsonString());
    }

    /// <summary>A line of progress, of which a slow cell has some.</summary>
    [GeneratedRegex(@"\btrain \d+%")]
    private static partial Regex TrainingStep();
}
