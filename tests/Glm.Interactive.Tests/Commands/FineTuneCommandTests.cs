using Glm.Analysis.FineTuning;
using Glm.Genomes;
using Glm.Modeling;
using Glm.Statistics;
using Glm.Training.FineTuning;

namespace Glm.Interactive.Tests.Commands;

public sealed class FineTuneCommandTests : IDisposable
{
    private const string Short = " --min-count 60 --epochs 1 --fold-count 3";

    private readonly CommandBench _bench = new();

    public void Dispose()
    {
        foreach (var result in _bench.Host.Variables.Values.OfType<FineTuningResult>())
            result.Model.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Should_learn_save_and_apply()
    {
        var shown = await _bench.WithModel().Show("#!glm finetune product --save tuned --rank 4 --targets query,value" + Short);
        var result = _bench.Variable<FineTuningResult>("tuned");
        Assert.Equal(("product", FineTuningMode.Lora, 3), (result.About.Label, result.About.Mode, result.Folds.Count));
        Assert.Equal((4, 6), (result.Model.Adapter!.Options.Rank, result.Model.Adapter.Modules.Count));
        Assert.Contains(result.Conclusion, shown.Plain, StringComparison.Ordinal);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"], StringComparison.Ordinal);

        var applied = await _bench.Show("#!glm finetune --apply tuned");
        var byVariable = _bench.Variable<FineTunedPredictions>("predicted");
        Assert.Contains("8 of 8 genomes were trained on", applied.Plain, StringComparison.Ordinal);
        await _bench.Run("#!glm finetune --apply ./tuned --as again");
        Assert.Equal(byVariable.Values, _bench.Variable<FineTunedPredictions>("again").Values);
        await _bench.Run("#!glm export predicted --out predicted.tsv");
        Assert.StartsWith("item\tgenome\tpredicted\tp(", File.ReadAllText(_bench.Folder["predicted.tsv"]), StringComparison.Ordinal);
        await _bench.Run("#!glm export tuned --out tuned.tsv");
        Assert.Equal(5, File.ReadAllLines(_bench.Folder["tuned.tsv"]).Length);
    }

    [Fact]
    public async Task Should_learn_by_presets_and_ranks()
    {
        await _bench.WithModel().Run("#!glm finetune --preset operons --mode head --fold-count 2 --as operons");
        var operons = _bench.Variable<FineTuningResult>("operons");
        Assert.Equal(
            (FineTuningTask.Pair, "operons", FoldGrouping.Operon),
            (operons.About.Task, operons.About.Label, operons.Folds.Grouping)
        );
        Assert.NotNull(operons.ScoreOf(TuningRepresentation.StrandAndDistance));
        await _bench.Run("#!glm finetune phylum --task window --mode head --fold-count 2 --min-count 2 --as windows");
        Assert.Equal("phylum", _bench.Variable<FineTuningResult>("windows").About.Label);
    }

    [Fact]
    public async Task Should_read_tables()
    {
        var genes = CommandBench.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).ToArray();
        _bench.Folder.Write("length.tsv", "gene\tlength\n" + string.Concat(genes.Select((gene, i) => $"{gene.Id}\t{i % 7}.5\n")));
        await _bench.WithModel().Run("#!glm finetune length.tsv --kind regression --mode head --fold-count 2");
        Assert.Equal(TargetKind.Regression, _bench.Variable<FineTuningResult>("tuned").About.Kind);
        _bench.Folder.Write(
            "habitat.tsv",
            "genome\thabitat\n"
                + string.Concat(CommandBench.Scaffolds.Genomes.Select((genome, i) => $"{genome.Id}\t{(i % 2 == 0 ? "sea" : "soil")}\n"))
        );
        await _bench.Run("#!glm finetune habitat.tsv --task genome --mode full --epochs 1 --fold-count 2 --min-count 2 --as habitat");
        Assert.Equal((FineTuningMode.Full, 8), (Habitat.About.Mode, Habitat.Items.Count));
    }

    private FineTuningResult Habitat => _bench.Variable<FineTuningResult>("habitat");

    [Theory]
    [InlineData("", "#!glm finetune: name what to learn (--labels), or a model to --apply.")]
    [InlineData(
        "colour",
        "#!glm finetune: --labels is 'colour', which is neither a variable with labels of genes, nor a file, nor one of ec, ec1, cog, "
            + "pfam, go, operon, product, family."
    )]
    [InlineData(
        "product --task pair",
        "#!glm finetune: --labels is 'product', which is neither a variable with labels of pairs, nor a file, nor one of operon."
    )]
    [InlineData(
        "product --targets qeury",
        "This model has no module 'qeury' to adapt; 'query' comes nearest. Use --targets among query, key, value, attention.output.dense, "
            + "intermediate.dense, output.dense."
    )]
    [InlineData(
        "product --folds genome --fold-count 9 --min-count 60",
        "9 folds by genome need 9 or more genomes, and there are 8. Use at most 8 folds or another --folds, or load more."
    )]
    [InlineData(
        "class --task genome --folds window",
        "Folds of genomes cannot keep windows together. Use another --folds, such as genome."
    )]
    [InlineData(
        "--apply nothing",
        "#!glm finetune: --apply is 'nothing', which is neither a folder of --save nor a variable that #!glm finetune made. "
            + "Name one of them."
    )]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Equal(message, await _bench.WithModel().Refused("#!glm finetune " + arguments));

    [Fact]
    public async Task Should_name_both_bases()
    {
        await _bench.WithModel().Run("#!glm finetune product --save tuned --mode head" + Short);
        var other = CommandBench.NewModel(seed: 2);
        _bench.With("other", other);
        var message = await _bench.Refused("#!glm finetune --apply ./tuned --model other");
        Assert.Contains("was trained on a gLM of 3 layers", message, StringComparison.Ordinal);
        Assert.Contains(
            $"and the model that is given is a gLM of 3 layers of 96 with weights {other.Fingerprint[..12]}",
            message,
            StringComparison.Ordinal
        );
    }
}
