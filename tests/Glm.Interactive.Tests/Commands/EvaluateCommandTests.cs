using System.Text.RegularExpressions;
using Glm.Analysis.Evaluation;
using Glm.Corpora;
using Glm.Formats;
using Glm.Genomes;
using Glm.Interactive.Commands;
using Glm.Interactive.Tests.Hosting;
using Glm.Modeling;
using Glm.Training;

namespace Glm.Interactive.Tests.Commands;

[Collection(RandomState.Name)]
public sealed class EvaluateCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose()
    {
        foreach (var corpus in _bench.Host.Variables.Values.OfType<Corpus>())
            corpus.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public async Task Should_measure_a_model_on_any_scaffolds_and_train_nothing()
    {
        var model = CommandBench.NewModel();
        _bench.WithProteins().With("model", model);
        var before = Weights(model);
        var shown = await _bench.Show("#!glm evaluate --mask 0.2");
        var evaluation = _bench.Variable<ModelEvaluation>("evaluation");
        var scaffolds = _bench.Variable<ScaffoldSet>("scaffolds");
        Assert.Equal((scaffolds.Windows.Count, scaffolds.Genomes.Count), (evaluation.Windows, evaluation.Genomes));
        Assert.Equal(0.2, evaluation.Comparison.Options.MaskProbability);
        Assert.Equal(before, Weights(model));
        Assert.Empty(evaluation.TrainedOn);
        Assert.Contains("Expected calibration error", shown.Plain);
        Assert.Contains(
            "Left out, because they learn from other genomes and none were given: four random genes, random-feature ridge",
            shown.Plain
        );
        Assert.Contains("<svg", shown.Parts["image/svg+xml"]);
    }

    [Fact]
    public async Task Should_say_which_genomes_the_model_knows_and_let_baselines_learn()
    {
        await _bench.WithModel().Run("#!glm train --steps 2 --batch 8 --eval 0.4");
        _bench.With("others", Part(5..8)).With("mine", Part(0..5));
        var shown = await _bench.Show("#!glm evaluate --scaffolds mine --learn-from others --as found");
        var evaluation = _bench.Variable<ModelEvaluation>("found");
        Assert.Equal(
            ["chance", "four random genes", "window mean", "neighbour copy", "random-feature ridge", "neighbourhood vote", "gLM"],
            evaluation.Comparison.Scores.Select(score => score.Name)
        );
        var held = _bench.Variable<TrainingHistory>("history").HeldOut;
        Assert.Equal(
            Part(0..5).Genomes.Select(genome => genome.Id).Except(held).Order(StringComparer.Ordinal),
            evaluation.TrainedOn.Select(genome => genome.Id)
        );
        Assert.Equal("5 genomes", evaluation.Comparison.Groups);
        Assert.Contains("The model was trained on ", shown.Plain);
        Assert.DoesNotContain("Left out", shown.Plain);
    }

    [Fact]
    public async Task Should_know_genomes_under_other_names_and_no_others_of_their_names()
    {
        await _bench.WithModel().Run("#!glm train --steps 1 --batch 8 --eval 0");
        await _bench.Run("#!glm simulate --genomes 8 --seed 70 --as scaffolds");
        await _bench.Run("#!glm embed --with composition");
        var others = _bench.Variable<ScaffoldSet>("scaffolds");
        Assert.Equal(CommandBench.Scaffolds.Genomes.Select(genome => genome.Id), others.Genomes.Select(genome => genome.Id));
        Assert.DoesNotContain("The model was trained on", (await _bench.Show("#!glm evaluate")).Plain);
        Assert.Empty(_bench.Variable<ModelEvaluation>("evaluation").TrainedOn);
        // Their proteins have equal names too.
        _bench.With("mine", CommandBench.Scaffolds).With("vectors", CommandBench.Proteins);
        const string Learning = "#!glm evaluate --scaffolds scaffolds --proteins proteins --learn-from mine";
        Assert.Contains(
            "has another sequence than that of --scaffolds, so one vector cannot stand for both",
            await _bench.Refused(Learning)
        );
        await _bench.Run(Learning + " --learn-proteins vectors");
        Assert.Empty(_bench.Variable<ModelEvaluation>("evaluation").LeftOut);

        // A download of the same genomes under other names, in memory and as a corpus.
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["made"]);
        foreach (var file in Directory.GetFiles(_bench.Folder["made"]))
            File.WriteAllText(file, Regex.Replace(File.ReadAllText(file), @"\bG(\d+)(?=_|\b)", "copy$1"));
        await _bench.Run("#!glm load made --corpus my-corpus");
        await _bench.Run("#!glm embed --corpus my-corpus --with composition");
        await _bench.Run("#!glm load made");
        await _bench.Run("#!glm embed --with composition");
        foreach (var where in new[] { "", " --corpus my-corpus" })
        {
            var shown = await _bench.Show("#!glm evaluate" + where);
            Assert.Contains(
                "The model was trained on 8 of these genomes (copy01 as G01, copy02 as G02, copy03 as G03, …): on them it shows what",
                shown.Plain
            );
            Assert.All(_bench.Variable<ModelEvaluation>("evaluation").TrainedOn, known => Assert.Equal(1, known.Shared));
        }
    }

    [Fact]
    public async Task Should_measure_on_a_corpus_as_in_memory()
    {
        SimulationFiles.Write(CommandBench.Scaffolds, _bench.Folder["made"]);
        _bench.WithModel();
        await _bench.Run("#!glm load made --corpus my-corpus");
        await _bench.Run("#!glm embed --corpus my-corpus --with composition");
        await _bench.Run("#!glm evaluate --corpus my-corpus");
        Assert.Equal(CommandBench.Scaffolds.Windows.Count, _bench.Variable<ModelEvaluation>("evaluation").Windows);
    }

    [Theory]
    [InlineData("#!glm evaluate --corpus c --scaffolds scaffolds", "--corpus and --scaffolds cannot be combined")]
    [InlineData("#!glm evaluate --learn-from scaffolds", "is both learned from and predicted")]
    public async Task Should_say_what_is_wrong(string line, string message) =>
        Assert.Contains(message, await _bench.WithModel().Refused(line));

    [Fact]
    public async Task Should_refuse_a_model_that_nothing_has_trained()
    {
        await _bench.WithProteins().Run("#!glm model --preset tiny");
        Assert.Contains("The model has no label PCA", await _bench.Refused("#!glm evaluate"));
    }

    private static ScaffoldSet Part(Range range)
    {
        var all = CommandBench.Scaffolds;
        var genomes = all.Genomes.Take(range).ToArray();
        var ids = genomes.Select(genome => genome.Id).ToHashSet();
        return new("part", genomes, all.Proteins, [.. all.Windows.Where(window => ids.Contains(window.Scaffold.GenomeId))], []);
    }

    private static float[] Weights(GlmModel model) => model.Parameters.Values.cpu().data<float>().ToArray();
}
