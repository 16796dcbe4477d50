using Glm.Analysis.Functions;
using Glm.Modeling.Functions;
using Glm.Proteins;
using Glm.Testing;

namespace Glm.Interactive.Tests.Commands;

public sealed class FunctionCommandTests : IDisposable
{
    private const int Width = 16;
    private const string Small = "--hidden 16 --heads 2 --layers 1 --epochs 1 --batch 8 --min-count 5 ";

    /// <summary>A few numbers of each protein, so that models are small.</summary>
    private static readonly Lazy<ProteinVectors> Short = new(() =>
    {
        var all = CommandBench.Proteins;
        return new ProteinVectors(
            "small",
            all.Ids,
            Width,
            [.. Enumerable.Range(0, all.Count).SelectMany(row => all[row][..Width].ToArray())]
        );
    });

    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_test_the_network_beside_what_is_known_without_it()
    {
        var shown = await Ready().Show("#!glm function operon --block-genes 50 --fold-count 3 " + Small);
        var result = (FunctionResult)_bench.Variable<FunctionOutput>("functions");
        Assert.Equal(("operon", 3, FamilyHoldOut.Halved), (result.Label, result.Folds.Count, result.Families));
        Assert.Equal(
            [
                FunctionMethod.Network,
                FunctionMethod.ProteinProbe,
                FunctionMethod.SeveralNearest,
                FunctionMethod.Nearest,
                FunctionMethod.Frequency,
            ],
            result.Scores.Select(score => score.Method)
        );
        Assert.Contains("PlasGO's network", shown.Plain);
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
        await _bench.Run("#!glm export functions --out functions.tsv");
        Assert.StartsWith("method\tf_max\tf_max_low", File.ReadLines(_bench.Folder["functions.tsv"]).First());
    }

    [Fact]
    public async Task Should_train_save_and_predict_the_others()
    {
        var shown = await Ready().Show("#!glm function operon --train --save f.safetensors --min-prob 0.0 " + Small);
        Assert.Contains("Trained on ", shown.Plain);
        var called = (FunctionPredictions)_bench.Variable<FunctionOutput>("functions");
        var outside = CommandBench.Scaffolds.Scaffolds.SelectMany(scaffold => scaffold.Genes).Count(gene => gene.Operon is null);
        Assert.Equal((outside, CommandBench.Scaffolds.GeneCount - outside), (called.Genes, called.Known));
        var model = _bench.Variable<FunctionModel>("functionModel");
        Assert.Equal(("f.safetensors", 16), (model.Name, model.Config.HiddenSize));

        await _bench.Run("#!glm function operon --with f.safetensors --min-prob 0.0 --as again");
        await _bench.Run("#!glm function operon --with functionModel --min-prob 0.0 --as kept");
        foreach (var variable in new[] { "again", "kept" })
            Assert.Equal(called.Called.Count, ((FunctionPredictions)_bench.Variable<FunctionOutput>(variable)).Called.Count);
        await _bench.Run("#!glm function --with f.safetensors --as all");
        Assert.Equal(CommandBench.Scaffolds.GeneCount, ((FunctionPredictions)_bench.Variable<FunctionOutput>("all")).Genes);
    }

    [Fact]
    public async Task Should_predict_plasmids_with_a_folder_of_plasgo()
    {
        var golden = Repository.PathOf("tests", "Glm.Tests", "Golden", "plasgo-tiny");
        var shown = await _bench.Show(
            $"#!glm function --with \"{Path.Combine(golden, "mf")}\" --plasmids \"{Path.Combine(golden, "plasmids")}\""
        );
        var predictions = (FunctionPredictions)_bench.Variable<FunctionOutput>("functions");
        Assert.Equal(("mf", 7), (predictions.Label, predictions.Genes));
        Assert.Contains("Functions 'mf', predicted", shown.Plain);
    }

    [Fact]
    public async Task Should_probe_the_newest_model_unless_told_not_to()
    {
        _bench.WithModel();
        await _bench.Run("#!glm function product --homologs known --fold-count 2 " + Small);
        Assert.NotNull(((FunctionResult)_bench.Variable<FunctionOutput>("functions")).ScoreOf(FunctionMethod.ContextProbe));
        await _bench.Run("#!glm function product --homologs known --fold-count 2 --model none --as alone " + Small);
        Assert.Null(((FunctionResult)_bench.Variable<FunctionOutput>("alone")).ScoreOf(FunctionMethod.ContextProbe));
    }

    [Theory]
    [InlineData("", "#!glm function: name what to predict (--labels), or a model to predict with (--with).")]
    [InlineData("nothing", "--labels is 'nothing', which is neither a variable with labels of genes (GeneLabels) nor a field")]
    [InlineData("operon --save f.safetensors", "#!glm function: --save is for training. Add --train, or leave it out.")]
    [InlineData("operon --train --save f.bin", "#!glm function: --save f.bin must end in .safetensors.")]
    [InlineData("operon --plasmids x", "--plasmids")]
    [InlineData("--plasmids x", "name what to predict (--labels)")]
    [InlineData("operon --min-prob 0.2", "#!glm function: --min-prob is for predictions.")]
    [InlineData("operon --with f.safetensors --epochs 3", "--epochs")]
    [InlineData("operon --train --fold-count 3", "--fold-count")]
    [InlineData("--with proteins", "--with names the variable 'proteins', and it holds no model of functions.")]
    [InlineData("--with nothing.safetensors", "nothing.safetensors: no such file")]
    [InlineData("operon --heads 7", "--heads 7: 7 heads do not divide 512 numbers evenly")]
    [InlineData("operon --model proteins", "--model is 'proteins', which is no variable with a gLM. Name one, or none.")]
    [InlineData("operon --min-count 100000", "100000 or more genes")]
    public async Task Should_say_what_is_wrong(string arguments, string message) =>
        Assert.Contains(message, await Ready().Refused("#!glm function " + arguments));

    private CommandBench Ready() => _bench.WithScaffolds().With("proteins", Short.Value);
}
