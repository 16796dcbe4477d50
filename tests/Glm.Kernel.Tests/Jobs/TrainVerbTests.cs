using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Jobs;

public sealed class TrainVerbTests : IDisposable
{
    private const string Training = "steps: 6, batch: 8, checkpoint-every: 2";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Job(string training) =>
        $"simulate: {{ genomes: 4, seed: 7 }}\nembed: {{ with: composition }}\nmodel: {{ preset: tiny }}\ntrain: {{ {training} }}\n";

    [Fact]
    public async Task Should_make_the_bits_of_the_notebook()
    {
        Directory.CreateDirectory(_folder["jobs"]);
        _folder.Write("jobs/job.yaml", Job(Training + ", save: ../whole"));
        _folder.Notebook(
            "train.ipynb",
            TestNotebook.Code(
                "#!glm simulate --genomes 4 --seed 7\n#!glm embed --with composition\n#!glm model --preset tiny\n"
                    + "#!glm train --steps 6 --batch 8 --checkpoint-every 2 --save notebook"
            )
        );
        var (code, shown, log) = await GlmProgram.Run(_folder.Path, "train", "jobs/job.yaml");
        Assert.True(code == 0, log);
        Assert.Contains("6 steps in", shown);
        Assert.StartsWith("[1/4] simulate --genomes 4 --seed 7\n[2/4] embed --with composition\n[3/4] model --preset tiny\n", log);
        Assert.Contains("[4/4] train --steps 6 --batch 8 --checkpoint-every 2 --save ../whole\n", log);
        (code, _, log) = await GlmProgram.Run(_folder.Path, "run", "train.ipynb");
        Assert.True(code == 0, log);
        Same("whole", "notebook");
    }

    [Fact]
    public async Task Should_run_what_a_notebook_saved_to_the_same_bits()
    {
        _folder.Notebook(
            "train.ipynb",
            TestNotebook.Code(
                "#!glm simulate --genomes 4 --seed 7 --out samples\n#!glm load samples --min-genes 10\n#!glm load samples --as others\n"
                    + "#!glm embed --with composition --scaffolds scaffolds\n#!glm model --preset tiny\n#!glm train --steps 4 --batch 8\n"
                    + "#!glm train --steps 2 --batch 8 --save notebook\n#!glm load samples\n#!glm save-job \"jobs é/my.yaml\""
            )
        );
        var (code, _, log) = await GlmProgram.Run(_folder.Path, "run", "train.ipynb");
        Assert.True(code == 0, log);
        Directory.Move(_folder["notebook"], _folder["kept"]);
        Directory.Delete(_folder["samples"], recursive: true);
        (code, _, log) = await GlmProgram.Run(_folder["jobs é"], "train", "my.yaml");
        Assert.True(code == 0, log);
        Assert.Contains("[6/6] train --steps 2 --batch 8 --save ../notebook", log);
        Same("kept", "notebook");
    }

    [Fact]
    public async Task Should_save_the_model_when_interrupted_and_go_on_from_there()
    {
        _folder.Write("job.yaml", Job("steps: 100000, batch: 8, save: model"));
        using (var program = GlmProgram.Start(_folder.Path, "train", "job.yaml"))
        {
            await Patience.Until(() => program.HasExited || Steps() >= 3, "steps of the training");
            Assert.False(program.HasExited, program.Error);
            program.Interrupt();
            Assert.Equal(130, await program.ExitCode());
            Assert.Contains("nterrupted", program.Out);
            Assert.Contains("model", program.Out);
        }
        Assert.True(File.Exists(_folder["model/model.safetensors"]));
        var done = Steps();
        _folder.Write("job.yaml", Job($"resume: model, steps: {done + 2}"));
        var (code, shown, log) = await GlmProgram.Run(_folder.Path, "train", "job.yaml");
        Assert.True(code == 0, log);
        Assert.Contains("Goes on from step", shown);
        Assert.Equal(done + 2, Steps());

        int Steps()
        {
            if (!File.Exists(_folder["model/log.jsonl"]))
                return 0;
            using var file = new FileStream(_folder["model/log.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd().Count(letter => letter == '\n');
        }
    }

    [Theory]
    [InlineData("train: { save: m }\n", "glm: job.yaml:1: #!glm train: ")]
    [InlineData("\nload: absent\ntrain: { save: m }\n", "glm: job.yaml:2: ")]
    [InlineData("train: { stepz: 5 }\n", "glm: job.yaml:1: train: there is no option 'stepz'. Did you mean 'steps'?")]
    public async Task Should_name_the_line_that_failed(string job, string message)
    {
        _folder.Write("job.yaml", job);
        var (code, shown, error) = await GlmProgram.Run(_folder.Path, "train", "job.yaml");
        Assert.Equal((1, ""), (code, shown));
        Assert.StartsWith(message, error.TrimEnd().Split('\n')[^1]);
    }

    private void Same(string one, string other)
    {
        foreach (var name in new[] { "model.safetensors", "features.safetensors", "config.json" })
            Assert.Equal(File.ReadAllBytes(_folder[$"{one}/{name}"]), File.ReadAllBytes(_folder[$"{other}/{name}"]));
    }
}
