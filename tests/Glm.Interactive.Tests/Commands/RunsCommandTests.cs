using Glm.Training;

namespace Glm.Interactive.Tests.Commands;

[Collection(RandomState.Name)]
public sealed class RunsCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Should_compare_runs_of_folders_and_variables_and_pass_over_broken_ones()
    {
        _bench.WithModel();
        await _bench.Run("#!glm train --steps 2 --batch 8 --lr 1e-3 --save models/first");
        await _bench.Run("#!glm train --steps 3 --batch 8 --lr 1e-4 --seed 2 --save models/second --as mine");
        Directory.CreateDirectory(_bench.Folder["models/torn/checkpoints/step-00000002"]);
        Directory.CreateDirectory(_bench.Folder["models/other"]);

        var shown = await _bench.Show("#!glm runs models --histories mine");
        var runs = _bench.Variable<RunOverview>("runs");
        Assert.Equal(["models/first", "models/second", "mine"], runs.Runs.Select(run => run.Name));
        Assert.Equal([2, 3, 3], runs.Runs.Select(run => run.Steps.Count));
        Assert.All(runs.Runs, run => Assert.True(run.IsFinished));
        Assert.Equal(_bench.Variable<TrainingHistory>("mine").Evaluations, runs.Runs[1].Evaluations);
        Assert.StartsWith("models/torn: no checkpoint of the run is whole.", Assert.Single(runs.Unreadable));
        Assert.Contains("models/torn: no checkpoint of the run is whole.", shown.Plain);
        var differences = runs.Differences.ToDictionary(difference => difference.Option, difference => difference.Values);
        Assert.Equal(["0.001", "0.0001", ""], differences["LearningRate"]);
        Assert.Equal(["1", "2", ""], differences["Seed"]);
        Assert.DoesNotContain("BatchSize", differences.Keys);
        Assert.Equal(3, runs.ToDataFrame().Rows.Count);

        await _bench.Run("#!glm runs models/second,models/first");
        Assert.Equal(["models/second", "models/first"], _bench.Variable<RunOverview>("runs").Runs.Select(run => run.Name));
        await _bench.Run("#!glm runs --histories mine");
        Assert.Equal(["mine"], _bench.Variable<RunOverview>("runs").Runs.Select(run => run.Name));
    }

    [Theory]
    [InlineData("#!glm runs nowhere", "nowhere: there is no such folder; check the name. Name the folder of a run, or one of runs.")]
    [InlineData(
        "#!glm runs empty",
        "#!glm runs: empty: there is no run in it, nor in a folder of it. A run leaves checkpoints where its model is saved."
    )]
    [InlineData(
        "#!glm runs --histories scaffolds",
        "#!glm runs: --histories names 'scaffolds', which holds no training history; train makes one."
    )]
    [InlineData(
        "#!glm runs --histories scafolds",
        "#!glm runs: --histories names 'scafolds', but there is no C# variable of that name. Did you mean 'scaffolds'?"
    )]
    public async Task Should_say_what_is_wrong(string line, string message)
    {
        Directory.CreateDirectory(_bench.Folder["empty"]);
        Assert.Equal(message, await _bench.WithScaffolds().Refused(line));
    }
}
