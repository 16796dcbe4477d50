using System.Diagnostics;
using System.Text.Json;
using Glm.Arrays;
using Glm.Arrays.Npy;
using Glm.Kernel.Tests.EndToEnd;
using Glm.Kernel.Tests.Support;
using Glm.Testing;

namespace Glm.Kernel.Tests.Jobs;

/// <summary>Two processes that train one model, started by Open MPI's own launcher.</summary>
public sealed class MpiTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MpiTests()
    {
        var places = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        Assert.SkipUnless(places.Any(place => File.Exists(Path.Combine(place, "mpirun"))), "mpirun is not installed");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>With dropout, as the preset has it.</summary>
    private void Job(string name, int steps) =>
        _folder.Write(
            $"{name}.yaml",
            $"simulate: {{ genomes: 4, seed: 7 }}\nembed: {{ with: composition }}\nmodel: {{ preset: tiny }}\n"
                + $"train: {{ steps: {steps}, batch: 8, checkpoint-every: 4, save: {name} }}\n"
        );

    [Fact]
    public async Task Should_lose_what_one_process_loses_also_after_one_was_lost()
    {
        Job("alone", 40);
        Job("both", 40);
        var (code, _, log) = await GlmProgram.Run(_folder.Path, "train", "alone.yaml");
        Assert.True(code == 0, log);

        using (var job = Both())
        {
            await Patience.Until(() => job.HasExited || Losses("both").Length >= 10, "steps of the training");
            Assert.False(job.HasExited, job.Error);
            using var second = Process.GetProcessById(SecondProcess());
            second.Kill();
            Assert.NotEqual(0, await job.ExitCode());
            Assert.Contains("one of the 2 processes is lost", job.Error);
        }
        var lost = Losses("both").Length;
        Assert.InRange(lost, 10, 39);
        Assert.False(File.Exists(_folder["both/model.safetensors"]));

        using (var job = Both())
        {
            Assert.True(await job.ExitCode() == 0, job.Error);
            Assert.Contains("Goes on from step", job.Out);
            Assert.Single(job.Error.Split('\n'), line => line.StartsWith("[4/4] train", StringComparison.Ordinal)); // one of them speaks
        }
        var (alone, both) = (Losses("alone"), Losses("both"));
        Assert.Equal(40, both.Length);
        Assert.All(alone.Zip(both), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * pair.First));
        Assert.Equal(new FileInfo(_folder["alone/model.safetensors"]).Length, new FileInfo(_folder["both/model.safetensors"]).Length);
    }

    [Fact]
    public async Task Should_end_with_the_message_of_the_process_that_failed()
    {
        _folder.Write("both.yaml", "load: absent\ntrain: { steps: 4, save: both }\n");
        using var job = Both();
        Assert.NotEqual(0, await job.ExitCode());
        Assert.Contains("glm: both.yaml:1: ", job.Error);
    }

    [Fact]
    public async Task Should_embed_proteins_as_one_process_does()
    {
        _folder.Write("esm.pt", MadeUpFiles.Esm2());
        var random = new Random(2);
        _folder.Write(
            "proteins.fasta",
            string.Concat(
                Enumerable
                    .Range(0, 30)
                    .Select(i =>
                        $">p{i}\nM{string.Concat(Enumerable.Range(0, 10 + (3 * i)).Select(_ => "LAGVSERTIDPKQNFYHWC"[random.Next(19)]))}\n"
                    )
            ) + ">odd\nMJLV\n"
        );
        string[] Line(string output) => ["embed", "proteins.fasta", "--with", "esm.pt", "--cache", "none", "--out", output];
        var (code, shown, log) = await GlmProgram.Run(_folder.Path, Line("alone.npz"));
        Assert.True(code == 0, log);
        using (var job = Both(Line("both.npz")))
        {
            Assert.True(await job.ExitCode() == 0, job.Error);
            // One of them speaks, and of all proteins; the launcher's terminal adds signs of its own.
            Assert.EndsWith(shown.TrimEnd(), job.Out.ReplaceLineEndings("\n").TrimEnd());
            Assert.Equal(2, job.Out.Split("Protein vectors").Length);
        }
        using var alone = NpzFile.Open(_folder["alone.npz"]);
        using var both = NpzFile.Open(_folder["both.npz"]);
        Assert.Equal(alone.ReadStrings("ids"), both.ReadStrings("ids"));
        Assert.All(alone.Read("vectors").ToSingle().Zip(both.Read("vectors").ToSingle()), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-5)
        );
        Assert.True(File.Exists(_folder["both.npz.provenance.json"]));

        // What every process would compute alike, one does.
        using (var job = Both(["embed", "proteins.fasta", "--with", "composition", "--out", "composition.npz"]))
            Assert.True(await job.ExitCode() == 0, job.Error);
        using var composition = NpzFile.Open(_folder["composition.npz"]);
        Assert.Equal(31, composition.ReadStrings("ids").Length);
    }

    [Fact]
    public async Task Should_infer_as_one_process_does()
    {
        _folder.Write(
            "job.yaml",
            "simulate: { genomes: 2, seed: 7 }\nembed: { with: composition }\nmodel: { preset: tiny }\ntrain: { steps: 1, save: m }\n"
        );
        var (code, _, log) = await GlmProgram.Run(_folder.Path, "train", "job.yaml");
        Assert.True(code == 0, log);
        var random = new Random(4);
        float[] features = [.. Enumerable.Range(0, 40 * 6 * 1281).Select(_ => (float)random.NextDouble())];
        NpyFile.Write(_folder["embeds.npy"], NdArray.From<float>(features, 40, 6, 1281));
        NpyFile.Write(_folder["mask.npy"], NdArray.From<float>([.. Enumerable.Repeat(1f, 40 * 6)], 40, 6));
        string[] Line(string output) =>
            ["infer", "--weights", "m", "--embeds", "embeds.npy", "--attention-mask", "mask.npy", "--out", output];
        (code, _, log) = await GlmProgram.Run(_folder.Path, Line("alone"));
        Assert.True(code == 0, log);
        using (var job = Both(Line("both")))
            Assert.True(await job.ExitCode() == 0, job.Error);
        string[] names = [.. Directory.GetFiles(_folder["alone"]).Select(path => Path.GetFileName(path)).Order()];
        Assert.Equal(names, Directory.GetFiles(_folder["both"]).Select(path => Path.GetFileName(path)).Order());
        Assert.Contains("attentions.npy", names);
        foreach (var name in names.Where(name => name.EndsWith(".npy", StringComparison.Ordinal)))
        {
            var (one, other) = (NpyFile.Read(_folder[$"alone/{name}"]), NpyFile.Read(_folder[$"both/{name}"]));
            Assert.Equal(one.Shape, other.Shape);
            Assert.All(one.ToSingle().Zip(other.ToSingle()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    private GlmProgram Both() => Both(["train", "both.yaml"]);

    private GlmProgram Both(string[] line)
    {
        var glm = InterruptibleProgram.StartInfo(line);
        var start = new ProcessStartInfo(
            "mpirun",
            ["--allow-run-as-root", "--oversubscribe", "-n", "2", "-x", "OMP_NUM_THREADS", glm.FileName, .. glm.ArgumentList]
        );
        start.Environment["OMP_NUM_THREADS"] = "1";
        return GlmProgram.Start(_folder.Path, start);
    }

    private double[] Losses(string run)
    {
        if (!File.Exists(_folder[$"{run}/log.jsonl"]))
            return [];
        using var file = new FileStream(_folder[$"{run}/log.jsonl"], FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        return
        [
            .. text[..(text.LastIndexOf('\n') + 1)]
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => line.TryGetProperty("loss", out _))
                .Select(line => line.GetProperty("loss").GetDouble()),
        ];
    }

    /// <summary>The second process of those that work in this folder.</summary>
    private int SecondProcess() =>
        Directory
            .EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Select(name => int.TryParse(name, out var id) ? id : 0)
            .First(id => id > 0 && Is(id));

    private bool Is(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Contains("both.yaml", StringComparison.Ordinal)
                && File.ResolveLinkTarget($"/proc/{id}/cwd", returnFinalTarget: false)?.FullName == _folder.Path
                && File.ReadAllText($"/proc/{id}/environ").Split('\0').Contains("OMPI_COMM_WORLD_RANK=1");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile
        }
    }
}
