using System.Text.RegularExpressions;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.EndToEnd;

/// <summary>A notebook that is killed while it trains, and run again as it is.</summary>
public sealed partial class KilledRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_go_on_to_the_same_bits_where_a_notebook_is_run_again()
    {
        _folder.Notebook(
            "train.ipynb",
            TestNotebook.Code($"#!glm load {Repository.PathOf("data-samples")}\n#!glm embed --with composition\n#!glm model"),
            TestNotebook.Code("var name = \"whole\";", "parameters"),
            TestNotebook.Code("#!glm train --steps 20 --batch 8 --checkpoint-every 4 --ema 0.9 --save @name")
        );
        var (_, whole) = await Run("whole");
        Assert.DoesNotContain("Goes on", whole);
        foreach (var killed in new[] { 7, 13 })
        {
            using var program = GlmProgram.Start(_folder.Path, "run", "train.ipynb", "-p", "name=broken");
            await Patience.Until(() => program.HasExited || Lines("broken") >= killed, "steps of the training");
            Assert.False(program.HasExited, program.Error);
        }
        var before = Lines("broken");
        var (_, broken) = await Run("broken");
        var from = int.Parse(GoesOn().Match(broken).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(from, Math.Max(4, before - 5), before);
        Assert.Contains("20 steps in", broken);
        foreach (var name in new[] { "model.safetensors", "features.safetensors", "config.json" })
            Assert.Equal(File.ReadAllBytes(_folder[$"whole/{name}"]), File.ReadAllBytes(_folder[$"broken/{name}"]));
        Assert.Equal(20, Lines("broken"));

        var (_, again) = await Run("broken");
        Assert.Contains("Already finished: broken ended after 20 steps. To go on, type #!glm train --resume broken --steps 40;", again);

        async Task<(int Code, string Output)> Run(string name)
        {
            var (code, _, log) = await GlmProgram.Run(_folder.Path, "run", "train.ipynb", "-p", $"name={name}", "--output", "out.ipynb");
            Assert.True(code == 0, log);
            return (code, File.ReadAllText(_folder["out.ipynb"]));
        }

        int Lines(string name)
        {
            if (!File.Exists(_folder[$"{name}/log.jsonl"]))
                return 0;
            using var log = new FileStream(_folder[$"{name}/log.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(log);
            return reader.ReadToEnd().Count(letter => letter == '\n');
        }
    }

    [GeneratedRegex(@"Goes on from step (\d+) of broken\.")]
    private static partial Regex GoesOn();
}
