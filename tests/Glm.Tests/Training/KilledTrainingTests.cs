using System.Globalization;
using System.Text.Json.Nodes;
using Glm.Testing;
using Glm.Training;

namespace Glm.Tests.Training;

/// <summary>Programs that are killed while they train, with a signal that no program can handle.</summary>
public sealed class KilledTrainingTests : IDisposable
{
    /// <summary>A dozen in the test command; the variable asks for more.</summary>
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("GLM_TESTS_KILLS") ?? "12",
        CultureInfo.InvariantCulture
    );

    private static readonly string[] Timings = ["genes_per_s", "windows_per_s", "flops_per_s", "seconds"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Should_train_to_the_same_bits_however_often_it_is_killed()
    {
        var whole = _folder["whole"];
        Assert.Equal("done 0 False", (await Run(whole))[^1]);

        var random = new Random(11);
        var (kills, killed, resumed) = (0, 0, 0);
        for (var run = 0; kills < Kills; run++)
        {
            // Into a folder that is killed again and again until it is done, then into the next.
            var broken = _folder[$"broken{run}"];
            for (var (done, reached) = (false, 0); !done; )
            {
                var lines = kills++ < Kills ? await Run(broken, random) : await Run(broken);
                done = lines is [.., var last] && last.StartsWith("done", StringComparison.Ordinal);
                killed += done ? 0 : 1;
                if (lines.Count == 0)
                    continue;
                var first = done && lines.Count == 1 ? reached : int.Parse(lines[0], CultureInfo.InvariantCulture) - 1;
                // What was lost is an interval, and the step whose line was on its way.
                Assert.InRange(first, reached - TrainingProgram.Options.CheckpointEvery.Steps!.Value - 1, reached + 1);
                resumed += first > 0 ? 1 : 0;
                reached = done ? reached : int.Parse(lines[^1], CultureInfo.InvariantCulture);
            }
            AssertEqual(whole, broken);
        }
        Assert.True(killed > Kills / 2 && resumed > Kills / 3, $"{killed} of {kills} were killed, {resumed} went on");
    }

    [Fact]
    public async Task Should_say_in_one_line_that_the_disk_is_full_and_go_on_later()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs the limits of a shell");
        await Run(_folder["whole"]);
        await Run(_folder["full"], new Random(1));
        var before = TrainingRun.Open(_folder["full"]).Step;
        // No file may have more than 14 KiB, which a model has. The runtime maps larger files of its own, unless told.
        var lines = await Run(_folder["full"], shell: "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 14");
        Assert.Matches(
            @"^\S*full\S*: .*(could not be written|cannot be saved there) \(.*\)\W.*[Nn]ame (another place|a folder)",
            lines[^1]
        );
        Assert.DoesNotContain(".glm-", lines[^1]);
        Assert.Equal(before, TrainingRun.Open(_folder["full"]).Step);
        Assert.Equal($"done {before} False", (await Run(_folder["full"]))[^1]);
        AssertEqual(_folder["whole"], _folder["full"]);
    }

    [Fact]
    public async Task Should_keep_tensors_and_memory_over_2000_steps()
    {
        // The runtime collects when so much is new as the processor's cache holds, which can be more than all that this test allows.
        var shell = OperatingSystem.IsWindows() ? null : "export DOTNET_GCgen0size=0x400000";
        var lines = await Run(_folder["long"], shell: shell, work: TrainingProgram.Work.TrainLong);
        var figures = lines.ConvertAll(line => line.Split(' ').Select(long.Parse).ToArray());
        Assert.Equal(4, figures.Count);
        Assert.Single(figures.Select(pair => pair[0]).Distinct());
        Assert.True(figures[^1][1] - figures[0][1] < 24, $"megabytes: {string.Join(", ", figures.Select(pair => pair[1]))}");
    }

    [Fact]
    public async Task Should_compute_in_smaller_pieces_where_memory_runs_out()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs the limits of Linux");
        var lines = await Run(_folder["none"], work: TrainingProgram.Work.TrainWithoutMemory);
        // Where the machine is busy, the runtime itself may be the first to ask for what is not there, and ends the process.
        for (var again = 0; again < 2 && lines.Count == 0; again++)
            lines = await Run(_folder["none"], work: TrainingProgram.Work.TrainWithoutMemory);
        Assert.Equal(2, lines.Count);
        Assert.Matches("^Memory ran out, so batches were computed in (2|4|8|16|32) pieces; what they teach stays the same.$", lines[0]);
        Assert.Equal("done 2", lines[1]);
    }

    /// <summary>Runs the program to its end, or kills it at some moment.</summary>
    private static async Task<List<string>> Run(
        string folder,
        Random? killing = null,
        string? shell = null,
        TrainingProgram.Work work = TrainingProgram.Work.Train
    )
    {
        using var program = TrainingProgram.Start(folder, shell, work);
        var lines = new List<string>();
        var last = killing?.Next(100) ?? int.MaxValue;
        while (lines.Count < last && await program.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            lines.Add(line);
        if (killing is not null)
        {
            await Task.Delay(killing.Next(10), TestContext.Current.CancellationToken);
            program.Kill();
        }
        lines.AddRange(
            (await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Split(
                '\n',
                StringSplitOptions.RemoveEmptyEntries
            )
        );
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return lines;
    }

    private static void AssertEqual(string whole, string broken)
    {
        foreach (var name in new[] { "model.safetensors", "features.safetensors", "config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole, name)), File.ReadAllBytes(Path.Combine(broken, name)));
        var (expected, actual) = (TrainingRun.Open(whole), TrainingRun.Open(broken));
        Assert.Equal(expected.Evaluations, actual.Evaluations);
        Assert.Equal(expected.Steps.Select(Timeless), actual.Steps.Select(Timeless));
        Assert.Equal(TrainingProgram.Options.Steps, actual.Step);
        Assert.Equal(Log(whole), Log(broken));
        foreach (var folder in new[] { whole, broken })
            Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories), path =>
                Path.GetFileName(path).StartsWith(".glm", StringComparison.Ordinal)
            );
        Assert.Equal(
            Directory.GetDirectories(Path.Combine(whole, "checkpoints")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Directory.GetDirectories(Path.Combine(broken, "checkpoints")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    private static TrainingStep Timeless(TrainingStep step) =>
        step with
        {
            GenesPerSecond = 0,
            WindowsPerSecond = 0,
            FlopsPerSecond = 0,
            Seconds = 0,
        };

    /// <summary>One line per step, none twice, and what they hold apart from the times.</summary>
    private static List<string> Log(string folder)
    {
        var lines = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(folder, "log.jsonl")))
        {
            var json = JsonNode.Parse(line)!.AsObject();
            Assert.Equal(lines.Count + 1, json["step"]!.GetValue<int>());
            foreach (var name in Timings)
                Assert.True(json.Remove(name));
            lines.Add(json.ToJsonString());
        }
        Assert.Equal(TrainingProgram.Options.Steps, lines.Count);
        return lines;
    }
}
