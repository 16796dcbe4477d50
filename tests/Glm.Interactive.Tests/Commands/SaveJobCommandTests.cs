using Glm.Genomes;
using Glm.Interactive.Commands;
using Glm.Interactive.Export;
using Glm.Runtime;

namespace Glm.Interactive.Tests.Commands;

public sealed class SaveJobCommandTests : IDisposable
{
    private readonly CommandBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private async Task Run(params string[] lines)
    {
        foreach (var line in lines)
            await _bench.Run("#!glm " + line);
    }

    private Task Train() =>
        Run("simulate --genomes 4 --seed 7", "embed --with composition", "model --preset tiny", "train --steps 1 --batch 4");

    [Fact]
    public async Task Should_write_the_lines_that_made_the_newest_history_and_no_others()
    {
        await Run("simulate --genomes 3 --as unused", "embed --with composition", "model --preset small --as unused2");
        await Train();
        await Run("simulate --genomes 2", "info");
        var shown = await _bench.Show("#!glm save-job jobs/my-job.yaml");
        var text = await File.ReadAllTextAsync(_bench.Folder["jobs/my-job.yaml"]);
        Assert.Equal(
            """
            # A job that #!glm save-job wrote. Paths in it start from its folder.
            simulate:
              genomes: 4
              seed: 7
            embed:
              with: composition
            model:
              preset: tiny
            train:
              steps: 1
              batch: 4
              save: my-job
            # Run it with: glm train my-job.yaml

            """.ReplaceLineEndings("\n"),
            text
        );
        Assert.Contains("Wrote my-job.yaml.", shown.Plain);
        Assert.Contains("glm train my-job.yaml", shown.Plain);
        await Run("save-job jobs/my-job.yaml --name model"); // replaces its own
        Assert.Equal(text, await File.ReadAllTextAsync(_bench.Folder["jobs/my-job.yaml"]));
    }

    [Fact]
    public async Task Should_list_commands_that_come_again_name_variables_and_write_paths_from_the_job()
    {
        await Run(
            "simulate --genomes 4 --seed 7 --out \"my samples\"",
            "load \"my samples\" --as a",
            "load \"my samples\" --min-genes 12 --as b",
            "embed --with composition --scaffolds a",
            "model --preset tiny",
            "train --steps 1 --batch 4",
            "train --steps 1 --batch 4 --save runs/one --restart --as second",
            "train --steps 1 --batch 4 --as third",
            "save-job jobs/my-job.yml --name second"
        );
        Assert.Equal(
            """
            # A job that #!glm save-job wrote. Paths in it start from its folder.
            - simulate:
                genomes: 4
                seed: 7
                out: "../my samples"
            - load:
                path: "../my samples"
                as: a
            - embed:
                with: composition
                scaffolds: a
            - model:
                preset: tiny
            - train:
                steps: 1
                batch: 4
            - train:
                steps: 1
                batch: 4
                save: ../runs/one
                as: second
            # Run it with: glm train my-job.yml

            """.ReplaceLineEndings("\n"),
            await File.ReadAllTextAsync(_bench.Folder["jobs/my-job.yml"])
        );
    }

    [Fact]
    public async Task Should_refuse_what_a_job_cannot_repeat()
    {
        Assert.Contains("Run #!glm train", await _bench.Refused("#!glm save-job a.yaml"));
        Assert.Contains("--out is missing", await _bench.Refused("#!glm save-job"));
        await Train();
        Assert.Equal("a.json: a job is written as YAML; name a file that ends in .yaml.", await _bench.Refused("#!glm save-job a.json"));
        _bench.Folder.Write("mine.yaml", "train: {}\n");
        Assert.Equal(
            "mine.yaml: this file was not written by #!glm save-job and is not replaced. Name another, or remove it.",
            await _bench.Refused("#!glm save-job mine.yaml")
        );
        Assert.Contains("there is no C# variable 'absent'", await _bench.Refused("#!glm save-job a.yaml --name absent"));
        Assert.Contains("A job is written of a training", await _bench.Refused("#!glm save-job a.yaml --name scaffolds"));
        _bench.Host.SetVariable("mine", CommandBench.NewModel(), typeof(Modeling.GlmModel));
        Assert.Contains("No #!glm train of this session trained it", await _bench.Refused("#!glm save-job a.yaml --name mine"));
        _bench.Host.SetVariable("scaffolds", CommandBench.Scaffolds, typeof(ScaffoldSet));
        await Run("embed --with composition", "train --steps 1 --batch 4");
        Assert.Equal(
            "#!glm train used the variable 'scaffolds', which C# made, and a job repeats only what commands did. Write it to a file, read "
                + "that with #!glm load, embed --with or model, and train again.",
            await _bench.Refused("#!glm save-job a.yaml")
        );
        Assert.False(File.Exists(_bench.Folder["a.yaml"]));
    }

    [Fact]
    public async Task Should_write_a_function_that_genes_carry_and_refuse_one_that_csharp_made()
    {
        await Run("simulate --genomes 4 --seed 7", "embed --with composition", "model --preset tiny");
        await Run("train --function family --triplet-weight 0.5 --ablation --steps 1 --batch 4 --eval 0.3");
        await Run("save-job jobs/my-job.yaml");
        var text = await File.ReadAllTextAsync(_bench.Folder["jobs/my-job.yaml"]);
        Assert.Contains("\n  function: family\n  triplet-weight: 0.5\n  ablation: true\n", text);

        var genes = _bench.Variable<ScaffoldSet>("scaffolds").GeneCount;
        var roles = Enumerable.Range(0, genes).Select(gene => (IReadOnlyList<string>)[$"role {gene % 3}"]);
        _bench.Host.SetVariable("mine", new GeneLabels("roles", [.. roles]), typeof(GeneLabels));
        await Run("model --preset tiny", "train --function mine --steps 1 --batch 4");
        Assert.StartsWith(
            "#!glm train used the variable 'mine', which C# made, and a job repeats only what commands did.",
            await _bench.Refused("#!glm save-job jobs/other.yaml")
        );
    }

    [Fact]
    public async Task Should_refuse_a_training_that_was_interrupted()
    {
        var stop = new Stop();
        using var bench = new CommandBench
        {
            Session = new GlmSession(progress: (_, activity) => activity == "train" ? stop : new Stop()),
        };
        stop.Source = bench.Host.Source;
        foreach (var line in new[] { "simulate --genomes 4", "embed --with composition", "model --preset tiny" })
            await bench.Run("#!glm " + line);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Run("#!glm train --steps 500"));
        var message = Assert.Throws<GlmException>(() => JobFile.Write(bench.Folder["a.yaml"], bench.Session)).Message;
        Assert.StartsWith("A training on the way to this model was interrupted", message);
    }

    private sealed class Stop : IProgress<ProgressReport>
    {
        public CancellationTokenSource? Source { get; set; }

        public void Report(ProgressReport value) => Source?.Cancel();
    }
}
